//! `verify`

use clap::Args;

use crate::context::Context;
use crate::error::{CommandError, Exit};

/// Check that everything that was saved can be read; changes nothing
#[derive(Args)]
pub(crate) struct Verify {}

impl Verify {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        let home = context.home()?;
        let report = home.verify()?;
        let sound = report.problems.is_empty();
        context.output.json(&serde_json::json!({
            "ok": sound, "entries": report.entries, "documents": report.documents, "bodies": report.bodies,
            "problems": report.problems,
        }));
        if !sound {
            return Err(CommandError::new(Exit::Damaged, "damaged", report.problems.join("; "))
                .hint("Nothing was changed. Make a copy of the folder before anything else."));
        }
        context.output.screen(&format!(
            "All is well. Entries: {}, documents: {}, bodies: {}.",
            report.entries, report.documents, report.bodies
        ));
        Ok(())
    }
}

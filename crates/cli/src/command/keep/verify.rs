//! `verify`

use clap::Args;
use kintsugi_home::Problem;

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
            "ok": sound, "entries": report.entries, "problems": report.problems,
        }));
        if !sound {
            return Err(CommandError::new(Exit::Damaged, "damaged", named(&report.problems))
                .hint("Nothing was changed. Make a copy of the folder before anything else."));
        }
        context.output.screen(&format!("All is well. Entries: {}.", report.entries));
        Ok(())
    }
}

/// The problems in one sentence, with how many there are of each where that is more than one.
fn named(problems: &[Problem]) -> String {
    let named = problems.iter().map(|problem| match problem.count {
        1 => problem.what.clone(),
        many => format!("{} ({many})", problem.what),
    });
    named.collect::<Vec<_>>().join("; ")
}

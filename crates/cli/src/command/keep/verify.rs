//! `verify`

use clap::Args;
use kintsugi_home::Problem;

use crate::context::Context;
use crate::error::{CommandError, Exit};
use crate::screen::count;

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
            let readable = format!("{} can be read. Nothing was changed.", count(report.entries as u64));
            return Err(CommandError::new(Exit::Damaged, "damaged", named(&report.problems))
                .hint(format!("{readable} kintsugi repair says what it can do, and asks first.")));
        }
        context.output.screen(&format!("All is well: {} can be read.", count(report.entries as u64)));
        Ok(())
    }
}

/// The problems in one sentence.
pub(crate) fn named(problems: &[Problem]) -> String {
    problems.iter().map(worded).collect::<Vec<_>>().join("; ")
}

/// A number only where there may be several.
pub(crate) fn worded(problem: &Problem) -> String {
    match problem.count {
        1 => problem.what.clone(),
        many => format!("{} ({many})", problem.what),
    }
}

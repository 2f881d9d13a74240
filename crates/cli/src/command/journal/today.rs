//! `today`

use clap::Args;

use crate::context::Context;
use crate::error::CommandError;
use crate::{json, screen};

/// Show today; also what you see without a command
#[derive(Args)]
pub(crate) struct Today {}

impl Today {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        let home = context.home()?;
        let kintsugi_home::Today { day, lines, tracker, around, paired } = home.day(&context.now)?;
        let around = super::around::around(&around, day);
        let names = screen::Names::of(&home)?;
        context.output.screen(&screen::today(day, &lines, &tracker, &names, &around, paired));
        let entries = lines.into_iter().filter(|listed| listed.line.is_entry());
        context.output.json(&serde_json::json!({
            "day": day.to_string(),
            "entries": entries.map(|listed| json::Entry::of(listed, &names)).collect::<Vec<_>>(),
            "hearts": tracker.hearts,
            "around": around,
        }));
        Ok(())
    }
}

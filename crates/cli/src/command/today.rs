//! `today`

use clap::Args;
use kintsugi_journal::{Month, Visibility};

use super::around::around;
use crate::context::Context;
use crate::error::CommandError;
use crate::{json, screen};
use kintsugi_home::Listed;

/// Show today; also what you see without a command
#[derive(Args)]
pub(crate) struct Today {}

impl Today {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        let home = context.home()?;
        let today = context.now.today(&home.journal_settings()?);
        let shown = |listed: &Listed| listed.line.visibility != Visibility::Private && !listed.line.is_deleted();
        let lines: Vec<Listed> = home.lines(today, today)?.into_iter().filter(shown).collect();
        let around = around(&home, today)?;
        let tracker = home.tracker(Month::of(today), Month::of(today))?;
        let names = screen::Names::of(&home)?;
        context.output.screen(&screen::today(today, &lines, &tracker, &names, &around, home.partner()?.is_some()));
        let entries = lines.into_iter().filter(|listed| listed.line.day == today && listed.line.is_entry());
        context.output.json(&serde_json::json!({
            "day": today.to_string(),
            "entries": entries.map(|listed| json::Entry::of(listed, &names)).collect::<Vec<_>>(),
            "hearts": tracker.hearts,
            "around": around,
        }));
        Ok(())
    }
}

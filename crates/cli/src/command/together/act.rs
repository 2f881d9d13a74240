//! `act`

use clap::Args;
use kintsugi_journal::Kind;

use crate::context::Context;
use crate::dates;
use crate::error::CommandError;
use crate::save::{resolve_day, wait, written};

/// Note a small act of repair
///
/// A day on which both of you have one is a heart.
#[derive(Args)]
pub(crate) struct Act {
    /// Do not hold it back for the ten minutes in which kintsugi sync --watch waits with a new line
    #[arg(long)]
    now: bool,
    /// What it was, if you wish to say
    #[arg(value_name = "TEXT")]
    text: Vec<String>,
    /// The day: today, yesterday, monday, 2026-06-03
    #[arg(long, short, value_name = "DATE")]
    day: Option<String>,
}

impl Act {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        let home = context.home()?;
        let day = resolve_day(context, &home, self.day.as_deref())?;
        let line =
            home.save_for_both(written(context, Kind::Act, day, self.text.join(" ")), wait(self.now), &context.now)?;
        context.output.json(&serde_json::json!({ "id": line.entry.to_string(), "day": day.to_string() }));
        context.output.screen(&format!("An act of repair, for {}. ({})", dates::short(day), line.entry.short()));
        crate::once::takes_two(context.output, &home)?;
        Ok(())
    }
}

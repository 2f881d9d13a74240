//! `share`

use clap::Args;

use crate::context::Context;
use crate::error::CommandError;
use crate::{dates, json};
use kintsugi_home::Pace;

/// Share a private entry of yours: from the next meeting on, your partner can read it
#[derive(Args)]
pub(crate) struct Share {
    /// Its id, or the beginning of it
    id: String,
}

impl Share {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        let home = context.home()?;
        let line = home.share(&home.find(&self.id)?, Pace::AtOnce)?;
        context.output.json(&json::Saved::of(&line));
        let day = dates::short(line.day);
        context.output.screen(&format!("Shared, for {day}. It has a new id: {}.", line.entry.short()));
        Ok(())
    }
}

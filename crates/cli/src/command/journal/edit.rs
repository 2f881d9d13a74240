//! `edit`

use clap::Args;

use crate::context::Context;
use crate::error::CommandError;
use crate::save::wait;
use crate::{dates, input, json};

/// Change the words of an entry of yours
///
/// Without words the editor opens on what it says now. Your partner then sees the new words, and that they were edited.
#[derive(Args)]
pub(crate) struct Edit {
    /// Its id, or the beginning of it
    id: String,
    /// Do not hold it back for the ten minutes in which kintsugi sync --watch waits with a new line
    #[arg(long)]
    now: bool,
    /// The new words, or - for stdin
    #[arg(value_name = "TEXT")]
    text: Vec<String>,
}

impl Edit {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        let home = context.home().map_err(|error| input::rescue_stdin(context, &self.text, error))?;
        let found = home.find(&self.id).map_err(|error| input::rescue_stdin(context, &self.text, error.into()))?;
        let before = found.line.text.clone().unwrap_or_default();
        let words = input::words(context, &self.text, &before)?;
        if words.text == before && found.line.also.is_empty() {
            context.output.talk("Nothing was changed.");
            context.output.json(&json::Saved::of(&found.line));
            return Ok(());
        }
        let pace = home.pace(wait(self.now), &context.now)?;
        let line = home.edit(&found, words.text.clone(), pace).map_err(|error| words.rescue(context, error.into()))?;
        context.output.json(&json::Saved::of(&line));
        context.output.screen(&format!("Changed for {}. ({})", dates::short(line.day), line.entry.short()));
        Ok(())
    }
}

//! `edit`

use clap::Args;
use clap_complete::engine::ArgValueCandidates;

use crate::complete;
use crate::context::Context;
use crate::error::CommandError;
use crate::input::{ENDS, Task};
use crate::output::indented;
use crate::save::{said, wait};
use crate::{choose, input, json};
use kintsugi_home::Choice;

/// Change the words of an entry of yours
///
/// Without words your editor opens on what it says now, where you have named one; else it asks. Your partner then sees the new words, and that they were edited.
#[derive(Args)]
pub(crate) struct Edit {
    /// Its id or the beginning of it, or last; without one the last ones are offered
    #[arg(add = ArgValueCandidates::new(complete::own_ids))]
    id: Option<String>,
    /// Do not hold it back for the ten to forty minutes in which kintsugi sync --watch waits with a new line
    #[arg(long)]
    now: bool,
    /// Open the editor
    #[arg(long, short)]
    editor: bool,
    /// The new words, or - for stdin
    #[arg(value_name = "TEXT")]
    text: Vec<String>,
}

impl Edit {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        let home = context.home().map_err(|error| input::rescue_stdin(context, &self.text, error))?;
        let found = choose::line(context, &home, self.id.as_deref(), Choice::Edit);
        let Some(found) = found.map_err(|error| input::rescue_stdin(context, &self.text, error))? else {
            return Ok(());
        };
        let before = found.line.text.clone().unwrap_or_default();
        let task = Task::change(format!("edit {}", found.line.entry.short()), &before);
        let task = task.or_asking(format!("It says now:\n{}\nThe new words. {ENDS}", indented(&before, "  ")));
        let Some(words) = input::words(context, &home, &self.text, task.in_editor(self.editor))? else { return Ok(()) };
        if words.text == before && found.line.also.is_empty() {
            context.output.talk("Nothing was changed.");
            context.output.json(&json::Saved::of(&found.line));
            return Ok(());
        }
        let text = words.text.clone();
        let edited = home.pace(wait(self.now), &context.now).and_then(|pace| home.edit(&found, text, pace));
        let line = words.settle(context, &home, edited.map_err(CommandError::from))?;
        context.output.json(&json::Saved::of(&line));
        context.output.done(&format!("Changed for {}.{}", said(context, &home, line.day)?, context.id(line.entry)));
        Ok(())
    }
}

//! `agreement`

use clap::{Args, Subcommand};
use serde_json::json;

use crate::context::Context;
use crate::error::CommandError;
use crate::input::{self, ENDS, Task};
use crate::once::awkward;
use crate::output::{FAINT, filled, indented};
use kintsugi_home::{Agreement as Text, Home};

const HISTORY: &str = "\
Both of you can change every word of it. What is taken out leaves the text, but its history stays on both laptops and \
cannot be erased. Write nothing here that may have to vanish.";

/// One text that both of you edit: boundaries to honour, what you try now
#[derive(Args)]
pub(crate) struct Agreement {
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Subcommand)]
enum What {
    /// Change it; edits made apart are merged letter by letter
    Edit {
        /// Open the editor
        #[arg(long, short)]
        editor: bool,
        /// The whole new text, or - for stdin; without it your editor opens, or it asks what you add
        #[arg(value_name = "TEXT")]
        text: Vec<String>,
    },
}

impl Agreement {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        match self.what {
            None => show(context, &context.home()?.agreement()?),
            Some(What::Edit { text, editor }) => edit(context, &text, editor)?,
        }
        Ok(())
    }
}

fn show(context: &Context, agreement: &Text) {
    let screen = if agreement.text.trim().is_empty() {
        format!("Nothing is agreed in writing yet. {FAINT}kintsugi agreement edit{FAINT:#}\n\n{}", filled(HISTORY))
    } else {
        indented(&agreement.text, "  ")
    };
    context.output.screen(&screen);
    context.output.json(&json!({ "text": agreement.text }));
}

fn edit(context: &Context, arguments: &[String], editor: bool) -> Result<(), CommandError> {
    let home = context.home().map_err(|error| input::rescue_stdin(context, arguments, error))?;
    home.partner()?.ok_or(kintsugi_home::HomeError::NotPaired).map_err(|error| {
        input::rescue_stdin(context, arguments, CommandError::from(error).and("An agreement is for two."))
    })?;
    let before = home.agreement()?;
    say_first(context, &home, &before)?;
    let task = Task::change("agreement edit", &before.text).or_asking(format!("What do you add, at its end? {ENDS}"));
    let Some(words) = input::words(context, &home, arguments, task.in_editor(editor))? else { return Ok(()) };
    let text = if words.are_typed() { added(&before.text, &words.text) } else { words.text.clone() };
    let edited = home.edit_agreement(&before, &text).map_err(CommandError::from);
    let after = words.settle(context, &home, edited)?;
    show(context, &after);
    Ok(())
}

/// A text with something more at its end.
fn added(before: &str, more: &str) -> String {
    if before.trim().is_empty() { more.to_owned() } else { format!("{}\n\n{more}", before.trim_end()) }
}

/// Before the first word.
fn say_first(context: &Context, home: &Home, before: &Text) -> Result<(), CommandError> {
    if home.say_once("history of the agreement")? || before.text.is_empty() {
        context.output.talk(&format!("{}\n", filled(HISTORY)));
    }
    awkward(context.output, home, "agreement")
}

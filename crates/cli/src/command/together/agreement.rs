//! `agreement`

use clap::{Args, Subcommand};
use serde_json::json;

use crate::context::Context;
use crate::error::CommandError;
use crate::input::{self, Task};
use crate::once::awkward;
use crate::output::{FAINT, indented, width};
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
        /// The whole new text, or - for stdin; without it the editor opens
        #[arg(value_name = "TEXT")]
        text: Vec<String>,
    },
}

impl Agreement {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        match self.what {
            None => show(context, &context.home()?.agreement()?),
            Some(What::Edit { text }) => edit(context, &text)?,
        }
        Ok(())
    }
}

fn show(context: &Context, agreement: &Text) {
    let screen = if agreement.text.trim().is_empty() {
        format!(
            "Nothing is agreed in writing yet. {FAINT}kintsugi agreement edit{FAINT:#}\n\n{}",
            textwrap::fill(HISTORY, width())
        )
    } else {
        indented(&agreement.text, "  ")
    };
    context.output.screen(&screen);
    context.output.json(&json!({ "text": agreement.text }));
}

fn edit(context: &Context, arguments: &[String]) -> Result<(), CommandError> {
    let home = context.home().map_err(|error| input::rescue_stdin(context, arguments, error))?;
    home.partner()?.ok_or(kintsugi_home::HomeError::NotPaired).map_err(|error| {
        input::rescue_stdin(context, arguments, CommandError::from(error).and("An agreement is for two."))
    })?;
    let before = home.agreement()?;
    say_first(context, &home, &before)?;
    let words = input::words(context, &home, arguments, Task::change("agreement edit", &before.text))?;
    let edited = home.edit_agreement(&before, &words.text).map_err(CommandError::from);
    let after = words.settle(context, &home, edited)?;
    show(context, &after);
    Ok(())
}

/// Before the first word.
fn say_first(context: &Context, home: &Home, before: &Text) -> Result<(), CommandError> {
    if home.say_once("history of the agreement")? || before.text.is_empty() {
        context.output.talk(&format!("{}\n", textwrap::fill(HISTORY, width())));
    }
    awkward(context.output, home, "agreement")
}

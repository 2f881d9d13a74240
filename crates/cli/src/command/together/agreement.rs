//! `agreement`

use clap::{Args, Subcommand};
use serde_json::json;

use crate::confirm::ask_yes;
use crate::context::Context;
use crate::dates;
use crate::error::CommandError;
use crate::input::{self, ENDS, Task};
use crate::once::awkward;
use crate::output::{FAINT, filled, indented};
use kintsugi_home::sentences::{BEGUN_ALONE, HISTORY};
use kintsugi_home::{AgreedText, Agreement as Text, Home};
use kintsugi_journal::LineChange;

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
    /// Say yes to the text as it is; it counts once both of you have
    Agree,
}

impl Agreement {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        match self.what {
            None => {
                let home = context.home()?;
                show(context, &home, &home.agreement()?)?;
            }
            Some(What::Agree) => agree(context)?,
            Some(What::Edit { text, editor }) => edit(context, &text, editor)?,
        }
        Ok(())
    }
}

fn show(context: &Context, home: &Home, agreement: &Text) -> Result<(), CommandError> {
    context.output.screen(&screen(agreement, home.partner()?.is_none()));
    context.output.json(&object(agreement));
    // Whoever reads JSON is a program, and has shown nobody anything.
    if context.output.is_talking() { Ok(home.agreement_is_shown(agreement)?) } else { Ok(()) }
}

fn object(agreement: &Text) -> serde_json::Value {
    let lines = |changes: &[LineChange]| {
        let line = |one: &LineChange| json!({ "new": one.is_new, "line": one.line });
        changes.iter().map(line).collect::<Vec<_>>()
    };
    let agreed = agreement.agreed.as_ref();
    let agreed = agreed.map(|one| json!({ "text": one.text, "day": one.day.to_string(), "since": lines(&one.since) }));
    json!({
        "text": agreement.text.trim_end(),
        "agreed": agreed,
        "agreed_mine": agreement.mine,
        "since_shown": lines(&agreement.since_shown),
    })
}

fn screen(agreement: &Text, alone: bool) -> String {
    if agreement.text.trim().is_empty() && agreement.agreed.is_none() {
        return format!(
            "Nothing is agreed in writing yet. {FAINT}kintsugi agreement edit{FAINT:#}\n\n{}",
            filled(HISTORY)
        );
    }
    let mut parts = match &agreement.agreed {
        Some(agreed) => of_both(agreed, agreement.mine),
        None if alone => vec![indented(agreement.text.trim_end(), "  "), filled(BEGUN_ALONE)],
        None => vec![indented(agreement.text.trim_end(), "  "), said_yes(agreement.mine).into()],
    };
    let told = agreement.agreed.as_ref().is_some_and(|agreed| agreed.since == agreement.since_shown);
    if !agreement.since_shown.is_empty() && !told {
        parts.push(format!("{FAINT}Since you last looked:{FAINT:#}\n{}", changes(&agreement.since_shown)));
    }
    parts.join("\n\n")
}

/// What both have said yes to, and the change beside it.
fn of_both(agreed: &AgreedText, mine: bool) -> Vec<String> {
    let day = dates::long(agreed.day);
    let mut parts = vec![indented(&agreed.text, "  "), format!("Both of you said yes to this on {day}.")];
    if !agreed.since.is_empty() {
        parts.push(format!("A change stands beside it:\n{}", changes(&agreed.since)));
        parts.push(said_yes(mine).into());
    }
    parts
}

/// Of the other nothing is said until both have.
const fn said_yes(mine: bool) -> &'static str {
    if mine {
        "You have said yes to it. It counts once both of you have."
    } else {
        "kintsugi agreement agree says yes to it. It counts once both of you have."
    }
}

fn changes(lines: &[LineChange]) -> String {
    let line = |one: &LineChange| indented(&format!("{} {}", if one.is_new { '+' } else { '-' }, one.line), "  ");
    lines.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn agree(context: &Context) -> Result<(), CommandError> {
    let home = context.home()?;
    let read = home.agreement()?;
    // Nobody says yes to what they have not seen.
    if context.can_ask() && !read.since_shown.is_empty() {
        context.output.talk(&format!("Since you last looked:\n{}\n", changes(&read.since_shown)));
        if !ask_yes(context, "Do you say yes to this? [y/N] ")? {
            context.output.talk("Nothing was changed.");
            return Ok(());
        }
    }
    let agreed = home.agree(&read, &context.now)?;
    show(context, &home, &agreed)
}

fn edit(context: &Context, arguments: &[String], editor: bool) -> Result<(), CommandError> {
    let home = context.home().map_err(|error| input::rescue_stdin(context, arguments, error))?;
    let before = home.agreement()?;
    say_first(context, &home, &before)?;
    let task = Task::change("agreement edit", &before.text).or_asking(format!("What do you add, at its end? {ENDS}"));
    let Some(words) = input::words(context, &home, arguments, task.in_editor(editor))? else { return Ok(()) };
    let text = if words.are_typed() { added(&before.text, &words.text) } else { words.text.clone() };
    let edited = home.edit_agreement(&before, &text).map_err(CommandError::from);
    let after = words.settle(context, &home, edited)?;
    show(context, &home, &after)
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

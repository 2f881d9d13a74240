//! `draft`

use clap::{Args, Subcommand};
use kintsugi_home::{Home, Unsaved};
use serde_json::json;

use crate::confirm::ask_yes;
use crate::context::Context;
use crate::dates;
use crate::error::CommandError;
use crate::input::beginning;
use crate::output::{FAINT, STRONG};

/// Show words that were not saved, because an editor or this program was ended before
///
/// They are on this laptop alone, encrypted. kintsugi write, and whatever else they were for, offers to go on with them.
#[derive(Args)]
pub(crate) struct Drafts {
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Subcommand)]
enum What {
    /// List them
    List,
    /// Show the words of one
    Show {
        /// Its number
        number: u32,
    },
    /// Throw one away; its words are destroyed
    Remove {
        /// Its number
        number: u32,
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
}

impl Drafts {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        let home = context.home()?;
        match self.what {
            None | Some(What::List) => list(context, &home),
            Some(What::Show { number }) => show(context, &find(&home, number)?),
            Some(What::Remove { number, yes }) => remove(context, &home, &find(&home, number)?, yes),
        }
    }
}

fn find(home: &Home, number: u32) -> Result<Unsaved, CommandError> {
    let found = home.unsaved()?.into_iter().find(|draft| draft.number == number);
    found.ok_or_else(|| CommandError::usage(format!("there is no draft {number}")).hint("kintsugi draft lists them."))
}

fn list(context: &Context, home: &Home) -> Result<(), CommandError> {
    let drafts = home.unsaved()?;
    let rows = drafts.iter().map(|draft| {
        let Unsaved { number, purpose, day, text } = draft;
        let about = format!("{} · for kintsugi {purpose}", dates::short(*day));
        format!("  {STRONG}{number}{STRONG:#} {FAINT}· {about}{FAINT:#}\n    {}", beginning(text))
    });
    let rows: Vec<String> = rows.collect();
    let screen = if rows.is_empty() {
        "There is no draft.".to_owned()
    } else {
        format!("{}\n\n{FAINT}kintsugi draft show NUMBER · kintsugi draft remove NUMBER{FAINT:#}", rows.join("\n"))
    };
    context.output.screen(&screen);
    context.output.json(&json!({ "drafts": drafts.iter().map(object).collect::<Vec<_>>() }));
    Ok(())
}

fn object(draft: &Unsaved) -> serde_json::Value {
    json!({ "number": draft.number, "for": draft.purpose, "day": draft.day.to_string(), "text": draft.text })
}

/// The words alone, so that they can be handed on: `kintsugi draft show 1 | kintsugi write -`
fn show(context: &Context, draft: &Unsaved) -> Result<(), CommandError> {
    context.output.screen(&draft.text);
    context.output.json(&object(draft));
    Ok(())
}

fn remove(context: &Context, home: &Home, draft: &Unsaved, yes: bool) -> Result<(), CommandError> {
    if !yes && !context.can_ask() {
        return Err(CommandError::usage("its words would be gone").hint("Add --yes to do so. Nothing was changed."));
    }
    if !yes && !ask_yes(context, &format!("Let go of “{}”? It cannot be undone. [y/N] ", beginning(&draft.text)))? {
        context.output.talk("It stays.");
        return Ok(());
    }
    home.remove_unsaved(draft)?;
    context.output.json(&json!({ "number": draft.number, "removed": true }));
    context.output.done("Thrown away.");
    Ok(())
}

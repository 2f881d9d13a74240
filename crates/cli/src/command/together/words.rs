//! `words`

use clap::{Args, Subcommand};
use clap_complete::engine::ArgValueCandidates;
use kintsugi_journal::{Audience, Kind};
use serde_json::json;

use crate::complete;
use crate::context::Context;
use crate::error::CommandError;
use crate::input::{self, ENDS, Task};
use crate::output::{FAINT, STRONG, indented};
use crate::save::{draft, written};
use kintsugi_home::repertoire::{Phrase, Phrases, Situation, phrases};
use kintsugi_home::{Home, Wait};

/// Lines to begin with when stuck, angry or afraid, and lines worth saying often
#[derive(Args)]
pub(crate) struct BorrowedWords {
    #[command(subcommand)]
    what: Option<What>,
    /// Only one situation: stuck, angry, afraid, often, or one of yours
    #[arg(add = ArgValueCandidates::new(complete::situation_names))]
    situation: Option<String>,
}

#[derive(Subcommand)]
enum What {
    /// Add a line of your own, for your eyes only
    Add {
        /// For when: stuck, angry, afraid, often, or a word of yours
        #[arg(add = ArgValueCandidates::new(complete::situation_names))]
        situation: String,
        /// The line, or - for stdin; without it, it asks
        text: Vec<String>,
    },
    /// Take a line of your own away
    Remove {
        /// Which, by its number
        number: usize,
    },
    /// Send a line as a small note: your partner reads it from the next meeting on
    Send {
        /// Which, by its number
        number: usize,
    },
}

impl BorrowedWords {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        let home = context.home()?;
        match self.what {
            None => list(context, &home, self.situation.as_deref()),
            Some(What::Add { situation, text }) => {
                let task =
                    Task::asking(format!("words add {situation}"), format!("The line, for your eyes only. {ENDS}"));
                input::save(context, &home, &text, task, |text| add(context, &home, &situation, text))
            }
            Some(What::Remove { number }) => remove(context, &home, number),
            Some(What::Send { number }) => send(context, &home, number),
        }
    }
}

fn list(context: &Context, home: &Home, only: Option<&str>) -> Result<(), CommandError> {
    let Phrases { situations, lines } = phrases(home)?;
    let wanted = |situation: &&Situation| only.is_none_or(|only| situation.name.eq_ignore_ascii_case(only));
    let shown: Vec<&Situation> = situations.iter().filter(wanted).collect();
    if shown.is_empty() {
        let names: Vec<&str> = situations.iter().map(|situation| situation.name.as_str()).collect();
        return Err(CommandError::usage(format!("there are no lines for “{}”", only.unwrap_or_default()))
            .hint(format!("There are: {}.", names.join(", "))));
    }
    let mut blocks = Vec::new();
    for situation in &shown {
        let rows: Vec<String> = lines.iter().filter(|line| line.situation == situation.name).map(row).collect();
        let own = if situation.own { "For: " } else { "" };
        blocks.push(format!("{STRONG}{own}{}{STRONG:#}\n{}", situation.title, rows.join("\n")));
    }
    blocks.push(format!("{FAINT}kintsugi words send NUMBER sends one as a small note.{FAINT:#}"));
    context.output.screen(&blocks.join("\n\n"));
    let names: Vec<&str> = shown.iter().map(|situation| situation.name.as_str()).collect();
    let listed = lines.iter().filter(|line| names.contains(&line.situation.as_str()));
    context.output.json(&json!({ "lines": listed.map(|line| json!({
        "number": line.number, "situation": line.situation, "text": line.text, "own": line.own.is_some(),
    })).collect::<Vec<_>>() }));
    Ok(())
}

fn row(line: &Phrase) -> String {
    format!("  {:>2}  {}", line.number, indented(&line.text, "      ").trim_start())
}

fn pick(home: &Home, number: usize) -> Result<Phrase, CommandError> {
    let found = phrases(home)?.numbered(number).cloned();
    found.ok_or_else(|| CommandError::usage(format!("there is no line {number}")).hint("kintsugi words lists them."))
}

fn add(context: &Context, home: &Home, situation: &str, text: String) -> Result<(), CommandError> {
    let today = context.now.today(&home.journal_settings()?);
    let mut draft = draft(context, Kind::Phrase, today, text, Audience::Me);
    draft.words.tags = vec![situation.to_lowercase()];
    let line = home.save(draft, &context.now)?;
    context.output.json(&json!({ "id": line.entry.to_string(), "situation": situation.to_lowercase() }));
    context.output.done("Kept, for your eyes only.");
    Ok(())
}

fn remove(context: &Context, home: &Home, number: usize) -> Result<(), CommandError> {
    let Some(id) = pick(home, number)?.own else {
        return Err(CommandError::usage("the lines that come along stay").hint("Nothing was changed."));
    };
    home.take_away(id)?;
    context.output.json(&json!({ "id": id.to_string(), "removed": true }));
    context.output.done("Taken away.");
    Ok(())
}

fn send(context: &Context, home: &Home, number: usize) -> Result<(), CommandError> {
    let line = pick(home, number)?;
    let today = context.now.today(&home.journal_settings()?);
    let saved = home.save_for_both(written(context, Kind::Note, today, line.text), Wait::AsChosen, &context.now)?;
    context.output.json(&crate::json::Saved::of(&saved));
    context.output.screen(&format!(
        "Written as a small note for {}.{}",
        crate::dates::short(today),
        context.id(saved.entry)
    ));
    Ok(())
}

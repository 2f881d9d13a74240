//! `focus`

use clap::{Args, Subcommand};
use clap_complete::engine::ArgValueCandidates;
use kintsugi_journal::{EntryId, Kind};
use serde_json::json;

use super::practice::find;
use crate::choose;
use crate::complete;
use crate::context::Context;
use crate::dates;
use crate::error::CommandError;
use crate::input::{self, ENDS, Task};
use crate::once::awkward;
use crate::output::{FAINT, STRONG, filled, indented};
use crate::save::written;
use kintsugi_home::Home;
use kintsugi_home::repertoire::{Practice, focusable};

/// What seven days end with.
const ENDING: &str = "What did it give the two of you? To keep it: kintsugi focus repeat. To change it: kintsugi focus adapt. Something else: kintsugi focus next.";

/// One practice for seven days, then the next; never two at once
#[derive(Args)]
pub(crate) struct Focus {
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Subcommand)]
enum What {
    /// Pick a practice or an exercise for the seven days that begin today
    Pick {
        /// Its name; also journal, jar, check-in, letter, miss, questions
        #[arg(add = ArgValueCandidates::new(complete::practice_names))]
        practice: String,
    },
    /// Seven days more of the same, from today on
    Repeat,
    /// Fit it to the two of you: what you do differently
    Adapt {
        /// How, or - for stdin; without it, it asks
        text: Vec<String>,
    },
    /// Lay it aside, without a reason
    Skip,
    /// Go on to the next practice of the list, or to the one that is named
    Next {
        /// Its name
        #[arg(add = ArgValueCandidates::new(complete::practice_names))]
        practice: Option<String>,
    },
}

impl Focus {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        let home = context.home()?;
        let asked = self.what.is_none();
        match self.what {
            None => {}
            Some(What::Pick { practice }) => {
                home.pick_focus(find_focus(&home, &practice)?.id, &context.now)?;
                awkward(context.output, &home, "focus")?;
            }
            Some(What::Repeat) => home.repeat_focus(&context.now)?,
            Some(What::Adapt { text }) => adapt(context, &home, &text)?,
            Some(What::Skip) => home.skip_focus(&context.now)?,
            Some(What::Next { practice }) => {
                let named = practice.map(|name| find_focus(&home, &name)).transpose()?;
                home.next_focus(named.map(|practice| practice.id), &context.now)?;
            }
        }
        if asked || context.output.tells_what_was_done() { show(context, &home) } else { Ok(()) }
    }
}

/// By its name: a practice, or an exercise that has a command of its own.
fn find_focus(home: &Home, name: &str) -> Result<Practice, CommandError> {
    let wanted = name.trim().to_lowercase();
    let found = focusable(home)?.into_iter().find(|practice| practice.name == wanted);
    found.map_or_else(|| find(home, name), Ok)
}

fn show(context: &Context, home: &Home) -> Result<(), CommandError> {
    let focus = home.focus(&context.now)?;
    let also: Vec<&str> = focus.also.iter().map(|practice| practice.title.as_str()).collect();
    let Some(now) = focus.now else {
        let hint =
            if focus.before { "kintsugi focus next   kintsugi focus repeat" } else { "kintsugi focus pick NAME" };
        context.output.screen(&format!("No practice is in focus. {FAINT}{hint}{FAINT:#}"));
        if focus.before {
            context.output.screen(&filled(ENDING));
        }
        context.output.json(&json!({ "practice": null, "day": null, "days": null, "note": null, "also": also }));
        return Ok(());
    };
    let how = now.practice.as_ref().map(how);
    let (name, title) = now.practice.map_or_else(
        || (String::new(), "a practice of a newer version".to_owned()),
        |practice| (practice.name, practice.title),
    );
    let (day, days, note) = (now.day, now.days, now.note);
    let mut screen = format!("{STRONG}{title}{STRONG:#}, day {day} of {days}, since {}.", dates::short(now.from));
    screen.extend(how.map(|how| format!("\n{}", indented(&how, "  "))));
    if let Some(note) = &note {
        screen.push_str(&format!("\n{}", indented(note, "  ")));
    }
    if !also.is_empty() {
        screen.push_str(&format!("\nPicked apart: {} too. kintsugi focus pick NAME settles it.", also.join(", ")));
    }
    if day >= days {
        screen.push_str(&format!("\n\n{}", filled(ENDING)));
    }
    context.output.screen(&screen);
    context.output.json(&json!({ "practice": name, "day": day, "days": days, "note": note, "also": also }));
    Ok(())
}

/// What it asks for, with its command.
fn how(practice: &Practice) -> String {
    if practice.steps.is_empty() {
        format!("{} kintsugi {}", practice.about, command_of(&practice.name))
    } else {
        format!("kintsugi practice start {}", practice.name)
    }
}

/// The command of an exercise that has one of its own.
fn command_of(exercise: &str) -> &str {
    match exercise {
        "journal" => "write",
        "check-in" => "checkin",
        "questions" => "ask",
        other => other,
    }
}

/// What may come next.
#[derive(Clone)]
enum Next {
    Keep,
    Change,
    Pick(EntryId),
}

/// Offers what may be in focus for the next seven days; where there was something before, to keep or to change it.
pub(super) fn ask(context: &Context, home: &Home) -> Result<(), CommandError> {
    let mut rows: Vec<(String, Next)> = Vec::new();
    if home.focus(&context.now)?.before {
        rows.push(("Keep it for seven days more".to_owned(), Next::Keep));
        rows.push(("Keep it, and change something".to_owned(), Next::Change));
    }
    rows.extend(focusable(home)?.into_iter().map(|practice| (practice.title, Next::Pick(practice.id))));
    match choose::one_of(context, rows, "")? {
        None => return Ok(()),
        Some(Next::Keep) => home.repeat_focus(&context.now)?,
        Some(Next::Change) => {
            home.repeat_focus(&context.now)?;
            adapt(context, home, &[])?;
        }
        Some(Next::Pick(id)) if home.focus(&context.now)?.now.is_some() => home.next_focus(Some(id), &context.now)?,
        Some(Next::Pick(id)) => home.pick_focus(id, &context.now)?,
    }
    show(context, home)
}

fn adapt(context: &Context, home: &Home, text: &[String]) -> Result<(), CommandError> {
    let today = context.now.today(&home.journal_settings()?);
    let task = Task::asking("focus adapt", format!("What do the two of you do differently? {ENDS}"));
    input::save(context, home, text, task, |text| {
        home.adapt_focus(written(context, Kind::Adapted, today, text), &context.now)?;
        Ok(())
    })
}

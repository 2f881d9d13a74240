//! `focus`

use clap::{Args, Subcommand};
use jiff::civil::Date;
use kintsugi_journal::{EntryId, Focus as Chosen, Kind};
use serde_json::json;

use super::once::awkward;
use super::practice::find;
use super::save::body;
use crate::context::Context;
use crate::dates;
use crate::error::{CommandError, Exit};
use crate::output::{FAINT, STRONG, indented};
use kintsugi_home::Home;
use kintsugi_home::repertoire::practices;

const DAYS: u8 = 7;

/// One practice for seven days, then the next; never two at once
#[derive(Args)]
pub(crate) struct Focus {
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Subcommand)]
enum What {
    /// Pick a practice for the seven days that begin today
    Pick {
        /// Its name
        practice: String,
    },
    /// Seven days more of the same, from today on
    Repeat,
    /// Fit it to the two of you: what you do differently
    Adapt {
        /// How
        #[arg(required = true)]
        text: Vec<String>,
    },
    /// Lay it aside, without a reason
    Skip,
    /// Go on to the next practice of the list, or to the one that is named
    Next {
        /// Its name
        practice: Option<String>,
    },
}

impl Focus {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        let home = context.home()?;
        let today = context.now.today(&home.journal_settings()?);
        match self.what {
            None => {}
            Some(What::Pick { practice }) => pick(context, &home, today, &practice)?,
            Some(What::Repeat) => {
                let focus = home.table()?.focus.value.ok_or_else(nothing)?;
                home.put_focus(Chosen { from: today, ended: false, ..focus }, None, today)?;
            }
            Some(What::Adapt { text }) => {
                let (focus, _) = running(&home, today)?;
                let note = body(context, Kind::Adapted, today, text.join(" "));
                home.put_focus(focus, Some(note), today)?;
            }
            Some(What::Skip) => {
                let (focus, _) = running(&home, today)?;
                home.put_focus(Chosen { ended: true, ..focus }, None, today)?;
            }
            Some(What::Next { practice }) => next(&home, today, practice.as_deref())?,
        }
        show(context, &home, today)
    }
}

fn nothing() -> CommandError {
    CommandError::new(Exit::Failed, "no-focus", "there is no focus")
        .hint("kintsugi focus pick NAME begins one; kintsugi practice lists the names.")
}

fn running(home: &Home, today: Date) -> Result<(Chosen, u8), CommandError> {
    home.table()?.focus_on(today).ok_or_else(nothing)
}

const fn begin(practice: EntryId, from: Date) -> Chosen {
    Chosen { practice, from, days: DAYS, note: None, ended: false }
}

fn pick(context: &Context, home: &Home, today: Date, named: &str) -> Result<(), CommandError> {
    let practice = find(home, named)?;
    let table = home.table()?;
    // What was picked apart is settled by picking once more; else one is finished or laid aside first.
    if table.focus_on(today).is_some_and(|(focus, _)| focus.practice != practice.id) && table.focus.also.is_empty() {
        return Err(CommandError::new(Exit::Failed, "one-at-a-time", "one practice at a time")
            .hint("kintsugi focus skip lays the one of these days aside; kintsugi focus next goes on."));
    }
    awkward(context, home, "focus")?;
    // One that goes on already, here or on the other laptop, keeps its days.
    let going_on = table.focus.value.iter().chain(&table.focus.also);
    let same = going_on.copied().find(|focus| focus.practice == practice.id && focus.day_number(today).is_some());
    Ok(home.put_focus(same.unwrap_or(begin(practice.id, today)), None, today)?)
}

fn next(home: &Home, today: Date, named: Option<&str>) -> Result<(), CommandError> {
    let practice = match named {
        Some(name) => find(home, name)?.id,
        None => {
            let all = practices(home)?;
            let before = home.table()?.focus.value.map(|focus| focus.practice);
            let at = all.iter().position(|practice| Some(practice.id) == before);
            // Touch is nothing that a list should suggest.
            let others = all.iter().cycle().skip(at.map_or(0, |at| at + 1)).take(all.len());
            others.filter(|practice| practice.trace).map(|practice| practice.id).next().ok_or_else(nothing)?
        }
    };
    Ok(home.put_focus(begin(practice, today), None, today)?)
}

fn show(context: &Context, home: &Home, today: Date) -> Result<(), CommandError> {
    let table = home.table()?;
    let known = practices(home)?;
    let title = |id: EntryId| {
        known.iter().find(|other| other.id == id).map(|practice| (practice.name.clone(), practice.title.clone()))
    };
    let also: Vec<String> = table
        .focus
        .also
        .iter()
        .filter(|other| !other.ended)
        .filter_map(|other| title(other.practice))
        .map(|(_, title)| title)
        .collect();
    let Some((focus, day)) = table.focus_on(today) else {
        let hint = if table.focus.value.is_some() {
            "kintsugi focus next   kintsugi focus repeat"
        } else {
            "kintsugi focus pick NAME"
        };
        context.output.screen(&format!("No practice is in focus. {FAINT}{hint}{FAINT:#}"));
        context.output.json(&json!({ "practice": null, "day": null, "days": null, "note": null, "also": also }));
        return Ok(());
    };
    let (name, title) =
        title(focus.practice).unwrap_or_else(|| (String::new(), "a practice of a newer version".into()));
    let note =
        home.things(Kind::Adapted)?.into_iter().find(|thing| Some(thing.id) == focus.note).map(|thing| thing.text);
    let mut screen =
        format!("{STRONG}{title}{STRONG:#}, day {day} of {}, since {}.", focus.days, dates::short(focus.from));
    if let Some(note) = &note {
        screen.push_str(&format!("\n{}", indented(note, "  ")));
    }
    if !also.is_empty() {
        screen.push_str(&format!("\nPicked apart: {} too. kintsugi focus pick NAME settles it.", also.join(", ")));
    }
    context.output.screen(&screen);
    context.output.json(&json!({ "practice": name, "day": day, "days": focus.days, "note": note, "also": also }));
    Ok(())
}

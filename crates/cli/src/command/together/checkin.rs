//! `checkin`

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Args, Subcommand};
use jiff::civil::Date;
use kintsugi_journal::{Kind, Schedule};
use serde_json::json;

use super::practice::{a_line_afterwards, run};
use crate::command::journal::moved::tell_moved;
use crate::context::Context;
use crate::dates;
use crate::error::{CommandError, Exit};
use crate::here::both_were_here;
use crate::output::{FAINT, filled};
use crate::save::written;
use crate::timer::{Ending, Timer, Turn};
use kintsugi_home::repertoire::{CHECK_IN, CHECK_IN_TURNS};
use kintsugi_home::{Home, HomeError, Sitting};

/// A talk at the same time each week: five minutes each, turn by turn
#[derive(Args)]
pub(crate) struct CheckIn {
    #[command(subcommand)]
    what: Option<What>,
    /// Write it as an event that comes each week, for a calendar program
    #[arg(long, value_name = "FILE")]
    ics: Option<PathBuf>,
}

#[derive(Subcommand)]
enum What {
    /// Agree on a time each week, for both: "sunday 19:00"
    Schedule {
        /// The day of the week and the time
        #[arg(required = true)]
        when: Vec<String>,
        /// Where
        #[arg(long)]
        place: Option<String>,
        /// Write it as an event that comes each week, for a calendar program
        #[arg(long, value_name = "FILE")]
        ics: Option<PathBuf>,
    },
    /// Sit down now, with the timer
    Start {
        /// How many minutes each has
        #[arg(long, default_value_t = 5.0, value_parser = minutes)]
        minutes: f64,
    },
    /// Let the next one be, without a reason
    Skip,
    /// Let the weekly time go, for both
    Cancel,
}

fn minutes(text: &str) -> Result<f64, String> {
    let minutes: f64 = text.parse().map_err(|_| "a number of minutes".to_owned())?;
    if minutes > 0.0 && minutes <= 60.0 { Ok(minutes) } else { Err("up to 60 minutes".into()) }
}

impl CheckIn {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        let home = context.home()?;
        match self.what {
            None => show(context, &home, self.ics.as_deref()),
            Some(What::Schedule { when, place, ics }) => {
                schedule(context, &home, &when.join(" "), place, ics.or(self.ics).as_deref())
            }
            Some(What::Start { minutes }) => start(context, &home, minutes),
            Some(What::Skip) => skip(context, &home),
            Some(What::Cancel) => cancel(context, &home),
        }
    }
}

fn show(context: &Context, home: &Home, ics: Option<&Path>) -> Result<(), CommandError> {
    tell_moved(context, home)?;
    let Some(sitting) = home.sitting(&context.now)? else {
        if ics.is_some() {
            return Err(HomeError::NoSitting.into());
        }
        context.output.screen(&filled(
            "No time is agreed yet.\nkintsugi checkin schedule \"sunday 19:00\" --place \"kitchen table\"",
        ));
        context.output.json(&json!({ "weekday": null, "time": null, "place": null, "next": null }));
        return Ok(());
    };
    if let Some(file) = ics {
        write_ics(context, file, &sitting)?;
    }
    context.output.screen(&said(&sitting));
    answer(context, &sitting);
    Ok(())
}

fn answer(context: &Context, sitting: &Sitting) {
    context.output.json(&json!({
        "weekday": dates::weekday_name(sitting.schedule.weekday).to_lowercase(), "time": dates::clock(&sitting.schedule),
        "place": sitting.place, "next": sitting.next.to_string(),
    }));
}

fn said(sitting: &Sitting) -> String {
    let also: Vec<String> = sitting.also.iter().map(dates::day_and_time).collect();
    let apart = if also.is_empty() {
        String::new()
    } else {
        format!("\nChosen apart as {} too; scheduling once more settles it.", also.join(", "))
    };
    let place = place_of(sitting);
    let (when, next) = (dates::day_and_time(&sitting.schedule), dates::long(sitting.next));
    filled(&format!("Each {when}{place}. The next one is on {next}.{apart}"))
}

fn place_of(sitting: &Sitting) -> String {
    sitting.place.as_ref().map_or_else(String::new, |place| format!(", {place}"))
}

fn schedule(
    context: &Context,
    home: &Home,
    when: &str,
    place: Option<String>,
    ics: Option<&Path>,
) -> Result<(), CommandError> {
    let (weekday, minute) = dates::time_of_week(when)?;
    let today = context.now.today(&home.journal_settings()?);
    let place = place.map(|place| written(context, Kind::Place, today, place));
    home.sit_down(Schedule { weekday, minute, place: None }, place, &context.now)?;
    let sitting = home.sitting(&context.now)?.ok_or(HomeError::NoSitting)?;
    if let Some(file) = ics {
        write_ics(context, file, &sitting)?;
    }
    context.output.done(&said(&sitting));
    answer(context, &sitting);
    Ok(())
}

fn write_ics(context: &Context, file: &Path, sitting: &Sitting) -> Result<(), CommandError> {
    let failed = |error: std::io::Error| {
        CommandError::new(Exit::Failed, "file", format!("{} could not be written: {error}", file.display()))
            .hint("The time you agreed on is kept.")
    };
    std::fs::write(file, sitting.calendar(&context.now)).map_err(failed)?;
    context.output.talk(&format!("Written to {}.", file.display()));
    Ok(())
}

pub(super) fn start(context: &Context, home: &Home, minutes: f64) -> Result<(), CommandError> {
    let turn = |(title, whose, guide): (&str, &str, &str)| Turn {
        title: title.into(),
        whose: whose.into(),
        guide: guide.into(),
        time: Duration::from_secs_f64(minutes * 60.0),
    };
    let turns = CHECK_IN_TURNS.map(turn).into();
    let ending = run(context, home, "checkin", true, Timer::new("Check-in".into(), None, turns))?;
    if ending == Ending::Stopped {
        context.output.screen("Stopped. That is fine.");
        return Ok(());
    }
    if both_were_here(context, home)? {
        home.took_place(CHECK_IN.id(), &context.now)?;
        context.output.screen("Done. Thank you, both of you.");
    }
    a_line_afterwards(context, home)?;
    if let Some(partner) = home.partner()? {
        let name = &partner.name;
        context
            .output
            .talk(&filled(&format!("{name}'s line belongs on {name}'s laptop: kintsugi write --kind moment")));
    }
    Ok(())
}

fn cancel(context: &Context, home: &Home) -> Result<(), CommandError> {
    home.cancel_sitting()?;
    context.output.json(&json!({ "cancelled": true }));
    context.output.done("No time is agreed any more. kintsugi checkin schedule agrees on another one.");
    Ok(())
}

fn skip(context: &Context, home: &Home) -> Result<(), CommandError> {
    let sitting = home.sitting(&context.now)?.ok_or(HomeError::NoSitting)?;
    let skipped: Date = sitting.next;
    home.skip_sitting(skipped)?;
    let next = home.sitting(&context.now)?.ok_or(HomeError::NoSitting)?.next;
    context.output.json(&json!({ "skipped": skipped.to_string(), "next": next.to_string() }));
    context.output.done(&format!("Skipped. {FAINT}The next one is on {}.{FAINT:#}", dates::long(next)));
    Ok(())
}

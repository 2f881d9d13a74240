//! `tracker`

use std::path::{Path, PathBuf};

use clap::Args;
use jiff::civil::Date;
use kintsugi_journal::Month;
use serde::Serialize;

use crate::context::Context;
use crate::error::{CommandError, Exit};
use crate::screen;
use kintsugi_home::week_start;
use kintsugi_picture as picture;

/// Show the hearts: days on which both of you did one small act of repair
#[derive(Args)]
pub(crate) struct Tracker {
    /// This month
    #[arg(long, value_name = "YYYY-MM", conflicts_with = "year")]
    month: Option<String>,
    /// This whole year
    #[arg(long, value_name = "YYYY")]
    year: Option<i16>,
    /// Draw it into this file, as SVG
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
    /// Draw it into this file, as PNG
    #[arg(long, value_name = "FILE")]
    png: Option<PathBuf>,
    /// In the picture also the days on which you did something, and days of rest
    #[arg(long)]
    mine: bool,
}

#[derive(Serialize)]
struct Day {
    day: String,
    my_acts: u32,
    rest: bool,
    heart: bool,
}

impl Tracker {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        let home = context.home()?;
        let settings = home.journal_settings()?;
        let today = context.now.today(&settings);
        let (first, last) = self.months(today)?;
        let tracker = home.tracker(first, last)?;
        let start = week_start(&settings);
        let screen = match self.year {
            Some(year) => screen::tracker_year(year, &tracker),
            None => screen::tracker_month(first, &tracker, start, today),
        };
        let answer = answer(&tracker);
        if self.svg.is_some() || self.png.is_some() {
            let drawn = if self.mine { tracker } else { picture::hearts_alone(tracker) };
            let svg = match self.year {
                Some(year) => picture::year(year, &drawn),
                None => picture::month(first, &drawn, start),
            };
            self.draw(context, &svg)?;
        }
        context.output.screen(&screen);
        context.output.json(&answer);
        Ok(())
    }

    fn draw(&self, context: &Context, svg: &str) -> Result<(), CommandError> {
        let put = |file: &Path, bytes: &[u8]| {
            std::fs::write(file, bytes).map_err(|error| {
                CommandError::new(Exit::Failed, "file", format!("{} could not be written: {error}", file.display()))
                    .hint("The journal is as it was.")
            })?;
            context.output.talk(&format!("Drawn into {}.\n", file.display()));
            Ok::<_, CommandError>(())
        };
        if let Some(file) = &self.svg {
            put(file, svg.as_bytes())?;
        }
        if let Some(file) = &self.png {
            let failed = |why: picture::Undrawn| CommandError::new(Exit::Failed, "picture", why.to_string());
            put(file, &picture::png(svg).map_err(failed)?)?;
        }
        Ok(())
    }

    fn months(&self, today: Date) -> Result<(Month, Month), CommandError> {
        if let Some(year) = self.year {
            let end =
                |month, day| Date::new(year, month, day).ok().filter(|_| (1..=5000).contains(&year)).map(Month::of);
            let months = end(1, 1).zip(end(12, 31));
            return months.ok_or_else(|| CommandError::usage(format!("{year} is not a year that can be shown")));
        }
        let month = match &self.month {
            None => today,
            Some(text) => format!("{text}-01").parse().map_err(|_| {
                CommandError::usage(format!("“{text}” is not a month"))
                    .hint("Write it as YYYY-MM, for example 2026-06.")
            })?,
        };
        Ok((Month::of(month), Month::of(month)))
    }
}

fn answer(tracker: &kintsugi_home::Tracker) -> serde_json::Value {
    let days = tracker.days.iter().map(|day| Day {
        day: day.day.to_string(),
        my_acts: day.my_acts,
        rest: day.rest,
        heart: day.heart,
    });
    serde_json::json!({ "days": days.collect::<Vec<_>>(), "hearts": tracker.hearts })
}

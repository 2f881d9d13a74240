//! `progress`

use clap::{Args, Subcommand};
use kintsugi_journal::Kind;
use serde_json::json;

use crate::context::Context;
use crate::dates;
use crate::error::CommandError;
use crate::input::{self, ENDS, Task};
use crate::output::{FAINT, HEART, STRONG, filled, has_unicode, indented};
use crate::save::written;
use kintsugi_home::repertoire::{self, CHECK_IN};
use kintsugi_home::sentences::WHAT_FELT_BETTER as QUESTION;
use kintsugi_home::{Home, Wait, WeekTogether};

/// Weeks side by side, for the two of you together; nothing is counted for one alone
#[derive(Args)]
pub(crate) struct Progress {
    #[command(subcommand)]
    what: Option<What>,
    /// How many weeks
    #[arg(long, value_name = "N", default_value_t = 6, value_parser = clap::value_parser!(u8).range(1..=52))]
    weeks: u8,
}

#[derive(Subcommand)]
enum What {
    /// Say what has felt better
    Better {
        /// The words, or - for stdin; without them it asks
        text: Vec<String>,
    },
}

impl Progress {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        let home = context.home()?;
        match self.what {
            None => show(context, &home, self.weeks),
            Some(What::Better { text }) => {
                let task = Task::asking("progress better", format!("{QUESTION} {ENDS}"));
                input::save(context, &home, &text, task, |text| better(context, &home, text))
            }
        }
    }
}

fn show(context: &Context, home: &Home, weeks: u8) -> Result<(), CommandError> {
    let known = repertoire::practices(home)?;
    let weeks: Vec<WeekTogether> = home.weeks_together(&context.now, weeks)?;
    let named = |id| known.iter().find(|practice| practice.id == id).map(|practice| practice.title.clone());
    let title = |id| if id == CHECK_IN.id() { Some(CHECK_IN.title.to_owned()) } else { named(id) };
    let rows: Vec<String> = weeks.iter().map(|week| row(week, &title)).collect();
    let mut screen = rows.join("\n\n");
    let better: Vec<String> = weeks.iter().flat_map(|week| week.better.clone()).collect();
    if !better.is_empty() {
        let lines: Vec<String> = better.iter().map(|text| indented(text, "  ")).collect();
        screen.push_str(&format!("\n\n{STRONG}What has felt better{STRONG:#}\n{}", lines.join("\n")));
    }
    screen.push_str(&format!("\n\n{}\n{FAINT}kintsugi progress better{FAINT:#}", filled(QUESTION)));
    context.output.screen(&screen);
    context.output.json(&json!({ "weeks": weeks.iter().map(|week| json!({
        "from": week.first.to_string(), "to": week.last.to_string(), "hearts": week.hearts, "appreciated": week.appreciated,
        "practices": week.practices.iter().filter_map(|id| title(*id)).collect::<Vec<_>>(),
        "read_together": week.read, "wins": week.wins, "letters": week.letters, "answers": week.answers, "again": week.again,
        "better": week.better,
    })).collect::<Vec<_>>() }));
    Ok(())
}

fn row(week: &WeekTogether, title: &impl Fn(kintsugi_journal::EntryId) -> Option<String>) -> String {
    let days = format!("{STRONG}{} to {}{STRONG:#}", dates::short(week.first), dates::short(week.last));
    let heart = if has_unicode() { "♥" } else { "<3" };
    let mut lines = Vec::new();
    if week.hearts > 0 {
        lines.push(format!("  {HEART}{}{HEART:#}", vec![heart; week.hearts].join(" ")));
    }
    lines.extend(counted(week.appreciated, "one thing that was appreciated", "things that were appreciated"));
    lines.extend(counted(week.wins, "one small win", "small wins"));
    lines.extend(counted(week.letters, "one letter", "letters"));
    lines.extend(counted(week.answers, "one question answered by both", "questions answered by both"));
    lines.extend(week.again.iter().map(|text| indented(&format!("took place again: {text}"), "  ")));
    let mut practices: Vec<String> = week.practices.iter().filter_map(|id| title(*id)).collect();
    practices.dedup();
    if week.read {
        practices.push("read together".into());
    }
    if !practices.is_empty() {
        lines.push(indented(&practices.join(", "), "  "));
    }
    if lines.is_empty() {
        lines.push(format!("{FAINT}  a quiet week{FAINT:#}"));
    }
    format!("{days}\n{}", lines.join("\n"))
}

/// A row of its own, where there is any.
fn counted(many: usize, one: &str, several: &str) -> Option<String> {
    match many {
        0 => None,
        1 => Some(format!("  {one}")),
        many => Some(format!("  {many} {several}")),
    }
}

fn better(context: &Context, home: &Home, text: String) -> Result<(), CommandError> {
    let today = context.now.today(&home.journal_settings()?);
    let line = home.save_for_both(written(context, Kind::Better, today, text), Wait::AsChosen, &context.now)?;
    context.output.json(&json!({ "id": line.entry.to_string(), "day": today.to_string() }));
    context.output.done("Kept, for both of you.");
    Ok(())
}

/// Asks for it; nothing typed is nothing.
pub(super) fn ask(context: &Context, home: &Home) -> Result<(), CommandError> {
    let task = Task::asking("progress better", format!("A line or two. {ENDS}"));
    input::save(context, home, &[], task, |text| better(context, home, text))
}

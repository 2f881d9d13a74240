//! Which lines: the options that `read` and `search` share.

use clap::Args;
use clap_complete::engine::ArgValueCandidates;
use jiff::civil::{Date, Weekday};
use kintsugi_journal::Kind;

use crate::complete;
use crate::context::Context;
use crate::dates;
use crate::error::CommandError;
use crate::save::kinds;
use kintsugi_home::{Home, Query, Voice, week_start};

/// Days, kind, tag and voice.
#[derive(Args, Default)]
#[command(next_help_heading = "Which lines")]
pub(crate) struct Filter {
    /// From this day on; a month or a year does, too: 2026-11, 2026
    #[arg(long, value_name = "DATE", add = ArgValueCandidates::new(complete::days))]
    from: Option<String>,
    /// Up to this day, or to the end of this month or year
    #[arg(long, value_name = "DATE", add = ArgValueCandidates::new(complete::days))]
    to: Option<String>,
    /// Only of this day, month or year
    #[arg(long, value_name = "DATE", conflicts_with_all = ["from", "to"], add = ArgValueCandidates::new(complete::days))]
    on: Option<String>,
    /// Only of this day in the years before; a setback comes up only with --kind setback
    #[arg(long, conflicts_with_all = ["from", "to", "on"])]
    on_this_day: bool,
    /// Only the last N entries
    #[arg(long, short = 'n', value_name = "N")]
    last: Option<usize>,
    /// Only this kind
    #[arg(long, short, value_parser = kinds())]
    kind: Option<Kind>,
    /// Only with this tag
    #[arg(long, short, value_name = "TAG", add = ArgValueCandidates::new(complete::tags))]
    tag: Option<String>,
    /// Only mine
    #[arg(long, conflicts_with = "theirs")]
    pub(super) mine: bool,
    /// Only my partner's
    #[arg(long)]
    pub(super) theirs: bool,
    /// Only what has my star
    #[arg(long)]
    starred: bool,
}

impl Filter {
    /// Whether it says anything about days, or how many.
    pub(super) const fn names_days(&self) -> bool {
        let days = self.from.is_some() || self.to.is_some() || self.on.is_some();
        days || self.on_this_day || self.last.is_some()
    }

    /// Whether it says anything else.
    pub(super) const fn names_lines(&self) -> bool {
        self.kind.is_some() || self.tag.is_some() || self.mine || self.theirs || self.starred
    }

    /// The lines of all days that it lets through.
    pub(super) fn query(&self, context: &Context, home: &Home) -> Result<Query, CommandError> {
        let settings = home.journal_settings()?;
        let today = context.now.today(&settings);
        let (from, to) = self.days(today, week_start(&settings))?;
        let voice = match (self.mine, self.theirs) {
            (true, _) => Voice::Mine,
            (_, true) => Voice::Theirs,
            _ => Voice::Both,
        };
        Ok(Query {
            from,
            to,
            last: self.last,
            kinds: self.kind.into_iter().collect(),
            tag: self.tag.clone(),
            voice,
            starred: self.starred,
            on_this_day: self.on_this_day.then_some(today),
            ..Query::default()
        })
    }

    fn days(&self, today: Date, start: Weekday) -> Result<(Date, Date), CommandError> {
        let read = |text: &Option<String>| text.as_deref().map(|text| dates::days(text, today, start)).transpose();
        if let Some(days) = read(&self.on)? {
            return Ok((days.first, days.last));
        }
        let from = read(&self.from)?.map_or(Date::MIN, |days| days.first);
        Ok((from, read(&self.to)?.map_or(Date::MAX, |days| days.last)))
    }

    /// What it asks for, as a screen says it that has none of it.
    pub(super) fn choices(&self) -> Vec<String> {
        let mut choices = Vec::new();
        choices.extend(self.kind.map(|kind| format!("kind {}", kind.name())));
        choices.extend(self.tag.as_ref().map(|tag| format!("tag {}", tag.trim_start_matches(['#', '@']))));
        choices.extend(self.from.as_ref().map(|from| format!("from {from}")));
        choices.extend(self.to.as_ref().map(|to| format!("to {to}")));
        choices.extend(self.on.as_ref().map(|on| format!("on {on}")));
        choices.extend(self.on_this_day.then(|| "this day of other years".to_owned()));
        choices.extend(self.mine.then(|| "only yours".to_owned()));
        choices.extend(self.theirs.then(|| "only your partner’s".to_owned()));
        choices.extend(self.starred.then(|| "with your star".to_owned()));
        choices
    }
}

/// ` (kind hard, only yours)`, or nothing.
pub(super) fn in_brackets(choices: &[String]) -> String {
    if choices.is_empty() { String::new() } else { format!(" ({})", choices.join(", ")) }
}

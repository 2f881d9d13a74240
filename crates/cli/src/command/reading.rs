//! The weekly reading: `read --together` at a terminal, and `--ready`.

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use kintsugi_journal::{Key, LinesOpen, RoundId, Topic, Value, Week};
use serde_json::json;

use super::once::awkward;
use crate::context::Context;
use crate::dates;
use crate::error::{CommandError, Exit};
use crate::screen::{Names, OPENS};
use crate::terminal::{Ending, Page, read_pages};
use kintsugi_home::repertoire::READING;
use kintsugi_home::{Home, Listed, Round};

/// What a reading today is about.
pub(super) struct Reading {
    /// Weeks with sealed lines, up to this one, that have not opened.
    due: Vec<RoundId>,
    /// The weeks that this reading covers.
    weeks: BTreeSet<Week>,
    /// The first day that is read.
    from: Date,
    /// The last.
    today: Date,
}

impl Reading {
    pub(super) fn of(context: &Context, home: &Home) -> Result<Self, CommandError> {
        let settings = home.journal_settings()?;
        let (today, start) = (context.now.today(&settings), dates::week_start(settings.week_start));
        let this = Week::of(today, start);
        let rounds = home.rounds_of(Topic::Reading)?;
        let has_words = |round: &&Round| !round.mine.seals.is_empty() || !round.theirs.seals.is_empty();
        let waiting = rounds.iter().filter(|round| !round.is_opened() && round.id.number <= this.number());
        let mut due: Vec<RoundId> = waiting.filter(has_words).map(|round| round.id).collect();
        let opened: BTreeSet<Week> = rounds
            .iter()
            .filter(|round| round.is_opened())
            .filter_map(|round| Week::from_number(round.id.number))
            .collect();
        if settings.lines_open == LinesOpen::Weekly && !opened.contains(&this) && !due.contains(&RoundId::reading(this))
        {
            due.push(RoundId::reading(this));
        }
        let read = home.table()?.read;
        let mut weeks: BTreeSet<Week> = opened.difference(&read).copied().filter(|week| *week <= this).collect();
        weeks.insert(this);
        let from = first_day(&weeks, start).min(today.saturating_sub(6.days()));
        Ok(Self { due, weeks, from, today })
    }

    /// Says that I am ready, where sealed lines wait for the reading. Whether something waits.
    pub(super) fn make_ready(&self, context: &Context, home: &Home) -> Result<bool, CommandError> {
        if self.due.is_empty() {
            return Ok(false);
        }
        home.make_ready(&self.due)?;
        context.output.screen(&format!(
            "You are ready for the reading. {OPENS}\nkintsugi sync on both laptops, then kintsugi read --together."
        ));
        Ok(true)
    }

    /// Reads, screen by screen, and marks the weeks as read together at the end.
    pub(super) fn run(&self, context: &Context, home: &Home) -> Result<(), CommandError> {
        let names = Names::of(home)?;
        let open = |listed: &Listed| listed.is_open() && listed.line.is_entry();
        let lines: Vec<Listed> = home.lines(self.from, self.today)?.into_iter().filter(open).collect();
        if lines.is_empty() {
            context.output.screen("Nothing is written in these days that both of you may read.");
            return Ok(());
        }
        awkward(context, home, "reading")?;
        let pages: Vec<Page> = lines.iter().map(|listed| page(listed, &names)).collect();
        let ending =
            read_pages(&pages).map_err(|error| CommandError::new(Exit::Failed, "terminal", error.to_string()))?;
        if ending == Ending::Stopped {
            context.output.screen("Stopped. You can go on another time.");
            return Ok(());
        }
        let mut marks: Vec<(Key, Value)> =
            self.weeks.iter().map(|week| (Key::Read(*week), Value::Bool(true))).collect();
        marks.push((Key::Took(self.today, READING.id()), Value::Bool(true)));
        home.put_on_table(&marks)?;
        context.output.screen("The week is read. Thank you, both of you.");
        Ok(())
    }

    /// For scripts: which weeks I am ready for.
    pub(super) fn object(&self) -> serde_json::Value {
        json!({ "ready": self.due.iter().map(|round| round.number).collect::<Vec<_>>() })
    }
}

fn first_day(weeks: &BTreeSet<Week>, start: Weekday) -> Date {
    weeks.first().map_or(Date::MAX, |week| week.first_day(start))
}

fn page(listed: &Listed, names: &Names) -> Page {
    let line = &listed.line;
    let kind = line.kind.filter(|kind| *kind != kintsugi_journal::Kind::Note).map(|kind| format!(" · {}", kind.name()));
    let head = format!("{} · {}{}", names.of_author(listed.mine), dates::long(line.day), kind.unwrap_or_default());
    Page { head, text: line.text.clone().unwrap_or_default() }
}

//! The weekly reading: which weeks are due, and what it covers.

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::Date;
use kintsugi_journal::{Key, Kind, RoundId, Topic, Value, Week};

use crate::moment::Moment;
use crate::repertoire::READING;
use crate::save::{opens_weekly, week_start};
use crate::{Home, HomeError, Listed, Round};

/// For how many weeks in which only the partner wrote somebody is ready at once.
const MOST_DUE: usize = 60;

/// What a reading today is about.
pub struct Reading {
    /// Weeks up to this one in which lines of mine are sealed, and where lines open weekly this one: being ready for them is the
    /// first step.
    pub due: Vec<RoundId>,
    /// Whether I have said that I am ready for all of them.
    pub ready: bool,
    /// Weeks in which only the partner's lines are sealed. I am ready for them as well, and no screen names or counts them.
    pub(crate) besides: Vec<RoundId>,
    /// The weeks that it covers: those that have opened and were not read together, and this one.
    pub weeks: BTreeSet<Week>,
    /// The first day that is read: at least the last seven days are.
    pub from: Date,
    /// The last day, today.
    pub today: Date,
}

/// What one of the two reads aloud without a break.
pub struct Aloud {
    /// Whether I read.
    pub mine: bool,
    /// At least one.
    pub lines: Vec<Listed>,
}

impl Home {
    /// What a reading at this moment is about.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn reading(&self, moment: &Moment) -> Result<Reading, HomeError> {
        let settings = self.journal_settings()?;
        let (today, start) = (moment.today(&settings), week_start(&settings));
        let this = Week::of(today, start);
        let rounds = self.rounds_of(Topic::Reading)?;
        let waiting = rounds.iter().filter(|round| !round.is_opened() && round.id.number <= this.number());
        let (mine, theirs): (Vec<&Round>, Vec<&Round>) = waiting.partition(|round| !round.mine.seals.is_empty());
        let mut due: Vec<RoundId> = mine.iter().map(|round| round.id).collect();
        let sealed = theirs.iter().rev().filter(|round| !round.theirs.seals.is_empty());
        // More come at the next reading.
        let mut besides: Vec<RoundId> = sealed.take(MOST_DUE).map(|round| round.id).collect();
        let over = rounds.iter().any(|round| round.id == RoundId::reading(this) && round.is_opened());
        // Of a week that the partner alone has opened, what is here is read on its days.
        let opened = rounds.iter().filter(|round| round.mine.has_opened());
        let opened: BTreeSet<Week> = opened.filter_map(|round| Week::from_number(round.id.number)).collect();
        if opens_weekly(&settings) && !over && !due.contains(&RoundId::reading(this)) {
            due.push(RoundId::reading(this));
        }
        besides.retain(|round| !due.contains(round));
        // A week belongs to the year of its Monday, which may be the year before.
        let earliest = opened.first().map_or(today, |week| week.first_day(start)).saturating_sub(7.days());
        let read = self.marks(earliest, today.saturating_add(7.days()))?.read;
        let mut weeks: BTreeSet<Week> = opened.difference(&read).copied().filter(|week| *week <= this).collect();
        weeks.insert(this);
        let first = weeks.first().map_or(Date::MAX, |week| week.first_day(start));
        let is_ready = |id: &RoundId| rounds.iter().any(|round| round.id == *id && round.mine.is_ready());
        let ready = !due.is_empty() && due.iter().all(is_ready);
        Ok(Reading { due, ready, besides, weeks, from: first.min(today.saturating_sub(6.days())), today })
    }

    /// Whether the weekly reading is today: where lines open weekly, on the last day of a week that was not read together yet.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn is_reading_day(&self, moment: &Moment) -> Result<bool, HomeError> {
        let settings = self.journal_settings()?;
        let (today, start) = (moment.today(&settings), week_start(&settings));
        let this = Week::of(today, start);
        if !opens_weekly(&settings) || this.last_day(start) != today {
            return Ok(false);
        }
        Ok(!self.marks(this.first_day(start).saturating_sub(7.days()), today)?.read.contains(&this))
    }

    /// Says that I am ready for it: for every week of it in which lines are sealed, mine or the partner's. Nothing tells whether
    /// there are any of theirs. Whether anything of mine waits, or this week does.
    ///
    /// # Errors
    /// As every writing function here.
    pub fn ready_to_read(&self, reading: &Reading) -> Result<bool, HomeError> {
        let rounds: Vec<RoundId> = reading.due.iter().chain(&reading.besides).copied().collect();
        if !rounds.is_empty() {
            self.make_ready(&rounds)?;
        }
        Ok(!reading.due.is_empty())
    }

    /// The lines that are read: those that both may read.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn read_lines(&self, reading: &Reading) -> Result<Vec<Listed>, HomeError> {
        let open = |listed: &Listed| listed.is_open() && listed.line.is_entry();
        Ok(self.lines(reading.from, reading.today)?.into_iter().filter(open).collect())
    }

    /// The same as they are read aloud: small wins first, then day by day, and what one of the two reads without a break is one.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn read_aloud(&self, reading: &Reading) -> Result<Vec<Aloud>, HomeError> {
        let mut lines = self.read_lines(reading)?;
        lines.sort_by_key(|listed| listed.line.kind != Some(Kind::Win));
        let mut voices: Vec<Aloud> = Vec::new();
        for listed in lines {
            match voices.last_mut().filter(|voice| voice.mine == listed.mine) {
                Some(voice) => voice.lines.push(listed),
                None => voices.push(Aloud { mine: listed.mine, lines: vec![listed] }),
            }
        }
        Ok(voices)
    }

    /// Marks its weeks as read together, and that a reading took place today.
    ///
    /// # Errors
    /// As every writing function here.
    pub fn finish_reading(&self, reading: &Reading) -> Result<(), HomeError> {
        let weeks = reading.weeks.iter().map(|week| (Key::Read(*week), Value::Bool(true)));
        let took = (Key::Took(reading.today, READING.id()), Value::Bool(true));
        self.put_on_table(&weeks.chain([took]).collect::<Vec<_>>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Wait;
    use crate::testing::{alone, body, evening, evening_of, open_mine};
    use jiff::civil::{Weekday, date};
    use kintsugi_journal::{Kind, LinesOpen, Words};

    fn week(day: Date) -> Week {
        Week::of(day, Weekday::Monday)
    }

    #[test]
    fn nothing_is_due_where_lines_open_at_once() {
        let (_root, home) = alone();
        home.save_line(body(Kind::Hard, "a long day"), Wait::Not, &evening()).expect("saved");
        let reading = home.reading(&evening()).expect("a reading");
        assert!(reading.due.is_empty());
        assert_eq!((reading.from, reading.today), (date(2026, 5, 28), date(2026, 6, 3)));
        assert_eq!(home.read_lines(&reading).expect("lines").len(), 1);
    }

    #[test]
    fn the_reading_is_on_the_last_day_of_a_week_where_lines_open_weekly() {
        let (_root, home) = alone();
        let (saturday, sunday) = (evening_of(date(2026, 6, 6)), evening_of(date(2026, 6, 7)));
        assert!(!home.is_reading_day(&sunday).expect("a day"), "lines open at once");
        home.put_lines_open(LinesOpen::Weekly).expect("chosen");
        assert!(!home.is_reading_day(&saturday).expect("a day"));
        assert!(home.is_reading_day(&sunday).expect("a day"));
        let reading = home.reading(&sunday).expect("a reading");
        home.finish_reading(&reading).expect("read");
        assert!(!home.is_reading_day(&sunday).expect("a day"), "it was read");
    }

    #[test]
    fn sealed_weeks_are_due_until_they_open_and_are_read_until_they_are_marked() {
        let (_root, home) = alone();
        home.put_lines_open(LinesOpen::Weekly).expect("chosen");
        let earlier = Words { day: date(2026, 5, 13), ..body(Kind::Hard, "three weeks ago") };
        home.save_line(earlier, Wait::AsChosen, &evening()).expect("saved");
        let reading = home.reading(&evening()).expect("a reading");
        let then = RoundId::reading(week(date(2026, 5, 13)));
        assert_eq!(reading.due, [then, RoundId::reading(week(date(2026, 6, 3)))], "this week may open without words");

        home.make_ready(&reading.due).expect("ready");
        open_mine(&home, then);
        let reading = home.reading(&evening()).expect("a reading");
        assert_eq!((reading.from, reading.weeks.len()), (date(2026, 5, 11), 2));
        home.finish_reading(&reading).expect("read");
        let reading = home.reading(&evening()).expect("a reading");
        assert_eq!((reading.from, reading.weeks.len()), (date(2026, 5, 28), 1), "what was read is not read again");
    }

    #[test]
    fn private_lines_stay_away() {
        let (_root, home) = alone();
        let draft =
            kintsugi_journal::Draft { words: body(Kind::Hard, "mine"), audience: kintsugi_journal::Audience::Me };
        home.save(draft, &evening()).expect("saved");
        let reading = home.reading(&evening()).expect("a reading");
        assert!(home.read_lines(&reading).expect("lines").is_empty());
    }
}

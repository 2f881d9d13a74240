//! Weeks of the two together. Nothing here is of one person alone.

use jiff::civil::Date;
use jiff::{Span, ToSpan};
use kintsugi_journal::{EntryId, Kind, Month, Topic, Week};

use crate::hearts::Hearts;
use crate::repertoire::practices_in;
use crate::{Home, HomeError, Listed, Moment, week_start};

/// What stands before the day on which it was asked last, among what is said once.
const ASKED: &str = "asked what felt better: ";

/// One week of the two.
pub struct WeekTogether {
    /// Its first day.
    pub first: Date,
    /// Its last day.
    pub last: Date,
    /// Days on which both did an act of repair.
    pub hearts: usize,
    /// Lines of appreciation, of both together.
    pub appreciated: usize,
    /// The practices that took place.
    pub practices: Vec<EntryId>,
    /// It was read together.
    pub read: bool,
    /// Small wins, of both together.
    pub wins: usize,
    /// Letters that are open, by the day on which each was written.
    pub letters: usize,
    /// Questions that both answered, by the day of the later answer.
    pub answers: usize,
    /// What was missed and took place again on a day for which it was planned.
    pub again: Vec<String>,
    /// What has felt better, without a name.
    pub better: Vec<String>,
}

/// What has opened and was read: of which day each is.
struct OpenedBefore {
    letters: Vec<Date>,
    answers: Vec<Date>,
    again: Vec<(Date, String)>,
}

impl Home {
    /// The last `count` weeks, up to the one that goes on, the earliest first. Private and sealed lines do not count.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn weeks_together(&self, moment: &Moment, count: u8) -> Result<Vec<WeekTogether>, HomeError> {
        let settings = self.journal_settings()?;
        let (today, start) = (moment.today(&settings), week_start(&settings));
        // A week belongs to the year of its Monday, which may be the year before.
        let earliest = today.saturating_sub(Span::new().weeks(i64::from(count) + 1));
        let marks = self.marks(earliest, today.saturating_add(Span::new().weeks(1)))?;
        let all = practices_in(self, &self.vault().read()?)?.into_iter();
        let untold: Vec<EntryId> = all.filter(|practice| !practice.trace).map(|practice| practice.id).collect();
        let opened = self.opened_before()?;
        let mut weeks = Vec::new();
        for back in (0..i64::from(count)).rev() {
            let week = Week::of(today.saturating_sub(Span::new().weeks(back)), start);
            let (first, last) = (week.first_day(start), week.last_day(start));
            let tracker = self.tracker(Month::of(first), Month::of(last))?;
            let within = |day: &Date| (first..=last).contains(day);
            let lines = self.lines(first, last)?;
            let open = || lines.iter().filter(|listed| listed.is_open());
            let of = |kind: Kind| open().filter(move |listed| listed.line.kind == Some(kind));
            let days = first.series(1.day()).take(7).flat_map(|day| {
                let next = EntryId::from_bytes([0xff; 16]);
                marks.took.range((day, EntryId::from_bytes([0; 16]))..=(day, next)).map(|(_, practice)| *practice)
            });
            weeks.push(WeekTogether {
                first,
                last,
                hearts: tracker.days.iter().filter(|day| day.heart && within(&day.day)).count(),
                appreciated: of(Kind::Appreciated).count(),
                practices: days.filter(|practice| !untold.contains(practice)).collect(),
                read: marks.read.contains(&week),
                wins: of(Kind::Win).count(),
                letters: opened.letters.iter().filter(|day| within(day)).count(),
                answers: opened.answers.iter().filter(|day| within(day)).count(),
                again: opened.again.iter().filter(|(day, _)| within(day)).map(|(_, text)| text.clone()).collect(),
                better: of(Kind::Better).filter_map(|listed| listed.line.text.clone()).collect(),
            });
        }
        Ok(weeks)
    }

    fn opened_before(&self) -> Result<OpenedBefore, HomeError> {
        let (mut letters, mut answers) = (Vec::new(), Vec::new());
        for round in self.rounds()?.iter().filter(|round| round.is_opened()) {
            let pieces = self.pieces(round)?;
            let days = pieces.iter().filter_map(|piece| piece.body.as_ref().map(|body| body.day));
            match round.id.topic {
                Topic::Letter => letters.extend(days),
                Topic::Question(_) => answers.extend(days.max()),
                _ => {}
            }
        }
        let done = self.missed()?.into_iter().filter(|one| one.done);
        let again = done.filter_map(|one| Some((one.planned?, one.text))).collect();
        Ok(OpenedBefore { letters, answers, again })
    }

    /// Whether the question of what has felt better may be asked: once in seven days, to somebody who has written before these
    /// seven, and who has not answered it in them.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn may_ask_what_felt_better(&self, moment: &Moment) -> Result<bool, HomeError> {
        let today = self.today(moment)?;
        let week_ago = today.saturating_sub(7.days());
        let reader = self.vault().read()?;
        // On most days it was asked already, and no line need be read to know it.
        let recent = |said: &String| asked(said).is_some_and(|day| day > week_ago && day <= today);
        if reader.said_once()?.iter().any(recent) {
            return Ok(false);
        }
        let mine = |listed: &Listed, _: &Hearts| listed.mine && !listed.line.is_deleted();
        let lines = self.kept_lines(&reader, today.saturating_sub(28.days()), today, &mine)?;
        let (before, since): (Vec<&Listed>, Vec<&Listed>) =
            lines.iter().partition(|listed| listed.line.day <= week_ago);
        Ok(!before.is_empty() && !since.iter().any(|listed| listed.line.kind == Some(Kind::Better)))
    }

    /// Whether it is to be asked on this screen. Not answering is skipping it.
    ///
    /// # Errors
    /// As every writing function here.
    pub fn asks_what_felt_better(&self, moment: &Moment) -> Result<bool, HomeError> {
        let today = self.today(moment)?;
        if !self.may_ask_what_felt_better(moment)? {
            return Ok(false);
        }
        self.change(|writer, _| {
            let mut said = writer.said_once()?;
            said.retain(|said| asked(said).is_none());
            said.push(format!("{ASKED}{today}"));
            writer.put_said_once(&said)?;
            Ok(true)
        })
    }
}

/// The day on which it was asked, where this says so.
fn asked(said: &str) -> Option<Date> {
    said.strip_prefix(ASKED)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Wait;
    use crate::testing::{TODAY, alone, body, evening, evening_of, open_mine};

    #[test]
    fn a_week_names_all_that_took_place() {
        let (_root, home) = alone();
        home.save_line(body(Kind::Win, "we laughed"), Wait::Not, &evening()).expect("saved");
        let (letter, _) = home.seal(Topic::Letter, body(Kind::Letter, "I was late."), &evening()).expect("sealed");
        let (missed, _) = home.seal(Topic::Miss, body(Kind::Miss, "the walk"), &evening()).expect("sealed");
        assert_eq!(home.weeks_together(&evening(), 1).expect("a week")[0].letters, 0, "what is sealed is nowhere");
        open_mine(&home, letter);
        open_mine(&home, missed);
        let one = &home.missed().expect("open")[0];
        home.plan_missed(one, TODAY).expect("planned");
        assert!(home.weeks_together(&evening(), 1).expect("a week")[0].again.is_empty(), "planned is not done");
        home.missed_again(one).expect("marked");
        let week = &home.weeks_together(&evening(), 1).expect("a week")[0];
        assert_eq!((week.wins, week.letters, week.again.as_slice()), (1, 1, &["the walk".to_owned()][..]));
    }

    #[test]
    fn what_felt_better_is_asked_once_a_week_and_can_be_skipped() {
        let (_root, home) = alone();
        let asks = |days: i64| {
            home.asks_what_felt_better(&evening_of(TODAY.saturating_add(days.days()))).expect("a sound store")
        };
        assert!(!asks(0), "nobody has written for a week yet");
        home.save_line(body(Kind::Note, "a first line"), Wait::Not, &evening()).expect("saved");
        assert_eq!([asks(6), asks(7), asks(7), asks(13), asks(14)], [false, true, false, false, true]);
    }
}

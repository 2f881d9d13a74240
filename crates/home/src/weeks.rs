//! Weeks of the two together. Nothing here is of one person alone.

use jiff::civil::Date;
use jiff::{Span, ToSpan};
use kintsugi_journal::{EntryId, Kind, Month, Week};

use crate::repertoire::practices_in;
use crate::{Home, HomeError, Moment, week_start};

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
    /// What has felt better, without a name.
    pub better: Vec<String>,
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
                better: of(Kind::Better).filter_map(|listed| listed.line.text.clone()).collect(),
            });
        }
        Ok(weeks)
    }
}

//! A calendar week, the unit of the weekly reading.

use std::fmt;

use jiff::civil::{Date, Weekday, date};
use jiff::{Span, ToSpan};
use serde::{Deserialize, Serialize};

/// A Monday; weeks that begin on a Sunday are counted from the day before.
const FIRST: Date = date(1900, 1, 1);

/// A week since 1900, counted from 1. Where weeks begin on Sunday, it begins one day earlier than the same number where they
/// begin on Monday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Week(u32);

impl Week {
    /// The week that holds this day; days before 1900 are taken to the first week.
    pub fn of(day: Date, start: Weekday) -> Self {
        let first = first_day(start);
        let days = (day - first).get_days().max(0).unsigned_abs();
        Self(days / 7 + 1)
    }

    /// Its number, from 1.
    pub const fn number(self) -> u32 {
        self.0
    }

    /// The week with this number; `None` for 0.
    pub const fn from_number(number: u32) -> Option<Self> {
        if number == 0 { None } else { Some(Self(number)) }
    }

    /// Its first day.
    pub fn first_day(self, start: Weekday) -> Date {
        first_day(start).saturating_add(Span::new().days(i64::from(self.0.min(500_000) - 1) * 7))
    }

    /// Its last day.
    pub fn last_day(self, start: Weekday) -> Date {
        self.first_day(start).saturating_add(6.days())
    }

    /// The week after.
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

impl fmt::Display for Week {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Weeks that do not begin on a Sunday begin on a Monday: the journal knows only these two.
fn first_day(start: Weekday) -> Date {
    if start == Weekday::Sunday { FIRST.saturating_sub(1.day()) } else { FIRST }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_week_begins_where_the_journal_says() {
        let sunday = date(2026, 6, 7);
        let monday_week = Week::of(sunday, Weekday::Monday);
        assert_eq!(monday_week.first_day(Weekday::Monday), date(2026, 6, 1));
        assert_eq!(monday_week.last_day(Weekday::Monday), sunday);
        let sunday_week = Week::of(sunday, Weekday::Sunday);
        assert_eq!(sunday_week.first_day(Weekday::Sunday), sunday);
        assert_eq!(Week::of(date(1800, 1, 1), Weekday::Monday).number(), 1);
    }

    proptest! {
        /// Each day belongs to exactly one week, and weeks follow each other without a gap.
        #[test]
        fn every_day_has_one_week(days in 0_i64..100_000, sunday: bool) {
            let start = if sunday { Weekday::Sunday } else { Weekday::Monday };
            let day = date(1900, 1, 8).saturating_add(Span::new().days(days));
            let week = Week::of(day, start);
            prop_assert!((week.first_day(start)..=week.last_day(start)).contains(&day));
            prop_assert_eq!(week.first_day(start).weekday(), start);
            prop_assert_eq!(week.next().first_day(start), week.last_day(start).tomorrow().expect("in range"));
        }
    }
}

//! A calendar month, the unit in which documents and views are kept.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A month of the years 0 to 5460, counted from January of the year 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Month(u16);

impl Month {
    /// The month of what belongs to no month: a page of this month is a person's drawer. No day that can be written about is
    /// in it.
    pub const DRAWER: Self = Self(0);

    /// The month that holds this day; years outside 0 to 5460 are taken to the nearest of these.
    pub fn of(day: Date) -> Self {
        let year = u32::try_from(day.year()).unwrap_or(0).min(5460);
        let index = year * 12 + u32::from(day.month().unsigned_abs()) - 1;
        Self(u16::try_from(index).unwrap_or(u16::MAX))
    }

    /// Months since January of the year 0.
    pub const fn index(self) -> u16 {
        self.0
    }

    /// The month with this [`index`](Self::index).
    pub const fn from_index(index: u16) -> Self {
        Self(index)
    }

    /// Its first day.
    pub fn first_day(self) -> Date {
        let year = i16::try_from(self.0 / 12).unwrap_or(0);
        let month = i8::try_from(self.0 % 12 + 1).unwrap_or(1);
        Date::new(year, month, 1).unwrap_or(Date::ZERO)
    }

    /// Its last day.
    pub fn last_day(self) -> Date {
        self.first_day().last_of_month()
    }

    /// The month before; the first month stays itself.
    pub const fn previous(self) -> Self {
        Self(self.0.saturating_sub(1))
    }

    /// The month after.
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

impl fmt::Display for Month {
    /// `2026-11`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.0 / 12, self.0 % 12 + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_month_knows_its_days_and_neighbours() {
        let month = Month::of(date(2024, 2, 29));
        assert_eq!(month.to_string(), "2024-02");
        assert_eq!(month.first_day(), date(2024, 2, 1));
        assert_eq!(month.last_day(), date(2024, 2, 29));
        assert_eq!(month.previous().to_string(), "2024-01");
        assert_eq!(Month::of(date(2025, 12, 31)).next().to_string(), "2026-01");
    }

    #[test]
    fn days_out_of_range_are_taken_to_the_nearest_month() {
        assert_eq!(Month::of(date(-5, 3, 1)).first_day().year(), 0);
        assert_eq!(Month::of(date(9999, 3, 1)).first_day().year(), 5460);
    }
}

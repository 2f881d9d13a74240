//! Whose lines of a day come first.

use jiff::civil::{Date, date};
use kintsugi_journal::PersonId;

/// Whose lines of a day come first: from day to day it is the other of the two, and the same on both laptops.
///
/// Nothing of when they were written goes into it: the lines of two people have no order among one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turns {
    /// Mine come first on days with an even number; always, where there is no partner.
    mine_on_even: Option<bool>,
}

impl Turns {
    /// Between these two.
    #[must_use]
    pub fn of(me: PersonId, partner: Option<PersonId>) -> Self {
        Self { mine_on_even: partner.map(|partner| me < partner) }
    }

    /// Whether mine come first on this day.
    #[must_use]
    pub fn are_mine_first(self, day: Date) -> bool {
        // Days are counted through, so that a year's end changes nothing.
        let is_even = day.duration_since(date(2000, 1, 1)).as_hours() / 24 % 2 == 0;
        self.mine_on_even.is_none_or(|mine_on_even| mine_on_even == is_even)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_laptops_say_the_same_and_it_changes_from_day_to_day() {
        let [one, other] = [1, 2].map(|byte| PersonId::from_bytes([byte; 16]));
        let (here, there) = (Turns::of(one, Some(other)), Turns::of(other, Some(one)));
        let mut day = date(1999, 12, 20);
        while day < date(2028, 3, 10) {
            let next = day.tomorrow().expect("a day");
            assert_ne!(here.are_mine_first(day), there.are_mine_first(day), "{day}");
            assert_ne!(here.are_mine_first(day), here.are_mine_first(next), "{day}");
            day = next;
        }
        assert!(Turns::of(one, None).are_mine_first(day));
    }
}

//! How much of what comes from outside a laptop lets stand in one journal.
//!
//! A document that was taken in cannot be given back, and what stands here has to be said at each later meeting, followed by
//! what is written here, and shown. So whatever a laptop may have to say is bounded where it is taken in. What goes beyond is
//! *not now*, and never refused: nothing is wrong with it by itself.

use kintsugi_journal::{DocId, MAX_AGREEMENT_LETTERS, Month};

/// The first month and the last of which a page is taken in: those of the years in which a day can be written about. Each
/// laptop writes on the page of its own month, so no honest one writes on another.
const MONTHS: [Month; 2] = [Month::from_index(1900 * 12), Month::from_index(2200 * 12 + 11)];
/// The years of which day marks are taken in.
const YEARS: [u16; 2] = [1900, 2200];
/// The most keys of one document that are no entry's: marks, plans, settings, rounds. Some ten a day fit into a year.
pub(super) const MOST_KEYS: usize = 8192;
/// The most values that stand under one key beside one another, because they were written apart. Each of the heads that may
/// stand beside one another can have one.
pub(super) const MOST_VALUES: usize = 32;
/// The most letters of the agreement: so many as two may have that were written apart.
pub(super) const MOST_LETTERS: usize = 2 * MAX_AGREEMENT_LETTERS;

/// Whether there is a place for this document at all.
pub(super) fn has_place(doc: DocId) -> bool {
    match doc {
        DocId::Table | DocId::Agreement => true,
        DocId::Page { month, .. } | DocId::Private { month, .. } => {
            month == Month::DRAWER || (MONTHS[0]..=MONTHS[1]).contains(&month)
        }
        DocId::Marks { year } => (YEARS[0]..=YEARS[1]).contains(&year),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::Room;
    use kintsugi_journal::{PersonId, Vocabulary};

    /// All documents there can be of two people, if a partner's laptop makes all that it can.
    fn all_documents() -> usize {
        let (person, all) = (PersonId::from_bytes([1; 16]), 0..=u16::MAX);
        let page = |month: &u16| has_place(DocId::Page { person, month: Month::from_index(*month) });
        let pages = all.clone().filter(page).count();
        let marks = all.filter(|year| has_place(DocId::Marks { year: *year })).count();
        2 * pages + marks + 2
    }

    #[test]
    fn what_is_taken_in_can_be_said() {
        let (limits, said) = (Vocabulary::CURRENT.limits(), Room::FIRST);
        assert_eq!(all_documents(), 2 * 3613 + 301 + 2);
        assert!(all_documents() <= said.documents as usize, "all are named in the first turn");
        assert!(limits.heads <= said.heads as usize, "the heads of one are said in one frame");
    }

    #[test]
    fn what_is_taken_in_can_be_followed_and_replaced() {
        let limits = Vocabulary::CURRENT.limits();
        assert!(limits.heads < limits.deps, "a change here follows all heads, and those that are written here");
        assert!(MOST_VALUES < limits.replaced && limits.heads <= MOST_VALUES);
        assert!(MOST_LETTERS < usize::try_from(limits.counter).expect("a count"));
    }

    #[test]
    fn a_day_that_can_be_written_about_has_its_page() {
        let page = |day: &str| {
            let month = Month::of(day.parse().expect("a day"));
            has_place(DocId::Page { person: PersonId::from_bytes([1; 16]), month })
        };
        assert!(page("1900-01-01") && page("2026-06-03") && page("2200-12-31"));
        assert!(!page("1899-12-31") && !page("2201-01-01") && has_place(DocId::drawer(PersonId::from_bytes([1; 16]))));
    }
}

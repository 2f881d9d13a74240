//! Who sits down now: in memory alone, and only as long as somebody does.

use std::cell::Cell;

use kintsugi_journal::EntryId;

/// Where a practice is that needs a yes of both.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    /// One has answered, so.
    One(bool),
    /// Both have said yes.
    Both,
}

/// What was answered before a practice. Nobody is shown it; of two answers that are no two yeses nothing stays.
#[derive(Default)]
pub(crate) struct Sat(Cell<Option<(EntryId, Asked)>>);

impl Sat {
    /// One of the two has answered.
    pub(crate) fn one_answers(&self, practice: EntryId, yes: bool) {
        self.0.set(Some((practice, Asked::One(yes))));
    }

    /// Whether the other is to be asked.
    pub(crate) fn other_is_asked(&self, practice: EntryId) -> bool {
        matches!(self.0.get(), Some((asked, Asked::One(_))) if asked == practice)
    }

    /// The other has answered. Whether both wish it.
    pub(crate) fn other_answers(&self, practice: EntryId, yes: bool) -> bool {
        let both = yes && self.0.get() == Some((practice, Asked::One(true)));
        self.0.set(both.then_some((practice, Asked::Both)));
        both
    }

    /// Whether both have said yes to it, this time.
    pub(crate) fn both_wish(&self, practice: EntryId) -> bool {
        self.0.get() == Some((practice, Asked::Both))
    }

    /// It is over.
    pub(crate) fn is_over(&self) {
        self.0.set(None);
    }
}

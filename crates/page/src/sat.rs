//! Who sits down now: in memory alone, and only as long as somebody does.

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use kintsugi_home::{Home, HomeError, Opened};
use kintsugi_journal::EntryId;

/// Where a practice is that needs a yes of both.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    /// One has answered, so.
    One(bool),
    /// Both have said yes.
    Both,
}

/// What was answered before a practice (nobody is shown it, and of two answers that are no two yeses nothing stays), and the evening or
/// week that somebody goes through.
#[derive(Default)]
pub(crate) struct Sat {
    asked: Cell<Option<(EntryId, Asked)>>,
    /// What was open when it began.
    begun: RefCell<Option<Arc<Opened>>>,
    /// Where it goes on after whatever is done now.
    on: RefCell<Option<String>>,
}

impl Sat {
    /// One of the two has answered.
    pub(crate) fn one_answers(&self, practice: EntryId, yes: bool) {
        self.asked.set(Some((practice, Asked::One(yes))));
    }

    /// Whether the other is to be asked.
    pub(crate) fn other_is_asked(&self, practice: EntryId) -> bool {
        matches!(self.asked.get(), Some((asked, Asked::One(_))) if asked == practice)
    }

    /// The other has answered. Whether both wish it.
    pub(crate) fn other_answers(&self, practice: EntryId, yes: bool) -> bool {
        let both = yes && self.asked.get() == Some((practice, Asked::One(true)));
        self.asked.set(both.then_some((practice, Asked::Both)));
        both
    }

    /// Whether both have said yes to it, this time.
    pub(crate) fn both_wish(&self, practice: EntryId) -> bool {
        self.asked.get() == Some((practice, Asked::Both))
    }

    /// It is over.
    pub(crate) fn is_over(&self) {
        self.asked.set(None);
    }

    /// An evening or a week begins; what is open already is not new in it.
    pub(crate) fn way_begins(&self, opened: Opened) {
        self.begun.replace(Some(Arc::new(opened)));
    }

    /// What was open when it began, or is now.
    pub(crate) fn begun(&self, home: &Home) -> Result<Arc<Opened>, HomeError> {
        if let Some(begun) = self.begun.borrow().as_ref() {
            return Ok(Arc::clone(begun));
        }
        Ok(Arc::new(Opened::now(home)?))
    }

    /// It is at a step; after that it goes on here.
    pub(crate) fn way_is_at(&self, on: String) {
        self.on.replace(Some(on));
    }

    /// Where whoever sat down goes after that: on, in an evening or a week, or else there.
    pub(crate) fn after(&self, or: &str) -> String {
        self.on.borrow().clone().unwrap_or_else(|| or.to_owned())
    }

    /// It was left, or has ended.
    pub(crate) fn way_is_over(&self) {
        self.on.replace(None);
        self.begun.replace(None);
    }
}

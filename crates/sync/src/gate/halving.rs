//! The rehearsal of many changes: all at once, and where that fails in halves, so that one bad change among n costs about
//! log n rehearsals and takes only its followers along.

use std::collections::HashSet;

use kintsugi_journal::{ChangeHash, Document, History, Rehearsed};

use super::fate::Fate;
use super::{NotNow, Passed, Refused};

/// After so many that do not fit, the rest of what does not fit as a whole is left for the next meeting: nobody can have a
/// laptop rehearse each of thousands.
const MOST_FOUND: usize = 8;

/// A rehearsal as it goes on.
pub(super) struct Halving<'a, 'f> {
    base: &'a Document,
    /// The base, and all that came as far as this.
    history: &'a History,
    /// What did not come further.
    failed: HashSet<ChangeHash>,
    rehearsed: Option<Rehearsed>,
    fate: &'a mut Fate<'f>,
    /// Those that fit, each after those it follows.
    pub(super) passed: Vec<Passed>,
    found: usize,
    /// How often something was rehearsed.
    pub(super) rehearsals: usize,
}

impl<'a, 'f> Halving<'a, 'f> {
    /// Rehearses `all` on `base`; each comes after those it follows, and `history` knows them, too. What does not fit is told to
    /// `fate`.
    pub(super) fn of(base: &'a Document, history: &'a History, all: Vec<Passed>, fate: &'a mut Fate<'f>) -> Self {
        let failed = HashSet::new();
        let mut halving =
            Self { base, history, failed, rehearsed: None, fate, passed: Vec::new(), found: 0, rehearsals: 0 };
        halving.part(all, false);
        halving
    }

    /// The document with all that fit; `None` where nothing did.
    pub(super) fn into_rehearsed(self) -> Option<Rehearsed> {
        self.rehearsed
    }

    /// Rehearses a part, on what fitted before. `fails` says that it is known not to fit as a whole.
    fn part(&mut self, part: Vec<Passed>, fails: bool) {
        let mut part = self.without_followers(part);
        if part.is_empty() || (!fails && self.fits(&mut part)) {
            return;
        }
        if self.found >= MOST_FOUND {
            for passed in part {
                self.failed.insert(passed.proposal.hash);
                self.fate.leave(passed.proposal.hash, NotNow::Untried);
            }
            return;
        }
        let second = part.split_off(part.len() / 2);
        if part.is_empty() {
            return second.into_iter().for_each(|passed| self.alone(passed));
        }
        let before = self.fate.count();
        self.part(part, false);
        // Where nothing is wrong with the first half, it is with the second.
        self.part(second, self.fate.count() == before);
    }

    fn fits(&mut self, part: &mut Vec<Passed>) -> bool {
        self.rehearsals += 1;
        let Some(next) = self.here().rehearse(part.iter().map(|passed| &passed.built)) else { return false };
        self.rehearsed = Some(next);
        self.passed.append(part);
        true
    }

    /// One that does not fit beside what is here: whether it does by itself, on what it follows alone.
    fn alone(&mut self, passed: Passed) {
        self.found += 1;
        self.rehearsals += 1;
        self.failed.insert(passed.proposal.hash);
        if self.here().rehearse_on(&passed.proposal.deps, &passed.built) {
            self.fate.leave(passed.proposal.hash, NotNow::Beside);
        } else {
            self.fate.refuse(passed.proposal, passed.tag, Refused::Unmergeable);
        }
    }

    fn here(&self) -> &Document {
        self.rehearsed.as_ref().map_or(self.base, |rehearsed| &rehearsed.document)
    }

    fn without_followers(&mut self, part: Vec<Passed>) -> Vec<Passed> {
        let mut kept = Vec::with_capacity(part.len());
        for passed in part {
            let here = |dep: &ChangeHash| self.history.knows(dep) && !self.failed.contains(dep);
            match self.fate.of_followers(&passed.proposal, here) {
                Ok(()) => kept.push(passed),
                Err(outcome) => {
                    self.failed.insert(passed.proposal.hash);
                    self.fate.decide(passed.proposal, passed.tag, outcome);
                }
            }
        }
        kept
    }
}

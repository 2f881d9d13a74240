//! Proposals for one document on their way through the gate, in steps.

use std::collections::VecDeque;

use kintsugi_journal::{AuthorTag, Document, Proposal};

use super::entrance::Entrance;
use super::fate::Settled;
use super::order::by_dependencies;
use super::{Admission, Authority, Ledger};

/// Proposals for one document, each after those that it follows. They pass in steps, so that none takes long; what did not
/// pass in one step is known in the next ones.
///
/// Each proposal is looked at once, and the ledger asked once about it. One that does not fit is found by halving.
pub struct Queue {
    waiting: VecDeque<(Proposal, AuthorTag)>,
    settled: Settled,
}

impl Queue {
    /// A queue of all that came for one document, in any order.
    pub fn of(proposals: Vec<(Proposal, AuthorTag)>) -> Self {
        Self { waiting: by_dependencies(proposals), settled: Settled::default() }
    }

    /// Whether nothing waits any more.
    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Decides on the next ones, for `base`, the document as it is now: on those with at most `most` operations in all, and at
    /// least on one. They wait on until [`advance`](Self::advance).
    pub fn admit(&self, base: &Document, authority: &Authority<'_>, ledger: &dyn Ledger, most: usize) -> Admission {
        let mut entrance = Entrance::new(base, authority, ledger, &self.settled);
        let mut operations = 0;
        for (proposal, tag) in &self.waiting {
            operations += proposal.operations.len();
            if operations > most && entrance.looked_at > 0 {
                break;
            }
            entrance.look_at(proposal, *tag);
        }
        entrance.finish()
    }

    /// Goes on behind what was decided.
    pub fn advance(&mut self, admission: &Admission) {
        self.waiting.drain(..admission.looked_at.min(self.waiting.len()));
        self.settled.add(&admission.settled);
    }
}

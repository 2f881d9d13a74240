//! What became of proposals that did not pass, and so of those that follow them.

use std::collections::HashSet;

use kintsugi_journal::{AuthorTag, ChangeHash, Proposal};

use super::{Left, NotNow, Refused};

/// Why something does not pass.
pub(super) enum Outcome {
    Refused(Refused),
    NotNow(NotNow),
    /// It was refused at an earlier meeting, or follows what was: passed over without a word.
    Known,
    /// It follows something that is not here, or that does itself: that is asked for.
    Missing,
}

impl From<Refused> for Outcome {
    fn from(why: Refused) -> Self {
        Self::Refused(why)
    }
}

impl From<NotNow> for Outcome {
    fn from(why: NotNow) -> Self {
        Self::NotNow(why)
    }
}

/// The hashes of what did not pass.
#[derive(Default)]
pub(super) struct Settled {
    refused: HashSet<ChangeHash>,
    left: HashSet<ChangeHash>,
    known: HashSet<ChangeHash>,
    pub(super) missing: HashSet<ChangeHash>,
}

impl Settled {
    /// What a further step has settled, too.
    pub(super) fn add(&mut self, step: &Self) {
        self.refused.extend(&step.refused);
        self.left.extend(&step.left);
        self.known.extend(&step.known);
        self.missing.extend(&step.missing);
    }
}

/// What becomes of the proposals of one step.
pub(super) struct Fate<'a> {
    earlier: &'a Settled,
    /// The hashes of what did not pass in this step.
    pub(super) settled: Settled,
    /// What was refused, and why.
    pub(super) refused: Vec<(Proposal, AuthorTag, Refused)>,
    /// What was left where it is, and why.
    pub(super) left: Vec<Left>,
}

impl<'a> Fate<'a> {
    /// Nothing became of anything yet, after the steps that settled `earlier`.
    pub(super) fn after(earlier: &'a Settled) -> Self {
        Self { earlier, settled: Settled::default(), refused: Vec::new(), left: Vec::new() }
    }

    /// Whether a proposal follows one that did not pass; `here` tells what is there all the same, under the same hash.
    pub(super) fn of_followers(&self, proposal: &Proposal, here: impl Fn(&ChangeHash) -> bool) -> Result<(), Outcome> {
        let follows = |of: fn(&Settled) -> &HashSet<ChangeHash>| {
            let among = |dep: &ChangeHash| of(self.earlier).contains(dep) || of(&self.settled).contains(dep);
            proposal.deps.iter().any(|dep| among(dep) && !here(dep))
        };
        if follows(|settled| &settled.known) {
            return Err(Outcome::Known);
        }
        if follows(|settled| &settled.refused) {
            return Err(Refused::FollowsRefused.into());
        }
        if follows(|settled| &settled.left) {
            return Err(NotNow::Follows.into());
        }
        if follows(|settled| &settled.missing) { Err(Outcome::Missing) } else { Ok(()) }
    }

    /// Remembers what did not pass, and why.
    pub(super) fn decide(&mut self, proposal: Proposal, tag: AuthorTag, outcome: Outcome) {
        match outcome {
            Outcome::Refused(why) => self.refuse(proposal, tag, why),
            Outcome::NotNow(why) => self.leave(proposal.hash, why),
            Outcome::Known => {
                self.settled.known.insert(proposal.hash);
            }
            Outcome::Missing => {
                self.settled.missing.insert(proposal.hash);
            }
        }
    }

    pub(super) fn refuse(&mut self, proposal: Proposal, tag: AuthorTag, why: Refused) {
        self.settled.refused.insert(proposal.hash);
        self.refused.push((proposal, tag, why));
    }

    pub(super) fn leave(&mut self, change: ChangeHash, why: NotNow) {
        self.settled.left.insert(change);
        self.left.push(Left { change, why });
    }

    /// Of how many something became so far.
    pub(super) fn count(&self) -> usize {
        self.refused.len() + self.left.len()
    }
}

//! Building changes: where the next change of a document goes, and what it is built from.

use std::collections::HashMap;
use std::num::NonZeroU64;

use automerge::{Automerge, Change};

use crate::documents::operation::{ChangeHash, Proposal};
use crate::documents::rehearsal;
use crate::names::actor::Actor;

/// A change as it is stored: Automerge's bytes of a change made or built here.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredChange {
    /// Its hash.
    pub hash: ChangeHash,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl StoredChange {
    pub(crate) fn of(change: &Change) -> Self {
        Self { hash: change.hash().0, bytes: change.raw_bytes().to_vec() }
    }
}

/// What a document's changes say about the next one.
#[derive(Clone, Default)]
pub struct History {
    top: HashMap<ChangeHash, u64>,
    seq: HashMap<Actor, u64>,
}

impl History {
    pub(crate) fn of(doc: &Automerge) -> Self {
        let mut history = Self::default();
        for meta in doc.get_changes_meta(&[]) {
            history.top.insert(meta.hash.0, meta.max_op);
            if let Some(actor) = Actor::from_automerge(&meta.actor) {
                let seq = history.seq.entry(actor).or_default();
                *seq = meta.seq.max(*seq);
            }
        }
        history
    }

    /// The highest counter of all.
    pub fn highest(&self) -> u64 {
        self.top.values().copied().max().unwrap_or(0)
    }

    /// Whether the change is there.
    pub fn knows(&self, change: &ChangeHash) -> bool {
        self.top.contains_key(change)
    }

    /// Builds the change that `proposal` describes. Its first counter is one more than the highest that it follows, so
    /// nobody can claim a huge one.
    ///
    /// # Errors
    /// [`Misplaced`] when it cannot be the next change of its actor here.
    pub fn build(&self, proposal: &Proposal) -> Result<BuiltChange, Misplaced> {
        let mut top = 0;
        for dep in &proposal.deps {
            top = self.top.get(dep).copied().ok_or(Misplaced::MissingDependency)?.max(top);
        }
        let next = self.seq.get(&proposal.actor).copied().unwrap_or(0).saturating_add(1);
        match proposal.seq {
            seq if seq == next => {}
            0 => return Err(Misplaced::Sequence),
            seq if seq < next => return Err(Misplaced::Taken),
            _ => return Err(Misplaced::Sequence),
        }
        let start = NonZeroU64::new(top.saturating_add(1)).ok_or(Misplaced::Sequence)?;
        let built = rehearsal::attempt(|| proposal.build(start)).ok_or(Misplaced::Unbuildable)?;
        let change = built.ok_or(Misplaced::Later)?;
        Ok(BuiltChange { actor: proposal.actor, change })
    }

    /// Takes a built change into account for those that follow it.
    pub fn add(&mut self, built: &BuiltChange) {
        self.top.insert(built.hash(), built.change.max_op());
        self.seq.insert(built.actor, built.change.seq());
    }
}

/// Why a proposal cannot be built where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misplaced {
    /// It follows a change that is not here.
    MissingDependency,
    /// Its number is higher than its actor's next, although all that it follows is here.
    Sequence,
    /// Another change of its actor has its number. Which of the two came first is chance.
    Taken,
    /// It holds a step of a later version.
    Later,
    /// The merge library cannot encode it.
    Unbuildable,
}

/// A change built here from a proposal.
pub struct BuiltChange {
    actor: Actor,
    change: Change,
}

impl BuiltChange {
    pub(crate) const fn change(&self) -> &Change {
        &self.change
    }

    /// Its true hash.
    pub fn hash(&self) -> ChangeHash {
        self.change.hash().0
    }

    /// The counter of its last operation.
    pub fn counter(&self) -> u64 {
        self.change.max_op()
    }

    /// As it is stored.
    pub fn stored(&self) -> StoredChange {
        StoredChange::of(&self.change)
    }
}

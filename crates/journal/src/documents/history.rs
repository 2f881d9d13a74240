//! Building changes: where the next change of a document goes, and what it is built from.

use std::cell::Cell;
use std::collections::{HashMap, HashSet};
use std::num::NonZeroU64;

use automerge::{Automerge, Change};

use crate::documents::operation::{ChangeHash, OpRef, Proposal};
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

/// How many changes are looked at, in the life of one history, to find out what follows what. Honest changes need a few; what
/// needs more is left for later, so that nobody can have a laptop search for hours.
const MOST_LOOKS: usize = 1 << 20;

/// Where a change stands.
#[derive(Clone)]
struct Place {
    /// The counter of its last operation.
    top: u64,
    deps: Vec<ChangeHash>,
}

/// What a document's changes say about the next one.
#[derive(Clone, Default)]
pub struct History {
    places: HashMap<ChangeHash, Place>,
    /// The changes of each actor by their numbers, each with the counter of its first operation.
    of: HashMap<Actor, Vec<(u64, ChangeHash)>>,
    looks: Cell<usize>,
}

impl History {
    pub(crate) fn of(doc: &Automerge) -> Self {
        let mut history = Self::default();
        // Each change comes after those that it follows, so those of an actor come by their numbers.
        for meta in doc.get_changes_meta(&[]) {
            if let Some(actor) = Actor::from_automerge(&meta.actor) {
                history.of.entry(actor).or_default().push((meta.start_op, meta.hash.0));
            }
            let deps = meta.deps.iter().map(|dep| dep.0).collect();
            history.places.insert(meta.hash.0, Place { top: meta.max_op, deps });
        }
        history
    }

    /// Whether the change is there.
    pub fn knows(&self, change: &ChangeHash) -> bool {
        self.places.contains_key(change)
    }

    /// Builds the change that `proposal` describes. Its first counter is one more than the highest that it follows, so
    /// nobody can claim a huge one. Where it belongs, and what it names, is decided by what it follows alone: so both laptops
    /// decide alike, whatever else they have.
    ///
    /// # Errors
    /// [`Misplaced`] when it cannot be the next change of its actor here.
    pub fn build(&self, proposal: &Proposal) -> Result<BuiltChange, Misplaced> {
        let mut top = 0;
        for dep in &proposal.deps {
            top = self.places.get(dep).ok_or(Misplaced::MissingDependency)?.top.max(top);
        }
        let start = NonZeroU64::new(top.saturating_add(1)).ok_or(Misplaced::Sequence)?;
        self.check_number(proposal)?;
        self.check_names(proposal, start.get())?;
        let built = rehearsal::attempt(|| proposal.build(start)).ok_or(Misplaced::Unbuildable)?;
        let change = built.ok_or(Misplaced::Later)?;
        Ok(BuiltChange { actor: proposal.actor, change })
    }

    /// Takes a built change into account for those that follow it.
    pub fn add(&mut self, built: &BuiltChange) {
        let change = &built.change;
        let deps = change.deps().iter().map(|dep| dep.0).collect();
        self.places.insert(built.hash(), Place { top: change.max_op(), deps });
        self.of.entry(built.actor).or_default().push((change.start_op().get(), built.hash()));
    }

    /// Its number is one more than that of an earlier change of its actor, which it follows.
    fn check_number(&self, proposal: &Proposal) -> Result<(), Misplaced> {
        let own = self.of.get(&proposal.actor).map_or(&[][..], Vec::as_slice);
        let number =
            usize::try_from(proposal.seq).ok().and_then(|seq| seq.checked_sub(1)).ok_or(Misplaced::Sequence)?;
        if let Some(before) = number.checked_sub(1) {
            let (_, before) = own.get(before).ok_or(Misplaced::Sequence)?;
            if !self.follows(&proposal.deps, before)? {
                return Err(Misplaced::Sequence);
            }
        }
        if own.len() > number { Err(Misplaced::Taken) } else { Ok(()) }
    }

    /// What its operations name stands before them: in a change that it follows, or earlier in it.
    fn check_names(&self, proposal: &Proposal, start: u64) -> Result<(), Misplaced> {
        let mut followed: HashSet<ChangeHash> = HashSet::new();
        for (own, operation) in (start..).zip(&proposal.operations) {
            for name in operation.names() {
                if name.actor == proposal.actor && (start..own).contains(&name.counter) {
                    continue;
                }
                let change = self.made(name).ok_or(Misplaced::Name)?;
                if followed.contains(&change) {
                    continue;
                }
                if !self.follows(&proposal.deps, &change)? {
                    return Err(Misplaced::Name);
                }
                followed.insert(change);
            }
        }
        Ok(())
    }

    /// The change that made an operation.
    fn made(&self, name: &OpRef) -> Option<ChangeHash> {
        let own = self.of.get(&name.actor)?;
        let after = own.partition_point(|(start, _)| *start <= name.counter);
        let (_, change) = own.get(after.checked_sub(1)?)?;
        (name.counter <= self.places.get(change)?.top).then_some(*change)
    }

    /// Whether something with these dependencies follows `earlier`. Counters grow from each change to the next, so nothing
    /// below it is looked at.
    fn follows(&self, deps: &[ChangeHash], earlier: &ChangeHash) -> Result<bool, Misplaced> {
        let Some(floor) = self.places.get(earlier).map(|place| place.top) else { return Ok(false) };
        let (mut next, mut seen) = (deps.to_vec(), HashSet::new());
        while let Some(change) = next.pop() {
            if change == *earlier {
                return Ok(true);
            }
            let Some(place) = self.places.get(&change).filter(|place| place.top > floor) else { continue };
            if seen.insert(change) {
                self.looks.set(self.looks.get() + 1);
                if self.looks.get() > MOST_LOOKS {
                    return Err(Misplaced::Far);
                }
                next.extend_from_slice(&place.deps);
            }
        }
        Ok(false)
    }
}

/// Why a proposal cannot be built where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misplaced {
    /// It follows a change that is not here.
    MissingDependency,
    /// It does not follow the change of its actor that has the number before.
    Sequence,
    /// It names an operation that neither it nor what it follows has made.
    Name,
    /// What it follows is so wide that it was not searched to its end.
    Far,
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

    /// The counter of its first operation.
    pub fn first_counter(&self) -> u64 {
        self.change.start_op().get()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::document::Document;
    use crate::documents::key::Key;
    use crate::documents::operation::{Operation, Value};
    use crate::names::doc_id::DocId;
    use crate::names::id::{EntryId, PersonId};

    const BEN: PersonId = PersonId::from_bytes([2; 16]);

    fn open(actor: u8) -> Document {
        Document::new(DocId::Table, Actor::new([actor; 16], BEN))
    }

    fn done(n: u8) -> (Key, Value) {
        (Key::Done(EntryId::from_bytes([n; 16])), Value::Bool(true))
    }

    fn changes(document: &Document) -> Vec<Proposal> {
        document.changes_since(&[]).expect("our own changes")
    }

    /// A laptop that has these.
    fn with(proposals: &[Proposal]) -> History {
        let mut history = open(0).history();
        for proposal in proposals {
            let built = history.build(proposal).expect("honest, and in order");
            history.add(&built);
        }
        history
    }

    #[track_caller]
    fn is_wrong(histories: [History; 2], proposal: &Proposal, why: Misplaced) {
        for history in histories {
            assert_eq!(history.build(proposal).err(), Some(why));
        }
    }

    #[test]
    fn a_number_goes_by_what_the_change_follows_whatever_else_is_there() {
        let mut ben = open(9);
        (1..=3).for_each(|n| drop(ben.put(&[done(n)]).expect("a write")));
        let [first, second, third] = changes(&ben).try_into().expect("three of them");
        // It claims to be the third, and follows the first alone. A laptop that has the second must not take it for sound.
        let skipping = Proposal { deps: first.deps.iter().copied().chain([first.hash]).collect(), ..third.clone() };
        let (few, many) = (with(std::slice::from_ref(&first)), with(&[first.clone(), second.clone()]));
        is_wrong([few.clone(), many.clone()], &skipping, Misplaced::Sequence);
        assert!(many.build(&third).is_ok());
        // A second one with the same number is a matter of which came first.
        let again = Proposal { operations: third.operations, ..second };
        assert!(few.build(&again).is_ok());
        assert_eq!(many.build(&again).err(), Some(Misplaced::Taken));
    }

    #[test]
    fn what_a_change_names_stands_in_what_it_follows_whatever_else_is_there() {
        let (mut ana, mut ben) = (open(7), open(9));
        ana.put(&[(Key::Focus, Value::Bytes(vec![1]))]).expect("a write");
        ben.put(&[(Key::Focus, Value::Bytes(vec![2]))]).expect("a write");
        let (beside, sound) = (changes(&ana).remove(0), changes(&ben).remove(0));
        let naming = |counter| {
            let mut proposal = sound.clone();
            let Operation::Put(put) = &mut proposal.operations[0] else { panic!("it puts a value") };
            put.replaces = vec![OpRef { counter, actor: beside.actor }];
            proposal
        };
        let (without, with) = (with(&[]), with(std::slice::from_ref(&beside)));
        // It replaces what it does not follow, then what nobody made, then itself.
        is_wrong([without.clone(), with.clone()], &naming(1), Misplaced::Name);
        is_wrong([without.clone(), with.clone()], &naming(131_072), Misplaced::Name);
        let mut itself = naming(1);
        itself.actor = beside.actor;
        assert_eq!(without.build(&itself).err(), Some(Misplaced::Name));
        let follows = Proposal { deps: vec![beside.hash], ..naming(1) };
        assert!(with.build(&follows).is_ok());
    }

    #[test]
    fn letters_follow_letters_of_the_same_change() {
        let mut ana = Document::new(DocId::Agreement, Actor::new([7; 16], BEN));
        ana.edit_text("We eat together.").expect("a write");
        ana.edit_text("We eat together, on Sundays.").expect("a write");
        let mut history = Document::new(DocId::Agreement, Actor::new([0; 16], BEN)).history();
        for proposal in changes(&ana) {
            let built = history.build(&proposal).expect("honest changes");
            assert_eq!(built.hash(), proposal.hash);
            history.add(&built);
        }
    }
}

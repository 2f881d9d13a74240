//! One step through the gate: each proposal by itself and by what it follows, then all that passed together.

use std::collections::{HashMap, HashSet};

use kintsugi_journal::{
    Actor, AuthorTag, BuiltChange, ChangeHash, Commitment, Document, EntryId, History, Key, Limits, Misplaced,
    Operation, PersonId, Proposal, Record, Value, check_operation,
};

use super::fate::{Fate, Outcome, Settled};
use super::halving::Halving;
use super::replaced::Replaced;
use super::space::Space;
use super::{Admission, Authority, Ledger, NotNow, Passed, Refused, Verified};

pub(super) struct Entrance<'a> {
    base: &'a Document,
    limits: Limits,
    history: History,
    space: Space<'a>,
    authority: &'a Authority<'a>,
    ledger: &'a dyn Ledger,
    fate: Fate<'a>,
    /// How many proposals were looked at, and their operations.
    pub(super) looked_at: usize,
    operations: usize,
    passed: Vec<Passed>,
    commitments: HashMap<Commitment, EntryId>,
    replaced: Replaced,
}

impl<'a> Entrance<'a> {
    pub(super) fn new(
        base: &'a Document,
        authority: &'a Authority<'a>,
        ledger: &'a dyn Ledger,
        earlier: &'a Settled,
    ) -> Self {
        Self {
            base,
            limits: authority.vocabulary.limits(),
            history: base.history(),
            space: Space::of(base),
            authority,
            ledger,
            fate: Fate::after(earlier),
            looked_at: 0,
            operations: 0,
            passed: Vec::new(),
            commitments: HashMap::new(),
            replaced: Replaced::default(),
        }
    }

    /// Decides on one proposal, after all that it follows.
    pub(super) fn look_at(&mut self, proposal: &Proposal, tag: AuthorTag) {
        self.looked_at += 1;
        self.operations += proposal.operations.len();
        if self.history.knows(&proposal.hash) {
            return;
        }
        match self.check(proposal, tag) {
            Ok((built, keys)) => {
                self.history.add(&built);
                self.replaced.add(proposal, built.counter());
                let theirs = !proposal.actor.is_of(self.authority.me);
                self.passed.push(Passed { built, proposal: proposal.clone(), keys, tag, theirs });
            }
            Err(outcome) => self.fate.decide(proposal.clone(), tag, outcome),
        }
    }

    fn check(&mut self, proposal: &Proposal, tag: AuthorTag) -> Result<(BuiltChange, Vec<Key>), Outcome> {
        if self.ledger.was_refused(proposal, tag) {
            return Err(Outcome::Known);
        }
        check_size(proposal, self.limits)?;
        self.fate.of_followers(proposal, |dep| self.history.knows(dep))?;
        let keys = self.check_author(proposal, tag)?;
        let built = self.history.build(proposal).map_err(misplaced)?;
        if built.hash() != proposal.hash {
            return Err(Refused::Hash.into());
        }
        if built.stored().bytes.len() > self.limits.change_bytes || built.counter() > self.limits.counter {
            return Err(Refused::Size.into());
        }
        self.replaced.check(self.base, proposal, built.counter(), self.authority.vocabulary)?;
        let commitments = self.check_commitments(&proposal.operations)?;
        if !self.space.take(proposal, built.first_counter()) {
            return Err(NotNow::Space.into());
        }
        self.commitments.extend(commitments);
        Ok((built, keys))
    }

    fn check_author(&self, proposal: &Proposal, tag: AuthorTag) -> Result<Vec<Key>, Refused> {
        let Authority { me, partner, vocabulary, .. } = *self.authority;
        let doc = self.base.id();
        for op in &proposal.operations {
            check_operation(doc, proposal.actor, [me, partner], op, vocabulary).map_err(Refused::Rule)?;
        }
        let mine = proposal.actor.is_of(me);
        if mine && !self.authority.tag.proves(me, doc, &proposal.hash, &tag) {
            return Err(Refused::Untagged);
        }
        let strangers = |op: &Operation| op.names().iter().any(|named| !known(named.actor, [me, partner]));
        if proposal.operations.iter().any(strangers) {
            return Err(Refused::Unmergeable);
        }
        Ok(proposal.operations.iter().filter_map(|op| Key::read(&op.put()?.key, vocabulary).known()).collect())
    }

    /// No commitment stands for two entries: one of them was copied. Within one change that is refused; where the other stands
    /// elsewhere, which of the two came first is chance.
    fn check_commitments(&self, operations: &[Operation]) -> Result<Vec<(Commitment, EntryId)>, Outcome> {
        let vocabulary = self.authority.vocabulary;
        let mut new: Vec<(Commitment, EntryId)> = Vec::new();
        for put in operations.iter().filter_map(Operation::put) {
            let (Some(Key::Entry(entry)), Value::Bytes(bytes)) = (Key::read(&put.key, vocabulary).known(), &put.value)
            else {
                continue;
            };
            let Some(Record { commitment, .. }) = Record::read(bytes, vocabulary) else { continue };
            if new.iter().any(|(other, owner)| *other == commitment && *owner != entry) {
                return Err(Refused::CopiedCommitment.into());
            }
            let elsewhere = self.ledger.owner_of(&commitment).is_some_and(|owner| owner != (self.base.id(), entry));
            let earlier = self.commitments.get(&commitment).is_some_and(|owner| *owner != entry);
            if elsewhere || earlier {
                return Err(NotNow::Owned.into());
            }
            new.push((commitment, entry));
        }
        Ok(new)
    }

    /// Tries all that passed together, and tells what came of it.
    pub(super) fn finish(mut self) -> Admission {
        self.keep_room();
        let Self { base, history, mut fate, passed, commitments, looked_at, operations, .. } = self;
        let mut halving = Halving::of(base, &history, passed, &mut fate);
        let (passed, rehearsals) = (std::mem::take(&mut halving.passed), halving.rehearsals);
        let verified = halving.into_rehearsed().map(|rehearsed| Verified::of(rehearsed, passed, commitments));
        let Fate { settled, refused, left, .. } = fate;
        let incomplete = !settled.missing.is_empty();
        Admission { verified, refused, left, incomplete, rehearsals, operations, looked_at, settled }
    }

    /// Leaves out the last ones until one change can follow all heads that there are then.
    fn keep_room(&mut self) {
        let mut heads: HashSet<ChangeHash> = self.base.heads().into_iter().collect();
        let most = self.limits.heads.max(heads.len());
        let mut fit = 0;
        for (at, one) in self.passed.iter().enumerate() {
            for dep in &one.proposal.deps {
                heads.remove(dep);
            }
            heads.insert(one.proposal.hash);
            if heads.len() <= most {
                fit = at + 1;
            }
        }
        for left in self.passed.split_off(fit) {
            self.fate.leave(left.proposal.hash, NotNow::Heads);
        }
    }
}

/// What it means that a change cannot be built where it stands.
const fn misplaced(why: Misplaced) -> Outcome {
    match why {
        Misplaced::MissingDependency => Outcome::Missing,
        Misplaced::Taken => Outcome::NotNow(NotNow::Numbered),
        Misplaced::Later => Outcome::NotNow(NotNow::Later),
        Misplaced::Sequence => Outcome::Refused(Refused::Sequence),
        Misplaced::Far => Outcome::NotNow(NotNow::Far),
        Misplaced::Name | Misplaced::Unbuildable => Outcome::Refused(Refused::Unmergeable),
    }
}

fn check_size(proposal: &Proposal, limits: Limits) -> Result<(), Refused> {
    let operations = &proposal.operations;
    let fits = |op: &Operation| {
        op.names().len() <= limits.replaced && op.put().is_none_or(|put| put.key.len() <= limits.key_bytes)
    };
    let sized = (1..=limits.operations).contains(&operations.len())
        && proposal.deps.len() <= limits.deps
        && operations.iter().all(fits);
    if sized { Ok(()) } else { Err(Refused::Size) }
}

fn known(actor: Actor, people: [PersonId; 2]) -> bool {
    people.iter().any(|person| actor.is_of(*person))
}

//! The gate: between what a partner's laptop proposes and what the store takes.
//!
//! A proposal passes when its author may write each operation there, when what claims to be mine carries my author tag, when
//! the change built from its operations hashes to what was announced, and when a copy of the document with it can be saved,
//! loaded and written. Only then does it become [`Verified`], which nothing else can make. What does not pass is refused by
//! name; what it follows and is not here yet is asked for.

mod body;
mod refused;

use std::collections::{HashMap, HashSet};

use kintsugi_journal::{
    Actor, AuthorTag, BuiltChange, ChangeHash, Commitment, DocId, Document, EntryId, History, Key, MAX_CHANGE_BYTES,
    MAX_OPERATIONS, Misplaced, Operation, PersonId, Proposal, Record, StoredChange, TagSecret, Value, check_operation,
};

pub use body::{VerifiedBody, check_body};
pub use refused::Refused;

const MAX_DEPS: usize = 64;
const MAX_REPLACED: usize = 64;

/// Between whom the session runs, and what proves that words are mine.
pub struct Authority<'a> {
    /// Me.
    pub me: PersonId,
    /// The person on the other laptop, proven by the channel.
    pub partner: PersonId,
    /// What my author tags are checked with.
    pub tag: &'a TagSecret,
}

/// What the gate must know of the store beyond the document itself.
pub trait Ledger {
    /// Whether this proposal was refused before, by its [fingerprint](Proposal::fingerprint) and tag.
    fn was_refused(&self, proposal: &Proposal, tag: AuthorTag) -> bool;
    /// Which entry a commitment already belongs to.
    fn owner_of(&self, commitment: &Commitment) -> Option<(DocId, EntryId)>;
}

/// Changes that passed, and the document with them applied. Only the gate makes one.
pub struct Verified {
    document: Document,
    changes: Vec<StoredChange>,
    tags: Vec<(ChangeHash, AuthorTag)>,
    touched: Vec<Key>,
}

impl Verified {
    /// The document with the changes.
    pub const fn document(&self) -> &Document {
        &self.document
    }

    /// The changes, as they are stored.
    pub fn changes(&self) -> &[StoredChange] {
        &self.changes
    }

    /// The tags of the partner's changes, to be kept and handed back.
    pub fn tags(&self) -> &[(ChangeHash, AuthorTag)] {
        &self.tags
    }

    /// The keys that the changes wrote.
    pub fn touched(&self) -> &[Key] {
        &self.touched
    }
}

/// What became of some proposals for one document.
pub struct Admission {
    /// What passed; `None` when nothing new did.
    pub verified: Option<Verified>,
    /// What did not, and why.
    pub refused: Vec<(Proposal, AuthorTag, Refused)>,
    /// Whether something follows changes that are not here.
    pub incomplete: bool,
}

/// Lets proposals for one document through, or not.
pub fn admit(
    base: &Document,
    proposals: Vec<(Proposal, AuthorTag)>,
    authority: &Authority<'_>,
    ledger: &dyn Ledger,
) -> Admission {
    let mut entrance = Entrance::new(base, authority, ledger);
    let mut waiting = proposals;
    loop {
        let before = waiting.len();
        waiting.retain(|(proposal, tag)| !entrance.settle(proposal, *tag));
        if waiting.is_empty() || waiting.len() == before {
            break;
        }
    }
    entrance.finish(base, !waiting.is_empty())
}

struct Entrance<'a> {
    doc: DocId,
    history: History,
    authority: &'a Authority<'a>,
    ledger: &'a dyn Ledger,
    passed: Vec<Passed>,
    refused: Vec<(Proposal, AuthorTag, Refused)>,
    refused_hashes: HashSet<ChangeHash>,
    commitments: HashMap<Commitment, EntryId>,
}

struct Passed {
    built: BuiltChange,
    proposal: Proposal,
    keys: Vec<Key>,
    tag: AuthorTag,
    theirs: bool,
}

impl<'a> Entrance<'a> {
    fn new(base: &Document, authority: &'a Authority<'a>, ledger: &'a dyn Ledger) -> Self {
        Self {
            doc: base.id(),
            history: base.history(),
            authority,
            ledger,
            passed: Vec::new(),
            refused: Vec::new(),
            refused_hashes: HashSet::new(),
            commitments: HashMap::new(),
        }
    }

    /// Decides on one proposal; `false` while it waits for what it follows.
    fn settle(&mut self, proposal: &Proposal, tag: AuthorTag) -> bool {
        let hash = proposal.hash;
        // What was refused before is passed over without a word.
        if self.history.knows(&hash) || self.ledger.was_refused(proposal, tag) {
            return true;
        }
        match self.check(proposal, tag) {
            Ok(Some(passed)) => {
                self.history.add(&passed.built);
                self.passed.push(passed);
                true
            }
            Ok(None) => false,
            Err(why) => {
                self.refuse(proposal.clone(), tag, why);
                true
            }
        }
    }

    fn check(&mut self, proposal: &Proposal, tag: AuthorTag) -> Result<Option<Passed>, Refused> {
        check_size(proposal)?;
        self.check_dependencies(proposal)?;
        let keys = self.check_author(proposal, tag)?;
        let built = match self.history.build(proposal) {
            Ok(built) => built,
            Err(Misplaced::MissingDependency) => return Ok(None),
            Err(Misplaced::Sequence) => return Err(Refused::Sequence),
            Err(_) => return Err(Refused::Unmergeable),
        };
        if built.hash() != proposal.hash {
            return Err(Refused::Hash);
        }
        if built.stored().bytes.len() > MAX_CHANGE_BYTES {
            return Err(Refused::Size);
        }
        let commitments = self.check_commitments(&proposal.operations)?;
        self.commitments.extend(commitments);
        let theirs = !proposal.actor.is_of(self.authority.me);
        Ok(Some(Passed { built, proposal: proposal.clone(), keys, tag, theirs }))
    }

    fn check_dependencies(&self, proposal: &Proposal) -> Result<(), Refused> {
        let refused = |dep: &ChangeHash| self.refused_hashes.contains(dep) && !self.history.knows(dep);
        if proposal.deps.iter().any(refused) { Err(Refused::FollowsRefused) } else { Ok(()) }
    }

    fn check_author(&self, proposal: &Proposal, tag: AuthorTag) -> Result<Vec<Key>, Refused> {
        let Authority { me, partner, .. } = *self.authority;
        for op in &proposal.operations {
            check_operation(self.doc, proposal.actor, [me, partner], op).map_err(Refused::Rule)?;
        }
        let mine = proposal.actor.is_of(me);
        if mine && !self.authority.tag.proves(me, self.doc, &proposal.hash, &tag) {
            return Err(Refused::Untagged);
        }
        let strangers = |op: &Operation| op.names().iter().any(|named| !known(named.actor, [me, partner]));
        if proposal.operations.iter().any(strangers) {
            return Err(Refused::Unmergeable);
        }
        Ok(proposal.operations.iter().filter_map(|op| op.put()?.key.parse().ok()).collect())
    }

    /// Two equal commitments are refused: one of them was copied.
    fn check_commitments(&self, operations: &[Operation]) -> Result<Vec<(Commitment, EntryId)>, Refused> {
        let mut new: Vec<(Commitment, EntryId)> = Vec::new();
        for put in operations.iter().filter_map(Operation::put) {
            let (Ok(Key::Entry(entry)), Value::Bytes(bytes)) = (put.key.parse(), &put.value) else { continue };
            let Some(Record { commitment, .. }) = Record::decode(bytes) else { continue };
            let elsewhere = self.ledger.owner_of(&commitment).is_some_and(|owner| owner != (self.doc, entry));
            let earlier = self.commitments.get(&commitment).is_some_and(|owner| *owner != entry);
            let beside = new.iter().any(|(other, owner)| *other == commitment && *owner != entry);
            if elsewhere || earlier || beside {
                return Err(Refused::CopiedCommitment);
            }
            new.push((commitment, entry));
        }
        Ok(new)
    }

    fn refuse(&mut self, proposal: Proposal, tag: AuthorTag, why: Refused) {
        self.refused_hashes.insert(proposal.hash);
        self.refused.push((proposal, tag, why));
    }

    fn finish(mut self, base: &Document, incomplete: bool) -> Admission {
        let document = self.rehearse(base);
        let verified = document.filter(|_| !self.passed.is_empty()).map(|document| Verified {
            document,
            changes: self.passed.iter().map(|passed| passed.built.stored()).collect(),
            tags: self
                .passed
                .iter()
                .filter(|passed| passed.theirs)
                .map(|passed| (passed.built.hash(), passed.tag))
                .collect(),
            touched: self.passed.iter().flat_map(|passed| passed.keys.iter().copied()).collect(),
        });
        Admission { verified, refused: self.refused, incomplete }
    }

    /// Tries all at once; where that fails, one after the other, so that one bad change takes only its followers along.
    fn rehearse(&mut self, base: &Document) -> Option<Document> {
        if self.passed.is_empty() {
            return None;
        }
        let all: Vec<Passed> = std::mem::take(&mut self.passed);
        let whole = base.rehearse(all.iter().map(|passed| &passed.built));
        if whole.is_some() {
            self.passed = all;
            return whole;
        }
        let mut document: Option<Document> = None;
        for passed in all {
            if passed.proposal.deps.iter().any(|dep| self.refused_hashes.contains(dep)) {
                self.refuse(passed.proposal, passed.tag, Refused::FollowsRefused);
                continue;
            }
            match document.as_ref().unwrap_or(base).rehearse([&passed.built]) {
                Some(next) => {
                    document = Some(next);
                    self.passed.push(passed);
                }
                None => self.refuse(passed.proposal, passed.tag, Refused::Unmergeable),
            }
        }
        document
    }
}

fn check_size(proposal: &Proposal) -> Result<(), Refused> {
    let operations = &proposal.operations;
    let sized = (1..=MAX_OPERATIONS).contains(&operations.len())
        && proposal.deps.len() <= MAX_DEPS
        && operations
            .iter()
            .all(|op| op.names().len() <= MAX_REPLACED && op.put().is_none_or(|put| put.key.len() <= 64));
    if sized { Ok(()) } else { Err(Refused::Size) }
}

fn known(actor: Actor, people: [PersonId; 2]) -> bool {
    people.iter().any(|person| actor.is_of(*person))
}

#[cfg(test)]
mod tests;

//! The gate: between what a partner's laptop proposes and what the store takes.
//!
//! A proposal passes when its author may write each operation there, when what claims to be mine carries my author tag, when
//! the change built from its operations hashes to what was announced, and when a copy of the document with it can be saved,
//! loaded and written. Only then does it become [`Verified`], which nothing else can make.
//!
//! There are three outcomes. What does not pass is refused by name, for ever, and only for what is wrong by the change itself
//! and by what it follows, so that both laptops always decide alike. What fits later, or on another day, is [`NotNow`]: left
//! where it is, without a word. What is not here yet and is followed is asked for.

mod body;
mod not_now;
mod refused;

use std::collections::{HashMap, HashSet};

use kintsugi_journal::{
    Actor, AuthorTag, BuiltChange, ChangeHash, Commitment, DocId, Document, EntryId, History, Key, Limits, Misplaced,
    Operation, PersonId, Proposal, Record, StoredChange, TagSecret, Value, Vocabulary, check_operation,
};

pub use body::{VerifiedBody, check_body};
pub use not_now::{Left, NotNow};
pub use refused::Refused;

/// Between whom the session runs, and what proves that words are mine.
pub struct Authority<'a> {
    /// Me.
    pub me: PersonId,
    /// The person on the other laptop, proven by the channel.
    pub partner: PersonId,
    /// What my author tags are checked with.
    pub tag: &'a TagSecret,
    /// What this program knows.
    pub vocabulary: Vocabulary,
}

/// What the gate must know of the store beyond the document itself.
pub trait Ledger {
    /// Whether this proposal was refused before, by its [fingerprint](Proposal::fingerprint) and tag, by a program that knew
    /// as much as this one. What an older one refused is looked at again.
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
    /// What does not fit now, and why. Nothing of it is remembered.
    pub left: Vec<Left>,
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
    entrance.finish(!waiting.is_empty())
}

struct Entrance<'a> {
    base: &'a Document,
    limits: Limits,
    history: History,
    authority: &'a Authority<'a>,
    ledger: &'a dyn Ledger,
    passed: Vec<Passed>,
    refused: Vec<(Proposal, AuthorTag, Refused)>,
    refused_hashes: HashSet<ChangeHash>,
    left: Vec<Left>,
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
    fn new(base: &'a Document, authority: &'a Authority<'a>, ledger: &'a dyn Ledger) -> Self {
        Self {
            base,
            limits: authority.vocabulary.limits(),
            history: base.history(),
            authority,
            ledger,
            passed: Vec::new(),
            refused: Vec::new(),
            refused_hashes: HashSet::new(),
            left: Vec::new(),
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
            Err(Outcome::Refused(why)) => {
                self.refuse(proposal.clone(), tag, why);
                true
            }
            Err(Outcome::NotNow(why)) => {
                self.left.push(Left { change: proposal.hash, why });
                true
            }
        }
    }

    fn check(&mut self, proposal: &Proposal, tag: AuthorTag) -> Result<Option<Passed>, Outcome> {
        check_size(proposal, self.limits)?;
        self.check_dependencies(proposal)?;
        let keys = self.check_author(proposal, tag)?;
        let built = match self.history.build(proposal) {
            Ok(built) => built,
            Err(Misplaced::MissingDependency) => return Ok(None),
            Err(Misplaced::Taken) => return Err(NotNow::Numbered.into()),
            Err(Misplaced::Later) => return Err(NotNow::Later.into()),
            Err(Misplaced::Sequence) => return Err(Refused::Sequence.into()),
            Err(Misplaced::Unbuildable) => return Err(Refused::Unmergeable.into()),
        };
        if built.hash() != proposal.hash {
            return Err(Refused::Hash.into());
        }
        if built.stored().bytes.len() > self.limits.change_bytes || built.counter() > self.limits.counter {
            return Err(Refused::Size.into());
        }
        let commitments = self.check_commitments(&proposal.operations)?;
        self.commitments.extend(commitments);
        let theirs = !proposal.actor.is_of(self.authority.me);
        Ok(Some(Passed { built, proposal: proposal.clone(), keys, tag, theirs }))
    }

    fn check_dependencies(&self, proposal: &Proposal) -> Result<(), Outcome> {
        let here = |dep: &ChangeHash| self.history.knows(dep);
        if proposal.deps.iter().any(|dep| self.refused_hashes.contains(dep) && !here(dep)) {
            return Err(Refused::FollowsRefused.into());
        }
        let left = |dep: &ChangeHash| self.left.iter().any(|left| left.change == *dep) && !here(dep);
        if proposal.deps.iter().any(left) { Err(NotNow::Follows.into()) } else { Ok(()) }
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

    fn refuse(&mut self, proposal: Proposal, tag: AuthorTag, why: Refused) {
        self.refused_hashes.insert(proposal.hash);
        self.refused.push((proposal, tag, why));
    }

    fn finish(mut self, incomplete: bool) -> Admission {
        self.keep_room();
        let document = self.rehearse();
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
        Admission { verified, refused: self.refused, left: self.left, incomplete }
    }

    /// Leaves out the last ones until one change can follow all heads that there are then.
    fn keep_room(&mut self) {
        let base = self.base.heads();
        let most = self.limits.heads.max(base.len());
        while heads_with(&base, &self.passed) > most {
            let Some(last) = self.passed.pop() else { break };
            self.left.push(Left { change: last.proposal.hash, why: NotNow::Heads });
        }
    }

    /// Tries all at once; where that fails, one after the other, so that one bad change takes only its followers along.
    fn rehearse(&mut self) -> Option<Document> {
        if self.passed.is_empty() {
            return None;
        }
        let all: Vec<Passed> = std::mem::take(&mut self.passed);
        let whole = self.base.rehearse(all.iter().map(|passed| &passed.built));
        if whole.is_some() {
            self.passed = all;
            return whole;
        }
        let mut document: Option<Document> = None;
        for passed in all {
            let deps = &passed.proposal.deps;
            if deps.iter().any(|dep| self.refused_hashes.contains(dep)) {
                self.refuse(passed.proposal, passed.tag, Refused::FollowsRefused);
                continue;
            }
            if deps.iter().any(|dep| self.left.iter().any(|left| left.change == *dep)) {
                self.left.push(Left { change: passed.proposal.hash, why: NotNow::Follows });
                continue;
            }
            let here = document.as_ref().unwrap_or(self.base);
            match here.rehearse([&passed.built]) {
                Some(next) => {
                    document = Some(next);
                    self.passed.push(passed);
                }
                // By itself, on what it follows alone.
                None if here.rehearse_on(deps, &passed.built) => {
                    self.left.push(Left { change: passed.proposal.hash, why: NotNow::Beside });
                }
                None => self.refuse(passed.proposal, passed.tag, Refused::Unmergeable),
            }
        }
        document
    }
}

/// Why something does not pass.
enum Outcome {
    Refused(Refused),
    NotNow(NotNow),
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

/// How many heads a document with these would have once these changes are in it.
fn heads_with(base: &[ChangeHash], passed: &[Passed]) -> usize {
    let mut heads: HashSet<ChangeHash> = base.iter().copied().collect();
    for one in passed {
        for dep in &one.proposal.deps {
            heads.remove(dep);
        }
        heads.insert(one.proposal.hash);
    }
    heads.len()
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

#[cfg(test)]
mod growth;
#[cfg(test)]
mod tests;

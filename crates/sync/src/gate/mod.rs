//! The gate: between what a partner's laptop proposes and what the store takes.
//!
//! A proposal passes when its author may write each operation there, when what claims to be mine carries my author tag, when
//! the change built from its operations hashes to what was announced, and when a copy of the document with it can be saved,
//! loaded and written. Only then does it become [`Verified`], which nothing else can make.
//!
//! There are three outcomes. What does not pass is refused by name, for ever, and only for what is wrong by the change itself
//! and by what it follows, so that both laptops always decide alike. What fits later, or on another day, is [`NotNow`]: left
//! where it is, without a word. What is not here yet and is followed is asked for.
//!
//! What it costs grows with what came, in whatever order it came: see [`Queue`].

mod body;
mod bounds;
mod entrance;
mod fate;
mod halving;
mod not_now;
mod order;
mod queue;
mod refused;
mod replaced;
mod space;

use std::collections::HashMap;

use kintsugi_journal::{
    AuthorTag, BuiltChange, ChangeHash, Commitment, DocId, Document, EntryId, Key, PersonId, Proposal, Rehearsed,
    StoredChange, TagSecret, Vocabulary,
};

use fate::Settled;

pub use body::{VerifiedBody, check_body};
pub use not_now::{Left, NotNow};
pub use queue::Queue;
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
    commitments: HashMap<Commitment, EntryId>,
    snapshot: Vec<u8>,
}

impl Verified {
    fn of(rehearsed: Rehearsed, passed: Vec<Passed>, commitments: HashMap<Commitment, EntryId>) -> Self {
        let Rehearsed { document, snapshot } = rehearsed;
        let theirs = passed.iter().filter(|passed| passed.theirs);
        let tags = theirs.map(|passed| (passed.built.hash(), passed.tag)).collect();
        let changes = passed.iter().map(|passed| passed.built.stored()).collect();
        let touched = passed.into_iter().flat_map(|passed| passed.keys).collect();
        Self { document, changes, tags, touched, commitments, snapshot }
    }

    /// The document with the changes.
    pub const fn document(&self) -> &Document {
        &self.document
    }

    /// The same, for what comes next.
    pub fn into_document(self) -> Document {
        self.document
    }

    /// The document with the changes as one block of bytes, which was loaded again to be sure.
    pub fn snapshot(&self) -> &[u8] {
        &self.snapshot
    }

    /// The commitments in the changes, and the entries that they belong to.
    pub const fn commitments(&self) -> &HashMap<Commitment, EntryId> {
        &self.commitments
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
    /// How often changes were tried on a copy of the document.
    pub rehearsals: usize,
    /// The operations of all that was looked at.
    pub operations: usize,
    looked_at: usize,
    settled: Settled,
}

/// Lets proposals for one document through, or not, all in one step.
pub fn admit(
    base: &Document,
    proposals: Vec<(Proposal, AuthorTag)>,
    authority: &Authority<'_>,
    ledger: &dyn Ledger,
) -> Admission {
    Queue::of(proposals).admit(base, authority, ledger, usize::MAX)
}

/// A proposal of which everything was checked but how it fits into its document.
struct Passed {
    built: BuiltChange,
    proposal: Proposal,
    keys: Vec<Key>,
    tag: AuthorTag,
    theirs: bool,
}

#[cfg(test)]
mod cost;
#[cfg(test)]
mod growth;
#[cfg(test)]
mod size_tests;
#[cfg(test)]
mod space_tests;
#[cfg(test)]
mod succession_tests;
#[cfg(test)]
mod tests;

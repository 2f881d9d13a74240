//! What a session asks of the copy that it speaks for.

use kintsugi_journal::{
    AuthorTag, ChangeHash, Commitment, DocDigest, DocId, EntryId, Proposal, RoundId, SealedBody, Stand, Vocabulary,
};

use super::Intake;
use crate::gate::Refused;

/// A round that both are ready to open, as far as one copy knows, with all words of its own person there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ready {
    /// Which.
    pub round: RoundId,
    /// How it stands with both.
    pub stand: Stand,
    /// Whether my words go before the partner's: the stand decides it, so exactly one of the two says so.
    pub leads: bool,
}

/// One copy of the journal, as a session reads it. Private pages never show here.
pub trait Replica {
    /// Why it cannot be read or written.
    type Error;

    /// All shared documents that a program of this vocabulary knows, and their digests.
    ///
    /// # Errors
    /// When the store cannot be read; so for each function here.
    fn digests(&self, vocabulary: Vocabulary) -> Result<Vec<(DocId, DocDigest)>, Self::Error>;

    /// The heads of a document; none when it is not here.
    fn heads(&self, doc: DocId) -> Result<Vec<ChangeHash>, Self::Error>;

    /// The heads that both had at the last meeting.
    fn met(&self, doc: DocId) -> Result<Vec<ChangeHash>, Self::Error>;

    /// The changes of a document that somebody with these heads lacks, with the author's tags.
    fn changes(&self, doc: DocId, known: &[ChangeHash]) -> Result<Vec<(Proposal, AuthorTag)>, Self::Error>;

    /// The bodies that are due and not here.
    fn wanted(&self) -> Result<Vec<Commitment>, Self::Error>;

    /// Bodies in this order, all of one moment: as many as make up `most` bytes with the last of them, and one at least.
    /// Nothing stands in the place of one that is not here, or that the partner may not have now.
    fn bodies(&self, commitments: &[Commitment], most: usize) -> Result<Vec<Option<SealedBody>>, Self::Error>;

    /// The rounds that both are ready to open, as far as is known here, and for which all my words are here, of those that a
    /// program of this vocabulary knows.
    fn ready(&self, vocabulary: Vocabulary) -> Result<Vec<Ready>, Self::Error>;

    /// My words of a round that both are ready to open; `None` when it no longer stands so.
    fn words_of(&self, round: RoundId, stand: Stand) -> Result<Option<Vec<(Commitment, SealedBody)>>, Self::Error>;
}

/// A copy that also takes in.
pub trait Store: Replica {
    /// Passes an intake through the gate and makes what passed durable, before it returns.
    fn take_in(&self, intake: Intake) -> Result<Receipt, Self::Error>;
}

/// What became of an intake.
#[derive(Clone, Debug, Default)]
pub struct Receipt {
    /// Entries that show something else now.
    pub changed: Vec<EntryId>,
    /// Documents for which something came before what it follows.
    pub incomplete: Vec<DocId>,
    /// What was refused, newly.
    pub refused: Vec<Refused>,
    /// Something does not fit now, and is looked at again at the next meeting.
    pub left: bool,
    /// Documents of mine that were written here because of it, and their heads before.
    pub written: Vec<(DocId, Vec<ChangeHash>)>,
}

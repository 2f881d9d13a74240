//! The lines between the first and the last.
//!
//! A program that writes another kind of line, or whose new field must not be lost, raises [`FORMAT`](crate::FORMAT). Fields
//! that this program does not know are passed over.

use jiff::civil::Date;
use kintsugi_journal::{
    Actor, AuthorTag, ChangeHash, Commitment, DocId, EntryId, Husk, Operation, Proposal, Record, SealedBody, Shelf,
    Stood, Visibility, WrittenAt,
};
use serde::{Deserialize, Serialize};

use crate::encoding::{base64, document, list, packed, text};

/// One line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "lowercase")]
#[non_exhaustive]
pub enum Item {
    /// Words to be read by a person. Nothing is restored from them; they are compared with what was.
    Entry(Box<Entry>),
    /// The words of the agreement, likewise.
    Agreement {
        /// All of it.
        text: String,
    },
    /// A document begins. Its changes follow, each after those that it follows.
    Document {
        /// Which.
        #[serde(with = "document")]
        document: DocId,
        /// How many changes follow.
        changes: u64,
    },
    /// A change of the document that was named last.
    Change(Change),
    /// A body: what is restored of words.
    Body(Box<Body>),
    /// The place of what was taken back.
    Husk(Place),
    /// When an entry of mine was written.
    Time {
        /// The entry.
        #[serde(with = "text")]
        entry: EntryId,
        /// The moment, in milliseconds since 1970, and the offset in minutes.
        #[serde(flatten)]
        written: WrittenAt,
    },
    /// An entry of mine that was taken back before anybody else had it.
    Dropped {
        /// The entry.
        #[serde(with = "text")]
        entry: EntryId,
    },
    /// Words of mine that were never saved.
    Draft(Draft),
    /// A laptop of the partner that was replaced, and is refused for ever.
    Replaced {
        /// Its id.
        #[serde(with = "base64")]
        device: [u8; 32],
    },
}

/// Words to be read by a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The entry.
    #[serde(with = "text")]
    pub id: EntryId,
    /// The name of who wrote it.
    pub author: String,
    /// Whether that is the person of this journal.
    pub mine: bool,
    /// What it is; nothing for what the program could not show that wrote this file.
    pub kind: Option<String>,
    /// The day it is about.
    pub day: Date,
    /// When it was written, where that is known (RFC 3339).
    pub written_at: Option<String>,
    /// The words.
    pub text: Option<String>,
    /// What the same entry says in edits made apart.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// Tags.
    pub tags: Vec<String>,
    /// Who may read it.
    pub visibility: Visibility,
    /// Changed since it was first written.
    pub edited: bool,
    /// It carries my star.
    pub starred: bool,
}

/// A change, as operations: no bytes of a file ever reach the merge library's decoder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    #[serde(with = "base64")]
    hash: ChangeHash,
    #[serde(with = "packed")]
    actor: Actor,
    number: u64,
    #[serde(with = "list")]
    follows: Vec<ChangeHash>,
    #[serde(with = "list")]
    steps: Vec<Vec<u8>>,
    #[serde(with = "base64")]
    tag: [u8; 16],
}

impl Change {
    /// The line of a change; `tag` is its author's.
    pub fn of(proposal: &Proposal, tag: AuthorTag) -> Self {
        Self {
            hash: proposal.hash,
            actor: proposal.actor,
            number: proposal.seq,
            follows: proposal.deps.clone(),
            steps: proposal.operations.iter().map(Operation::to_bytes).collect(),
            tag: tag.0,
        }
    }

    /// The change that it claims to be, on this document, and its tag. Nothing of it is checked.
    pub fn proposal(self, doc: DocId) -> (Proposal, AuthorTag) {
        let Self { hash, actor, number: seq, follows: deps, steps, tag } = self;
        let operations = steps.iter().map(|step| Operation::from_bytes(step)).collect();
        (Proposal { doc, actor, seq, deps, operations, hash }, AuthorTag(tag))
    }
}

/// A body, without the zero bytes at its end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    #[serde(with = "document")]
    document: DocId,
    #[serde(with = "text")]
    entry: EntryId,
    #[serde(with = "packed")]
    record: Record,
    #[serde(with = "base64")]
    salt: [u8; 32],
    #[serde(with = "base64")]
    bytes: Vec<u8>,
    /// How long it is with the zero bytes.
    length: usize,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    superseded: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty", with = "list")]
    previous: Vec<[u8; 32]>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    stood: Option<Stood>,
}

impl Body {
    /// The line of a body. When it was written is a line of its own.
    pub fn of(shelf: &Shelf) -> Self {
        let Shelf { doc, entry, record, superseded, previous, sealed, stood, written_at: _ } = shelf;
        let end = sealed.bytes.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
        Self {
            document: *doc,
            entry: *entry,
            record: *record,
            salt: sealed.salt,
            bytes: sealed.bytes[..end].to_vec(),
            length: sealed.bytes.len(),
            superseded: *superseded,
            previous: previous.iter().map(|one| *one.as_bytes()).collect(),
            stood: *stood,
        }
    }

    /// The body, with its zero bytes and without the time at which it was written; `None` where it claims to be shorter than it is, or longer than any body.
    pub fn shelf(self) -> Option<Shelf> {
        let Self { document: doc, entry, record, salt, mut bytes, length, superseded, previous, stood } = self;
        if !(bytes.len()..=SealedBody::MAX_BYTES).contains(&length) {
            return None;
        }
        bytes.resize(length, 0);
        let previous = previous.into_iter().map(Commitment::from_bytes).collect();
        let sealed = SealedBody { salt, bytes };
        Some(Shelf { doc, entry, record, superseded, previous, sealed, stood, written_at: None })
    }
}

/// The place of what was taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    #[serde(with = "text")]
    entry: EntryId,
    #[serde(with = "document")]
    document: DocId,
    day: Date,
    order: u32,
}

impl From<Husk> for Place {
    fn from(Husk { doc, entry, day, order }: Husk) -> Self {
        Self { entry, document: doc, day, order }
    }
}

impl From<Place> for Husk {
    fn from(Place { entry, document: doc, day, order }: Place) -> Self {
        Self { doc, entry, day, order }
    }
}

/// Words of mine that were never saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// By which it is named, from 1.
    pub number: u32,
    /// The command that they were for.
    pub purpose: String,
    /// The day on which they were kept.
    pub day: Date,
    /// The words.
    pub text: String,
}

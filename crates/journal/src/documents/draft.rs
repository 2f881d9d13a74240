//! Drafts: words on their way into the journal.

use jiff::civil::Date;

use crate::documents::key::Key;
use crate::documents::operation::Value;
use crate::entries::body::{Body, SealedBody};
use crate::entries::kind::Kind;
use crate::entries::record::{Record, RecordState, Visibility};
use crate::entries::view::Shelf;
use crate::entries::written_at::WrittenAt;
use crate::error::BodyError;
use crate::names::commitment::Salt;
use crate::names::doc_id::DocId;
use crate::names::id::{EntryId, PersonId};
use crate::names::round_id::RoundId;
use crate::time::month::Month;

/// Who may read something, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Its author alone.
    Me,
    /// Both, from the next meeting on.
    Both,
    /// Both, once the round opens.
    Round(RoundId),
}

impl Audience {
    const fn visibility(self) -> Visibility {
        match self {
            Self::Me => Visibility::Private,
            Self::Both => Visibility::Open,
            Self::Round(_) => Visibility::Sealed,
        }
    }

    const fn round(self) -> Option<RoundId> {
        match self {
            Self::Round(round) => Some(round),
            Self::Me | Self::Both => None,
        }
    }
}

/// What somebody wants to write. Its place among the lines of its day is found when it is written.
#[derive(Clone)]
pub struct Words {
    /// What it is.
    pub kind: Kind,
    /// The day it is about.
    pub day: Date,
    /// The words.
    pub text: String,
    /// Tags.
    pub tags: Vec<String>,
    /// When it is written, for the writer's own laptop alone.
    pub written_at: Option<WrittenAt>,
}

impl Words {
    fn into_body(self, order: u32) -> Body {
        let Self { kind, day, text, tags, .. } = self;
        Body { kind, day, order, text, tags, rest: Vec::new() }
    }
}

/// What somebody wants to write, and who may read it.
#[derive(Clone)]
pub struct Draft {
    /// The words and what belongs to them.
    pub words: Words,
    /// Who may read it.
    pub audience: Audience,
}

/// The random bytes that one piece of writing needs.
#[derive(Clone, Copy)]
pub struct Fresh {
    /// Its id.
    pub entry: EntryId,
    /// The salt of its commitment.
    pub salt: Salt,
}

/// A draft made ready: what goes into the document, and what goes beside it.
pub struct Written {
    /// The document.
    pub doc: DocId,
    /// The key and value to put there.
    pub put: (Key, Value),
    /// The body with what must be known of it.
    pub shelf: Shelf,
    /// The same, readable.
    pub body: Body,
}

impl Draft {
    /// Makes a new entry of `person`. `month` is the page it belongs on, the month in which it is first written; what stands
    /// goes into the drawer whatever the month. `order` is its place among that person's lines of its day.
    ///
    /// # Errors
    /// [`BodyError`] when the words cannot be kept as they are.
    pub fn prepare(self, person: PersonId, month: Month, order: u32, fresh: Fresh) -> Result<Written, BodyError> {
        let month = if self.words.kind.stands() { Month::DRAWER } else { month };
        let doc = match self.audience {
            Audience::Me => DocId::Private { person, month },
            Audience::Both | Audience::Round(_) => DocId::Page { person, month },
        };
        let written_at = self.words.written_at;
        let body = self.words.into_body(order);
        let mut written = seal(doc, person, fresh, body, self.audience, &RecordState::default())?;
        written.shelf.written_at = written_at;
        Ok(written)
    }
}

impl Written {
    /// Makes the next revision of an entry that `state` describes: `body` replaces all that it says now.
    ///
    /// # Errors
    /// [`BodyError`] when the words cannot be kept as they are.
    pub fn revise(
        doc: DocId,
        person: PersonId,
        fresh: Fresh,
        body: Body,
        audience: Audience,
        state: &RecordState,
    ) -> Result<Self, BodyError> {
        seal(doc, person, fresh, body, audience, state)
    }
}

fn seal(
    doc: DocId,
    person: PersonId,
    fresh: Fresh,
    body: Body,
    audience: Audience,
    state: &RecordState,
) -> Result<Written, BodyError> {
    let (round, revision) = (audience.round(), state.next_revision());
    let previous = state.current.iter().map(|record| record.commitment).collect();
    let sealed = SealedBody { salt: fresh.salt, bytes: body.encode()? };
    let commitment = sealed.commitment(person, fresh.entry, round, revision);
    let record = Record { visibility: audience.visibility(), revision, round, commitment, later: false };
    Ok(Written {
        doc,
        put: (Key::Entry(fresh.entry), Value::Bytes(record.encode())),
        shelf: Shelf {
            doc,
            entry: fresh.entry,
            record,
            superseded: false,
            previous,
            sealed,
            stood: None,
            written_at: None,
        },
        body,
    })
}

//! Drafts: words on their way into the journal.

use crate::body::{Body, SealedBody};
use crate::commitment::Salt;
use crate::document::DocId;
use crate::error::BodyError;
use crate::id::{EntryId, PersonId};
use crate::key::Key;
use crate::month::Month;
use crate::operation::Value;
use crate::record::{Record, RecordState, Visibility};
use crate::round::RoundId;
use crate::view::Shelf;

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

/// What somebody wants to write, and who may read it.
#[derive(Clone)]
pub struct Draft {
    /// The words and what belongs to them.
    pub body: Body,
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
    /// goes into the drawer whatever the month.
    ///
    /// # Errors
    /// [`BodyError`] when the words cannot be kept as they are.
    pub fn prepare(self, person: PersonId, month: Month, fresh: Fresh) -> Result<Written, BodyError> {
        let month = if self.body.kind.stands() { Month::DRAWER } else { month };
        let doc = match self.audience {
            Audience::Me => DocId::Private { person, month },
            Audience::Both | Audience::Round(_) => DocId::Page { person, month },
        };
        seal(doc, person, fresh, self.body, self.audience, &RecordState::default())
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
        shelf: Shelf { doc, entry: fresh.entry, record, superseded: false, previous, sealed },
        body,
    })
}

//! Ids as they cross: length and bytes, so that one of a later version is passed over and not misread.

use kintsugi_journal::{DocId, Form, RoundId};
use serde::{Deserialize, Serialize};

/// The id of a document or of a round, as it crosses.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Name(Vec<u8>);

impl Name {
    /// A name of these bytes, whatever they say.
    pub const fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// Which document it is.
    pub fn doc(&self) -> Form<DocId> {
        DocId::read(&self.0)
    }

    /// Whether it is the name of this round.
    pub fn is(&self, round: RoundId) -> bool {
        self.0 == round.to_bytes()
    }
}

impl From<DocId> for Name {
    fn from(doc: DocId) -> Self {
        Self(doc.to_bytes().to_vec())
    }
}

impl From<RoundId> for Name {
    fn from(round: RoundId) -> Self {
        Self(round.to_bytes().to_vec())
    }
}

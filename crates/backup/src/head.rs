//! The first line: what follows, and whose it is.

use jiff::civil::Date;
use kintsugi_journal::{PersonId, Vocabulary};
use serde::{Deserialize, Serialize};

use crate::encoding::{base64, text};

/// The first line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The format of the file, see [`FORMAT`](crate::FORMAT).
    #[serde(rename = "kintsugi_backup")]
    pub format: u32,
    /// What the program knew that wrote it.
    pub vocabulary: Vocabulary,
    /// Whose journal it is.
    #[serde(with = "text")]
    pub person: PersonId,
    /// The name they go by.
    pub name: String,
    /// The day on which it was written.
    pub day: Date,
    /// How much follows.
    pub counts: Counts,
    /// The partner, where there is or was one.
    pub partner: Option<Former>,
}

/// How much follows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Entries that can be read, mine and the partner's, as `status` counts them.
    pub entries: u64,
    /// Documents.
    pub documents: u64,
    /// Bodies, those of earlier words of mine among them.
    pub bodies: u64,
}

/// Somebody who shares this journal, or did: enough to know them again when the two join anew, and no secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Former {
    /// Who.
    #[serde(with = "text")]
    pub person: PersonId,
    /// The name they go by.
    pub name: String,
    /// Their public key.
    #[serde(with = "base64")]
    pub key: [u8; 32],
    /// Their laptop's id.
    #[serde(with = "base64")]
    pub device: [u8; 32],
    /// How the two stood.
    pub standing: Standing,
}

/// How the two stood when a backup was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// The first meeting was not over.
    Pending,
    /// They shared the journal.
    Paired,
    /// The person of this journal had left.
    Left,
    /// The pairing was undone: nothing that the partner wrote is here.
    Undone,
}

//! Why the home could not do what was asked.

use kintsugi_journal::{BodyError, DocumentError};
use kintsugi_vault::VaultError;

/// Why the home could not do what was asked. Nothing was changed in any of these cases.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum HomeError {
    /// The store.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// A document of this home cannot be read.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// The words cannot be kept as they are.
    #[error(transparent)]
    Words(#[from] BodyError),
    /// No entry has this id.
    #[error("no entry begins with “{0}”")]
    NoSuchEntry(String),
    /// More than one entry has an id that begins so.
    #[error("more than one entry begins with {0}")]
    Ambiguous(String),
    /// It is the other person's.
    #[error("only the person who wrote it can change it")]
    NotYours,
    /// It was taken back.
    #[error("it was taken back")]
    TakenBack,
    /// It is open already.
    #[error("it is shared already")]
    NotPrivate,
    /// There is a partner already.
    #[error("this home is paired already")]
    AlreadyPaired,
    /// Somebody other than the partner of this home.
    #[error("this journal belongs to you and somebody else")]
    AnotherPerson,
    /// A laptop that was replaced.
    #[error("that laptop was replaced")]
    ReplacedDevice,
    /// This home has left its partner.
    #[error("you have left this partnership")]
    Left,
    /// There is no partner yet.
    #[error("this home is not paired")]
    NotPaired,
}

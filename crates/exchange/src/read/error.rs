//! Why nothing could be made of a source.

use std::io;
use std::path::PathBuf;

/// Nothing of it was changed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The system would not let it be read.
    #[error("{} could not be read: {error}", path.display())]
    Io {
        /// Which file or folder.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// It is locked with a password of the program that wrote it.
    #[error("it is encrypted")]
    Encrypted,
    /// It holds nothing that could be taken.
    #[error("there is nothing in it that can be taken in")]
    Empty,
    /// It ends in the middle.
    #[error("it ends in the middle: {0}")]
    Cut(String),
    /// It is something else.
    #[error("it is not {0}")]
    Other(&'static str),
    /// It would unpack to more than is read here.
    #[error("it is larger than can be read here")]
    TooLarge,
    /// Whoever took the pieces wanted no more.
    #[error("it was stopped")]
    Stopped,
}

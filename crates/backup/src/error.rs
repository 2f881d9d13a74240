//! Why a backup cannot be read or written.

use std::io;

/// Why a backup cannot be read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BackupError {
    /// The file itself: it cannot be read, or not be written.
    #[error("{0}")]
    File(#[from] io::Error),
    /// It is no age file, and does not begin as a backup does.
    #[error("this is no backup")]
    NotABackup,
    /// A later version wrote it.
    #[error("a newer kintsugi wrote this backup")]
    Later,
    /// The passphrase, the words or the key do not open it.
    #[error("that does not open this backup")]
    WrongKey,
    /// Whoever made it asks for more work, or more memory, than a passphrase is worth.
    #[error("opening this backup would take far more work than one of ours does")]
    Work,
    /// That is no recipient (`age1…`).
    #[error("this is no age recipient")]
    Recipient,
    /// That is no identity (`AGE-SECRET-KEY-1…`).
    #[error("there is no age identity in this file")]
    Identity,
    /// A line is not one that any version writes, or it is too long. Counted from 1.
    #[error("line {0} of this backup cannot be read")]
    Line(u64),
    /// It ends before its last line.
    #[error("this backup is not whole: its end is missing")]
    Cut,
    /// Its last line names another sum than the one that its lines have.
    #[error("this backup was changed after it was written")]
    Changed,
}

impl BackupError {
    /// What reading a locked file gave back: age reports a broken one as an error of reading.
    pub(crate) fn of_reading(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::UnexpectedEof => Self::Cut,
            io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => Self::Changed,
            _ => Self::File(error),
        }
    }
}

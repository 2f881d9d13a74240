//! What is wrong with a backup.

use kintsugi_backup::BackupError;

/// What is wrong with a backup. Nothing was taken in.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BackupFault {
    /// The file, its lock or its lines.
    #[error(transparent)]
    File(#[from] BackupError),
    /// Other words than those of the person whose journal it holds.
    #[error("this backup belongs to other 12 words")]
    OtherWords,
    /// Somebody wrote it who has not the 12 words.
    #[error("this backup was not written with your 12 words")]
    Unproven,
    /// It was another one when it was read again.
    #[error("this backup was changed while it was read")]
    Changing,
    /// What it would give back is not what it says of itself.
    #[error("what this backup would give back is not what it names")]
    Differs,
    /// Something in it does not fit: what, in a few words.
    #[error("{0} in this backup does not fit")]
    Unsound(&'static str),
}

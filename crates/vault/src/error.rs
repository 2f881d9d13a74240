//! Why the home could not be opened, read or written.

use std::path::PathBuf;

/// What is wrong with the folder.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FolderFault {
    /// Others on this computer can look into it.
    Open,
    /// It, or a file in it, is a symbolic link.
    Link,
    /// It belongs to another user of this computer.
    Foreign,
    /// It is not a folder.
    NotAFolder,
    /// `init` wants an empty folder.
    NotEmpty,
}

/// Why the home could not be opened, read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum VaultError {
    /// There is no home in this folder.
    #[error("there is no journal in {0}")]
    NoHome(PathBuf),
    /// There is a home in this folder already.
    #[error("there is a journal in {0} already")]
    HomeExists(PathBuf),
    /// The folder or a file in it is not safe to use.
    #[error("{path} cannot be used: {fault:?}")]
    Folder {
        /// Which.
        path: PathBuf,
        /// Why.
        fault: FolderFault,
    },
    /// A passphrase is needed.
    #[error("the journal is locked")]
    Locked,
    /// The passphrase does not open it.
    #[error("that passphrase does not open the journal")]
    WrongPassphrase,
    /// The words are not a recovery code, or not the one of this home.
    #[error("those words are not the recovery code")]
    RecoveryCode,
    /// The keyfile is not one, or asks for a weaker or an absurd derivation.
    #[error("the keyfile cannot be used: {0}")]
    Keyfile(&'static str),
    /// The keyfile was written by a later version.
    #[error("the keyfile was written by another version")]
    KeyfileVersion,
    /// A row does not open under the key, or does not decode.
    #[error("something in this journal is damaged")]
    Damaged {
        /// The table it is in.
        table: &'static str,
    },
    /// A row that is derived is damaged: it can be made anew from what it was derived from, and nothing is lost.
    #[error("something that screens are made of is damaged, and can be made anew")]
    DerivedDamaged {
        /// The table it is in.
        table: &'static str,
    },
    /// The store was written by a later version.
    #[error("the journal was written by a later version (format {0})")]
    Newer(i64),
    /// Another version of this program has brought the store along, or derived it anew, while this process had it open.
    #[error("a newer kintsugi has taken over this journal")]
    Overtaken,
    /// The journal was restored while this process had it open: what it remembers is not what is there now.
    #[error("this journal was restored just now")]
    PutBack,
    /// A row has a layout that this version does not know.
    #[error("what is kept as “{what}” was written by another version (layout {layout})")]
    Layout {
        /// What the row is.
        what: &'static str,
        /// The layout.
        layout: u8,
    },
    /// The file holds something beside the tables of its format: a trigger, an index, another table.
    #[error("the journal's file holds something that kintsugi never puts there")]
    Schema,
    /// Rows are of different times: some were put back, and others not.
    #[error("parts of this journal are older than others")]
    Mixed,
    /// The store has another key than this one.
    #[error("this key is not the one of the journal")]
    OtherKey,
    /// The system did not let go of the remembered key.
    #[error("this system did not let go of the key that it remembers")]
    NotForgotten,
    /// The system failed while the last bytes were made durable: it may be there, or not.
    #[error("this could not be confirmed")]
    Unconfirmed,
    /// The disk is full.
    #[error("the disk is full")]
    DiskFull,
    /// The store cannot be written.
    #[error("the journal cannot be written to")]
    ReadOnly,
    /// Another process held the store for too long.
    #[error("another kintsugi is using the journal")]
    Busy,
    /// It is done and durable, but the log that may hold sealed traces of destroyed words could not be emptied.
    #[error("it is done, but traces of the old words may remain beside the journal")]
    TracesRemain,
    /// The folder has a keyfile and no store.
    #[error("the file that holds the journal is not in {0}")]
    NoStore(PathBuf),
    /// SQLite reports damage.
    #[error("the journal's file is damaged")]
    Corrupt,
    /// SQLite failed in another way.
    #[error("the journal could not be used: {0}")]
    Sqlite(rusqlite::Error),
    /// A file could not be read or written.
    #[error("{path}: {error}")]
    File {
        /// Which.
        path: PathBuf,
        /// What the system said.
        error: std::io::Error,
    },
}

impl VaultError {
    pub(crate) fn file(path: impl Into<PathBuf>, error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull => Self::DiskFull,
            _ => Self::File { path: path.into(), error },
        }
    }
}

impl From<rusqlite::Error> for VaultError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::DiskFull,
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Self::ReadOnly,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Corrupt,
            _ => Self::Sqlite(error),
        }
    }
}

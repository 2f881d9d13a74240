//! What is on the disk: keys, the encrypted store, and how it is unlocked. No network, and no knowledge of what a document
//! means.
//!
//! A home is one folder (0700) with a [`Keyfile`] and a SQLite store in which every value is sealed and every row key is a
//! keyed hash. One [`Writer`] is one transaction; what [`Writer::commit`] has returned from is on the disk.

mod error;
mod folder;
mod identity;
mod keyfile;
mod keyfiles;
mod partner;
mod random;
mod rekey;
mod rows;
mod seal;
mod secret;
mod seed;
mod store;
mod understanding;
mod unlock;

pub use error::{FolderFault, VaultError};
pub use folder::Folder;
pub use identity::{DeviceKey, Identity};
pub use keyfile::{Keyfile, Protection};
pub use keyfiles::{FoundKeyfile, KeyfileLock, Mend};
pub use partner::{Former, PairSecret, Partner, PartnerState};
pub use random::random;
pub use rekey::{finish_rekey, rekey};
pub use rows::{
    BackupReminder, BundleState, DocRow, HeldRow, ImportList, ImportRow, Imported, JournalSettings, LocalSettings,
    PageLook, Quiet, ShownHere, Span, Stick, Theme, Unsaved, WaitingLine, WantedRow, WindowName,
};
pub use seal::Sealer;
pub use secret::{Passphrase, StoreKey};
pub use seed::Seed;
pub use store::{
    Destroyed, Glimpse, Handle, Mended, MendedRows, OpenView, Reader, RowCount, SealedView, UnsealedView, Vault, Writer,
};
pub use understanding::Understanding;
pub use unlock::UnlockCache;

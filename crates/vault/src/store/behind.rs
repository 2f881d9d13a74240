//! A store that is behind what was durable: its log lost its end, or an older file was put in its place.
//!
//! It is taken in as it is, as a restored one is, and remembered in one row, so that it can be told once.

use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use super::writer::Writer;
use super::{Vault, aside};
use crate::error::VaultError;
use crate::folder::Folder;

/// That it was found so, and the numbers of the last transaction: by the file beside, and in the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Older {
    pub(super) counted: u64,
    pub(super) found: u64,
}

impl Vault {
    /// Whether this store, when it was opened, was behind what was durable.
    pub const fn is_behind(&self) -> bool {
        self.behind.is_some()
    }

    /// Takes away a log that was kept for longer than 30 days.
    ///
    /// # Errors
    /// [`VaultError::File`]; it stays for the next time.
    pub fn forget_log(&self, folder: &Folder, now: SystemTime) -> Result<(), VaultError> {
        let store = folder.store();
        aside::forget_log(&store, now).map_err(|error| VaultError::file(&store, error))
    }

    /// Keeps the log as it is, for whoever wants to know what it held: `journal.db-wal.before`, until words are destroyed, or for
    /// 30 days.
    ///
    /// # Errors
    /// [`VaultError::File`] or [`VaultError::DiskFull`].
    pub fn put_log_aside(&self, folder: &Folder) -> Result<(), VaultError> {
        let store = folder.store();
        aside::put_log(&store).map_err(|error| VaultError::file(&store, error))
    }
}

impl Writer<'_> {
    /// Remembers that this store was found behind, and goes on after what was counted: from then on it is behind no more.
    ///
    /// # Errors
    /// As every writing function here.
    pub fn take_in_older(&self, vault: &Vault) -> Result<(), VaultError> {
        let Some(counted) = vault.behind else { return Ok(()) };
        let found = self.chain.borrow().as_ref().map_or(0, |chain| chain.counter.saturating_sub(1));
        // Another process may have done it since.
        if found >= counted { Ok(()) } else { self.put_older(Older { counted, found }) }
    }
}

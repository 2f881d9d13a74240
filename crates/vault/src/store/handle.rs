//! What opens a store once more.

use std::sync::Arc;

use kintsugi_journal::Vocabulary;

use super::Vault;
use super::connect::connect;
use super::put_in_place::Restored;
use crate::error::VaultError;
use crate::folder::Folder;
use crate::seal::Sealer;

/// Opens the store of a home once more, as it was known to whoever made this.
pub struct Handle {
    pub(super) sealer: Arc<Sealer>,
    pub(super) vocabulary: Vocabulary,
    pub(super) restored: Option<Restored>,
}

impl Handle {
    /// Opens it, with a connection of its own.
    ///
    /// # Errors
    /// What SQLite reports.
    pub fn open(&self, folder: &Folder) -> Result<Vault, VaultError> {
        // The file is opened by SQLite alone: whoever else closes it would take away the locks of this whole process.
        let (connection, read_only) = connect(&folder.store())?;
        let vault = Vault::with(connection, Arc::clone(&self.sealer), self.vocabulary);
        let vault = Vault { restored: self.restored, read_only, ..vault };
        vault.be_careful()?;
        vault.configure()?;
        Ok(vault)
    }
}

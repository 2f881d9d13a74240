//! How the journal is opened. Whoever begins the page hands it in.

use std::fs::File;
use std::path::Path;

use kintsugi_home::{BackupKey, Home, HomeError, Restored};
use kintsugi_vault::{Passphrase, Seed};

/// The way to one journal.
pub trait Keys: Send {
    /// The folder in which it is, or may be.
    fn place(&self) -> &Path;

    /// Whether there is a journal.
    fn is_there(&self) -> bool;

    /// Makes one, for a person of this name.
    ///
    /// # Errors
    /// [`HomeError::Vault`] when the folder cannot be used or written; then there is none.
    fn create(&self, name: &str, passphrase: Option<&Passphrase>, seed: Seed) -> Result<Home, HomeError>;

    /// Makes one of a backup of the person whom `seed` makes: this is a new laptop of theirs.
    ///
    /// # Errors
    /// [`HomeError::Backup`] with what is wrong with it, or as [`create`](Self::create); then there is none.
    fn restore(
        &self,
        passphrase: Option<&Passphrase>,
        seed: Seed,
        key: &BackupKey,
        file: &File,
    ) -> Result<Restored, HomeError>;

    /// Whether it has a passphrase.
    ///
    /// # Errors
    /// [`HomeError::Vault`] when its keyfile cannot be read.
    fn is_protected(&self) -> Result<bool, HomeError>;

    /// Opens it; a journal without a passphrase needs none.
    ///
    /// # Errors
    /// [`HomeError::Vault`], with [`WrongPassphrase`](kintsugi_vault::VaultError::WrongPassphrase) for another one.
    fn open(&self, passphrase: Option<&Passphrase>) -> Result<Home, HomeError>;
}

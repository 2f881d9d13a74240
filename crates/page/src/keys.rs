//! How the journal is opened. Whoever begins the page hands it in.

use kintsugi_home::{Home, HomeError};
use kintsugi_vault::{Passphrase, Seed};

/// The way to one journal.
pub trait Keys: Send {
    /// Whether there is a journal.
    fn is_there(&self) -> bool;

    /// Makes one, for a person of this name.
    ///
    /// # Errors
    /// [`HomeError::Vault`] when the folder cannot be used or written; then there is none.
    fn create(&self, name: &str, passphrase: Option<&Passphrase>, seed: Seed) -> Result<Home, HomeError>;

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

//! The way to a journal for whoever opens it later and more than once, such as the page in the browser.

use std::fs::File;
use std::path::{Path, PathBuf};

use kintsugi_home::{BackupKey, Home, HomeError, Restored, from_beginning};
use kintsugi_journal::Vocabulary;
use kintsugi_page::Keys;
use kintsugi_vault::{Folder, Passphrase, Protection, Seed, VaultError};

use crate::{computer, unlock};

/// The journal in this folder, as a program of this vocabulary opens it.
pub(crate) struct Way {
    pub(crate) path: PathBuf,
    pub(crate) vocabulary: Vocabulary,
}

impl Keys for Way {
    fn place(&self) -> &Path {
        &self.path
    }

    fn is_there(&self) -> bool {
        !matches!(Folder::open(&self.path), Err(VaultError::NoHome(_)))
    }

    fn create(&self, name: &str, passphrase: Option<&Passphrase>, seed: Seed) -> Result<Home, HomeError> {
        let protection = passphrase.map_or(Protection::Nothing, Protection::Passphrase);
        let home = kintsugi_home::create(&self.path, name, &protection, seed)?.home;
        computer::note(&home);
        home.knowing(self.vocabulary)
    }

    fn restore(
        &self,
        passphrase: Option<&Passphrase>,
        seed: Seed,
        key: &BackupKey,
        file: &File,
    ) -> Result<Restored, HomeError> {
        let protection = passphrase.map_or(Protection::Nothing, Protection::Passphrase);
        let mut restored = kintsugi_home::restore(&self.path, &protection, seed, key, || Ok(from_beginning(file)))?;
        computer::note(&restored.created.home);
        restored.created.home = restored.created.home.knowing(self.vocabulary)?;
        Ok(restored)
    }

    fn is_protected(&self) -> Result<bool, HomeError> {
        Ok(Folder::open(&self.path)?.read_keyfile()?.keyfile.is_protected())
    }

    fn open(&self, passphrase: Option<&Passphrase>) -> Result<Home, HomeError> {
        let folder = Folder::open(&self.path)?;
        let found = folder.read_keyfile()?;
        let key = match (found.keyfile.unlock_unprotected()?, passphrase) {
            (Some(key), _) => key,
            (None, Some(passphrase)) => found.keyfile.unlock(passphrase)?,
            (None, None) => return Err(VaultError::Locked.into()),
        };
        Ok(unlock::open_with(folder, &found, key, self.vocabulary)?.0)
    }
}

//! Making and opening a home.

use std::cell::Cell;
use std::path::Path;
use std::sync::Arc;

use kintsugi_journal::{Actor, Vocabulary};
use kintsugi_sync::Session;
use kintsugi_vault::{DeviceKey, Folder, Identity, Keyfile, Protection, Seed, StoreKey, Vault, random};
use zeroize::Zeroizing;

use crate::{Home, HomeError};

/// A new home, and the 12 words that are shown once.
pub struct Created {
    /// The home, open.
    pub home: Home,
    /// The recovery code.
    pub words: Zeroizing<String>,
    /// The key, to be remembered.
    pub key: StoreKey,
}

/// Makes a home in a folder that is new or empty: for a new person, or on a new laptop for the person whom `seed` makes.
///
/// # Errors
/// [`HomeError::Vault`] when the folder cannot be used or written; what was begun is taken away again.
pub fn create(path: &Path, name: &str, protection: &Protection<'_>, seed: Seed) -> Result<Created, HomeError> {
    create_filled(path, name, protection, seed, |_| Ok(())).map(|(created, ())| created)
}

/// The same with what `fill` puts into it, and what that gives back. Where it fails, there is no home.
pub(crate) fn create_filled<T>(
    path: &Path,
    name: &str,
    protection: &Protection<'_>,
    seed: Seed,
    fill: impl FnOnce(&Home) -> Result<T, HomeError>,
) -> Result<(Created, T), HomeError> {
    let folder = Folder::create(path)?;
    let key = StoreKey::generate();
    let words = seed.words();
    let keyfile = Keyfile::new(&key, protection, &seed)?;
    let identity = Identity::new(name.to_owned(), seed, DeviceKey::generate());
    // The keyfile comes last: a home without one is no home, and the folder can be used again.
    let made = Vault::create(&folder, &key, &identity).map_err(HomeError::from).and_then(|vault| {
        let home = Home::of(folder.clone(), vault, identity);
        let filled = fill(&home)?;
        folder.write_keyfile(&folder.lock_keyfile()?, &keyfile)?;
        folder.finish();
        Ok((home, filled))
    });
    match made {
        Ok((home, filled)) => Ok((Created { home, words, key }, filled)),
        Err(error) => {
            folder.discard();
            Err(error)
        }
    }
}

impl Home {
    /// Opens a home with its key. A store of an older format is brought along; before that, `ask` asks whoever still works
    /// with it to end, and a copy of it is put beside. What this version derives in another way is derived anew.
    ///
    /// # Errors
    /// [`HomeError::Vault`]: [`Newer`](kintsugi_vault::VaultError::Newer), whose store is not touched, or another one.
    pub fn open(folder: Folder, key: &StoreKey, ask: &dyn Fn(&Folder)) -> Result<Self, HomeError> {
        Self::open_knowing(folder, key, Vocabulary::CURRENT, ask)
    }

    /// The same, as a program of this vocabulary does.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn open_knowing(
        folder: Folder,
        key: &StoreKey,
        vocabulary: Vocabulary,
        ask: &dyn Fn(&Folder),
    ) -> Result<Self, HomeError> {
        let mut vault = Vault::open(&folder, key, ask)?;
        vault.know(vocabulary);
        let identity = vault.read()?.identity()?;
        let home = Self::of(folder, vault, identity).derived()?;
        home.take_in_older();
        Ok(home)
    }

    /// The same home, as a program of this vocabulary has it open. What it understands and the one before did not is derived.
    ///
    /// # Errors
    /// As every writing function here.
    pub fn knowing(mut self, vocabulary: Vocabulary) -> Result<Self, HomeError> {
        self.vault.know(vocabulary);
        self.derived()
    }

    /// The same home once more, for another thread of this process: each has its own connection to the store, and they do not
    /// see one another's open transactions.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn again(&self) -> Result<Self, HomeError> {
        let vault = self.vault.again(&self.folder)?;
        let identity = vault.read()?.identity()?;
        let again = Self::of(self.folder.clone(), vault, identity);
        Ok(Self { versions: self.versions, wrote: Arc::clone(&self.wrote), ..again })
    }

    /// The same home, as a program has it open that speaks these versions of the session and no others.
    #[cfg(feature = "later")]
    #[must_use]
    pub fn speaking(self, versions: kintsugi_sync::Versions) -> Self {
        Self { versions, ..self }
    }

    pub(crate) fn derived(self) -> Result<Self, HomeError> {
        if !self.vault.is_derived()? {
            self.derive_all()?;
        }
        Ok(self)
    }

    pub(crate) fn of(folder: Folder, vault: Vault, identity: Identity) -> Self {
        let actor = Cell::new(Actor::new(random(), identity.person()));
        Self { folder, vault, identity, actor, versions: Session::VERSIONS, wrote: Arc::default() }
    }
}

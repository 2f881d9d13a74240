//! A backup restored into memory, to see that it can be: nothing of it reaches a disk.

use std::io::{self, BufRead};

use kintsugi_backup::{Digest, Key, Words};
use kintsugi_vault::{DeviceKey, Identity, Seed, Vault};

use super::pack::counts;
use super::unpack::survey;
use crate::{Home, HomeError};

/// What a trial found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trial {
    /// Entries that a restore would give back.
    pub entries: u64,
    /// The digest of the file, which its lines have.
    pub digest: Digest,
    /// Whether counts and words are what the file says. Words are compared only with a file that was written knowing as much
    /// as this program does: one that knew less may have shown less.
    pub whole: bool,
    /// Entries whose words are not in it.
    pub missing: usize,
}

/// Restores a backup of the person whom `seed` makes into memory, and compares. `file` begins to read the file each time it is
/// called, because it is read twice.
///
/// # Errors
/// [`HomeError::Backup`] with what is wrong with it.
pub fn try_backup<R: BufRead>(
    seed: &Seed,
    key: &Key,
    mut file: impl FnMut() -> io::Result<R>,
) -> Result<Trial, HomeError> {
    let nameless = Identity::new(String::new(), seed.again(), DeviceKey::generate());
    let surveyed = survey(&mut file, key, &nameless)?;
    let identity = Identity::new(surveyed.head.name.clone(), seed.again(), DeviceKey::generate());
    let (folder, vault) = Vault::in_memory(&identity)?;
    let home = Home::of(folder, vault, identity);
    let missing = home.unpack(&surveyed, key, &mut file)?;
    let reader = home.vault().read()?;
    let mut words = Words::default();
    home.each_readable(&reader, |item| {
        words.add(&item);
        Ok(())
    })?;
    let counts = counts(&reader)?;
    let comparable = surveyed.head.vocabulary == home.vocabulary();
    let whole = counts == surveyed.head.counts && (!comparable || words.digest() == surveyed.words);
    Ok(Trial { entries: counts.entries, digest: surveyed.end.digest, whole, missing })
}

//! The keyfile stands in a home twice: without it no word can be read, so one that is damaged is put right from the other.

use std::fs::{self, File, TryLockError};
use std::path::Path;

use zeroize::Zeroizing;

use crate::error::VaultError;
use crate::folder::Folder;
use crate::keyfile::Keyfile;

/// The keyfile of a home, as it was found.
pub struct FoundKeyfile {
    /// What it holds.
    pub keyfile: Keyfile,
    /// What has to be written anew.
    pub mend: Mend,
}

/// Which of the two is not as it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mend {
    /// Neither.
    Nothing,
    /// The copy is missing, damaged, or from before.
    Copy,
    /// The keyfile itself is missing or damaged, or of an earlier version.
    Both,
    /// Neither is whole: nothing is written over what may still be read.
    Never,
    /// The keyfile is of a later version.
    Later,
}

/// Held by whoever changes the keyfile. Another one is told that somebody else is at it.
pub struct KeyfileLock(#[expect(dead_code, reason = "what it holds ends with it")] File);

impl Folder {
    /// Reads the keyfile; where it is damaged, its copy.
    ///
    /// # Errors
    /// [`VaultError::Keyfile`] when neither can be read, [`VaultError::File`] when the system says no.
    pub fn read_keyfile(&self) -> Result<FoundKeyfile, VaultError> {
        let (first, copy) = (read(&self.keyfile())?, read(&self.keyfile_copy())?);
        let same = first == copy;
        let parse = |bytes: Option<Zeroizing<Vec<u8>>>| {
            bytes.ok_or(VaultError::Keyfile("it is not there")).and_then(|bytes| Keyfile::parse(&bytes))
        };
        let (first, copy) = (parse(first), parse(copy));
        let later = matches!(first, Err(VaultError::KeyfileVersion));
        match (first, copy) {
            (Ok(keyfile), _) if keyfile.is_whole() => {
                let mend = if keyfile.is_of_before() {
                    Mend::Both
                } else if same {
                    Mend::Nothing
                } else {
                    Mend::Copy
                };
                Ok(FoundKeyfile { keyfile, mend })
            }
            (_, Ok(keyfile)) if keyfile.is_whole() => {
                Ok(FoundKeyfile { keyfile, mend: if later { Mend::Later } else { Mend::Both } })
            }
            // What it still opens is better than nothing.
            (Ok(keyfile), _) | (Err(_), Ok(keyfile)) => Ok(FoundKeyfile { keyfile, mend: Mend::Never }),
            (Err(error), Err(_)) => Err(error),
        }
    }

    /// The keyfile, to be written with another passphrase or key.
    ///
    /// # Errors
    /// [`VaultError::KeyfileVersion`] when a later version wrote it; else as [`read_keyfile`](Self::read_keyfile).
    pub fn keyfile_to_change(&self, _lock: &KeyfileLock) -> Result<Keyfile, VaultError> {
        let found = self.read_keyfile()?;
        if found.mend == Mend::Later { Err(VaultError::KeyfileVersion) } else { Ok(found.keyfile) }
    }

    /// Puts right what was found damaged, once its key has opened the store. What cannot be written stays for the next time.
    ///
    /// # Errors
    /// As [`write_keyfile`](Self::write_keyfile).
    pub fn mend_keyfile(&self, found: &FoundKeyfile) -> Result<(), VaultError> {
        if matches!(found.mend, Mend::Nothing | Mend::Never | Mend::Later) {
            return Ok(());
        }
        let lock = self.lock_keyfile()?;
        // Somebody may have changed it since.
        let now = self.read_keyfile()?;
        if now.mend != found.mend || now.keyfile.to_bytes() != found.keyfile.to_bytes() {
            return Ok(());
        }
        let mut keyfile = now.keyfile;
        keyfile.renew();
        self.write_keyfile(&lock, &keyfile)
    }

    /// Keeps others from changing the keyfile, until it is dropped.
    ///
    /// # Errors
    /// [`VaultError::Busy`] when somebody else does.
    pub fn lock_keyfile(&self) -> Result<KeyfileLock, VaultError> {
        let failed = |error| VaultError::file(self.path(), error);
        let folder = File::open(self.path()).map_err(failed)?;
        match folder.try_lock() {
            Ok(()) => Ok(KeyfileLock(folder)),
            Err(TryLockError::WouldBlock) => Err(VaultError::Busy),
            Err(TryLockError::Error(error)) => Err(failed(error)),
        }
    }

    /// Writes the keyfile and then its copy, each in one step.
    ///
    /// # Errors
    /// [`VaultError::File`] or [`VaultError::DiskFull`].
    pub fn write_keyfile(&self, _lock: &KeyfileLock, keyfile: &Keyfile) -> Result<(), VaultError> {
        let bytes = keyfile.to_bytes();
        self.write_file(&self.keyfile(), &bytes)?;
        self.write_file(&self.keyfile_copy(), &bytes)
    }
}

/// The bytes of a file, `None` where it is not there.
fn read(path: &Path) -> Result<Option<Zeroizing<Vec<u8>>>, VaultError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(Zeroizing::new(bytes))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(VaultError::file(path, error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Protection, Seed, StoreKey};

    fn home() -> (tempfile::TempDir, Folder, Keyfile) {
        let root = tempfile::tempdir().expect("a temporary folder");
        let folder = Folder::create(&root.path().join("home")).expect("a new folder");
        let keyfile = Keyfile::new(&StoreKey::generate(), &Protection::Nothing, &Seed::generate());
        let keyfile = keyfile.expect("nothing to derive");
        folder.write_keyfile(&folder.lock_keyfile().expect("nobody else"), &keyfile).expect("written");
        (root, folder, keyfile)
    }

    fn flip(path: &Path, at: usize) {
        let mut bytes = fs::read(path).expect("a file");
        bytes[at] ^= 1;
        fs::write(path, bytes).expect("a file");
    }

    #[test]
    fn whichever_of_the_two_is_damaged_is_put_right_from_the_other() {
        let (_root, folder, keyfile) = home();
        assert_eq!(folder.read_keyfile().expect("both").mend, Mend::Nothing);
        let length = keyfile.to_bytes().len();
        for (path, mend) in [(folder.keyfile(), Mend::Both), (folder.keyfile_copy(), Mend::Copy)] {
            for at in (0..length).filter(|at| !keyfile.to_bytes()[*at].is_ascii_whitespace()).step_by(7) {
                flip(&path, at);
                let found = folder.read_keyfile().expect("the other one");
                assert!(found.mend == mend && found.keyfile.to_bytes() == keyfile.to_bytes(), "byte {at}");
                folder.mend_keyfile(&found).expect("written");
                assert_eq!(folder.read_keyfile().expect("both").mend, Mend::Nothing);
            }
            fs::remove_file(&path).expect("it goes");
            folder.mend_keyfile(&folder.read_keyfile().expect("the other one")).expect("written");
            assert_eq!(folder.read_keyfile().expect("both").mend, Mend::Nothing);
        }
    }

    #[test]
    fn one_of_a_later_version_is_never_written_over() {
        let (_root, folder, _) = home();
        let later = b"{\"version\": 3, \"more\": true}";
        fs::write(folder.keyfile(), later).expect("a file");
        let found = folder.read_keyfile().expect("the copy");
        assert_eq!(found.mend, Mend::Later);
        folder.mend_keyfile(&found).expect("nothing to do");
        let lock = folder.lock_keyfile().expect("nobody else");
        assert!(matches!(folder.keyfile_to_change(&lock), Err(VaultError::KeyfileVersion)));
        assert_eq!(fs::read(folder.keyfile()).expect("a file"), later);
    }

    #[test]
    fn where_both_are_damaged_what_is_left_is_used() {
        let (_root, folder, keyfile) = home();
        let text = String::from_utf8(keyfile.to_bytes().to_vec()).expect("JSON");
        let at = text.find("\"recovery\": \"").expect("a slot") + 20;
        flip(&folder.keyfile(), at);
        flip(&folder.keyfile_copy(), at);
        let found = folder.read_keyfile().expect("it opens the store");
        assert!(found.mend == Mend::Never && found.keyfile.unlock_unprotected().expect("a key").is_some());
    }

    #[test]
    fn two_do_not_change_it_at_once() {
        let (_root, folder, _) = home();
        let lock = folder.lock_keyfile().expect("nobody else");
        assert!(matches!(folder.lock_keyfile(), Err(VaultError::Busy)));
        drop(lock);
        folder.lock_keyfile().expect("nobody else");
    }
}

//! A backup in a file, read back before anybody relies on it.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read};
use std::os::unix::fs::FileExt;

use kintsugi_backup::{BackupError, Key, Lock};
use kintsugi_vault::Seed;
use zeroize::Zeroizing;

use super::memory::{Trial, try_backup};
use super::pack::Packed;
use crate::backup_fault::BackupFault;
use crate::moment::Moment;
use crate::{Home, HomeError};

impl Home {
    /// Writes everything into an empty file, locked, and has it on the disk. What opens with a passphrase is restored into memory
    /// and compared; a recipient's file can be opened by nobody here.
    ///
    /// # Errors
    /// As [`back_up`](Self::back_up), and [`BackupFault::Differs`]; then the file is of no use.
    pub fn back_up_to(&self, lock: &Lock, moment: &Moment, file: &File) -> Result<Packed, HomeError> {
        let (out, packed) = self.back_up(lock, moment, BufWriter::new(file))?;
        out.into_inner().map_err(|error| BackupError::File(error.into_error()))?;
        file.sync_all().map_err(BackupError::File)?;
        if let Lock::Passphrase(passphrase) = lock {
            let key = Key::Passphrase(Zeroizing::new(passphrase.to_string()));
            try_backup_in(self.identity().seed(), &key, file)?;
        }
        Ok(packed)
    }
}

/// Restores the backup in this file into memory, and compares. Where somebody reads the file is as it was.
///
/// # Errors
/// As [`try_backup`], and [`BackupFault::Differs`].
pub fn try_backup_in(seed: &Seed, key: &Key, file: &File) -> Result<Trial, HomeError> {
    let trial = try_backup(seed, key, || Ok(from_beginning(file)))?;
    if trial.whole { Ok(trial) } else { Err(BackupFault::Differs.into()) }
}

/// This file from its beginning, by whoever asks and as often as somebody does.
pub fn from_beginning(file: &File) -> BufReader<FromBeginning<'_>> {
    BufReader::new(FromBeginning { file, at: 0 })
}

/// A file that is read without moving the place at which others read it.
pub struct FromBeginning<'f> {
    file: &'f File,
    at: u64,
}

impl Read for FromBeginning<'_> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read_at(to, self.at)?;
        self.at += read as u64;
        Ok(read)
    }
}

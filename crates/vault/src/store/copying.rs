//! Making a copy, and reading one.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date;
use kintsugi_journal::{Commitment, Vocabulary};
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use super::tables::BODY;
use super::{Vault, copies};
use crate::error::VaultError;
use crate::folder::{Folder, create_private};
use crate::seal::{RowKey, Sealer};
use crate::secret::StoreKey;

/// The words that were destroyed in a copy since it was made.
pub struct Destroyed {
    rows: BTreeSet<RowKey>,
    sealer: Arc<Sealer>,
}

impl Destroyed {
    /// Whether the words with this commitment are among them.
    pub fn holds(&self, commitment: &Commitment) -> bool {
        self.rows.contains(&self.sealer.row_key(BODY, commitment.as_bytes()))
    }
}

impl Folder {
    /// The days of which there is a copy, the oldest first; none where the folder cannot be read.
    pub fn copies(&self) -> Vec<Date> {
        copies::all(self.path()).unwrap_or_default().into_iter().map(|(day, _)| day).collect()
    }

    /// Whether there is a copy of this day.
    pub fn has_copy(&self, day: Date) -> bool {
        copies::place(self.path(), day).exists()
    }
}

impl Vault {
    /// Makes the copy of this day where there is none and nobody else is at it, and lets go of those that are older than the
    /// newest seven. Whoever writes meanwhile is not held up. Whether one was made.
    ///
    /// # Errors
    /// What SQLite or the system reports, as for [`read`](Self::read); the copies are as they were then.
    pub fn keep_copy(&self, folder: &Folder, day: Date) -> Result<bool, VaultError> {
        if folder.has_copy(day) { Ok(false) } else { self.copy_anew(folder, day) }
    }

    /// The same in place of the copy of this day, where there is one.
    ///
    /// # Errors
    /// As [`keep_copy`](Self::keep_copy).
    pub fn copy_anew(&self, folder: &Folder, day: Date) -> Result<bool, VaultError> {
        let Some(_lock) = copies::lock(folder.path())? else { return Ok(false) };
        let begun = copies::begun(folder.path());
        let made = self.copy_to(&begun);
        // What leaving the log behind took, its first page, without a word.
        let _ = fs::remove_file(folder.path().join("copy.db.new-journal"));
        let made = made.and_then(|()| put(&begun, folder.path(), day));
        if made.is_err() {
            // It is in nobody's way, and the next one begins with an empty file.
            let _ = fs::remove_file(&begun);
        }
        made.map(|()| true)
    }

    fn copy_to(&self, path: &Path) -> Result<(), VaultError> {
        create_private(path).map_err(|error| VaultError::file(path, error))?;
        let mut connection = Connection::open(path)?;
        {
            // One transaction of reading: what others write meanwhile is in the next one.
            let _reader = self.read()?;
            whole(&self.connection, &mut connection)?;
        }
        copies::alone(&connection)?;
        // A file that does not come to its end goes, so nothing of it is kept to be undone: that would take as much memory as
        // all that is derived.
        connection.pragma_update(None, "journal_mode", "OFF")?;
        let copy = Self::with(connection, Arc::clone(&self.sealer), self.vocabulary);
        let copy = Self { restored: self.restored, ..copy };
        copy.be_careful()?;
        let writer = copy.rederive()?;
        writer.clear_derived()?;
        writer.forget_unsaved()?;
        writer.commit()?;
        copy.connection.execute_batch("PRAGMA incremental_vacuum")?;
        copy.check_file()
    }

    /// Reads a copy into memory, brought along to this format where it is of an earlier one. Its file stays as it is.
    ///
    /// # Errors
    /// As [`open`](Self::open); [`VaultError::File`] when there is none of this day.
    pub fn of_copy(folder: &Folder, day: Date, key: &StoreKey, vocabulary: Vocabulary) -> Result<Self, VaultError> {
        let (copy, format) = Self::checked(in_memory(folder, day)?, key)?;
        copy.into_copy(format, vocabulary)
    }

    /// The same by what opens this store: every copy there is was made since it has its key.
    ///
    /// # Errors
    /// As [`of_copy`](Self::of_copy).
    pub fn copy(&self, folder: &Folder, day: Date) -> Result<Self, VaultError> {
        let sealer = Arc::clone(&self.sealer);
        let (copy, format) = Self::checked_with(in_memory(folder, day)?, Arc::clone(&sealer), |_| Ok(sealer))?;
        copy.into_copy(format, self.vocabulary)
    }

    fn into_copy(self, format: i64, vocabulary: Vocabulary) -> Result<Self, VaultError> {
        if format < super::FORMAT {
            self.migrate(None)?;
        }
        let restored = {
            let reader = self.read()?;
            reader.check_chain()?;
            reader.restored()?
        };
        Ok(Self { vocabulary, restored, ..self })
    }

    /// Takes out of a copy in memory what is left of words that were destroyed in it, and says which they were.
    ///
    /// # Errors
    /// What SQLite reports.
    pub fn take_out_destroyed(&self) -> Result<Destroyed, VaultError> {
        let mut rows = self.connection.prepare(&format!("SELECT key FROM {BODY} WHERE {}", copies::destroyed()))?;
        let rows = rows.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        self.connection.execute(&format!("DELETE FROM {BODY} WHERE {}", copies::destroyed()), [])?;
        Ok(Destroyed { rows, sealer: Arc::clone(&self.sealer) })
    }
}

/// All pages at once.
pub(super) fn whole(from: &Connection, to: &mut Connection) -> Result<(), VaultError> {
    match Backup::new(from, to)?.step(-1)? {
        StepResult::Done => Ok(()),
        _ => Err(VaultError::Busy),
    }
}

/// Puts a finished copy in its place, and lets go of the oldest.
fn put(begun: &Path, folder: &Path, day: Date) -> Result<(), VaultError> {
    let failed = |error| VaultError::file(begun, error);
    fs::File::open(begun).and_then(|file| file.sync_all()).map_err(failed)?;
    fs::rename(begun, copies::place(folder, day)).map_err(failed)?;
    let all = copies::all(folder).map_err(failed)?;
    for (_, path) in &all[..all.len().saturating_sub(copies::KEPT)] {
        // Nothing in it was destroyed, so its bytes may stay.
        fs::remove_file(path).map_err(failed)?;
    }
    fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(failed)
}

/// A copy as it stands, in memory.
fn in_memory(folder: &Folder, day: Date) -> Result<Connection, VaultError> {
    let path = copies::place(folder.path(), day);
    fs::metadata(&path).map_err(|error| VaultError::file(&path, error))?;
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_in_memory()?;
    whole(&Connection::open_with_flags(path, flags)?, &mut connection)?;
    Ok(connection)
}

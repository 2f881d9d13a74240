//! A part of all rows is opened once on each day of use, so that damage is found while the copies of the last days still hold
//! what was damaged: each row within six days of use, and seven copies are kept.
//!
//! Which part is next stands in `journal.looked`: the day (4 bytes, big endian, counted from 1970-01-01), and the part. It says
//! nothing of the journal, and is not sealed; where it is missing or anything else, it begins with the first part.

use std::fs;
use std::path::PathBuf;

use super::Vault;
use super::tables::{DERIVED, TABLES};
use crate::error::VaultError;
use crate::folder::{Folder, create_private};
use crate::seal::RowKey;

/// Into how many parts the rows are divided.
const PARTS: u8 = 6;

/// When it was looked last, and at which part.
type Looked = (u32, u8);

impl Folder {
    fn looked_path(&self) -> PathBuf {
        self.path().join("journal.looked")
    }

    fn looked(&self) -> Option<Looked> {
        let bytes: [u8; 5] = fs::read(self.looked_path()).ok()?.try_into().ok()?;
        let (day, part) = bytes.split_first_chunk()?;
        Some((u32::from_be_bytes(*day), part.first()? % PARTS))
    }

    fn put_looked(&self, (day, part): Looked) -> std::io::Result<()> {
        create_private(&self.looked_path())?;
        fs::write(self.looked_path(), [&day.to_be_bytes()[..], &[part]].concat())
    }

    /// Whether it was looked on this day, counted from 1970-01-01, whatever was found.
    pub fn was_looked_at(&self, day: u32) -> bool {
        self.looked().is_some_and(|(last, _)| last == day)
    }
}

impl Vault {
    /// Opens the rows of the next part; how many do not open. Where one does not, the same part is next tomorrow, so that it is
    /// found again until it is mended. What is derived is left out: it is made anew when it is met. Where the day cannot be
    /// noted, nothing is looked at.
    ///
    /// # Errors
    /// As every reading function of a [`Reader`](super::Reader).
    pub fn look_at_some(&self, folder: &Folder, day: u32) -> Result<u64, VaultError> {
        let next = folder.looked().map_or(0, |(_, part)| (part + 1) % PARTS);
        if folder.put_looked((day, next)).is_err() {
            return Ok(0);
        }
        let mut damaged = 0;
        for table in TABLES.into_iter().filter(|table| !DERIVED.contains(table)) {
            damaged += self.damaged_in(table, next)?;
        }
        if damaged > 0 {
            // Where this cannot be written, it is found when its turn comes again.
            let _ = folder.put_looked((day, (next + PARTS - 1) % PARTS));
        }
        Ok(damaged)
    }

    fn damaged_in(&self, table: &'static str, part: u8) -> Result<u64, VaultError> {
        let reader = self.read()?;
        let rows = format!("SELECT key, value FROM {table} WHERE rowid % {PARTS} = ?1");
        let mut rows = reader.tx.prepare(&rows)?;
        let mut rows = rows.query([part])?;
        let mut damaged = 0;
        while let Some(row) = rows.next()? {
            let key: Option<RowKey> = row.get_ref(0)?.as_blob().ok().and_then(|key| key.try_into().ok());
            let opens = key.zip(row.get_ref(1)?.as_blob().ok());
            let opens = opens.is_some_and(|(key, value)| self.sealer.open(table, &key, value).is_ok());
            damaged += u64::from(!opens);
        }
        Ok(damaged)
    }
}

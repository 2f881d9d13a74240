//! Mending: what can be put right row by row, by whoever asks for it, without knowing what the rows mean.
//!
//! A row that does not open is of no use to anybody: it goes, and where a copy of this store has the same row, that one takes
//! its place. The rows of documents are left out of this, because an older one need not fit: whoever knows documents looks at
//! the copies themselves. The row that names all others of `meta` is made anew over what is there. What is derived stays
//! for whoever derives it anew: should that be cut, screens still have the words that they had. A file whose pages SQLite cannot
//! follow is written anew from the rows that can be read.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use kintsugi_journal::{MonthView, PersonId, Vocabulary};
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::tables::{CHANGE, COUNTER, DERIVED, DOCUMENT, SNAPSHOT, TABLES};
use super::writer::Writer;
use super::{FORMAT, Vault, aside, copies, counted, reader::Reader, rescue, reseal, schema};
use crate::error::VaultError;
use crate::folder::Folder;
use crate::secret::StoreKey;

/// A store that was mended.
pub struct Mended {
    /// The store, open. What is derived is not derived yet.
    pub vault: Vault,
    /// The stores from before that could be opened, the newest first.
    pub copies: Vec<Vault>,
    /// What its rows were.
    pub rows: MendedRows,
}

/// What became of the rows of a store that was mended.
#[derive(Default)]
pub struct MendedRows {
    /// The lines that screens could still show before, row by row.
    pub shown: Vec<(PersonId, MonthView)>,
    /// The same of the copy that the first repair put beside: one that was cut may have taken from the screens what they had. It
    /// may be of long ago, so nothing but words that a document still names is to be taken from it.
    pub shown_before: Vec<(PersonId, MonthView)>,
    /// How many rows came back from copies.
    pub restored: u64,
    /// How many rows did not open and did not come back, by table; what is derived is not counted.
    pub lost: BTreeMap<&'static str, u64>,
    /// Whether something that was durable is not there, whatever it was.
    pub behind: bool,
}

impl Vault {
    /// Mends the store of a home, after a copy of it as it is was put beside (`journal.db.before-repair`) and `ask` has asked
    /// whoever still works with it to end. `copies` are stores of this home from before, the newest first; one that cannot be
    /// opened is passed over.
    ///
    /// # Errors
    /// [`VaultError::NoStore`] when there is none to mend; [`VaultError::OtherKey`] when nothing in it opens under this key,
    /// [`VaultError::Mixed`] when rows of `meta` open and are not those that are named: no repair makes them what is current. [`VaultError::Newer`], [`VaultError::Corrupt`] for a
    /// store of an older format; or what SQLite and the system report. The store is as it was then.
    pub fn mend(
        folder: &Folder,
        key: &StoreKey,
        copies: &[PathBuf],
        ask: &dyn Fn(&Folder),
    ) -> Result<Mended, VaultError> {
        let store = super::store_of(folder)?;
        ask(folder);
        aside::put_before_repair(folder)?;
        if !is_sound(&store) {
            rescue::write_anew(folder)?;
        }
        let vault = Self::open_unchecked(&store, key, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        vault.configure()?;
        let copies: Vec<Self> = copies.iter().filter_map(|path| Self::peek(path, key).ok()).collect();
        let counted = counted::look(folder.path()).and_then(|bytes| counted::number(&bytes, &vault.sealer));
        let mut rows = vault.mend_rows(&copies, counted.unwrap_or(0))?;
        if let Ok(before) = Self::peek(&aside::before_repair(&store), key) {
            before.look()?.each_sound_view(|person, view| rows.shown_before.push((person, view)))?;
        }
        // What reading it left behind holds no words.
        let _ = std::fs::remove_file(folder.path().join("journal.db.before-repair-shm"));
        Ok(Mended { vault, copies, rows })
    }

    /// The copies of each day that stand in a home, the newest first.
    pub fn copies_of(folder: &Folder) -> Vec<PathBuf> {
        copies::all(folder.path()).unwrap_or_default().into_iter().rev().map(|(_, path)| path).collect()
    }

    /// Opens a store to look at it alone, such as a copy: nothing is checked against one another, and nothing is written.
    ///
    /// # Errors
    /// [`VaultError::Newer`] and [`VaultError::Corrupt`] for another format, or what SQLite reports.
    pub fn peek(path: &Path, key: &StoreKey) -> Result<Self, VaultError> {
        Self::open_unchecked(path, key, OpenFlags::SQLITE_OPEN_READ_ONLY)
    }

    /// The rows as they are, not held against one another: for a store that was opened with [`peek`](Self::peek).
    ///
    /// # Errors
    /// What SQLite reports.
    pub fn look(&self) -> Result<Reader<'_>, VaultError> {
        self.begin(TransactionBehavior::Deferred)
    }

    fn open_unchecked(path: &Path, key: &StoreKey, flags: OpenFlags) -> Result<Self, VaultError> {
        let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        let mut vault = Self::with(connection, Arc::new(crate::seal::Sealer::new(key)), Vocabulary::CURRENT);
        vault.be_careful()?;
        match vault.format()? {
            FORMAT => {}
            newer if newer > FORMAT => return Err(VaultError::Newer(newer)),
            _ => return Err(VaultError::Corrupt),
        }
        schema::check(&vault.connection, FORMAT)?;
        vault.sealer = Arc::new(reseal::sealer(&vault.connection, key)?);
        Ok(vault)
    }

    fn mend_rows(&self, copies: &[Self], counted: u64) -> Result<MendedRows, VaultError> {
        let writer = Writer::new(self.begin(TransactionBehavior::Immediate)?, &self.connection);
        if !writer.opens_any()? {
            return Err(VaultError::OtherKey);
        }
        writer.put_where_they_belong()?;
        writer.check_put_back()?;
        let mut rows = MendedRows::default();
        writer.each_sound_view(|person, view| rows.shown.push((person, view)))?;
        let last = writer.last_transaction(&writer.sound_rows(DOCUMENT)?)?;
        rows.behind = last < counted || writer.older().ok().flatten().is_some();
        for table in TABLES.into_iter().filter(|table| DERIVED.contains(table)) {
            writer.drop_damaged(table)?;
        }
        for table in TABLES.into_iter().filter(|table| !DERIVED.contains(table)) {
            let gone = writer.drop_damaged(table)?;
            let back = if is_of_documents(table) { 0 } else { writer.bring_back(table, copies, gone)? };
            rows.restored += back;
            if gone > back && table != COUNTER {
                rows.lost.insert(table, gone - back);
            }
        }
        // It counts on from the highest number that anything here names, so that nothing is ahead of it.
        let mut chain = writer.meta_rows()?;
        chain.counter = last.max(counted);
        writer.begin_chain(chain);
        writer.put_counter()?;
        writer.commit()?;
        Ok(rows)
    }
}

/// Whether SQLite can follow all pages of this file, and it holds the tables of the format.
fn is_sound(path: &Path) -> bool {
    let look = || -> Result<bool, VaultError> {
        let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        let format: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        schema::check(&connection, format)?;
        let answer: String = connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
        Ok(answer == "ok")
    };
    look().unwrap_or(false)
}

fn is_of_documents(table: &str) -> bool {
    [DOCUMENT, SNAPSHOT, CHANGE].contains(&table)
}

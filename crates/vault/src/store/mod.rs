//! The store: SQLite, sealed row by row.
//!
//! Several processes may use it at once. A [`Reader`] sees one moment; a [`Writer`] is one transaction around load, change
//! and commit. Commits are durable when they return (WAL, `synchronous=FULL`), and a failed sync is final.

mod aside;
mod behind;
mod body_row;
mod chain;
mod connect;
mod copies;
mod copying;
mod counted;
mod documents;
mod facts;
mod first_page;
mod glimpse;
mod handle;
mod identity_row;
mod imported;
mod known;
mod layout;
mod looked;
mod mend;
mod migrate;
mod put_in_place;
mod reader;
mod rescue;
mod reseal;
mod room;
mod schema;
mod sound;
mod tables;
mod traces;
mod view;
mod writer;

use std::cell::RefCell;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use kintsugi_journal::Vocabulary;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::error::VaultError;
use crate::folder::{Folder, create_private};
use crate::identity::Identity;
use crate::seal::Sealer;
use crate::secret::StoreKey;

use connect::connect;
pub use copying::Destroyed;
pub use glimpse::Glimpse;
pub use handle::Handle;
use known::{Known, Stand};
pub use mend::{Mended, MendedRows};
use put_in_place::Restored;
pub use reader::{Reader, RowCount};
use tables::TABLES;
pub use view::{OpenView, SealedView, UnsealedView};
pub use writer::Writer;

const FORMAT: i64 = 5;
/// Where the header of the file has the format: 4 bytes, big endian.
const FORMAT_AT: usize = 60;
/// How a file of SQLite begins.
const MAGIC: &[u8] = b"SQLite format 3\0";
const APPLICATION: i64 = 0x4b69_6e74; // "Kint"
const BUSY: Duration = Duration::from_secs(10);

/// The open store of one home.
pub struct Vault {
    connection: Connection,
    sealer: Arc<Sealer>,
    /// What the program knows that has it open: what is derived depends on it.
    vocabulary: Vocabulary,
    /// Which restore it came from when it was opened.
    restored: Option<Restored>,
    /// The number of a durable transaction that is not in it.
    behind: Option<u64>,
    /// Nothing can be written where it stands.
    read_only: bool,
    /// What was checked already, as long as the store stands as it did.
    known: RefCell<Option<Known>>,
}

impl Vault {
    /// Makes the store of a new home.
    ///
    /// # Errors
    /// [`VaultError`] when the file cannot be made or written.
    pub fn create(folder: &Folder, key: &StoreKey, identity: &Identity) -> Result<Self, VaultError> {
        let path = folder.store();
        create_private(&path).map_err(|error| VaultError::file(&path, error))?;
        Self::create_in(Connection::open(&path)?, key, identity)
    }

    /// Makes a store that is only in memory and ends with it, under a key that nobody has. It belongs to no folder: what is
    /// given back is none.
    ///
    /// # Errors
    /// What SQLite reports.
    pub fn in_memory(identity: &Identity) -> Result<(Folder, Self), VaultError> {
        let vault = Self::create_in(Connection::open_in_memory()?, &StoreKey::generate(), identity)?;
        Ok((Folder::nowhere(), vault))
    }

    fn create_in(connection: Connection, key: &StoreKey, identity: &Identity) -> Result<Self, VaultError> {
        let vault = Self::with(connection, Arc::new(Sealer::new(key)), Vocabulary::CURRENT);
        vault.be_careful()?;
        vault.connection.pragma_update(None, "auto_vacuum", "INCREMENTAL")?;
        // A new file needs no log, which would ask a small disk for twice the room.
        vault.connection.pragma_update(None, "synchronous", "FULL")?;
        let writer = Writer::new(vault.begin(TransactionBehavior::Immediate)?, &vault.connection);
        writer.begin_chain(chain::Chain::default());
        for table in TABLES {
            vault.create_table(table)?;
        }
        vault.connection.pragma_update(None, "user_version", FORMAT)?;
        vault.connection.pragma_update(None, "application_id", APPLICATION)?;
        writer.put_identity(identity)?;
        writer.put_derived(vault.vocabulary)?;
        writer.commit()?;
        vault.configure()?;
        Ok(vault)
    }

    /// Opens the store of a home. One of an older format is brought along, after `ask` has asked whoever still works with it
    /// to end, and after a copy of it was put beside.
    ///
    /// # Errors
    /// [`VaultError::NoStore`] when there is none, [`VaultError::OtherKey`] when the key does not fit, [`VaultError::Newer`], whose store is not touched,
    /// [`VaultError::Schema`] and [`VaultError::Mixed`] when somebody else has put something there, or what SQLite reports.
    pub fn open(folder: &Folder, key: &StoreKey, ask: &dyn Fn(&Folder)) -> Result<Self, VaultError> {
        let path = store_of(folder)?;
        // A newer store need not even be one that this program's SQLite understands.
        if let Some(newer) = format_in_file(&path)?.filter(|format| *format > FORMAT) {
            return Err(VaultError::Newer(newer));
        }
        let counted = counted::look(folder.path());
        let (connection, read_only) = connect(&path)?;
        let (mut vault, format) = Self::checked(connection, key)?;
        vault.read_only = read_only;
        vault.configure()?;
        if format < FORMAT {
            ask(folder);
            vault.migrate(Some(folder))?;
        }
        vault.look_it_over(counted)?;
        Ok(vault)
    }

    /// Whether opening this store brings nothing along: its file is of the format of this program, as far as it tells.
    pub fn is_of_today(folder: &Folder) -> bool {
        let format = store_of(folder).and_then(|path| format_in_file(&path));
        format.is_ok_and(|format| format.is_none_or(|format| format == 0 || format == FORMAT))
    }

    const fn with(connection: Connection, sealer: Arc<Sealer>, vocabulary: Vocabulary) -> Self {
        Self {
            connection,
            sealer,
            vocabulary,
            restored: None,
            behind: None,
            read_only: false,
            known: RefCell::new(None),
        }
    }

    /// A store of a format that this program knows, and that format; nothing was written.
    fn checked(connection: Connection, key: &StoreKey) -> Result<(Self, i64), VaultError> {
        let sealer = Arc::new(Sealer::new(key));
        Self::checked_with(connection, sealer, |connection| Ok(Arc::new(reseal::sealer(connection, key)?)))
    }

    /// The same, of which `sealer` tells what opens its rows once it is known which store it is.
    fn checked_with(
        connection: Connection,
        first: Arc<Sealer>,
        sealer: impl FnOnce(&Connection) -> Result<Arc<Sealer>, VaultError>,
    ) -> Result<(Self, i64), VaultError> {
        let mut vault = Self::with(connection, first, Vocabulary::CURRENT);
        vault.be_careful()?;
        let format = vault.format()?;
        if format < 1 {
            return Err(VaultError::Corrupt);
        }
        if format > FORMAT {
            return Err(VaultError::Newer(format));
        }
        schema::check(&vault.connection, format)?;
        vault.sealer = sealer(&vault.connection)?;
        Ok((vault, format))
    }

    /// The same store once more, with a connection of its own, for another thread of this process. It is as if another process
    /// had it open.
    ///
    /// # Errors
    /// What SQLite reports.
    pub fn again(&self, folder: &Folder) -> Result<Self, VaultError> {
        self.handle().open(folder)
    }

    /// The same store as it is now, also after a copy took its place.
    ///
    /// # Errors
    /// What SQLite reports, or [`VaultError::Damaged`].
    pub fn anew(&self, folder: &Folder) -> Result<Self, VaultError> {
        let vault = self.again(folder)?;
        let restored = vault.read()?.restored()?;
        Ok(Self { restored, ..vault })
    }

    /// What opens it once more, without holding it open.
    pub fn handle(&self) -> Handle {
        Handle { sealer: Arc::clone(&self.sealer), vocabulary: self.vocabulary, restored: self.restored }
    }

    /// Empties the log, where nobody reads it: what stands in the store alone cannot be lost with the log. It waits for nobody.
    pub fn empty_log(&self) {
        let patient = self.connection.busy_timeout(Duration::ZERO).is_ok() && traces::empty_log(&self.connection);
        // Where it did not go, the next one does it.
        let _ = (patient, self.connection.busy_timeout(BUSY));
    }

    /// What is done each time before anything else: whether all rows are of one time, and whether somebody was cut before
    /// traces of destroyed words were gone.
    fn look_it_over(&mut self, counted: Option<[u8; counted::LENGTH]>) -> Result<(), VaultError> {
        let reader = self.read()?;
        let tops = reader.check_chain()?;
        let restored = reader.restored()?;
        let chain = reader.chain.take().unwrap_or_default();
        drop(reader);
        if let Some(known) = self.known.get_mut() {
            known.tops = tops.map(Into::into);
        }
        self.restored = restored;
        let counted = counted.and_then(|bytes| counted::number(&bytes, &self.sealer));
        self.behind = counted.filter(|counted| *counted > chain.counter);
        if chain.traces && traces::remain(&self.connection, &chain.destroyed) {
            // Where it fails, the mark stays for the next one.
            traces::remove(&self.connection, &chain.destroyed);
        }
        Ok(())
    }

    /// The format, as it is in the transaction that is open, or now.
    fn format(&self) -> Result<i64, VaultError> {
        Ok(self.connection.prepare_cached("PRAGMA user_version")?.query_row([], |row| row.get(0))?)
    }

    fn create_table(&self, table: &str) -> Result<(), VaultError> {
        self.connection.execute(&schema::create(table), [])?;
        Ok(())
    }

    fn be_careful(&self) -> Result<(), VaultError> {
        careful(&self.connection)
    }

    /// Whether it stands where nothing can be written: it can be read alone.
    pub const fn is_read_only(&self) -> bool {
        self.read_only
    }

    fn configure(&self) -> Result<(), VaultError> {
        let connection = &self.connection;
        connection.set_prepared_statement_cache_capacity(64);
        if self.read_only {
            return Ok(());
        }
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        // SQLite's own checkpoints never empty a log that short-lived processes write: each of them begins by reading the
        // whole log and forgets what was copied already. `Writer::commit` empties it instead.
        connection.pragma_update(None, "wal_autocheckpoint", 0)?;
        connection.pragma_update(None, "secure_delete", true)?;
        connection.pragma_update(None, "fullfsync", true)?;
        Ok(())
    }

    /// The same store, as a program of this vocabulary has it open.
    pub const fn know(&mut self, vocabulary: Vocabulary) {
        self.vocabulary = vocabulary;
    }

    /// Whether what is derived was derived as this version does it, with what it knows.
    ///
    /// # Errors
    /// As every reading function of [`Reader`].
    pub fn is_derived(&self) -> Result<bool, VaultError> {
        self.read()?.is_derived(self.vocabulary)
    }

    /// Everything as it is at this moment.
    ///
    /// # Errors
    /// [`VaultError::Overtaken`] when another version has taken the store over, [`VaultError::OtherKey`] when it has another
    /// key by now, or what SQLite reports. [`VaultError::Mixed`], here and in every function of a [`Reader`], when what is
    /// read is not of one time with the rest.
    pub fn read(&self) -> Result<Reader<'_>, VaultError> {
        let mut reader = self.begin(TransactionBehavior::Deferred)?;
        // The first look of the transaction: from here on it sees one moment.
        let stand = Stand::of(&self.connection)?;
        if let Some(known) = self.known.borrow().as_ref().filter(|known| known.stand == stand) {
            reader.chain.replace(Some(known.chain.clone()));
            reader.tops.clone_from(&known.tops);
            return Ok(reader);
        }
        self.check_format()?;
        reader.follow_chain()?;
        self.known.replace(reader.chain.borrow().clone().map(|chain| Known { stand, chain, tops: None }));
        Ok(reader)
    }

    /// What the program knows that has it open.
    pub const fn vocabulary(&self) -> Vocabulary {
        self.vocabulary
    }

    /// One transaction. No other process writes until it ends; dropped, it changes nothing.
    ///
    /// # Errors
    /// [`VaultError::Busy`] after ten seconds; [`VaultError::Overtaken`] when another version has taken the store over or
    /// derived it anew; [`VaultError::PutBack`] when it was restored since it was opened; or what SQLite reports.
    pub fn write(&self) -> Result<Writer<'_>, VaultError> {
        let writer = self.rederive()?;
        if writer.is_derived(self.vocabulary)? { Ok(writer) } else { Err(VaultError::Overtaken) }
    }

    /// The same, to make anew what is derived: whether or not it is as this version derives it.
    ///
    /// # Errors
    /// As [`write`](Self::write).
    pub fn rederive(&self) -> Result<Writer<'_>, VaultError> {
        let writer = Writer::new(self.begin(TransactionBehavior::Immediate)?, &self.connection);
        self.check_format()?;
        writer.follow_chain()?;
        if writer.restored()? == self.restored { Ok(writer) } else { Err(VaultError::PutBack) }
    }

    fn check_format(&self) -> Result<(), VaultError> {
        if self.format()? == FORMAT { Ok(()) } else { Err(VaultError::Overtaken) }
    }

    fn begin(&self, behavior: TransactionBehavior) -> Result<Reader<'_>, VaultError> {
        Ok(Reader::new(Transaction::new_unchecked(&self.connection, behavior)?, &self.sealer))
    }

    /// SQLite's own check of the file.
    ///
    /// # Errors
    /// [`VaultError::Corrupt`] when it finds damage, or what SQLite reports.
    pub fn check_file(&self) -> Result<(), VaultError> {
        let answer: String = self.connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
        if answer == "ok" { Ok(()) } else { Err(VaultError::Corrupt) }
    }
}

/// What must hold before the first look: nothing is written by looking, nor by closing, and nothing that stands in the file
/// is run.
fn careful(connection: &Connection) -> Result<(), VaultError> {
    connection.busy_timeout(BUSY)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    Ok(())
}

/// The file of the store, where there is one.
fn store_of(folder: &Folder) -> Result<PathBuf, VaultError> {
    let path = folder.store();
    if path.exists() { Ok(path) } else { Err(VaultError::NoStore(folder.path().into())) }
}

/// The format that the file itself tells, without SQLite: what still stands in the log is not in it. `None` for a file that
/// is too short to tell, or no file of SQLite.
fn format_in_file(path: &Path) -> Result<Option<i64>, VaultError> {
    let failed = |error| VaultError::file(path, error);
    let mut header = Vec::new();
    let file = std::fs::File::open(path).map_err(failed)?;
    file.take(100).read_to_end(&mut header).map_err(failed)?;
    let format = header.get(FORMAT_AT..).and_then(|rest| rest.first_chunk::<4>()).filter(|_| header.starts_with(MAGIC));
    Ok(format.map(|bytes| u32::from_be_bytes(*bytes).into()))
}

#[cfg(test)]
mod copies_tests;
#[cfg(test)]
mod mend_tests;
#[cfg(test)]
mod put_back_tests;
#[cfg(test)]
mod reseal_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod version_tests;
#[cfg(test)]
mod view_tests;

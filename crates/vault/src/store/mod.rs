//! The store: SQLite, sealed row by row.
//!
//! Several processes may use it at once. A [`Reader`] sees one moment; a [`Writer`] is one transaction around load, change
//! and commit. Commits are durable when they return (WAL, `synchronous=FULL`), and a failed sync is final.

mod identity_row;
mod migrate;
mod reader;
mod tables;
mod writer;

use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use crate::error::VaultError;
use crate::folder::{Folder, create_private};
use crate::identity::Identity;
use crate::seal::Sealer;
use crate::secret::StoreKey;

pub use reader::{Reader, RowCount};
use tables::TABLES;
pub use writer::Writer;

const FORMAT: i64 = 2;
const APPLICATION: i64 = 0x4b69_6e74; // "Kint"
const BUSY: Duration = Duration::from_secs(10);

/// The open store of one home.
pub struct Vault {
    connection: Connection,
    sealer: Sealer,
}

impl Vault {
    /// Makes the store of a new home.
    ///
    /// # Errors
    /// [`VaultError`] when the file cannot be made or written.
    pub fn create(folder: &Folder, key: &StoreKey, identity: &Identity) -> Result<Self, VaultError> {
        let path = folder.store();
        create_private(&path).map_err(|error| VaultError::file(&path, error))?;
        let vault = Self { connection: Connection::open(&path)?, sealer: Sealer::new(key) };
        vault.connection.pragma_update(None, "auto_vacuum", "INCREMENTAL")?;
        vault.configure()?;
        let writer = vault.write()?;
        for table in TABLES {
            vault.create_table(table)?;
        }
        vault.connection.pragma_update(None, "user_version", FORMAT)?;
        vault.connection.pragma_update(None, "application_id", APPLICATION)?;
        writer.put_identity(identity)?;
        writer.commit()?;
        Ok(vault)
    }

    /// Opens the store of a home.
    ///
    /// # Errors
    /// [`VaultError::Damaged`] when the key does not fit, [`VaultError::Newer`], or what SQLite reports.
    pub fn open(folder: &Folder, key: &StoreKey) -> Result<Self, VaultError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(folder.store(), flags)?;
        let vault = Self { connection, sealer: Sealer::new(key) };
        vault.configure()?;
        let format: i64 = vault.connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
        match format {
            FORMAT => Ok(vault),
            1 => vault.migrate().map(|()| vault),
            0 => Err(VaultError::Corrupt),
            newer => Err(VaultError::Newer(newer)),
        }
    }

    fn create_table(&self, table: &str) -> Result<(), VaultError> {
        let sql = format!("CREATE TABLE {table} (key BLOB PRIMARY KEY, value BLOB NOT NULL)");
        self.connection.execute(&sql, [])?;
        Ok(())
    }

    fn configure(&self) -> Result<(), VaultError> {
        let connection = &self.connection;
        connection.busy_timeout(BUSY)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        // SQLite's own checkpoints never empty a log that short-lived processes write: each of them begins by reading the
        // whole log and forgets what was copied already. `Writer::commit` empties it instead.
        connection.pragma_update(None, "wal_autocheckpoint", 0)?;
        connection.pragma_update(None, "secure_delete", true)?;
        connection.pragma_update(None, "fullfsync", true)?;
        connection.set_prepared_statement_cache_capacity(64);
        Ok(())
    }

    /// Everything as it is at this moment.
    ///
    /// # Errors
    /// What SQLite reports.
    pub fn read(&self) -> Result<Reader<'_>, VaultError> {
        self.begin(TransactionBehavior::Deferred)
    }

    /// One transaction. No other process writes until it ends; dropped, it changes nothing.
    ///
    /// # Errors
    /// [`VaultError::Busy`] after ten seconds, or what SQLite reports.
    pub fn write(&self) -> Result<Writer<'_>, VaultError> {
        Ok(Writer::new(self.begin(TransactionBehavior::Immediate)?, &self.connection))
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

#[cfg(test)]
mod tests;

//! Sealing every row anew, under another store key.
//!
//! Rows are found by keyed hashes of what they are about, and not every row says what that is. So the new place of a row is a
//! keyed hash of its place before, and the earlier hash keys are kept, sealed under the new key, in the one row of `meta`
//! whose place is known without any of them.

use rusqlite::TransactionBehavior;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, Zeroizing};

use super::chain::Chain;
use super::layout::Plain;
use super::tables::{META, TABLES};
use super::writer::Writer;
use super::{Vault, copies, traces};
use crate::error::VaultError;
use crate::seal::{RowKey, Sealer};
use crate::secret::StoreKey;

/// Where the earlier hash keys stand.
const EARLIER: RowKey = [0; 16];

/// The hash keys of the store keys before this one, the first one first.
#[derive(Serialize, Deserialize)]
pub(super) struct EarlierKeys(Vec<[u8; 32]>);

impl Drop for EarlierKeys {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// What opens the rows of a store with this key.
///
/// # Errors
/// [`VaultError::OtherKey`] when the row of the earlier keys does not open under it.
pub(super) fn sealer(connection: &rusqlite::Connection, key: &StoreKey) -> Result<Sealer, VaultError> {
    use rusqlite::OptionalExtension;
    let mut statement = connection.prepare(&format!("SELECT value FROM {META} WHERE key = ?1"))?;
    let kept: Option<Vec<u8>> = statement.query_row([EARLIER.as_slice()], |row| row.get(0)).optional()?;
    let Some(kept) = kept else { return Ok(Sealer::new(key)) };
    let plain = Sealer::new(key).open(META, &EARLIER, &kept).map_err(|_| VaultError::OtherKey)?;
    let (layout, bytes) = EarlierKeys::SORT.split(&plain)?;
    let read = EarlierKeys::read(layout, bytes).ok_or(EarlierKeys::SORT.unknown(layout))?;
    let earlier = read.map_err(|_| VaultError::Damaged { table: META })?;
    Ok(Sealer::after(&earlier.0, key))
}

impl Vault {
    /// Seals all rows under another key, in one transaction. What was sealed under this one is gone afterwards, from the log as
    /// well.
    ///
    /// # Errors
    /// [`VaultError::OtherKey`] when the store has another key already; [`VaultError::Damaged`] when a row does not open; or
    /// what SQLite reports. Nothing has changed then. [`VaultError::TracesRemain`] when all has, and the log could not be
    /// emptied.
    pub(crate) fn reseal(self, key: &StoreKey) -> Result<(), VaultError> {
        let writer = Writer::new(self.begin(TransactionBehavior::Immediate)?, &self.connection);
        self.check_format()?;
        writer.follow_chain()?;
        let earlier = EarlierKeys(self.sealer.row_keys().map(|key| **key).collect());
        let next = Sealer::after(&earlier.0, key);
        let mut chain = writer.chain.take().unwrap_or_default();
        for table in TABLES {
            self.reseal_table(table, &next, &mut chain)?;
        }
        let plain = Zeroizing::new(postcard::to_stdvec(&earlier).map_err(|_| VaultError::Damaged { table: META })?);
        let sealed = next.seal(META, &EARLIER, &Zeroizing::new(EarlierKeys::SORT.plain(&plain)));
        chain.put(EARLIER, Some(&sealed));
        self.put_sealed(EARLIER, &sealed)?;
        chain.traces = true;
        // What was copied under the key before goes.
        chain.destroyed = vec![copies::ALL];
        let at = next.row_key(META, Chain::SORT.name.as_bytes());
        let plain = postcard::to_stdvec(&chain).map_err(|_| VaultError::Damaged { table: META })?;
        self.put_sealed(at, &next.seal(META, &at, &Chain::SORT.plain(&plain)))?;
        writer.commit()?;
        if traces::remove(&self.connection, &[copies::ALL]) { Ok(()) } else { Err(VaultError::TracesRemain) }
    }

    /// The row that names all others, and that of the earlier keys, are taken out: they are made anew.
    fn reseal_table(&self, table: &'static str, next: &Sealer, chain: &mut Chain) -> Result<(), VaultError> {
        let own = self.sealer.row_key(META, Chain::SORT.name.as_bytes());
        let mut value = self.connection.prepare(&format!("SELECT value FROM {table} WHERE key = ?1"))?;
        let mut update = self.connection.prepare(&format!("UPDATE {table} SET key = ?2, value = ?3 WHERE key = ?1"))?;
        let mut delete = self.connection.prepare(&format!("DELETE FROM {table} WHERE key = ?1"))?;
        for key in self.keys(table)? {
            if table == META {
                chain.put(key, None);
                if key == own || key == EARLIER {
                    delete.execute([key.as_slice()])?;
                    continue;
                }
            }
            let sealed: Vec<u8> = value.query_row([key.as_slice()], |row| row.get(0))?;
            let plain = self.sealer.open(table, &key, &sealed)?;
            let place = next.after_key(table, &key);
            let sealed = next.seal(table, &place, &plain);
            if table == META {
                chain.put(place, Some(&sealed));
            }
            update.execute((key.as_slice(), place.as_slice(), sealed))?;
        }
        Ok(())
    }

    pub(super) fn keys(&self, table: &str) -> Result<Vec<RowKey>, VaultError> {
        let mut keys = self.connection.prepare(&format!("SELECT key FROM {table}"))?;
        Ok(keys.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
    }

    fn put_sealed(&self, key: RowKey, sealed: &[u8]) -> Result<(), VaultError> {
        self.connection.execute(&format!("INSERT INTO {META} VALUES (?1, ?2)"), (key.as_slice(), sealed))?;
        Ok(())
    }
}

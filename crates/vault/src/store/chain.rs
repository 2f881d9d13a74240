//! What holds the store together: one row of `meta` that names all others, and a counter of transactions.
//!
//! Each row is sealed for its place, so none can be forged or moved; but an older row could be put back in its own place, and
//! with it a laptop that was replaced, or a partner that was left. So each transaction that writes adds one to a counter. It
//! stands in one row of `meta` beside the nonces of all other rows of `meta`, and in each row of a document that it writes; where
//! it writes none, in the one row of the table `counter`. A row of `meta` that is not the one named, or anything that is ahead
//! of the counter, shows a store that was put together from files of different times. A whole older copy fits itself; nothing
//! here can tell.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::known::Top;
use super::layout::{DERIVED_ROWS, Plain};
use super::reader::{Reader, decode};
use super::tables::{DOCUMENT, META};
use crate::error::VaultError;
use crate::rows::DocRow;
use crate::seal::{NONCE, RowKey};

type Nonce = [u8; NONCE];

/// The row that names all others of `meta`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Chain {
    /// How many transactions have written.
    pub(super) counter: u64,
    /// The key and the nonce of each other row of `meta`.
    rows: BTreeMap<RowKey, Nonce>,
    /// Words were destroyed, and nobody has seen since that their traces were gone as well.
    pub(super) traces: bool,
    /// The rows of `body` that were destroyed and may stand in copies still.
    pub(super) destroyed: Vec<RowKey>,
}

/// The counter once more, in a table of its own, as of the last transaction that wrote no document.
#[derive(Serialize, Deserialize)]
pub(super) struct Counter(pub(super) u64);

impl Counter {
    pub(super) const KEY: &[u8] = b"counter";
}

impl Chain {
    /// That of the next transaction, where traces of destroyed words remain or not.
    pub(super) fn next(mut self, traces: bool) -> Self {
        if !traces {
            self.destroyed.clear();
        }
        Self { counter: self.counter + 1, traces, ..self }
    }

    /// The row of `meta` with this key is now this one, or gone.
    pub(super) fn put(&mut self, key: RowKey, sealed: Option<&[u8]>) {
        match sealed.and_then(nonce_of) {
            Some(nonce) => self.rows.insert(key, nonce),
            None => self.rows.remove(&key),
        };
    }

    /// The rows that are named, without these.
    fn rows_without<'a>(&'a self, without: &'a [RowKey]) -> impl Iterator<Item = (&'a RowKey, &'a Nonce)> {
        self.rows.iter().filter(|(key, _)| !without.contains(key))
    }

    /// Whether this is the row that was put there last.
    pub(super) fn fits(&self, key: &RowKey, sealed: Option<&[u8]>) -> bool {
        self.rows.get(key).copied() == sealed.and_then(nonce_of)
    }
}

/// The version of the seal stands before it.
fn nonce_of(sealed: &[u8]) -> Option<Nonce> {
    sealed.get(1..)?.first_chunk().copied()
}

impl Reader<'_> {
    /// From now on every row is held against the one that names them.
    ///
    /// # Errors
    /// [`VaultError::OtherKey`] when there is none under this key, [`VaultError::Mixed`] when the counter is ahead of it.
    pub(super) fn follow_chain(&self) -> Result<(), VaultError> {
        let chain = match self.one()? {
            Some(chain) => chain,
            // Where others open, it is not the key that is wrong.
            None if self.opens_meta()? => return Err(VaultError::Damaged { table: META }),
            None => return Err(VaultError::OtherKey),
        };
        self.chain.replace(Some(chain));
        let counter: Option<Counter> = self.get(Counter::KEY)?;
        counter.map_or(Ok(()), |counter| self.check_number(counter.0))
    }

    /// Whether a row of `meta` is the one that was put there last.
    ///
    /// # Errors
    /// [`VaultError::Mixed`] when it is not.
    pub(super) fn check_meta(&self, key: &RowKey, sealed: Option<&[u8]>) -> Result<(), VaultError> {
        let chain = self.chain.borrow();
        if chain.as_ref().is_none_or(|chain| chain.fits(key, sealed)) { Ok(()) } else { Err(self.misfit(key, sealed)) }
    }

    /// What a row of `meta` is that is not the one named: damaged, or another one that was put there.
    fn misfit(&self, key: &RowKey, sealed: Option<&[u8]>) -> VaultError {
        let opens = sealed.is_none_or(|sealed| self.sealer.open(META, key, sealed).is_ok());
        if opens { VaultError::Mixed } else { VaultError::Damaged { table: META } }
    }

    /// Whether any row of `meta` opens under this key.
    fn opens_meta(&self) -> Result<bool, VaultError> {
        let mut any = false;
        self.each_kept(META, |key, sealed| {
            any |= self.sealer.open(META, key, sealed).is_ok();
            Ok(())
        })?;
        Ok(any)
    }

    /// Whether a document is not ahead of the counter.
    ///
    /// # Errors
    /// [`VaultError::Mixed`] when it is.
    pub(super) fn check_document(&self, row: &DocRow) -> Result<(), VaultError> {
        self.check_number(row.written)
    }

    fn check_number(&self, number: u64) -> Result<(), VaultError> {
        let ahead = self.chain.borrow().as_ref().is_some_and(|chain| number > chain.counter);
        if ahead { Err(VaultError::Mixed) } else { Ok(()) }
    }

    /// Holds all rows of `meta` and all documents against the one that names them. What does not open is passed over: that
    /// is damage, and named as such where it is read.
    ///
    /// Gives back the highest counter of each document that has one, where all of them open.
    ///
    /// # Errors
    /// [`VaultError::Mixed`] when they are not of one time.
    pub(super) fn check_chain(&self) -> Result<Option<Vec<Top>>, VaultError> {
        let mut kept = self.meta_rows()?;
        kept.counter = self.chain.borrow().as_ref().map_or(0, |chain| chain.counter);
        let derived = DERIVED_ROWS.map(|sort| self.sealer.row_key(META, sort.name.as_bytes()));
        // What is derived is looked at where it is read: it can be made anew.
        let holds = |chain: &Chain| chain.rows_without(&derived).eq(kept.rows_without(&derived));
        if !self.chain.borrow().as_ref().is_none_or(holds) {
            // Damage shows as a row that does not open; what was put there opens.
            self.each_kept(META, |key, sealed| match self.sealer.open(META, key, sealed) {
                Err(_) if !derived.contains(key) => Err(VaultError::Damaged { table: META }),
                _ => Ok(()),
            })?;
            return Err(VaultError::Mixed);
        }
        let mut tops = Some(Vec::new());
        self.each_kept(DOCUMENT, |key, sealed| {
            let row = self.sealer.open(DOCUMENT, key, sealed).and_then(|plain| decode::<DocRow>(&plain));
            let Ok(row) = row else {
                tops = None;
                return Ok(());
            };
            if let (Some(tops), Some(top)) = (&mut tops, row.top) {
                tops.push((row.doc, top));
            }
            self.check_document(&row)
        })?;
        Ok(tops)
    }

    /// The rows of `meta` as they are, named anew, with a counter that is zero.
    pub(super) fn meta_rows(&self) -> Result<Chain, VaultError> {
        let own = self.sealer.row_key(META, Chain::SORT.name.as_bytes());
        let mut chain = Chain::default();
        self.each_kept(META, |key, sealed| {
            if *key != own {
                chain.put(*key, Some(sealed));
            }
            Ok(())
        })?;
        Ok(chain)
    }

    /// All rows of a table, sealed as they are.
    pub(super) fn each_kept(
        &self,
        table: &str,
        mut with: impl FnMut(&RowKey, &[u8]) -> Result<(), VaultError>,
    ) -> Result<(), VaultError> {
        let mut statement = self.tx.prepare_cached(&format!("SELECT key, value FROM {table}"))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let key = row.get_ref(0)?.as_blob().ok().and_then(|key| key.try_into().ok()).ok_or(VaultError::Corrupt)?;
            with(&key, row.get_ref(1)?.as_blob().map_err(|_| VaultError::Corrupt)?)?;
        }
        Ok(())
    }
}

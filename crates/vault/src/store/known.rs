//! What was read and checked already. A command asks for many moments of one store, and most often they are the same one.
//!
//! SQLite counts what others have changed, and what this connection has. While both stand as they did, the store holds what it
//! held: the row that names all others need not be opened again to hold rows against it.

use std::sync::Arc;

use kintsugi_journal::DocId;
use rusqlite::Connection;

use super::chain::Chain;
use crate::error::VaultError;

/// A document, and the highest counter in it.
pub(super) type Top = (DocId, u64);

/// How a store stands, as one connection sees it in a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stand {
    /// Another number after each change that another connection has made (`PRAGMA data_version`).
    others: i64,
    /// How many rows this one has changed so far.
    own: u64,
}

impl Stand {
    /// As it is in the transaction that is open.
    ///
    /// # Errors
    /// What SQLite reports.
    pub(super) fn of(connection: &Connection) -> Result<Self, VaultError> {
        let others = connection.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0))?;
        Ok(Self { others, own: connection.total_changes() })
    }
}

/// What is known of a store that stands so.
pub(super) struct Known {
    pub(super) stand: Stand,
    /// The row that names all others, checked against the counter beside it.
    pub(super) chain: Chain,
    /// The highest counters of all documents, where all were looked at.
    pub(super) tops: Option<Arc<[Top]>>,
}

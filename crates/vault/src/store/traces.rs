//! What may still hold destroyed words after the commit that destroyed them: the log, copies from before another format, and
//! the copies of each day.
//!
//! Whoever is killed between the commit and the emptying leaves a mark in the store, with the rows of bodies that are to go,
//! so that the next one who opens the store does it.

use std::path::Path;

use rusqlite::Connection;

use super::{aside, copies};
use crate::folder::STORE;
use crate::seal::RowKey;

/// Removes them all; whether none is left.
pub(super) fn remove(connection: &Connection, rows: &[RowKey]) -> bool {
    // The log comes last: an empty one says that the copies are gone as well.
    let copies_gone =
        store(connection).is_none_or(|(path, folder)| aside::remove(path) & copies::destroy(folder, rows));
    empty_log(connection) && copies_gone
}

/// Whether there may be any.
pub(super) fn remain(connection: &Connection, rows: &[RowKey]) -> bool {
    log_length(connection) > 0
        || store(connection).is_some_and(|(path, folder)| aside::any(path) || copies::hold(folder, rows))
}

/// The file of the store, and its folder; nothing for a copy, and for what is in memory.
pub(super) fn store(connection: &Connection) -> Option<(&Path, &Path)> {
    let path = Path::new(connection.path()?);
    let of_a_home = path.file_name().is_some_and(|name| name == STORE);
    path.parent().filter(|_| of_a_home).map(|folder| (path, folder))
}

/// Moves what the log holds into the store and empties it; whether that went well.
pub(super) fn empty_log(connection: &Connection) -> bool {
    matches!(connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0)), Ok(0))
}

/// How many bytes the write-ahead log has.
pub(super) fn log_length(connection: &Connection) -> u64 {
    let log = connection.path().map(|path| std::fs::metadata(format!("{path}-wal")));
    log.and_then(Result::ok).map_or(0, |data| data.len())
}

//! What may still hold destroyed words after the commit that destroyed them: the log, and copies from before another format.
//!
//! Whoever is killed between the commit and the emptying leaves a mark in the store, so that the next one who opens it does it.

use std::path::Path;

use rusqlite::Connection;

use super::aside;

/// Removes them all; whether none is left.
pub(super) fn remove(connection: &Connection) -> bool {
    // The log comes last: an empty one says that the copies are gone as well.
    let copies_gone = connection.path().is_none_or(|path| aside::remove(Path::new(path)));
    empty_log(connection) && copies_gone
}

/// Whether there may be any.
pub(super) fn remain(connection: &Connection) -> bool {
    log_length(connection) > 0 || connection.path().is_some_and(|path| aside::any(Path::new(path)))
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

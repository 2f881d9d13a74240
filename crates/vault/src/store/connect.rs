//! Opening the file: to read and write it, or to read it alone where nothing may be written.
//!
//! Whoever reads a store that has a log makes a file beside it, through which processes know of each other. Where nothing can be
//! made nobody else writes either, so there the log is read in memory, without a lock.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};
use rustix::fs::{Access, access};

use crate::error::VaultError;

/// How SQLite reads files without locks.
const WITHOUT_LOCKS: &str = "unix-none";

/// The store in this file, and whether it can only be read.
pub(super) fn connect(path: &Path) -> Result<(Connection, bool), VaultError> {
    if may_write(path) {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        return Ok((Connection::open_with_flags(path, flags)?, false));
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags_and_vfs(path, flags, WITHOUT_LOCKS)?;
    // Before the first look: then what finds pages in the log stands in memory, and not in a file beside.
    connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
    Ok((connection, true))
}

/// Whether the file may be written, and others be made beside it.
fn may_write(path: &Path) -> bool {
    let may = |path: &Path, what| access(path, what).is_ok();
    may(path, Access::WRITE_OK) && path.parent().is_none_or(|folder| may(folder, Access::WRITE_OK))
}

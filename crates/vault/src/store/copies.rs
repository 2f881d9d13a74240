//! Rolling copies: `copy-2026-06-03.db` beside the store, one for a day of use, the newest seven.
//!
//! A copy is a whole store in one file, made by SQLite's own backup call and put in its place by renaming. It holds neither what
//! is derived nor drafts. What is destroyed in the store is destroyed in it, too: its bytes become zeros where they stand. No page moves for
//! that, so whoever copies the file at that moment has a whole one.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::civil::Date;
use rusqlite::{Connection, OpenFlags};

use super::tables::{BODY, LINES, VIEW, of_format};
use super::{aside, schema};
use crate::error::VaultError;
use crate::folder::create_private;
use crate::seal::RowKey;

/// How many are kept.
pub(super) const KEPT: usize = 7;
/// In the place of a row: everything in every copy.
pub(super) const ALL: RowKey = [0; 16];
/// For how long whoever destroys words waits for whoever makes a copy, in steps of 20 ms: ten seconds.
const STEPS: u32 = 500;

/// Held by whoever makes a copy, or destroys something in one.
pub(super) struct Lock(#[expect(dead_code, reason = "what it holds ends with it")] File);

/// Where the copy of this day stands.
pub(super) fn place(folder: &Path, day: Date) -> PathBuf {
    folder.join(format!("copy-{day}.db"))
}

/// Where a copy stands while it is made.
pub(super) fn begun(folder: &Path) -> PathBuf {
    folder.join("copy.db.new")
}

/// All copies, the oldest first.
pub(super) fn all(folder: &Path) -> std::io::Result<Vec<(Date, PathBuf)>> {
    let mut found = Vec::new();
    for file in fs::read_dir(folder)? {
        let path = file?.path();
        let name = path.file_name().and_then(|name| name.to_str());
        let day = name.and_then(|name| name.strip_prefix("copy-")?.strip_suffix(".db")?.parse().ok());
        found.extend(day.map(|day| (day, path.clone())));
    }
    found.sort();
    Ok(found)
}

/// The lock; `None` while somebody else has it.
pub(super) fn lock(folder: &Path) -> Result<Option<Lock>, VaultError> {
    let path = folder.join("copies.lock");
    let failed = |error| VaultError::file(&path, error);
    let file = create_private(&path).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(Lock(file))),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(failed(error)),
    }
}

fn wait_for_lock(folder: &Path) -> Result<Lock, VaultError> {
    for _ in 0..STEPS {
        if let Some(lock) = lock(folder)? {
            return Ok(lock);
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    Err(VaultError::Busy)
}

/// Destroys these rows of `body` in all copies; one in which that cannot be done is overwritten and removed. Whether none
/// holds any of them now.
pub(super) fn destroy(folder: &Path, rows: &[RowKey]) -> bool {
    if rows.is_empty() || !any(folder) {
        return true;
    }
    let Ok(_lock) = wait_for_lock(folder) else { return false };
    let Ok(copies) = all(folder) else { return false };
    let gone = |path: &Path| (!rows.contains(&ALL) && destroy_in(path, rows).is_ok()) || aside::wipe(path).is_ok();
    // Whoever made one and was cut left it half made.
    let begun = Some(begun(folder)).filter(|path| path.exists());
    copies.iter().all(|(_, path)| gone(path)) && begun.is_none_or(|path| aside::wipe(&path).is_ok())
}

/// Whether there may be a copy, or one that was begun.
fn any(folder: &Path) -> bool {
    begun(folder).exists() || all(folder).map_or(true, |copies| !copies.is_empty())
}

/// Whether any copy may hold any of these rows.
pub(super) fn hold(folder: &Path, rows: &[RowKey]) -> bool {
    if rows.is_empty() || !any(folder) {
        return false;
    }
    let holds = |path: &Path| rows.contains(&ALL) || holds_any(path, rows).unwrap_or(true);
    begun(folder).exists() || all(folder).map_or(true, |copies| copies.iter().any(|(_, path)| holds(path)))
}

fn holds_any(path: &Path, rows: &[RowKey]) -> Result<bool, VaultError> {
    let copy = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    let mut row = copy.prepare(&format!("SELECT 1 FROM {BODY} WHERE key = ?1 AND {}", stands()))?;
    for key in rows {
        if row.exists([key.as_slice()])? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn destroy_in(path: &Path, rows: &[RowKey]) -> Result<(), VaultError> {
    let copy = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    alone(&copy)?;
    let format = copy.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    schema::check(&copy, format)?;
    let change = copy.unchecked_transaction()?;
    {
        // The same length, so SQLite writes it over what was there.
        let zeros = format!("UPDATE {BODY} SET value = zeroblob(length(value)) WHERE key = ?1 AND {}", stands());
        let mut zeros = change.prepare(&zeros)?;
        for key in rows {
            zeros.execute([key.as_slice()])?;
        }
        // A copy of an earlier format may show words here; one of this format has none.
        for table in of_format(format).filter(|table| [VIEW, LINES].contains(table)) {
            change.execute(&format!("DELETE FROM {table}"), [])?;
        }
    }
    Ok(change.commit()?)
}

/// A row that was not destroyed: what is sealed never begins with a zero.
fn stands() -> &'static str {
    "substr(value, 1, 1) <> x'00'"
}

/// A row that was.
pub(super) fn destroyed() -> &'static str {
    "substr(value, 1, 1) = x'00'"
}

/// Nobody else works with this file, and nothing stands beside it: no log, and no journal with what was destroyed.
pub(super) fn alone(connection: &Connection) -> Result<(), VaultError> {
    connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
    for mode in ["DELETE", "MEMORY"] {
        connection.pragma_update(None, "journal_mode", mode)?;
    }
    connection.pragma_update(None, "synchronous", "FULL")?;
    Ok(connection.pragma_update(None, "secure_delete", true)?)
}

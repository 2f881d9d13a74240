//! A file whose pages SQLite cannot follow: what rows can still be read go into a new file, which takes its place.
//!
//! Every table has its rows twice to be found by: in the order in which they came, and by their key. A damaged page hides a
//! few rows from one way and others from the other, so each row is asked for by its number, and numbers are taken from both.
//! Where the first page is damaged, which says where the tables begin, rows are looked for under another one (`first_page`).

use std::collections::BTreeSet;
use std::fs;

use rusqlite::{Connection, OpenFlags, OptionalExtension};

use super::tables::TABLES;
use super::{APPLICATION, FORMAT, careful, first_page, schema, traces};
use crate::error::VaultError;
use crate::folder::{Folder, create_private};

/// How many rows are looked for behind the last one that is found.
const BEHIND: i64 = 4096;
/// How many rows that hide between two that are found are looked for from either of them: more than one page can hide. A damaged
/// page may give a row any number, and not every number up to there can be asked for.
const BETWEEN: i64 = 1 << 16;

/// Writes the store anew from the rows that can be read. It takes the place of the old file whole, or not at all.
///
/// # Errors
/// [`VaultError::Corrupt`] where no row can be read: then the file stays as it is; or what SQLite and the system report.
pub(super) fn write_anew(folder: &Folder) -> Result<(), VaultError> {
    let (store, new) = (folder.store(), folder.path().join("journal.db.new"));
    create_private(&new).map_err(|error| VaultError::file(&new, error))?;
    let old = Connection::open_with_flags(&store, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    careful(&old)?;
    let to = Connection::open(&new)?;
    make_tables(&to)?;
    let found = copy_rows(&old, &to)? + first_page::with_another(&store, &new, |from| copy_rows(from, &to))?;
    if found == 0 {
        let _ = fs::remove_file(&new);
        return Err(VaultError::Corrupt);
    }
    drop(to);
    // Where this works, a cut from here on leaves no log behind that belongs to the other file.
    let _ = traces::empty_log(&old);
    drop(old);
    let failed = |error| VaultError::file(&store, error);
    fs::File::open(&new).and_then(|file| file.sync_all()).map_err(failed)?;
    // What the log held is in the new file.
    for suffix in ["-wal", "-shm"] {
        match fs::remove_file(folder.path().join(format!("journal.db{suffix}"))) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(failed(error)),
            _ => {}
        }
    }
    fs::rename(&new, &store).map_err(failed)?;
    fs::File::open(folder.path()).and_then(|folder| folder.sync_all()).map_err(failed)
}

fn make_tables(to: &Connection) -> Result<(), VaultError> {
    to.pragma_update(None, "auto_vacuum", "INCREMENTAL")?;
    let transaction = to.unchecked_transaction()?;
    for table in TABLES {
        to.execute(&schema::create(table), [])?;
    }
    to.pragma_update(None, "user_version", FORMAT)?;
    to.pragma_update(None, "application_id", APPLICATION)?;
    Ok(transaction.commit()?)
}

/// Copies the rows that are not there yet; how many.
fn copy_rows(from: &Connection, to: &Connection) -> Result<usize, VaultError> {
    // One look at the file for all rows: each by itself would take and give back the locks of the file. Where not even that can
    // be had, they are read all the same.
    let _look = from.unchecked_transaction().ok();
    let transaction = to.unchecked_transaction()?;
    let mut copied = 0;
    for table in TABLES {
        let mut insert = to.prepare(&format!("INSERT OR IGNORE INTO {table} VALUES (?1, ?2)"))?;
        for (key, value) in rows(from, table) {
            copied += insert.execute((key, value))?;
        }
    }
    transaction.commit()?;
    Ok(copied)
}

/// The rows of a table that can be read. A table that is not even known has none.
fn rows(from: &Connection, table: &str) -> Vec<(Vec<u8>, Vec<u8>)> {
    let sql = format!("SELECT key, value FROM {table} WHERE rowid = ?1");
    let row = |number: &i64| {
        let read = from
            .prepare_cached(&sql)
            .and_then(|mut one| one.query_row([number], |row| Ok((row.get(0)?, row.get(1)?))).optional());
        read.ok().flatten()
    };
    numbers(from, table).iter().filter_map(row).collect()
}

/// The numbers that rows of this table may have.
fn numbers(from: &Connection, table: &str) -> BTreeSet<i64> {
    let mut numbers = BTreeSet::new();
    for order in ["rowid", "rowid DESC", "key", "key DESC"] {
        let Ok(mut statement) = from.prepare(&format!("SELECT rowid FROM {table} ORDER BY {order}")) else { continue };
        let Ok(mut rows) = statement.query([]) else { continue };
        // The first page that cannot be followed ends this way.
        while let Ok(Some(row)) = rows.next() {
            numbers.extend(row.get::<_, i64>(0));
        }
    }
    with_hidden(&numbers)
}

/// These, and those that may hide before, between and behind them. Where no way leads to any row, there is none, or none is ever
/// found.
fn with_hidden(found: &BTreeSet<i64>) -> BTreeSet<i64> {
    let mut numbers = found.clone();
    for (one, next) in std::iter::once(&0).chain(found).zip(found) {
        numbers.extend(*one..(*next).min(one.saturating_add(BETWEEN)));
        numbers.extend((*one).max(next.saturating_sub(BETWEEN))..*next);
    }
    numbers.extend(found.last().into_iter().flat_map(|last| *last..last.saturating_add(BEHIND)));
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_looked_for_around_those_that_are_found_and_not_up_to_any_number() {
        let hidden = |found: &[i64]| with_hidden(&found.iter().copied().collect());
        assert!(hidden(&[]).is_empty());
        let near = hidden(&[3, 10]);
        assert_eq!((near.first(), near.last(), near.len() as i64), (Some(&0), Some(&(9 + BEHIND)), 10 + BEHIND));
        let (far, garbage) = (hidden(&[3, i64::MAX - 7]), i64::MAX - 7);
        assert!(far.contains(&(3 + BETWEEN - 1)) && !far.contains(&(3 + BETWEEN)), "behind the one");
        assert!(far.contains(&(garbage - BETWEEN)) && !far.contains(&(garbage - BETWEEN - 1)), "before the other");
        assert!(far.len() < 150_000 && hidden(&[i64::MIN, -1, 5]).contains(&5));
    }
}

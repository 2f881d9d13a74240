//! What the file itself may hold: the tables of its format, and nothing beside them.
//!
//! Whoever can write to the disk could leave a trigger that keeps what is deleted, or an index over it. What the file says of
//! itself is compared word for word before anything else is read or written.

use rusqlite::Connection;

use super::tables::of_format;
use crate::error::VaultError;

/// A row of `sqlite_schema`: kind, name, table, text.
type Part = (String, String, String, Option<String>);

/// How a table is made.
pub(super) fn create(table: &str) -> String {
    format!("CREATE TABLE {table} (key BLOB PRIMARY KEY, value BLOB NOT NULL)")
}

/// Whether the file holds just what its format has.
///
/// # Errors
/// [`VaultError::Schema`] when it does not, or cannot be asked.
pub(super) fn check(connection: &Connection, format: i64) -> Result<(), VaultError> {
    let kept = kept(connection).map_err(|error| match VaultError::from(error) {
        VaultError::Sqlite(_) | VaultError::Corrupt => VaultError::Schema,
        other => other,
    })?;
    let mut expected: Vec<Part> = of_format(format).flat_map(parts).collect();
    expected.sort();
    if kept == expected { Ok(()) } else { Err(VaultError::Schema) }
}

fn kept(connection: &Connection) -> rusqlite::Result<Vec<Part>> {
    let mut statement = connection.prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema")?;
    let parts = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    let mut parts: Vec<Part> = parts.collect::<Result<_, _>>()?;
    parts.sort();
    Ok(parts)
}

/// A table, and the index that SQLite makes for its key.
fn parts(table: &str) -> [Part; 2] {
    let index = format!("sqlite_autoindex_{table}_1");
    [("table".into(), table.into(), table.into(), Some(create(table))), ("index".into(), index, table.into(), None)]
}

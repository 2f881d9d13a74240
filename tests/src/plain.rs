//! A store as whoever holds its key can read it: every row, opened.

use std::path::Path;

use kintsugi_vault::{Folder, Sealer};
use rusqlite::{Connection, OpenFlags};

/// What a row of a store says, and in which table it stands.
pub struct PlainRow {
    /// The table.
    pub table: String,
    /// Its value, opened.
    pub value: Vec<u8>,
}

/// Every row of the store in this folder, which has no passphrase and the key it began with.
///
/// # Panics
/// When the store or one of its rows does not open.
pub fn plain_rows(home: &Path) -> Vec<PlainRow> {
    let folder = Folder::open(home).expect("a home");
    let keyfile = folder.read_keyfile().expect("a keyfile").keyfile;
    let sealer = Sealer::new(&keyfile.unlock_unprotected().expect("a key").expect("no passphrase"));
    let store = Connection::open_with_flags(home.join("journal.db"), OpenFlags::SQLITE_OPEN_READ_WRITE);
    let store = store.expect("a store");
    tables(&store).into_iter().flat_map(|table| rows(&store, &sealer, table)).collect()
}

fn tables(store: &Connection) -> Vec<String> {
    let mut names = store.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").expect("a schema");
    names.query_map([], |row| row.get(0)).expect("a schema").map(|name| name.expect("a name")).collect()
}

fn rows(store: &Connection, sealer: &Sealer, table: String) -> Vec<PlainRow> {
    let named: &'static str = table.clone().leak();
    let mut rows = store.prepare(&format!("SELECT key, value FROM {table}")).expect("a table");
    let rows = rows.query_map([], |row| Ok((row.get::<_, [u8; 16]>(0)?, row.get::<_, Vec<u8>>(1)?)));
    let opened = rows.expect("rows").map(|row| {
        let (key, sealed) = row.expect("a row");
        let value = sealer.open(named, &key, &sealed).expect("a row that opens").to_vec();
        PlainRow { table: table.clone(), value }
    });
    opened.collect()
}

//! Somebody has the disk: they add to the store's file, or put parts of it back. Each of these once went unnoticed.

use kintsugi_journal::{DocId, StoredChange};
use rusqlite::Connection;

use super::tests::{Home, home, nobody, shelf};
use super::*;
use crate::rows::DocRow;

/// The file, in the hands of somebody else.
fn theirs(home: &Home) -> Connection {
    Connection::open(home.folder.store()).expect("a file of SQLite")
}

type Rows = Vec<(Vec<u8>, Vec<u8>)>;

fn rows(home: &Home, table: &str) -> Rows {
    let file = theirs(home);
    let mut statement = file.prepare(&format!("SELECT key, value FROM {table}")).expect("a table");
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).expect("rows");
    rows.collect::<Result<_, _>>().expect("rows")
}

fn put_back(home: &Home, table: &str, rows: &Rows) {
    let file = theirs(home);
    file.execute(&format!("DELETE FROM {table}"), []).expect("emptied");
    for row in rows {
        file.execute(&format!("INSERT INTO {table} VALUES (?1, ?2)"), (&row.0, &row.1)).expect("a row");
    }
}

fn open(home: &Home) -> Result<Vault, VaultError> {
    Vault::open(&home.folder, &home.key, &nobody)
}

/// A home with a document, and one laptop that is refused.
fn with_a_document() -> (Home, Vault) {
    let (home, vault) = home();
    let writer = vault.write().expect("a transaction");
    let change = StoredChange { hash: [1; 32], bytes: vec![1; 10] };
    writer.append(&mut DocRow::new(DocId::Table), &[change], vec![[1; 32]]).expect("rows");
    writer.put_replaced_devices(&[[1; 32]]).expect("a row");
    writer.commit().expect("durable");
    (home, vault)
}

fn replace_another(vault: &Vault) {
    let writer = vault.write().expect("a transaction");
    writer.put_replaced_devices(&[[1; 32], [2; 32]]).expect("a row");
    writer.commit().expect("durable");
}

#[test]
fn a_trigger_keeps_nothing_and_a_store_with_one_is_not_opened() {
    let (home, vault) = home();
    let writer = vault.write().expect("a transaction");
    writer.put_body(&shelf(1)).expect("a row");
    writer.commit().expect("durable");
    theirs(&home)
        .execute_batch(
            "CREATE TABLE kept (key, value);
             CREATE TRIGGER keep BEFORE DELETE ON body BEGIN INSERT INTO kept VALUES (old.key, old.value); END;",
        )
        .expect("a trigger");
    let writer = vault.write().expect("a transaction");
    writer.destroy_body(shelf(1).commitment()).expect("a row");
    writer.commit().expect("durable");
    assert!(rows(&home, "kept").is_empty(), "nothing that stands in the file is run");
    assert!(matches!(open(&home), Err(VaultError::Schema)));
}

#[test]
fn whatever_else_stands_in_the_file_is_found_before_it_is_used() {
    for added in [
        "CREATE TABLE kept (value)",
        "CREATE INDEX kept ON body (value)",
        "CREATE VIEW kept AS SELECT * FROM body",
        "CREATE TRIGGER kept AFTER INSERT ON meta BEGIN SELECT RAISE(IGNORE); END",
        "DROP TABLE held",
        "ALTER TABLE held ADD COLUMN more",
        "ALTER TABLE body RENAME TO other; CREATE VIEW body AS SELECT * FROM other",
    ] {
        let (home, vault) = home();
        drop(vault);
        theirs(&home).execute_batch(added).expect("a statement");
        assert!(matches!(open(&home), Err(VaultError::Schema)), "{added}");
    }
}

/// With the older rows of `meta` a laptop that was lost and replaced was met again.
#[test]
fn the_rows_of_meta_put_back_alone_are_found_out() {
    let (home, vault) = with_a_document();
    let before = rows(&home, "meta");
    replace_another(&vault);
    put_back(&home, "meta", &before);
    assert!(matches!(open(&home), Err(VaultError::Mixed)));
    // And so they are by whoever has it open.
    assert!(matches!(vault.read(), Err(VaultError::Mixed)));
}

/// Leaving writes nothing else, and so does replacing a laptop where nothing was written yet.
#[test]
fn the_rows_of_meta_put_back_alone_are_found_out_where_there_is_no_document() {
    let (home, vault) = home();
    let before = rows(&home, "meta");
    replace_another(&vault);
    put_back(&home, "meta", &before);
    assert!(matches!(open(&home), Err(VaultError::Mixed)));
    assert!(matches!(vault.read(), Err(VaultError::Mixed)));
}

#[test]
fn one_row_of_meta_put_back_is_found_out_and_so_is_one_that_is_gone() {
    for gone in [false, true] {
        let (home, vault) = with_a_document();
        let before = rows(&home, "meta");
        replace_another(&vault);
        let after = rows(&home, "meta");
        let key = vault.sealer.row_key("meta", b"replaced devices").to_vec();
        let older = before.iter().filter(|(one, _)| *one == key && !gone);
        let mixed: Rows = after.iter().filter(|(one, _)| *one != key).chain(older).cloned().collect();
        put_back(&home, "meta", &mixed);
        assert!(matches!(open(&home), Err(VaultError::Mixed)), "gone: {gone}");
        assert!(matches!(vault.read().expect("a moment").replaced_devices(), Err(VaultError::Mixed)), "gone: {gone}");
    }
}

#[test]
fn a_document_of_a_later_time_than_the_rest_is_found_out() {
    let (home, vault) = with_a_document();
    let copy = std::fs::read(home.folder.store()).and_then(|store| {
        let log = std::fs::read(home.folder.path().join("journal.db-wal"))?;
        Ok((store, log))
    });
    let writer = vault.write().expect("a transaction");
    writer.put_document(&DocRow::new(DocId::Agreement)).expect("a row");
    writer.commit().expect("durable");
    let documents = rows(&home, "document");
    drop(vault);
    let (store, log) = copy.expect("a copy of the files");
    std::fs::write(home.folder.store(), store).expect("put back");
    std::fs::write(home.folder.path().join("journal.db-wal"), log).expect("put back");
    let older = open(&home).expect("a whole older copy is taken in");
    assert_eq!(older.read().expect("a moment").replaced_devices().expect("a row"), [[1; 32]]);
    put_back(&home, "document", &documents);
    assert!(matches!(open(&home), Err(VaultError::Mixed)));
}

/// The number in the file is not sealed: with an older one the row that names all others would be made anew.
#[test]
fn a_store_that_calls_itself_older_than_it_is_is_found_out() {
    for without_chain in [false, true] {
        let (home, vault) = with_a_document();
        let chain = vault.sealer.row_key("meta", b"chain");
        drop(vault);
        let file = theirs(&home);
        let time = "CREATE TABLE time (key BLOB PRIMARY KEY, value BLOB NOT NULL)";
        file.execute_batch(&format!("DROP TABLE counter; DROP TABLE import; {time}")).expect("an older schema");
        if without_chain {
            file.execute("DELETE FROM meta WHERE key = ?1", [chain.as_slice()]).expect("a row");
        }
        file.pragma_update(None, "user_version", 3).expect("an older number");
        drop(file);
        assert!(matches!(open(&home), Err(VaultError::Mixed)), "without chain: {without_chain}");
    }
}

/// What was checked already is checked again once anything was written by somebody else, and only then.
#[test]
fn rows_that_are_put_back_show_to_whoever_has_looked_before() {
    let (home, vault) = with_a_document();
    let before = rows(&home, "meta");
    replace_another(&vault);
    let reader = vault.read().expect("a moment");
    assert_eq!(reader.replaced_devices().expect("a row").len(), 2);
    let chain = reader.chain.take();
    drop(reader);
    assert_eq!(vault.read().expect("the same moment").chain.take(), chain, "nothing was written meanwhile");
    put_back(&home, "meta", &before);
    assert!(matches!(vault.read(), Err(VaultError::Mixed)), "the counter beside them is ahead");
}

/// What was looked at when a store was opened is not what it holds later.
#[test]
fn the_highest_counters_are_those_of_now_whoever_wrote_them() {
    let (home, vault) = with_a_document();
    let put = |vault: &Vault, top| {
        let writer = vault.write().expect("a transaction");
        writer.put_document(&DocRow { top: Some(top), ..DocRow::new(DocId::Table) }).expect("a row");
        writer.commit().expect("durable");
    };
    let tops = |vault: &Vault| vault.read().expect("a moment").tops().expect("rows");
    put(&vault, 3);
    let other = open(&home).expect("opens");
    assert_eq!((tops(&vault), tops(&other)), (vec![(DocId::Table, 3)], vec![(DocId::Table, 3)]));
    put(&other, 4);
    assert_eq!((tops(&vault), tops(&other)), (vec![(DocId::Table, 4)], vec![(DocId::Table, 4)]));
    put(&vault, 5);
    assert_eq!((tops(&vault), tops(&other)), (vec![(DocId::Table, 5)], vec![(DocId::Table, 5)]));
}

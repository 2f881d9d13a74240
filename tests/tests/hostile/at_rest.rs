//! Somebody has the disk while the laptop is off: they add to the store, or put parts of it back.

use std::path::Path;

use kintsugi_tests::{Person, Two, open_window_for};
use rusqlite::Connection;

fn store(home: &Path) -> Connection {
    Connection::open(home.join("journal.db")).expect("a store")
}

type Rows = Vec<(Vec<u8>, Vec<u8>)>;

fn meta(person: &Person) -> Rows {
    let store = store(&person.home);
    let mut statement = store.prepare("SELECT key, value FROM meta").expect("a table");
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).expect("rows");
    rows.collect::<Result<_, _>>().expect("rows")
}

fn put_back(person: &Person, rows: &Rows) {
    let store = store(&person.home);
    store.execute("DELETE FROM meta", []).expect("emptied");
    for row in rows {
        store.execute("INSERT INTO meta VALUES (?1, ?2)", (&row.0, &row.1)).expect("a row");
    }
}

/// A trigger kept every line that was taken back, and `verify` was content; one that ignores inserts made `write` panic.
#[test]
fn nothing_that_was_put_into_the_file_is_run() {
    for statement in [
        "CREATE TABLE kept (value);
         CREATE TRIGGER keep BEFORE DELETE ON body BEGIN INSERT INTO kept VALUES (old.value); END",
        "CREATE TRIGGER ignore_it BEFORE INSERT ON body BEGIN SELECT RAISE(IGNORE); END",
    ] {
        let two = Two::with_journals();
        let id = two.ana.write("taken back", &[]);
        store(&two.ana.home).execute_batch(statement).expect("a trigger");
        for command in [vec!["delete", &id, "--yes"], vec!["write", "more"], vec!["read"], vec!["verify"]] {
            let error = two.ana.fails(&command, 6);
            assert_eq!(error["code"], "schema", "{command:?}");
            assert!(error["hint"].as_str().expect("a hint").contains("kintsugi repair"), "{error}");
        }
        two.ana.ok(&["repair", "--yes"]);
        two.ana.ok(&["delete", &id, "--yes"]);
        assert_eq!(two.ana.ok(&["verify"])["ok"], true);
        assert!(two.ana.entries().is_empty());
    }
}

#[test]
fn older_rows_of_meta_do_not_bring_back_a_laptop_that_was_replaced() {
    let two = Two::paired();
    two.sync();
    let before = meta(&two.ana);
    let ben = two.ben.at(two.root.path().join("Ben2"));
    let words = two.ben.home.with_extension("words");
    let words = words.to_str().expect("a plain path");
    ben.ok(&["init", "--name", "Ben", "--no-passphrase", "--new-laptop", "--recovery-file", words]);
    let (window, ticket) = open_window_for(&two.ana, &["device", "replace"], &[]);
    assert_eq!(ben.run(&["join", &ticket, "--yes", "--json"]).code, 0);
    assert_eq!(window.wait_with_output().code, 0);

    put_back(&two.ana, &before);
    let lost = two.ben.begin(&["sync", "--wait", "4", "--json"]);
    assert_eq!(two.ana.fails(&["sync", "--wait", "4"], 6)["code"], "mixed");
    assert_eq!(lost.wait_with_output().expect("it ends").status.code(), Some(4), "the lost laptop meets nobody");
    assert_eq!(two.ana.fails(&["verify"], 6)["code"], "mixed");
    assert_eq!(two.ana.fails(&["repair", "--yes"], 6)["code"], "mixed", "no repair makes older rows the ones of now");
}

/// Leaving writes nothing but rows of `meta`.
#[test]
fn older_rows_of_meta_do_not_undo_leaving() {
    let two = Two::paired();
    let before = meta(&two.ana);
    two.ana.ok(&["leave", "--yes"]);
    put_back(&two.ana, &before);
    assert_eq!(two.ana.fails(&["status"], 6)["code"], "mixed");
}

#[test]
fn a_whole_older_copy_is_taken_in() {
    let two = Two::paired();
    two.ana.write("before", &[]);
    let copy = two.root.path().join("copy");
    two.ana.copy_home(&copy);
    two.ana.write("after", &[]);
    two.ana.restore_home(&copy);
    assert_eq!(two.ana.ok(&["verify"])["ok"], true);
    assert_eq!(two.ana.entries().len(), 1);
    two.ana.write("and on", &[]);
    two.sync();
}

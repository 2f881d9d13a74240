//! A store gets another key.

use kintsugi_journal::{DocId, Husk, StoredChange};

use super::tests::{Home, home, nobody, shelf};
use super::*;
use crate::rows::DocRow;

fn open(home: &Home, key: &StoreKey) -> Result<Vault, VaultError> {
    Vault::open(&home.folder, key, &nobody)
}

fn husk() -> Husk {
    let day = "2026-06-03".parse().expect("a day");
    Husk { doc: DocId::Table, entry: shelf(2).entry, day, order: 7 }
}

/// Something in a table whose rows do not say what they are about.
fn fill(vault: &Vault) {
    let writer = vault.write().expect("a transaction");
    writer.put_body(&shelf(1)).expect("a row");
    let changes = [1, 2].map(|n| StoredChange { hash: [n; 32], bytes: vec![n; 10] });
    writer.append(&mut DocRow::new(DocId::Table), &changes, vec![[2; 32]]).expect("rows");
    writer.put_husk(&husk()).expect("a row");
    writer.put_replaced_devices(&[[9; 32]]).expect("a row");
    writer.commit().expect("durable");
}

fn assert_all_there(vault: &Vault) {
    let reader = vault.read().expect("a moment");
    assert_eq!(reader.identity().expect("a row").name(), "Ana");
    assert!(reader.body(shelf(1).commitment()).expect("a row") == Some(shelf(1)));
    let row = reader.document(DocId::Table).expect("a row").expect("it is there");
    assert_eq!(reader.changes(&row).expect("rows"), [vec![1; 10], vec![2; 10]]);
    assert_eq!(reader.husk(husk().entry).expect("a row"), Some(husk()));
    assert_eq!(reader.replaced_devices().expect("a row"), [[9; 32]]);
    assert_eq!(reader.count_rows().expect("rows").iter().map(|count| count.damaged).sum::<u64>(), 0);
}

#[test]
fn every_row_is_there_under_the_new_key_and_nothing_under_the_old_one() {
    let (home, vault) = home();
    fill(&vault);
    drop(vault);
    let mut keys = vec![StoreKey::generate(), StoreKey::generate()];
    keys.insert(0, StoreKey::from_bytes(*home.key.as_bytes()));
    for pair in keys.windows(2) {
        open(&home, &pair[0]).expect("the key of now").reseal(&pair[1]).expect("changed over");
        assert!(matches!(open(&home, &pair[0]), Err(VaultError::OtherKey)));
        let vault = open(&home, &pair[1]).expect("the new key");
        assert_all_there(&vault);
        let writer = vault.write().expect("life goes on");
        writer.put_body(&shelf(2)).expect("a row");
        writer.commit().expect("durable");
        assert!(open(&home, &pair[1]).expect("the new key").read().is_ok());
    }
}

/// A watch of before would go on writing rows that nobody finds.
#[test]
fn a_process_that_has_it_open_under_the_old_key_reads_and_writes_nothing_more() {
    let (home, vault) = home();
    fill(&vault);
    open(&home, &home.key).expect("the key").reseal(&StoreKey::generate()).expect("changed over");
    assert!(matches!(vault.write(), Err(VaultError::OtherKey)));
    assert!(matches!(vault.read(), Err(VaultError::OtherKey)));
}

#[test]
fn of_what_was_sealed_under_the_old_key_nothing_stays_in_any_file() {
    let (home, vault) = home();
    fill(&vault);
    let sealed: Vec<u8> = vault.connection.query_row("SELECT value FROM body", [], |row| row.get(0)).expect("a row");
    drop(vault);
    open(&home, &home.key).expect("the key").reseal(&StoreKey::generate()).expect("changed over");
    for file in std::fs::read_dir(home.folder.path()).expect("a folder").flatten() {
        let bytes = std::fs::read(file.path()).expect("a file");
        assert!(!bytes.windows(sealed.len()).any(|window| window == sealed), "{:?}", file.path());
    }
}

#[test]
fn a_damaged_row_stands_against_it_and_everything_stays() {
    let (home, vault) = home();
    fill(&vault);
    vault.connection.execute("UPDATE husk SET value = zeroblob(80)", []).expect("damage");
    assert!(matches!(vault.reseal(&StoreKey::generate()), Err(VaultError::Damaged { table: "husk" })));
    assert!(open(&home, &home.key).expect("the key of before").read().expect("a moment").identity().is_ok());
}

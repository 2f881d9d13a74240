//! The store, from outside and from below.

use kintsugi_journal::{
    DocId, EntryId, Month, PersonId, Record, RoundId, RoundMark, RoundSide, SealedBody, Shelf, StoredChange, Topic,
    Visibility,
};

use super::tables::BODY;
use super::*;
use crate::identity::DeviceKey;
use crate::rows::DocRow;
use crate::seed::Seed;

pub(super) struct Home {
    _root: tempfile::TempDir,
    pub(super) folder: Folder,
    pub(super) key: StoreKey,
}

pub(super) fn home() -> (Home, Vault) {
    let root = tempfile::tempdir().expect("a temporary folder");
    let folder = Folder::create(&root.path().join("home")).expect("a new folder");
    let key = StoreKey::generate();
    let identity = Identity::new("Ana".into(), Seed::generate(), DeviceKey::generate());
    let vault = Vault::create(&folder, &key, &identity).expect("a new store");
    (Home { _root: root, folder, key }, vault)
}

pub(super) fn nobody(_: &Folder) {}

pub(super) fn shelf(n: u8) -> Shelf {
    let doc = DocId::Page { person: PersonId::from_bytes([1; 16]), month: Month::from_index(24_000) };
    let sealed = SealedBody { salt: [n; 32], bytes: format!("unmistakable {n}").into_bytes() };
    let entry = EntryId::from_bytes([n; 16]);
    let commitment = sealed.commitment(PersonId::from_bytes([1; 16]), entry, None, 1);
    let record = Record { visibility: Visibility::Open, revision: 1, round: None, commitment, later: false };
    Shelf { doc, entry, record, superseded: false, previous: Vec::new(), sealed, stood: None, written_at: None }
}

#[test]
fn what_is_committed_is_there_for_the_next_process_and_what_is_not_is_gone() {
    let (home, vault) = home();
    let writer = vault.write().expect("a transaction");
    writer.put_body(&shelf(1)).expect("a row");
    writer.commit().expect("durable");
    let dropped = vault.write().expect("a transaction");
    dropped.put_body(&shelf(2)).expect("a row");
    drop(dropped);
    let other = Vault::open(&home.folder, &home.key, &nobody).expect("the same home");
    let reader = other.read().expect("a moment");
    assert!(reader.body(shelf(1).commitment()).expect("a sound row") == Some(shelf(1)));
    assert!(reader.body(shelf(2).commitment()).expect("a sound row").is_none());
    assert_eq!(reader.identity().expect("a sound row").name(), "Ana");
}

/// A transaction of some 20 pages, one of many or not.
fn write_much(vault: &Vault, n: u8, one_of_many: bool) {
    let writer = vault.write().expect("a transaction");
    if one_of_many {
        writer.is_one_of_many();
    }
    let sealed = SealedBody { salt: [n; 32], bytes: vec![n; 80_000] };
    writer.put_body(&Shelf { sealed, ..shelf(n) }).expect("a row");
    writer.commit().expect("durable");
}

#[test]
fn many_transactions_in_a_row_leave_a_longer_log_and_the_next_one_alone_empties_it() {
    let (home, vault) = home();
    let log = || std::fs::metadata(home.folder.path().join("journal.db-wal")).map_or(0, |data| data.len());
    (0..40).for_each(|n| write_much(&vault, n, true));
    assert!((2 << 20..16 << 20).contains(&log()), "{}", log());
    write_much(&vault, 40, false);
    assert_eq!(log(), 0);
    (0..250).for_each(|n| write_much(&vault, n, true));
    assert!(log() < 17 << 20, "not without end: {}", log());
}

#[test]
fn another_key_opens_nothing() {
    let (home, vault) = home();
    drop(vault);
    let wrong = Vault::open(&home.folder, &StoreKey::generate(), &nobody);
    assert!(matches!(wrong, Err(VaultError::OtherKey)));
}

#[test]
fn destroyed_bodies_leave_no_byte_in_any_file() {
    let (home, vault) = home();
    for n in 1..40 {
        let writer = vault.write().expect("a transaction");
        writer.put_body(&shelf(n)).expect("a row");
        writer.commit().expect("durable");
    }
    let sealed: Vec<u8> = {
        let key = vault.sealer.row_key(BODY, shelf(7).commitment().as_bytes());
        let query = "SELECT value FROM body WHERE key = ?1";
        vault.connection.query_row(query, [key.as_slice()], |row| row.get(0)).expect("it is there")
    };
    let holds = || {
        let files = std::fs::read_dir(home.folder.path()).expect("a folder");
        files.flatten().any(|file| {
            let bytes = std::fs::read(file.path()).unwrap_or_default();
            bytes.windows(sealed.len()).any(|window| window == sealed)
        })
    };
    assert!(holds());
    let writer = vault.write().expect("a transaction");
    writer.destroy_body(shelf(7).commitment()).expect("a row");
    writer.commit().expect("durable");
    assert!(!holds(), "not even the sealed row may stay");
}

#[test]
fn a_damaged_row_is_named_and_the_rest_is_read() {
    let (_home, vault) = home();
    let writer = vault.write().expect("a transaction");
    writer.put_body(&shelf(1)).expect("a row");
    writer.put_body(&shelf(2)).expect("a row");
    writer.commit().expect("durable");
    let key = vault.sealer.row_key(BODY, shelf(1).commitment().as_bytes());
    vault.connection.execute("UPDATE body SET value = zeroblob(80) WHERE key = ?1", [key.as_slice()]).expect("damage");
    let reader = vault.read().expect("a moment");
    assert!(matches!(reader.body(shelf(1).commitment()), Err(VaultError::Damaged { table: "body" })));
    assert!(reader.body(shelf(2).commitment()).expect("a sound row").is_some());
    let counts = reader.count_rows().expect("a sound file");
    assert_eq!(counts.iter().map(|count| count.damaged).sum::<u64>(), 1);
}

#[test]
fn a_document_is_appended_and_folded() {
    let (_home, vault) = home();
    let mut row = DocRow::new(DocId::Table);
    let change = |n: u8| StoredChange { hash: [n; 32], bytes: vec![n; 10] };
    let writer = vault.write().expect("a transaction");
    writer.append(&mut row, &[change(1), change(2)], vec![[2; 32]]).expect("rows");
    assert_eq!(writer.changes(&row).expect("sound rows"), [vec![1; 10], vec![2; 10]]);
    writer.fold(&mut row, b"both").expect("rows");
    writer.append(&mut row, &[change(3)], vec![[3; 32]]).expect("rows");
    writer.commit().expect("durable");
    let reader = vault.read().expect("a moment");
    let row = reader.document(DocId::Table).expect("a sound row").expect("it is there");
    assert_eq!(reader.snapshot(&row).expect("a sound row").expect("folded"), b"both");
    assert_eq!(reader.changes(&row).expect("sound rows"), [vec![3; 10]]);
    assert_eq!(row.heads, [[3; 32]]);
}

/// Each `write` is a process of its own. SQLite's automatic checkpoints never emptied the log then, and every write took longer
/// than the one before.
#[test]
fn the_log_stays_short_however_many_processes_write() {
    let (home, vault) = home();
    drop(vault);
    for n in 0..200_u8 {
        let vault = Vault::open(&home.folder, &home.key, &nobody).expect("the same home");
        let writer = vault.write().expect("a transaction");
        let mut large = shelf(n);
        large.sealed.bytes = vec![n; 16 * 1024];
        writer.put_body(&large).expect("a row");
        writer.commit().expect("durable");
        let log = std::fs::metadata(home.folder.path().join("journal.db-wal")).map_or(0, |data| data.len());
        assert!(log < 2 << 20, "{log} bytes after {n} writes");
    }
}

#[test]
fn a_round_is_kept_for_each_person_until_nothing_is_left_of_it() {
    let (_home, vault) = home();
    let (ana, ben) = (PersonId::from_bytes([1; 16]), PersonId::from_bytes([2; 16]));
    let round = RoundId { topic: Topic::Letter, number: 1 };
    let opened = RoundSide { mark: RoundMark::Opened, ..RoundSide::new(round, ana) };
    let writer = vault.write().expect("a transaction");
    writer.put_round_side(&opened).expect("a row");
    assert_eq!(writer.round_side(round, ana).expect("a sound row"), opened);
    assert!(writer.round_side(round, ben).expect("no row").is_empty());
    writer.put_round_side(&RoundSide::new(round, ana)).expect("a row");
    assert!(writer.round_sides().expect("an empty table").is_empty());
}

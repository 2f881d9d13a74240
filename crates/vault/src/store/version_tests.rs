//! Stores of other versions, older and newer, and what is derived by one that knows more.

use kintsugi_journal::{
    AuthorTag, ChangeHash, DocId, EntryId, Month, PersonId, Record, SealedBody, Shelf, StoredChange, WrittenAt,
};

use super::layout::Plain;
use super::tables::{BODY, DOCUMENT, META, TIME};
use super::tests::{Home, home, nobody, shelf};
use super::*;
use crate::partner::Partner;
use crate::rows::{DocRow, ImportList, ImportRow, Imported};
use crate::seal::RowKey;

/// Makes the store one of format 2: no row begins with a layout, and the tags of a document are one row.
pub(super) fn make_older(vault: &Vault, tags: &[(DocId, Vec<(ChangeHash, AuthorTag)>)]) {
    for table in TABLES.into_iter().filter(|table| !["lines", "marks", "import", "counter"].contains(table)) {
        let rows = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
        let mut statement = vault.connection.prepare(&format!("SELECT key, value FROM {table}")).expect("a table");
        let rows: Vec<(RowKey, Vec<u8>)> =
            statement.query_map([], rows).expect("rows").collect::<Result<_, _>>().expect("rows");
        for (key, sealed) in rows {
            let plain = vault.sealer.open(table, &key, &sealed).expect("a sound row");
            let mut plain = plain[1..].to_vec();
            if table == BODY {
                let shelf = body_row::read(&vault.sealer.open(table, &key, &sealed).expect("a sound row"), None);
                plain = body_row::as_before(&shelf.expect("a body"), 1)[1..].to_vec();
            }
            if table == DOCUMENT {
                let row: DocRow = postcard::from_bytes(&plain).expect("a document");
                let older = (row.doc, row.heads, row.met, row.snapshot, row.pending);
                plain = postcard::to_stdvec(&older).expect("plain fields");
            }
            let older = vault.sealer.seal(table, &key, &plain);
            let update = format!("UPDATE {table} SET value = ?2 WHERE key = ?1");
            vault.connection.execute(&update, (key.as_slice(), older)).expect("a row");
        }
    }
    for (doc, tags) in tags {
        put_older(vault, "tag", &doc.to_bytes(), &postcard::to_stdvec(tags).expect("plain fields"));
    }
    let chain = vault.sealer.row_key(META, chain::Chain::SORT.name.as_bytes());
    vault.connection.execute("DELETE FROM meta WHERE key = ?1", [chain.as_slice()]).expect("an older store");
    vault
        .connection
        .execute_batch("DROP TABLE lines; DROP TABLE marks; DROP TABLE import; DROP TABLE counter")
        .expect("an older store");
    vault.connection.pragma_update(None, "user_version", 2).expect("an older store");
}

fn put_older(vault: &Vault, table: &'static str, logical: &[u8], plain: &[u8]) {
    let key = vault.sealer.row_key(table, logical);
    let sealed = vault.sealer.seal(table, &key, plain);
    let insert = format!("INSERT OR REPLACE INTO {table} VALUES (?1, ?2)");
    vault.connection.execute(&insert, (key.as_slice(), sealed)).expect("a row");
}

#[test]
fn a_store_of_format_2_is_opened_with_all_that_is_not_derived() {
    let (home, vault) = home();
    let doc = DocId::drawer(PersonId::from_bytes([1; 16]));
    let mut row = DocRow::new(doc);
    let writer = vault.write().expect("a transaction");
    writer.put_body(&shelf(1)).expect("a row");
    writer.append(&mut row, &[StoredChange { hash: [1; 32], bytes: vec![1; 10] }], vec![[1; 32]]).expect("rows");
    writer.commit().expect("durable");
    make_older(&vault, &[(doc, vec![([1; 32], AuthorTag([4; 16])), ([2; 32], AuthorTag([5; 16]))])]);
    drop(vault);

    let asked = std::cell::Cell::new(0);
    let open = || Vault::open(&home.folder, &home.key, &|_| asked.set(asked.get() + 1));
    let vault = open().expect("it is brought along");
    let reader = vault.read().expect("a moment");
    assert_eq!(reader.identity().expect("a sound row").name(), "Ana");
    assert!(reader.body(shelf(1).commitment()).expect("a sound row") == Some(shelf(1)));
    assert_eq!(reader.tag(doc, &[2; 32]).expect("a sound row"), Some(AuthorTag([5; 16])));
    assert_eq!(reader.changes(&row).expect("sound rows"), [vec![1; 10]]);
    assert_eq!(reader.span().expect("no row"), None, "what is derived is made anew by who can");
    assert!(!reader.is_derived(Vocabulary::CURRENT).expect("no row"));
    drop(reader);
    assert!(matches!(vault.write(), Err(VaultError::Overtaken)), "nobody writes what does not fit");
    let writer = vault.rederive().expect("a transaction");
    writer.put_derived(Vocabulary::CURRENT).expect("a row");
    writer.commit().expect("durable");
    drop(vault);
    open().expect("it is of this format now").write().expect("and derived");
    assert_eq!(asked.get(), 1, "whoever works with it is asked to end once");
}

/// Bodies of the first version held the time at which they were written, and so did what stayed of them.
#[test]
fn when_something_was_written_stands_beside_it_and_only_of_mine() {
    const BODY: &str = "0100000040020a323032362d30362d303380eaebe6d167f0010d4575726f70652f4265726c696e\
                        14576520736174206f6e207468652073746570732e01076576656e696e67";
    let (home, vault) = home();
    let me = vault.read().expect("a moment").identity().expect("a sound row").person();
    let bytes = data_encoding::HEXLOWER.decode(BODY.as_bytes()).expect("hex");
    let of = |person, n: u8| {
        let doc = DocId::Page { person, month: Month::from_index(24_000) };
        let (base, sealed) = (shelf(n), SealedBody { salt: [n; 32], bytes: bytes.clone() });
        let commitment = sealed.commitment(person, base.entry, None, 1);
        Shelf { doc, sealed, record: Record { commitment, ..base.record }, ..base }
    };
    let writer = vault.write().expect("a transaction");
    let (mine, theirs) = (of(me, 1), of(PersonId::from_bytes([1; 16]), 2));
    writer.put_body(&mine).expect("a row");
    writer.put_body(&theirs).expect("a row");
    writer.commit().expect("durable");
    make_older(&vault, &[]);
    let entry = EntryId::from_bytes([3; 16]);
    let day: jiff::civil::Date = "2026-06-03".parse().expect("a day");
    let husk = postcard::to_stdvec(&(DocId::Table, entry, day, 1_780_506_000_000_i64, 120_i16)).expect("plain fields");
    put_older(&vault, "husk", entry.as_bytes(), &husk);
    drop(vault);

    let vault = Vault::open(&home.folder, &home.key, &nobody).expect("it is brought along");
    let reader = vault.read().expect("a moment");
    let time = |shelf: &Shelf| reader.body(shelf.commitment()).expect("a sound row").expect("it is there").written_at;
    assert_eq!(time(&mine).expect("mine").rfc3339(), "2026-06-03T19:00:00+02:00");
    assert_eq!(time(&theirs), None, "the partner's is theirs");
    let husk = reader.husk(entry).expect("a sound row").expect("it stayed");
    assert_eq!((husk.day, husk.order), (day, 1_780_506_000));
}

/// A list of an import as format 4 had it: the numbers of both, and its entries.
type OlderList = (u32, u32, Vec<(DocId, EntryId)>);

/// Makes the store one of format 4: when things were written, and what was brought along, stand in a table of their own.
fn make_format_4(vault: &Vault, lists: &[OlderList], marks: &[(EntryId, u32, u64)]) {
    vault.create_table(TIME).expect("an older store");
    let mut statement = vault.connection.prepare("SELECT key, value FROM body").expect("a table");
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).expect("rows");
    let rows: Vec<(RowKey, Vec<u8>)> = rows.collect::<Result<_, _>>().expect("rows");
    let first = |value: Vec<u8>| [vec![1], value].concat();
    for (key, sealed) in rows {
        let plain = vault.sealer.open(BODY, &key, &sealed).expect("a sound row");
        let shelf = body_row::read(&plain, None).expect("a body");
        if let Some(time) = shelf.written_at {
            let value = first(postcard::to_stdvec(&time).expect("plain fields"));
            put_older(vault, TIME, shelf.entry.as_bytes(), &value);
        }
        let older = vault.sealer.seal(BODY, &key, &body_row::as_before(&shelf, 2));
        vault.connection.execute("UPDATE body SET value = ?2 WHERE key = ?1", (key.as_slice(), older)).expect("a row");
    }
    for (import, list, entries) in lists {
        let key = [b"imported/".as_slice(), &import.to_be_bytes(), &list.to_be_bytes()].concat();
        put_older(vault, TIME, &key, &first(postcard::to_stdvec(entries).expect("plain fields")));
    }
    for (entry, import, words) in marks {
        let key = [b"import/".as_slice(), entry.as_bytes()].concat();
        put_older(vault, TIME, &key, &first(postcard::to_stdvec(&(import, words)).expect("plain fields")));
    }
    vault.connection.execute_batch("DROP TABLE import").expect("an older store");
    vault.connection.pragma_update(None, "user_version", 4).expect("an older store");
}

#[test]
fn what_a_store_of_format_4_had_in_rows_of_their_own_stands_with_words_and_lists() {
    let (home, vault) = home();
    let writer = vault.write().expect("a transaction");
    let me = writer.identity().expect("a row").person();
    let doc = DocId::Page { person: me, month: Month::from_index(24_000) };
    let written_at = WrittenAt { at: "2026-06-03T17:00:00Z".parse().expect("a moment"), offset_minutes: 120 };
    let mine = |n: u8| {
        let base = shelf(n);
        let commitment = base.sealed.commitment(me, base.entry, None, 1);
        Shelf { doc, record: Record { commitment, ..base.record }, written_at: Some(written_at), ..base }
    };
    for shelf in [mine(1), mine(2), shelf(3)] {
        writer.put_body(&shelf).expect("a row");
    }
    let day = "2026-06-03".parse().expect("a day");
    let import = ImportRow { number: 1, day, form: "jrnl".into(), lists: 2, added: 2, undone: false };
    writer.put_imports(&[import]).expect("a row");
    writer.commit().expect("durable");
    let (one, two) = (mine(1).entry, mine(2).entry);
    make_format_4(&vault, &[(1, 0, vec![(doc, one)]), (1, 1, vec![(doc, two)])], &[(one, 1, 0x0102), (two, 1, 7)]);
    // A time that does not open is no reason to lose the words.
    let damaged = vault.sealer.row_key(TIME, two.as_bytes());
    vault
        .connection
        .execute("UPDATE time SET value = zeroblob(60) WHERE key = ?1", [damaged.as_slice()])
        .expect("damage");
    drop(vault);

    let vault = Vault::open(&home.folder, &home.key, &nobody).expect("it is brought along");
    let reader = vault.read().expect("a moment");
    assert!(reader.body(mine(1).commitment()).expect("a sound row") == Some(mine(1)), "with its time");
    assert!(reader.body(mine(2).commitment()).expect("a sound row") == Some(Shelf { written_at: None, ..mine(2) }));
    assert!(reader.body(shelf(3).commitment()).expect("a sound row") == Some(shelf(3)), "the partner's");
    let list = |entry, words| ImportList(vec![(doc, vec![Imported { entry, words }])]);
    assert_eq!(reader.import_list(1, 0).expect("a row"), list(one, [0, 0, 0, 0, 0, 0, 1, 2]));
    assert_eq!(reader.import_list(1, 1).expect("a row"), list(two, [0, 0, 0, 0, 0, 0, 0, 7]));
    assert_eq!(reader.count_rows().expect("rows").iter().map(|count| count.damaged).sum::<u64>(), 0);
    assert!(reader.is_derived(Vocabulary::CURRENT).expect("a row"), "what is derived is as it was");
    drop(reader);
    vault.write().expect("it is of this format now");
    assert!(vault.connection.prepare("SELECT * FROM time").is_err(), "the table is gone");
}

#[test]
fn a_store_of_format_4_whose_rows_are_of_different_times_is_not_brought_along() {
    let (home, vault) = home();
    make_format_4(&vault, &[], &[]);
    let key = vault.sealer.row_key(META, b"replaced devices");
    let sealed = vault.sealer.seal(META, &key, &[1, 0]);
    vault.connection.execute("INSERT INTO meta VALUES (?1, ?2)", (key.as_slice(), sealed)).expect("a row");
    drop(vault);
    assert!(matches!(Vault::open(&home.folder, &home.key, &nobody), Err(VaultError::Mixed)));
    assert_eq!(format_in_file_or_log(&home), 4, "nothing was changed");
}

fn format_in_file_or_log(home: &Home) -> i64 {
    let file = Connection::open(home.folder.store()).expect("a file");
    file.query_row("PRAGMA user_version", [], |row| row.get(0)).expect("a format")
}

#[test]
fn a_store_of_format_1_is_opened_too() {
    let (home, vault) = home();
    let writer = vault.write().expect("a transaction");
    writer.put_body(&shelf(1)).expect("a row");
    writer.commit().expect("durable");
    make_older(&vault, &[]);
    vault.connection.execute("DROP TABLE round", []).expect("an older store");
    vault.connection.pragma_update(None, "user_version", 1).expect("an older store");
    drop(vault);
    let vault = Vault::open(&home.folder, &home.key, &nobody).expect("it is brought along");
    let reader = vault.read().expect("a moment");
    assert!(reader.body(shelf(1).commitment()).expect("a sound row").is_some());
    assert!(reader.round_sides().expect("an empty table").is_empty());
}

#[test]
fn the_store_as_it_was_stays_beside_until_words_are_destroyed() {
    let (home, vault) = home();
    let writer = vault.write().expect("a transaction");
    writer.put_body(&shelf(1)).expect("a row");
    writer.commit().expect("durable");
    make_older(&vault, &[]);
    drop(vault);
    let vault = Vault::open(&home.folder, &home.key, &nobody).expect("it is brought along");
    let copy = aside::place(&home.folder.store(), FORMAT);
    assert_eq!(format_in_file(&copy).expect("it is there"), Some(2));
    let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&copy).expect("it is there").permissions());
    assert_eq!(mode & 0o777, 0o600);
    let rows: i64 = Connection::open(&copy)
        .and_then(|copy| copy.query_row("SELECT COUNT(*) FROM body", [], |row| row.get(0)))
        .expect("a sound copy");
    assert_eq!(rows, 1);
    let writer = vault.rederive().expect("a transaction");
    writer.put_derived(Vocabulary::CURRENT).expect("a row");
    writer.commit().expect("durable");
    assert!(copy.exists(), "what destroys no words leaves it");
    // One that an interrupted process has begun.
    std::fs::write(aside::begun(&home.folder.store()), "half a copy").expect("a file");
    let writer = vault.write().expect("a transaction");
    writer.destroy_body(shelf(1).commitment()).expect("a row");
    writer.commit().expect("durable");
    assert!(!copy.exists() && !aside::begun(&home.folder.store()).exists());
}

#[test]
fn a_damaged_row_of_an_older_store_is_still_named_and_keeps_nothing_else() {
    let (home, vault) = home();
    let writer = vault.write().expect("a transaction");
    writer.put_body(&shelf(1)).expect("a row");
    writer.put_body(&shelf(2)).expect("a row");
    writer.commit().expect("durable");
    make_older(&vault, &[]);
    let key = vault.sealer.row_key(BODY, shelf(1).commitment().as_bytes());
    vault.connection.execute("UPDATE body SET value = zeroblob(80) WHERE key = ?1", [key.as_slice()]).expect("damage");
    drop(vault);
    let vault = Vault::open(&home.folder, &home.key, &nobody).expect("it is brought along");
    let reader = vault.read().expect("a moment");
    assert!(matches!(reader.body(shelf(1).commitment()), Err(VaultError::Damaged { table: "body" })));
    assert!(reader.body(shelf(2).commitment()).expect("a sound row").is_some());
}

/// All files of the home, as they are.
fn files(home: &Home) -> std::collections::BTreeMap<std::path::PathBuf, Vec<u8>> {
    let files = std::fs::read_dir(home.folder.path()).expect("a folder").flatten();
    // What SQLite shares between processes is no file that is kept.
    let kept = files.map(|file| file.path()).filter(|path| !path.to_string_lossy().ends_with("-shm"));
    kept.map(|path| (path.clone(), std::fs::read(path).expect("a file"))).collect()
}

#[test]
fn a_newer_store_is_refused_and_not_a_byte_of_it_is_touched() {
    let (home, vault) = home();
    vault.connection.pragma_update(None, "user_version", FORMAT + 1).expect("a newer store");
    let refused = || Vault::open(&home.folder, &home.key, &|_| panic!("nobody is asked to end"));
    let before = files(&home);
    assert!(matches!(refused(), Err(VaultError::Newer(format)) if format == FORMAT + 1), "as its log says");
    assert_eq!(files(&home), before);
    vault.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).expect("emptied");
    drop(vault);
    let before = files(&home);
    assert!(matches!(refused(), Err(VaultError::Newer(_))), "as its file says");
    assert_eq!(files(&home), before);
    // Not even one that is no SQLite any more, behind the same header.
    let mut bytes = std::fs::read(home.folder.store()).expect("a file");
    bytes.truncate(100);
    bytes.extend([7; 1000]);
    std::fs::write(home.folder.store(), bytes).expect("a file");
    assert!(matches!(refused(), Err(VaultError::Newer(_))));
}

/// A watch that goes on while somebody starts a newer program once wrote rows that the newer one could not read.
#[test]
fn a_process_whose_store_was_taken_over_reads_and_writes_nothing_more() {
    let (home, vault) = home();
    let newer = Vault::open(&home.folder, &home.key, &nobody).expect("the same home");
    newer.connection.pragma_update(None, "user_version", FORMAT + 1).expect("a newer store");
    let before = files(&home);
    assert!(matches!(vault.write(), Err(VaultError::Overtaken)));
    assert!(matches!(vault.rederive(), Err(VaultError::Overtaken)));
    assert!(matches!(vault.read(), Err(VaultError::Overtaken)));
    assert_eq!(files(&home), before);
}

#[test]
fn a_process_is_told_when_another_version_has_derived_anew() {
    let (_home, vault) = home();
    let writer = vault.write().expect("a transaction");
    writer.put_bytes(layout::Derived::SORT, b"derived", &[99, 1, 0]).expect("a row");
    writer.commit().expect("durable");
    assert!(!vault.is_derived().expect("a row"));
    assert!(matches!(vault.write(), Err(VaultError::Overtaken)));
}

#[test]
fn a_program_that_knows_more_derives_anew_and_the_other_is_told() {
    let (home, vault) = home();
    let mut newer = Vault::open(&home.folder, &home.key, &nobody).expect("the same home");
    let more = Vocabulary::from_number(Vocabulary::CURRENT.number() + 1).expect("not 0");
    newer.know(more);
    assert!(matches!(newer.write(), Err(VaultError::Overtaken)), "not before it has derived");
    let writer = newer.rederive().expect("a transaction");
    writer.put_derived(more).expect("a row");
    writer.commit().expect("durable");
    assert!(newer.is_derived().expect("a row") && newer.write().is_ok());
    assert!(matches!(vault.write(), Err(VaultError::Overtaken)));
}

#[test]
fn a_row_of_a_later_layout_is_named() {
    let (_home, vault) = home();
    let writer = vault.write().expect("a transaction");
    writer.put_bytes(layout::Sort { layout: 77, ..Partner::SORT }, b"partner", &[1, 2, 3]).expect("a row");
    writer.commit().expect("durable");
    let reader = vault.read().expect("a moment");
    assert!(matches!(reader.partner(), Err(VaultError::Layout { what: "partner", layout: 77 })));
    assert!(reader.identity().is_ok(), "and the others are read");
}

/// Another layout is another number: whoever changes what a row holds changes this list, `docs/formats.md`, and, where the
/// row is not derived, teaches `Plain::read` the layout that was written until then.
#[test]
fn the_layouts_of_all_rows() {
    let layouts: Vec<String> = layout::SORTS.iter().map(|sort| format!("{} {}", sort.name, sort.layout)).collect();
    assert_eq!(
        layouts.join(", "),
        "change 1, snapshot 1, lines 3, view 3, document 4, husk 2, body 3, settings of this home 2, understanding 2, chain 2, shown here 2, earlier keys 1, counter 1, restored 1, older 1, uncopied 1, derived 1, identity 1, partner 1, undone 1, \
         held lines 1, replaced devices 1, device names 1, bundles 1, said once 1, drafts 1, backups 1, page 1, quiet 1, stick 1, \
         journal settings 2, table 2, span 1, entries 2, kept 1, tag 1, wanted 2, held 2, dropped 1, round 2, marks 2, imports 1, \
         import 2"
    );
}

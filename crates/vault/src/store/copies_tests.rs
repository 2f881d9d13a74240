//! Copies: made, destroyed in, read, and put in the place of the store.

use std::fs;
use std::path::PathBuf;

use jiff::civil::{Date, date};

use super::tests::{Home, home, nobody, shelf};
use super::*;

const TODAY: Date = date(2026, 6, 3);

fn put(vault: &Vault, n: u8) {
    let writer = vault.write().expect("a transaction");
    writer.put_body(&shelf(n)).expect("a row");
    writer.commit().expect("durable");
}

fn destroy(vault: &Vault, n: u8) {
    let writer = vault.write().expect("a transaction");
    writer.destroy_body(shelf(n).commitment()).expect("a row");
    writer.commit().expect("durable");
}

fn copy(home: &Home) -> PathBuf {
    copies::place(home.folder.path(), TODAY)
}

/// The sealed words, as they stand in the file.
fn sealed(path: &Path, vault: &Vault, n: u8) -> Vec<u8> {
    let key = vault.sealer.row_key("body", shelf(n).commitment().as_bytes());
    let file = Connection::open(path).expect("a file of SQLite");
    file.query_row("SELECT value FROM body WHERE key = ?1", [key.as_slice()], |row| row.get(0)).expect("a row")
}

fn holds(path: &Path, bytes: &[u8]) -> bool {
    fs::read(path).expect("a file").windows(bytes.len()).any(|window| window == bytes)
}

fn read(home: &Home) -> Result<Vault, VaultError> {
    Vault::of_copy(&home.folder, TODAY, &home.key, Vocabulary::CURRENT)
}

fn open(home: &Home) -> Vault {
    Vault::open(&home.folder, &home.key, &nobody).expect("a sound store")
}

#[test]
fn a_copy_is_one_whole_file_without_drafts() {
    let (home, vault) = home();
    put(&vault, 1);
    let writer = vault.write().expect("a transaction");
    let draft = crate::Unsaved { number: 1, purpose: "write".into(), day: TODAY, text: "not yet".into() };
    writer.put_unsaved(&[draft]).expect("a row");
    writer.commit().expect("durable");
    assert!(vault.keep_copy(&home.folder, TODAY).expect("room"));
    assert!(!vault.keep_copy(&home.folder, TODAY).expect("room"), "one a day");
    put(&vault, 2);
    let copy = read(&home).expect("a copy");
    let reader = copy.read().expect("a moment");
    assert!(reader.body(shelf(1).commitment()).expect("a row") == Some(shelf(1)));
    assert!(reader.body(shelf(2).commitment()).expect("a row").is_none());
    assert!(reader.unsaved().expect("a row").is_empty());
    let named = |file: &fs::DirEntry| file.file_name().to_string_lossy().starts_with("copy-");
    let files = fs::read_dir(home.folder.path()).expect("a folder").flatten().filter(named);
    assert_eq!(files.count(), 1, "nothing stands beside it");
}

#[test]
fn seven_are_kept_and_what_was_once_half_made_is_in_nobodys_way() {
    let (home, vault) = home();
    fs::write(copies::begun(home.folder.path()), "half").expect("a file");
    for day in 1..=9 {
        assert!(vault.keep_copy(&home.folder, date(2026, 6, day)).expect("room"));
    }
    let days: Vec<i8> = home.folder.copies().into_iter().map(Date::day).collect();
    assert_eq!(days, [3, 4, 5, 6, 7, 8, 9]);
    assert!(!copies::begun(home.folder.path()).exists());
}

/// No page of the copy moves, so that a copy of it that is being made at that moment is whole.
#[test]
fn what_is_destroyed_becomes_zeros_in_the_copies_and_nothing_else_changes() {
    let (home, vault) = home();
    for n in 1..40 {
        put(&vault, n);
    }
    vault.keep_copy(&home.folder, TODAY).expect("room");
    let (before, words) = (fs::read(copy(&home)).expect("a file"), sealed(&copy(&home), &vault, 7));
    destroy(&vault, 7);
    assert!(!holds(&copy(&home), &words));
    let after = fs::read(copy(&home)).expect("a file");
    let changed: Vec<usize> = (100..before.len()).filter(|at| before[*at] != after[*at]).collect();
    assert!(before.len() == after.len() && changed.len() <= words.len(), "{} bytes", changed.len());
    assert!(changed.iter().all(|at| after[*at] == 0));
    let copy = read(&home).expect("a copy");
    let destroyed = copy.take_out_destroyed().expect("rows");
    assert!(destroyed.holds(shelf(7).commitment()) && !destroyed.holds(shelf(8).commitment()));
    copy.check_file().expect("a whole file");
    assert!(copy.read().expect("a moment").count_rows().expect("rows").iter().all(|count| count.damaged == 0));
}

/// Cut after the commit and before the copies were reached.
#[test]
fn what_was_cut_short_is_destroyed_by_the_next_one() {
    let (home, vault) = home();
    put(&vault, 1);
    vault.keep_copy(&home.folder, TODAY).expect("room");
    let (before, words) = (fs::read(copy(&home)).expect("a file"), sealed(&copy(&home), &vault, 1));
    destroy(&vault, 1);
    fs::write(copy(&home), before).expect("a file");
    drop(vault);
    let vault = open(&home);
    assert!(!holds(&copy(&home), &words));
    put(&vault, 2);
    let chain = vault.read().expect("a moment").chain.take().expect("it is followed");
    assert!(!chain.traces && chain.destroyed.is_empty());
}

#[test]
fn a_copy_of_an_earlier_format_is_brought_along_in_memory_and_destroyed_in_as_it_is() {
    let (home, vault) = home();
    put(&vault, 1);
    put(&vault, 2);
    vault.keep_copy(&home.folder, TODAY).expect("room");
    let connection = Connection::open(copy(&home)).expect("a file of SQLite");
    super::version_tests::make_older(&Vault::with(connection, Arc::clone(&vault.sealer), Vocabulary::CURRENT), &[]);
    let (before, words) = (fs::read(copy(&home)).expect("a file"), sealed(&copy(&home), &vault, 1));
    let read_it = || read(&home).expect("it is brought along");
    assert!(read_it().read().expect("a moment").body(shelf(2).commitment()).expect("a row").is_some());
    assert_eq!(fs::read(copy(&home)).expect("a file"), before);
    destroy(&vault, 1);
    assert!(!holds(&copy(&home), &words));
    let copy = read_it();
    assert!(copy.take_out_destroyed().expect("rows").holds(shelf(1).commitment()));
    assert!(copy.read().expect("a moment").body(shelf(2).commitment()).expect("a row").is_some());
}

/// As a backup program does, while somebody writes and takes back.
#[test]
fn a_copy_that_is_copied_while_words_are_destroyed_in_it_is_whole() {
    let (home, vault) = home();
    for n in 1..120 {
        put(&vault, n);
    }
    vault.keep_copy(&home.folder, TODAY).expect("room");
    let (path, done) = (copy(&home), std::sync::atomic::AtomicBool::new(false));
    let taken = home.folder.path().join("taken.db");
    std::thread::scope(|scope| {
        let backup = scope.spawn(|| {
            let mut times = 0;
            while !done.load(std::sync::atomic::Ordering::Relaxed) {
                fs::copy(&path, &taken).expect("a copy");
                let file = Connection::open(&taken).expect("a file of SQLite");
                let answer: String = file.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0)).expect("read");
                assert_eq!(answer, "ok");
                times += 1;
            }
            times
        });
        (1..120).for_each(|n| destroy(&vault, n));
        done.store(true, std::sync::atomic::Ordering::Relaxed);
        assert!(backup.join().expect("whole each time") > 0);
    });
}

/// Nobody can take words out of what they cannot read.
#[test]
fn a_copy_that_cannot_be_read_goes_where_words_are_destroyed() {
    let (home, vault) = home();
    put(&vault, 1);
    fs::write(copy(&home), "no store at all").expect("a file");
    destroy(&vault, 1);
    assert!(home.folder.copies().is_empty());
}

#[test]
fn under_a_new_key_nothing_of_the_old_one_is_left_in_copies() {
    let (home, vault) = home();
    put(&vault, 1);
    vault.keep_copy(&home.folder, TODAY).expect("room");
    vault.reseal(&StoreKey::generate()).expect("changed over");
    assert!(home.folder.copies().is_empty());
}

#[test]
fn where_no_copy_can_be_made_writing_goes_on() {
    let (home, vault) = home();
    fs::create_dir(home.folder.path().join("copies.lock")).expect("something in the way");
    put(&vault, 1);
    assert!(vault.keep_copy(&home.folder, TODAY).is_err());
    put(&vault, 2);
}

#[test]
fn a_copy_takes_the_place_of_the_store_and_who_had_it_open_writes_nothing_more() {
    let (home, vault) = home();
    put(&vault, 1);
    vault.keep_copy(&home.folder, TODAY).expect("room");
    put(&vault, 2);
    let number = vault.read().expect("a moment").chain.take().expect("it is followed").counter;
    let copy = read(&home).expect("a copy");
    copy.put_in_place(&home.folder, Some(&vault)).expect("in place");
    assert!(matches!(vault.rederive(), Err(VaultError::PutBack)));
    let vault = open(&home);
    let reader = vault.read().expect("a moment");
    assert!(reader.body(shelf(1).commitment()).expect("a row").is_some());
    assert!(reader.body(shelf(2).commitment()).expect("a row").is_none());
    let goes_on = reader.chain.borrow().as_ref().is_some_and(|chain| chain.counter > number);
    assert!(goes_on && !vault.is_behind());
    drop(reader);
    vault.rederive().expect("a transaction").commit().expect("life goes on");
}

#[test]
fn a_store_that_cannot_be_read_is_kept_beside_the_copy_that_takes_its_place() {
    let (home, vault) = home();
    put(&vault, 1);
    vault.keep_copy(&home.folder, TODAY).expect("room");
    drop(vault);
    fs::write(home.folder.store(), "torn").expect("a file");
    read(&home).expect("a copy").put_in_place(&home.folder, None).expect("in place");
    let vault = open(&home);
    assert!(vault.read().expect("a moment").body(shelf(1).commitment()).expect("a row").is_some());
    let damaged = home.folder.path().join("journal.db.damaged");
    assert_eq!(fs::read(&damaged).expect("a file"), b"torn");
    vault.rederive().expect("a transaction").commit().expect("durable");
    let writer = vault.rederive().expect("a transaction");
    writer.destroy_body(shelf(1).commitment()).expect("a row");
    writer.commit().expect("durable");
    assert!(!damaged.exists(), "it may hold what was destroyed");
}

/// With one wrong byte in it, a log that held three weeks lost all of them, and `verify` said that all was well.
#[test]
fn a_store_that_lost_what_was_durable_is_found_out_once() {
    let (home, vault) = home();
    vault.empty_log();
    put(&vault, 1);
    put(&vault, 2);
    drop(vault);
    let log = home.folder.path().join("journal.db-wal");
    let mut bytes = fs::read(&log).expect("a log");
    let at = bytes.len() / 2;
    bytes[at] ^= 1;
    fs::write(&log, &bytes).expect("a log");
    let _ = fs::remove_file(home.folder.path().join("journal.db-shm"));
    let vault = open(&home);
    assert!(vault.is_behind());
    vault.put_log_aside(&home.folder).expect("room");
    assert_eq!(fs::read(home.folder.path().join("journal.db-wal.before")).expect("a log"), bytes);
    let kept = home.folder.path().join("journal.db-wal.before");
    let after = |days: u64| std::time::SystemTime::now() + Duration::from_secs(days * 24 * 60 * 60);
    vault.forget_log(&home.folder, after(29)).expect("it stays");
    assert!(kept.exists());
    vault.forget_log(&home.folder, after(31)).expect("it goes");
    assert!(!kept.exists());
    let writer = vault.rederive().expect("a transaction");
    writer.take_in_older(&vault).expect("a row");
    writer.commit().expect("durable");
    let vault = open(&home);
    assert!(!vault.is_behind());
    assert!(vault.read().expect("a moment").older().expect("a row").is_some());
}

#[test]
fn a_number_that_is_torn_or_of_another_home_says_nothing() {
    let (home, vault) = home();
    put(&vault, 1);
    let path = counted::place(home.folder.path());
    let bytes = fs::read(&path).expect("a file");
    assert_eq!(bytes.len(), 24);
    let mut higher = bytes.clone();
    higher[7] += 1;
    for other in [&higher[..], &bytes[..23], &[0xff; 24], &[]] {
        fs::write(&path, other).expect("a file");
        assert!(!open(&home).is_behind());
    }
    put(&vault, 2);
    assert_eq!(
        fs::read(&path).expect("a file")[..8],
        (u64::from_be_bytes(bytes[..8].try_into().expect("8")) + 1).to_be_bytes()
    );
}

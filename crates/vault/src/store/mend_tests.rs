//! The disk has damaged rows or pages of a store: each once shut the home for good, or was called by another name.

use rusqlite::Connection;

use super::chain::Chain;
use super::layout::{DERIVED_ROWS, Plain};
use super::tables::{BODY, COUNTER, META};
use super::tests::{Home, home, nobody, shelf};
use super::*;
use crate::rows::LocalSettings;

/// A home with three bodies, something that it was told, and what is derived.
fn with_words() -> (Home, Vault) {
    let (home, vault) = home();
    for n in 1..=3 {
        let writer = vault.write().expect("a transaction");
        writer.put_body(&shelf(n)).expect("a row");
        writer.put_local_settings(&LocalSettings { unlock_minutes: 5, ..LocalSettings::default() }).expect("a row");
        writer.commit().expect("durable");
    }
    assert!(traces::empty_log(&vault.connection));
    (home, vault)
}

/// One bit of a row turns over: of its value `at` so many bytes from the end.
fn flip(vault: &Vault, table: &str, key: &[u8], at: usize) {
    let query = format!("SELECT value FROM {table} WHERE key = ?1");
    let mut value: Vec<u8> = vault.connection.query_row(&query, [key], |row| row.get(0)).expect("it is there");
    let last = value.len() - 1;
    value[last - at] ^= 1;
    vault.connection.execute(&format!("UPDATE {table} SET value = ?2 WHERE key = ?1"), (key, value)).expect("damage");
}

fn meta(vault: &Vault, name: &str) -> crate::seal::RowKey {
    vault.sealer.row_key(META, name.as_bytes())
}

fn open(home: &Home) -> Result<Vault, VaultError> {
    Vault::open(&home.folder, &home.key, &nobody)
}

/// Its nonce as well as its words: the first bytes behind the version.
const ANYWHERE: [usize; 2] = [0, 60];

fn mend(home: &Home, copies: &[std::path::PathBuf]) -> Mended {
    Vault::mend(&home.folder, &home.key, copies, &nobody).expect("it can be mended")
}

#[test]
fn a_derived_row_that_is_damaged_is_called_so_wherever_the_damage_is() {
    for sort in DERIVED_ROWS {
        let (home, vault) = with_words();
        let writer = vault.write().expect("a transaction");
        writer.put_derived(vault.vocabulary()).expect("rows");
        writer.put_table_view(&Default::default()).expect("a row");
        writer.put_journal_settings(&Default::default()).expect("a row");
        writer
            .count_more(kintsugi_journal::PersonId::from_bytes([1; 16]), super::view::More { words: 1, listed: 1 })
            .expect("a row");
        writer.commit().expect("durable");
        let key = meta(&vault, sort.name);
        let there = "SELECT COUNT(*) FROM meta WHERE key = ?1";
        if vault.connection.query_row(there, [key.as_slice()], |row| row.get::<_, i64>(0)).expect("a count") == 0 {
            continue;
        }
        // In the nonce, which is what names the row: it was taken for a row that somebody had put back.
        let sealed: Vec<u8> = vault
            .connection
            .query_row("SELECT value FROM meta WHERE key = ?1", [key.as_slice()], |row| row.get(0))
            .expect("it is there");
        let length = sealed.len();
        for at in [0, length - 2] {
            flip(&vault, META, &key, at);
            open(&home).expect("it does not keep the home shut");
            let read = vault.read().expect("a moment").raw(META, sort.name.as_bytes()).err();
            assert!(matches!(read, Some(VaultError::DerivedDamaged { .. })), "{}: {read:?}", sort.name);
            flip(&vault, META, &key, at);
        }
    }
}

#[test]
fn damage_is_not_called_a_row_that_was_put_back() {
    let (home, vault) = with_words();
    let key = meta(&vault, LocalSettings::SORT.name);
    for at in ANYWHERE.into_iter().filter(|at| *at < 40) {
        flip(&vault, META, &key, at);
        assert!(matches!(vault.read().expect("a moment").local_settings(), Err(VaultError::Damaged { table: "meta" })));
        flip(&vault, META, &key, at);
    }
    let mut other = [7; 61];
    other[0] = 1;
    let value = "UPDATE meta SET value = ?2 WHERE key = ?1";
    vault.connection.execute(value, (key.as_slice(), other.as_slice())).expect("damage");
    assert!(matches!(vault.read().expect("a moment").local_settings(), Err(VaultError::Damaged { table: "meta" })));
    let opened = open(&home).map(drop);
    assert!(matches!(opened, Err(VaultError::Damaged { table: "meta" })), "{opened:?}");
}

#[test]
fn the_row_that_names_the_others_is_made_anew_with_a_number_that_goes_on() {
    for damage in ["UPDATE meta SET value = zeroblob(80) WHERE key = ?1", "DELETE FROM meta WHERE key = ?1"] {
        let (home, vault) = with_words();
        let before = vault.read().expect("a moment").chain.borrow().as_ref().map(|chain| chain.counter);
        vault.connection.execute(damage, [meta(&vault, Chain::SORT.name).as_slice()]).expect("damage");
        assert!(matches!(open(&home), Err(VaultError::Damaged { table: "meta" })), "{damage}");
        drop(vault);
        let mended = mend(&home, &[]);
        assert!(mended.rows.lost.is_empty(), "{:?}", mended.rows.lost);
        let vault = open(&home).expect("it is as it should be");
        let reader = vault.read().expect("a moment");
        let after = reader.chain.borrow().as_ref().map(|chain| chain.counter);
        assert!(after > before, "{after:?} {before:?}");
        assert_eq!(reader.local_settings().expect("a sound row").unlock_minutes, 5);
        assert!((1..=3).all(|n| reader.body(shelf(n).commitment()).expect("a sound row").is_some()));
    }
}

#[test]
fn a_row_comes_back_from_a_copy_and_without_one_it_is_counted() {
    for with_copy in [true, false] {
        let (home, vault) = with_words();
        let copy = home.folder.path().join("copy.db");
        std::fs::copy(home.folder.store(), &copy).expect("a copy");
        flip(&vault, BODY, &vault.sealer.row_key(BODY, shelf(2).commitment().as_bytes()), 3);
        flip(&vault, META, &meta(&vault, LocalSettings::SORT.name), 3);
        drop(vault);
        let mended = mend(&home, if with_copy { std::slice::from_ref(&copy) } else { &[] });
        assert_eq!((mended.rows.restored, mended.rows.lost.len()), if with_copy { (2, 0) } else { (0, 2) });
        let vault = open(&home).expect("it is as it should be");
        let reader = vault.read().expect("a moment");
        assert_eq!(reader.body(shelf(2).commitment()).expect("sound, or gone").is_some(), with_copy);
        assert!(reader.count_rows().expect("a sound file").iter().all(|count| count.damaged == 0));
        assert!(home.folder.path().join("journal.db.before-repair").exists(), "what was there can be looked at");
    }
}

#[test]
fn the_number_of_transactions_is_made_anew_where_its_row_is_damaged() {
    let (home, vault) = with_words();
    flip(&vault, COUNTER, &vault.sealer.row_key(COUNTER, chain::Counter::KEY), 3);
    assert!(matches!(open(&home), Err(VaultError::Damaged { table: "counter" })));
    drop(vault);
    assert!(mend(&home, &[]).rows.lost.is_empty());
    open(&home).expect("it is as it should be");
}

/// Whatever page is overwritten (some of them are, and the one where a table begins): the store opens afterwards, and what stood on other pages is there.
#[test]
fn a_page_that_cannot_be_followed_takes_only_its_own_rows_along() {
    let (home, vault) = with_words();
    for n in 4..=80 {
        let writer = vault.write().expect("a transaction");
        writer.put_body(&shelf(n)).expect("a row");
        writer.commit().expect("durable");
    }
    assert!(traces::empty_log(&vault.connection));
    let roots = "SELECT rootpage FROM sqlite_schema WHERE name = 'body'";
    let root: u32 = vault.connection.query_row(roots, [], |row| row.get(0)).expect("a table");
    drop(vault);
    let whole = std::fs::read(home.folder.store()).expect("a file");
    let pages = whole.len() / 4096;
    for page in (0..pages).filter(|page| page % (pages / 5) == 0 || page + 1 == root as usize) {
        let mut damaged = whole.clone();
        damaged[page * 4096 + 8..(page + 1) * 4096].fill(0xa5);
        std::fs::write(home.folder.store(), damaged).expect("damage");
        for suffix in ["-wal", "-shm", ".before-repair", ".before-repair-wal"] {
            let _ = std::fs::remove_file(home.folder.path().join(format!("journal.db{suffix}")));
        }
        match Vault::mend(&home.folder, &home.key, &[], &nobody) {
            Ok(mended) => {
                drop(mended);
                let vault = open(&home).unwrap_or_else(|error| panic!("page {page}: {error}"));
                let reader = vault.read().expect("a moment");
                let there = (1..=80).filter(|n| reader.body(shelf(*n).commitment()).expect("sound").is_some()).count();
                // Without its root nothing of a table is found in this file; the copies of each day have it.
                assert!(there >= 60 || page + 1 == root as usize, "page {page}: {there}");
                assert!(Connection::open(home.folder.store()).is_ok());
            }
            // The first page says where all the others are.
            Err(error) => assert!(page == 0, "page {page}: {error}"),
        }
    }
}

//! The disk damages a store: each damage is named, the rest is read, and from each there is a way back.

use kintsugi_tests::{Clock, Person, Two, copy_folder, is_slow};
use rusqlite::Connection;

const TABLES: [&str; 15] = [
    "meta", "document", "snapshot", "change", "tag", "body", "view", "lines", "wanted", "husk", "held", "round",
    "marks", "import", "counter",
];
const DERIVED: [&str; 5] = ["view", "lines", "wanted", "round", "marks"];

/// One bit turns over in the value of a row of this table, counted from the first; whether there is such a row.
fn damage(person: &Person, table: &str, n: i64) -> bool {
    let store = Connection::open(person.home.join("journal.db")).expect("a store");
    let row = format!("SELECT key, value FROM {table} ORDER BY rowid LIMIT 1 OFFSET ?1");
    let found = store.query_row(&row, [n], |row| Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, Vec<u8>>(1)?)));
    let Ok((key, mut value)) = found else { return false };
    let at = value.len() - 20;
    value[at] ^= 4;
    store.execute(&format!("UPDATE {table} SET value = ?2 WHERE key = ?1"), (key, value)).expect("damage");
    true
}

/// Ana and Ben with some of everything, met.
fn couple() -> Two {
    let two = Two::paired();
    two.ana.write("shared by Ana", &[]);
    two.ana.write("for Ana alone", &["--private"]);
    two.ben.write("shared by Ben", &[]);
    two.ana.ok(&["jar", "add", "tea"]);
    two.ana.ok(&["letter", "write", "a sealed letter"]);
    two.sync();
    two
}

#[test]
fn a_damaged_screen_is_made_anew_at_once_and_said_once() {
    let two = couple();
    let before = two.ana.entries();
    let mut said = 0;
    for table in DERIVED {
        for n in (0..).take_while(|n| damage(&two.ana, table, *n)) {
            let first = two.ana.run(&["read", "--from", "2000-01-01"]);
            assert_eq!(first.code, 0, "{table} {n}: {}", first.stderr);
            said += u32::from(first.stderr.contains("made anew"));
            assert_eq!(two.ana.entries(), before, "{table} {n}");
            let again = two.ana.run(&["read"]);
            assert_eq!((again.code, again.stderr.as_str()), (0, ""), "{table} {n}");
        }
    }
    // Of a jar or a letter no line is read.
    assert!(said >= 3, "{said}");
}

#[test]
fn writing_goes_through_a_damaged_screen_and_loses_no_word() {
    let two = Two::with_journals();
    two.ana.write("the first", &[]);
    assert!(damage(&two.ana, "lines", 0));
    two.ana.write("the second", &[]);
    assert!(damage(&two.ana, "lines", 0));
    let piped = two.ana.run_with(&["write", "-", "--json"], b"the third");
    // What was read from stdin cannot be read again: it is kept, and the next command goes through.
    assert_eq!(piped.error(1)["code"], "made-anew");
    assert!(piped.stderr.contains("kept"), "{}", piped.stderr);
    two.ana.write("the fourth", &[]);
    assert_eq!(two.ana.entries().len(), 3);
    assert_eq!(two.ana.ok(&["verify"])["ok"], true);
}

#[test]
fn verify_counts_what_opens_and_what_does_not() {
    let two = couple();
    assert!(damage(&two.ana, "body", 0));
    let run = two.ana.run(&["verify", "--json"]);
    assert_eq!(run.code, 6);
    let report = run.json();
    let problem = &report["problems"][0];
    assert_eq!((&problem["count"], &problem["readable"]), (&1.into(), &false.into()), "{report}");
    assert_eq!(report["entries"], 3, "{report}");
    assert_eq!(two.ana.entries().len(), 3, "screens go on");
}

/// The first page of the file says of a table that it begins where another one does: a journal that opens, and that no look can
/// go through.
#[test]
fn whichever_table_is_looked_for_in_the_wrong_place_repair_finds_its_rows() {
    let two = couple();
    let before = two.ana.entries();
    let whole = two.root.path().join("whole");
    two.ana.copy_home(&whole);
    for (table, other) in TABLES.iter().zip(TABLES.iter().cycle().skip(1)) {
        std::fs::remove_dir_all(&two.ana.home).expect("a folder");
        copy_folder(&whole, &two.ana.home);
        let store = Connection::open(two.ana.home.join("journal.db")).expect("a store");
        let begins =
            "UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = ?2) WHERE name = ?1";
        store.pragma_update(None, "writable_schema", true).expect("a setting");
        assert_eq!(store.execute(begins, [table, other]).expect("damage"), 1);
        drop(store);
        assert_eq!(two.ana.run(&["verify"]).code, 6, "{table}");
        let repaired = two.ana.run(&["repair", "--yes", "--json"]);
        assert_eq!(repaired.code, 0, "{table}: {}", repaired.stderr);
        assert_eq!(
            (repaired.json()["gone"].to_string().as_str(), two.ana.entries()),
            ("[]", before.clone()),
            "{table}"
        );
        assert_eq!(two.ana.ok(&["verify"])["ok"], true, "{table}");
    }
}

/// Whatever single row is damaged: it is named, repair mends it, and after a meeting nothing that was shared is missing.
#[test]
fn whatever_row_is_damaged_repair_mends_it_and_the_partner_gives_back_the_rest() {
    let two = couple();
    let (before, theirs) = (two.ana.entries(), two.ben.entries());
    let (ana, ben) = (two.root.path().join("as-ana"), two.root.path().join("as-ben"));
    two.ana.copy_home(&ana);
    two.ben.copy_home(&ben);
    let mut damaged = 0;
    let each = if is_slow() { 1 } else { 3 };
    for table in TABLES.into_iter().filter(|table| !DERIVED.contains(table)) {
        for n in (0..).step_by(each) {
            two.ana.restore_home(&ana);
            two.ben.restore_home(&ben);
            if !damage(&two.ana, table, n) {
                break;
            }
            damaged += 1;
            let case = format!("{table} {n}");
            let found = two.ana.run(&["verify", "--json"]);
            assert!([0, 6].contains(&found.code), "{case}: {}", found.stderr);
            let repaired = two.ana.run(&["repair", "--yes", "--json"]);
            if table == "meta" && repaired.code == 6 {
                // Who Ana is, or with whom: only a copy has that.
                continue;
            }
            assert_eq!(repaired.code, 0, "{case}: {}{}", repaired.stdout, repaired.stderr);
            assert_eq!(two.ana.ok(&["verify"])["ok"], true, "{case}");
            if two.ana.ok(&["status"])["partner"].is_null() {
                continue;
            }
            two.sync();
            let after = two.ana.entries();
            let gone = repaired.json()["gone"].as_array().expect("a list").len();
            let lost = before.iter().filter(|entry| !after.iter().any(|one| one[0] == entry[0] && one[3] == entry[3]));
            assert!(lost.count() <= gone, "{case}: {after:?}");
            assert_eq!(two.ben.entries(), theirs, "{case}: nothing is blamed on Ben, or taken from him");
        }
    }
    assert!(damaged > 20 / each, "{damaged}");
}

#[test]
fn a_private_line_whose_words_are_damaged_is_kept_as_the_screen_had_it() {
    let two = Two::with_journals();
    let id = two.ana.write("for Ana alone", &["--private", "--tag", "home"]);
    assert!(damage(&two.ana, "body", 0));
    let repaired = two.ana.ok(&["repair", "--yes"]);
    assert_eq!((&repaired["restored"], repaired["gone"].as_array().map(Vec::len)), (&1.into(), Some(0)), "{repaired}");
    let line = two.ana.ok(&["show", &id]);
    assert_eq!((&line["text"], &line["visibility"]), (&"for Ana alone".into(), &"private".into()));
    assert_eq!((&line["edited"], &line["tags"]), (&false.into(), &serde_json::json!(["home"])), "nobody changed it");
    assert_eq!(two.ana.ok(&["verify"])["ok"], true);
    // The screen is damaged as well: then the copy of the day has it.
    assert!(damage(&two.ana, "body", 0) && damage(&two.ana, "lines", 0));
    let repaired = two.ana.ok(&["repair", "--yes"]);
    assert_eq!((&repaired["restored"], repaired["gone"].as_array().map(Vec::len)), (&1.into(), Some(0)), "{repaired}");
    assert_eq!(two.ana.ok(&["show", &id])["text"], "for Ana alone");
    // There is no copy either: then it is gone, and named.
    // Nor is there the store as it was before the first repair, whose screens had it.
    let name =
        |path: &std::path::Path| path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let is_copy = |path: &std::path::Path| name(path).starts_with("copy-") || name(path).contains("before-repair");
    for (path, _) in two.ana.files().iter().filter(|(path, _)| is_copy(path)) {
        std::fs::remove_file(path).expect("a copy");
    }
    assert!(damage(&two.ana, "body", 0) && damage(&two.ana, "lines", 0));
    let repaired = two.ana.ok(&["repair", "--yes"]);
    assert_eq!(repaired["gone"][0]["what"], "a line of yours", "{repaired}");
}

#[test]
fn repair_says_what_it_will_do_and_asks_and_does_nothing_where_all_is_well() {
    let two = Two::with_journals();
    two.ana.write("a line", &[]);
    assert_eq!(two.ana.run(&["repair"]).stdout, "All is well: there is nothing to repair.\n");
    assert!(damage(&two.ana, "meta", 1));
    let before = two.ana.files();
    let asked = two.ana.run(&["repair"]);
    assert_eq!(asked.code, 2, "{}", asked.stderr);
    assert!(asked.stdout.contains("journal.db.before-repair"), "{}", asked.stdout);
    let stores = |files: &[(std::path::PathBuf, Vec<u8>)]| {
        files.iter().filter(|(path, _)| path.ends_with("journal.db")).cloned().collect::<Vec<_>>()
    };
    assert_eq!(stores(&two.ana.files()), stores(&before), "nothing was changed");
    assert!(!two.ana.home.join("journal.db.before-repair").exists());
    two.ana.run(&["repair", "--yes"]);
    assert!(two.ana.home.join("journal.db.before-repair").exists());
    // It holds what is destroyed afterwards, so it goes with the first words that are.
    let id = two.ana.entries()[0][0].clone();
    two.ana.ok(&["delete", &id, "--yes"]);
    assert!(!two.ana.home.join("journal.db.before-repair").exists());
}

/// Two flips in the page that says what tables there are gave SQL text, and exit 1.
#[test]
fn a_damaged_first_page_is_damage_and_nothing_else() {
    let two = Two::with_journals();
    two.ana.write("a line", &[]);
    two.ana.ok(&["lock"]);
    Connection::open(two.ana.home.join("journal.db"))
        .expect("a store")
        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
        .expect("all is in the file");
    let whole = two.root.path().join("whole");
    two.ana.copy_home(&whole);
    for at in (0..4096).step_by(97) {
        let _ = std::fs::remove_dir_all(&two.ana.home);
        copy_folder(&whole, &two.ana.home);
        let path = two.ana.home.join("journal.db");
        let mut bytes = std::fs::read(&path).expect("a store");
        bytes[at] ^= 0x81;
        bytes[at ^ 1] ^= 0x42;
        std::fs::write(&path, bytes).expect("damage");
        let run = two.ana.run(&["read", "--json"]);
        assert!([0, 5, 6].contains(&run.code), "byte {at}: {}", run.stderr);
        assert!(!run.stderr.contains("SQL") && !run.stderr.contains("sqlite"), "byte {at}: {}", run.stderr);
    }
}

/// The first page says where all tables begin. A repair that could not read it wrote a store without a single row.
#[test]
fn a_store_whose_first_page_is_gone_comes_back_whole() {
    let two = couple();
    let before = two.ana.entries();
    let path = two.ana.home.join("journal.db");
    for from in [0, 100, 3000] {
        let mut bytes = std::fs::read(&path).expect("a store");
        bytes[from..from + 600].fill(0x9e);
        std::fs::write(&path, &bytes).expect("damage");
        // What the log has of that page would be used instead.
        let _ = std::fs::remove_file(two.ana.home.join("journal.db-shm"));
        two.ana.fails(&["read"], 6);
        let repaired = two.ana.ok(&["repair", "--yes"]);
        assert_eq!((&repaired["gone"], two.ana.entries()), (&serde_json::json!([]), before.clone()), "{from}");
        assert_eq!(two.ana.ok(&["verify"])["ok"], true);
        assert!(two.ana.disk_holds(&[0x9e; 600]).is_some_and(|path| path.ends_with("journal.db.before-repair")));
    }
}

/// Nobody asked for it: each row is looked at within six days of use, and what is found is said until it is repaired.
#[test]
fn damage_is_found_within_six_days_of_use() {
    let mut two = Two::with_journals();
    two.ana.write("a line", &[]);
    two.ana.write("another", &[]);
    assert!(damage(&two.ana, "body", 1));
    let mut found = Vec::new();
    for day in 2..=8 {
        let Some(clock) = Clock::at(&format!("2030-01-0{day} 12:00:00")) else { return };
        two.ana.clock = Some(clock);
        let said = [(); 2].map(|()| two.ana.run(&["read"]).stderr.contains("can no longer be read"));
        assert!(!said[1], "once a day");
        found.push(said[0]);
    }
    assert!(found[5..].iter().all(|found| *found), "{found:?}");
    two.ana.ok(&["repair", "--yes"]);
    for day in 10..=16 {
        two.ana.clock = Clock::at(&format!("2030-01-{day} 12:00:00"));
        assert_eq!(two.ana.run(&["read"]).stderr, "");
    }
}

//! The ways back of `docs/recovery.md`, each as it stands there.

use kintsugi_home::Share;
use kintsugi_tests::memory::{meet, partner, reopen};
use kintsugi_tests::{Person, Two, open_window_for};
use kintsugi_vault::PartnerState;
use rusqlite::Connection;

/// The texts that somebody can read, in the order of days.
fn texts(person: &Person) -> Vec<String> {
    person.entries().into_iter().map(|[_, _, _, text]| text).collect()
}

fn words_of(person: &Person) -> String {
    person.home.with_extension("words").display().to_string()
}

fn secret_file(two: &Two, name: &str, text: &str) -> String {
    use std::os::unix::fs::OpenOptionsExt;
    let path = two.root.path().join(name);
    let mut file =
        std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path).expect("a new file");
    std::io::Write::write_all(&mut file, text.as_bytes()).expect("written");
    path.display().to_string()
}

fn sync(one: &Person, other: &Person) {
    let children = [one, other].map(|person| person.begin(&["sync", "--wait", "30", "--json"]));
    for child in children {
        let run: kintsugi_tests::Run = child.wait_with_output().expect("it ends").into();
        assert_eq!(run.code, 0, "{}", run.stderr);
    }
}

#[test]
fn i_have_forgotten_my_passphrase() {
    let two = Two::paired();
    two.ana.write("kept", &[]);
    let forgotten = secret_file(&two, "forgotten", "correct horse battery");
    two.ana.ok(&["passphrase", "set", "--passphrase-file", &forgotten]);
    assert_eq!(two.ana.fails(&["read"], 3)["code"], "locked");
    let new = secret_file(&two, "new", "another horse battery");
    two.ana.ok(&["recover", "--recovery-file", &words_of(&two.ana), "--passphrase-file", &new]);
    let read = two.ana.ok(&["read", "--passphrase-file", &new]);
    assert_eq!(read["entries"][0]["text"], "kept");
}

#[test]
fn my_laptop_is_lost_or_broken_and_i_have_a_new_one() {
    let two = Two::paired();
    two.ana.write("for both", &[]);
    two.ana.write("for me", &["--private"]);
    two.sync();
    std::fs::remove_dir_all(&two.ana.home).expect("the laptop is lost");

    let words = words_of(&two.ana);
    let ana = two.ana.at(two.root.path().join("a new laptop"));
    let begun = ana.run(&["init", "--new-laptop", "--no-passphrase", "--recovery-file", &words]);
    assert_eq!(begun.code, 0, "{}", begun.stderr);
    let (advice, named) = (&begun.stdout, ["kintsugi device replace", "kintsugi join", "only from a backup"]);
    assert!(named.iter().all(|named| advice.replace('\n', " ").contains(named)), "{advice}");
    let (window, code) = open_window_for(&two.ben, &["device", "replace"], &[]);
    ana.ok(&["join", &code, "--yes"]);
    assert_eq!(window.wait_with_output().code, 0);

    assert_eq!(texts(&ana), ["for both"]);
    assert_eq!(ana.ok(&["read"])["entries"][0]["author"], "Ana", "the name comes from the partner's laptop");
    assert_eq!(two.ben.ok(&["status"])["partner"], "Ana");
    ana.write("from the new laptop", &[]);
    sync(&ana, &two.ben);
    assert_eq!(texts(&two.ben).len(), 2);
}

#[test]
fn i_put_back_an_older_copy_of_my_journal() {
    let two = Two::paired();
    two.ana.write("before the copy", &[]);
    let copy = two.root.path().join("copy");
    two.ana.copy_home(&copy);
    two.ana.write("after the copy", &[]);
    two.ana.write("after the copy, for me", &["--private"]);
    two.ana.ok(&["letter", "write", "the letter of the time that is gone"]);
    two.ana.ok(&["letter", "ready"]);
    two.sync();

    two.ana.restore_home(&copy);
    two.ana.ok(&["letter", "write", "the letter that is here"]);
    two.ana.ok(&["letter", "ready"]);
    two.sync();
    assert_eq!(texts(&two.ana), texts(&two.ben));
    assert_eq!(texts(&two.ana), ["before the copy", "after the copy"]);
    assert_eq!(two.ana.ok(&["letter"])["state"], "sealed", "what is here counts");
    let screen = two.ana.run(&["letter"]).stdout;
    assert!(screen.contains("Your letter is sealed") && screen.contains("An earlier one"), "{screen}");
    assert_eq!(two.ana.fails(&["letter", "write", "another"], 1)["code"], "already-sealed");

    two.ana.ok(&["letter", "ready"]);
    two.ben.ok(&["letter", "write", "the letter of Ben"]);
    two.ben.ok(&["letter", "ready"]);
    two.sync();
    for person in [&two.ana, &two.ben] {
        let read = person.ok(&["letter", "read"]);
        let mut letters: Vec<_> = read["letters"].as_array().expect("letters").iter().map(|one| &one["text"]).collect();
        letters.sort_by_key(|text| text.to_string());
        assert_eq!(letters, ["the letter of Ben", "the letter that is here"], "{}", person.name);
        assert_eq!(person.ok(&["verify"])["ok"], true);
    }
}

#[test]
fn both_of_us_put_back_older_copies() {
    let two = Two::paired();
    let copies = [&two.ana, &two.ben].map(|person| two.root.path().join(format!("copy of {}", person.name)));
    two.ben.copy_home(&copies[1]);
    two.ana.write("known to her copy", &[]);
    two.ana.copy_home(&copies[0]);
    two.ben.write("in no copy", &[]);
    two.sync();
    two.ana.restore_home(&copies[0]);
    two.ben.restore_home(&copies[1]);
    two.ben.write("written after", &[]);
    two.sync();
    for person in [&two.ana, &two.ben] {
        let mut there = texts(person);
        there.sort();
        assert_eq!(there, ["known to her copy", "written after"], "{}: what either still has", person.name);
        assert_eq!(person.ok(&["status"])["held_back"], 0);
    }
}

/// The whole of it is in `renewed.rs`.
#[test]
fn my_partners_laptop_no_longer_knows_mine() {
    let two = Two::paired();
    two.ana.write("kept", &[]);
    two.sync();
    let (window, code) = open_window_for(&two.ana, &["pair"], &[]);
    two.ben.ok(&["join", &code, "--yes"]);
    assert_eq!(window.wait_with_output().code, 0);
    two.sync();
    assert_eq!(texts(&two.ben), ["kept"]);
}

#[test]
fn the_pairing_broke_off_in_the_middle() {
    let two = Two::with_journals();
    two.ana.write("for Ben", &[]);
    let [ana, ben] = [&two.ana, &two.ben].map(|person| reopen(&person.home));
    for (home, other) in [(&ana, &ben), (&ben, &ana)] {
        home.begin_partnership(&partner(other, PartnerState::Pending), Share::All).expect("both said yes");
    }
    for person in [&two.ana, &two.ben] {
        let status = person.run(&["status"]).stdout;
        assert!(status.contains("almost done") && status.contains("kintsugi sync on both"), "{status}");
        let once_more = person.run(&["join", "no code", "--yes"]).stderr;
        assert!(once_more.contains("kintsugi sync on both laptops finishes that"), "{once_more}");
    }
    meet(&ana, &ben);
    assert_eq!(two.ben.ok(&["status"])["paired"], true);
    assert_eq!(texts(&two.ben), ["for Ben"]);
}

#[test]
fn it_says_that_a_newer_kintsugi_wrote_the_journal() {
    let two = Two::with_journals();
    two.ana.write("kept", &[]);
    let store = two.ana.home.join("journal.db");
    let format = |to: Option<i64>| {
        let store = Connection::open(&store).expect("a store");
        let format: i64 = store.pragma_query_value(None, "user_version", |row| row.get(0)).expect("a format");
        store.pragma_update(None, "user_version", to.unwrap_or(format + 1)).expect("another format");
        format
    };
    let known = format(None);
    let before = two.ana.files();
    let refused = two.ana.fails(&["write", "by an older program"], 5);
    assert!(refused["hint"].as_str().is_some_and(|hint| hint.contains("newer kintsugi")), "{refused}");
    assert!(two.ana.files() == before, "nothing was changed");
    format(Some(known));
    assert_eq!(texts(&two.ana), ["kept"], "the newer one reads it");
}

#[test]
fn my_laptop_is_lost_or_broken_and_i_have_a_backup() {
    let two = Two::paired();
    two.ana.write("for both", &["--now"]);
    two.ana.write("for me", &["--private"]);
    two.ben.write("tea", &["--now"]);
    two.sync();
    let (words, file) = (words_of(&two.ana), two.root.path().join("stick.age").display().to_string());
    two.ana.ok(&["backup", &file]);
    std::fs::remove_dir_all(&two.ana.home).expect("the laptop is lost");

    let ana = two.ana.at(two.root.path().join("a new laptop"));
    assert_eq!(ana.ok(&["restore", &file, "--recovery-file", &words, "--no-passphrase"])["restored"], 3);
    let here = texts(&ana);
    assert!(["for both", "for me", "tea"].iter().all(|text| here.iter().any(|here| here == text)), "at once: {here:?}");
    let status = ana.ok(&["status"]);
    assert_eq!((&status["partner"], &status["paired"]), (&"Ben".into(), &false.into()));
    assert_eq!(ana.fails(&["sync"], 1)["code"], "not-joined");

    two.ben.write("since then", &["--now"]);
    let (window, code) = open_window_for(&two.ben, &["device", "replace"], &[]);
    let joined = ana.run(&["join", &code, "--yes", "--json"]);
    assert_eq!(joined.code, 0, "{}", joined.stderr);
    assert_eq!(window.wait_with_output().code, 0);
    assert_eq!(texts(&ana).len(), 4);
    assert_eq!(ana.ok(&["status"])["paired"], true);
    assert_eq!(ana.ok(&["verify"])["ok"], true);
}

/// The wrong copy meets the partner's laptop once more, then the right one does.
#[test]
fn my_journal_is_on_two_computers_now() {
    let two = Two::paired();
    two.ana.write("before", &[]);
    two.sync();
    let wrong = two.ana.at(two.root.path().join("another computer"));
    two.ana.copy_home(&wrong.home);
    wrong.write("in the wrong copy", &["--now"]);
    wrong.write("in the wrong copy, for me", &["--private"]);
    two.ana.write("in the right one", &["--now"]);

    sync(&wrong, &two.ben);
    two.sync();
    let here = texts(&two.ana);
    assert!(["before", "in the wrong copy", "in the right one"].iter().all(|text| here.iter().any(|one| one == text)));
    assert_eq!(here.len(), 3, "private lines do not come: {here:?}");
    assert_eq!(texts(&two.ben).len(), 3);
    for person in [&two.ana, &two.ben] {
        assert_eq!(person.ok(&["verify"])["ok"], true);
    }
}

#[test]
fn it_says_that_the_journal_is_damaged() {
    let two = Two::paired();
    two.ana.write("for both", &["--now"]);
    two.sync();
    let private = two.ana.write("for me", &["--private"]);
    let store = Connection::open(two.ana.home.join("journal.db")).expect("a store");
    store.execute("UPDATE body SET value = zeroblob(length(value))", []).expect("damage");
    store.execute("DELETE FROM husk", []).expect("damage");
    drop(store);

    let before = std::fs::read(two.ana.home.join("journal.db")).expect("a store");
    assert_eq!(two.ana.run(&["verify"]).code, 6);
    assert!(std::fs::read(two.ana.home.join("journal.db")).expect("a store") == before, "it only looks");
    let repaired = two.ana.run(&["repair", "--yes", "--json"]);
    assert_eq!(repaired.code, 0, "{}", repaired.stderr);
    two.sync();
    let here = texts(&two.ana);
    assert!(["for both", "for me"].iter().all(|text| here.iter().any(|one| one == text)), "{here:?}");
    assert_eq!(two.ana.ok(&["show", &private])["visibility"], "private");
    assert_eq!(two.ana.ok(&["verify"])["ok"], true);
}

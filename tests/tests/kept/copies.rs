//! Copies inside the journal: made by themselves, gone back to, and never holding what was taken back.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};

use kintsugi_tests::{Clock, Person, Two, copy_folder};
use rusqlite::Connection;

fn copies(person: &Person) -> Vec<PathBuf> {
    let named = |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("copy-"));
    person.files().into_iter().map(|(path, _)| path).filter(named).collect()
}

/// The day of the copy that there is.
fn day(person: &Person) -> String {
    person.ok(&["restore", "--list"])["copies"][0]["day"].as_str().expect("a day").to_owned()
}

fn texts(person: &Person) -> Vec<String> {
    let read = person.ok(&["read"]);
    let entries = read["entries"].as_array().expect("entries").iter();
    entries.filter_map(|entry| entry["text"].as_str().map(str::to_owned)).collect()
}

fn bodies(file: &std::path::Path) -> Vec<Vec<u8>> {
    let store = Connection::open(file).expect("a store");
    let mut statement = store.prepare("SELECT value FROM body").expect("a table");
    let rows = statement.query_map([], |row| row.get(0)).expect("rows");
    rows.collect::<Result<_, _>>().expect("rows")
}

/// Ana writes, and has a copy without having thought of one; she writes more, goes back, and goes back again.
#[test]
fn a_day_can_be_gone_back_to_and_that_can_be_undone() {
    let two = Two::with_journals();
    let ana = &two.ana;
    assert_eq!(ana.ok(&["restore", "--list"])["copies"], serde_json::json!([]));
    ana.write("the first of the day", &[]);
    let list = ana.ok(&["restore", "--list"]);
    assert_eq!((&list["copies"][0]["entries"], &list["copies"][0]["whole"]), (&1.into(), &true.into()));
    ana.write("written later", &[]);
    let day = day(ana);
    assert_eq!(ana.fails(&["restore", "--day", &day], 2)["code"], "usage");
    assert_eq!(texts(ana).len(), 2, "nothing was changed");
    for (there, gone) in [(1, "written later"), (2, "")] {
        let back = ana.ok(&["restore", "--day", &day, "--yes"]);
        assert_eq!(back["restored"], there);
        assert_eq!(back["gone"][0]["what"].as_str().unwrap_or_default(), gone);
        assert_eq!(texts(ana).len(), there);
        assert_eq!(ana.ok(&["verify"])["ok"], true);
    }
}

#[test]
fn what_is_taken_back_is_in_no_copy_and_does_not_come_back() {
    let two = Two::with_journals();
    let ana = &two.ana;
    let id = ana.write("said in anger", &[]);
    let sealed = bodies(&ana.home.join("journal.db"));
    let (day, copy) = (day(ana), copies(ana).remove(0));
    assert_eq!(bodies(&copy), sealed, "the copy has it");
    ana.ok(&["delete", &id, "--yes"]);
    for row in &sealed {
        assert_eq!(ana.disk_holds(row), None);
    }
    let list = ana.ok(&["restore", "--list"]);
    assert_eq!((&list["copies"][0]["entries"], &list["copies"][0]["whole"]), (&0.into(), &true.into()));
    ana.ok(&["restore", "--day", &day, "--yes"]);
    assert!(texts(ana).is_empty());
    assert_eq!(ana.ok(&["verify"])["ok"], true);
}

/// The other laptop has what was written after the copy was made.
/// Slips that nobody drew, and acts, are the other's to show.
#[test]
fn going_back_shows_of_the_other_only_what_is_read() {
    let two = Two::paired();
    two.ana.write("a line of Ana's", &["--now"]);
    let day = day(&two.ana);
    for arguments in [&["jar", "add", "a slip of Ben's"][..], &["act", "--now", "an act of Ben's"]] {
        two.ben.ok(arguments);
    }
    two.ben.write("a line of Ben's", &["--now"]);
    two.sync();
    let asked = two.ana.run(&["restore", "--day", &day]);
    let back = two.ana.run(&["restore", "--day", &day, "--yes", "--json"]);
    for said in [&asked.stdout, &asked.stderr, &back.stdout, &back.stderr] {
        assert!(!said.contains("a slip of") && !said.contains("an act of"), "{said}");
    }
    let gone = back.json()["gone"].clone();
    assert!(gone.as_array().expect("a list").iter().any(|gone| gone["what"] == "a line of Ben's"), "{gone}");
}

#[test]
fn what_went_comes_back_with_the_next_meeting() {
    let two = Two::paired();
    let (ana, ben) = (&two.ana, &two.ben);
    // Pairing ended with a meeting, so there is a copy of it.
    let day = day(ana);
    ana.write("tea", &["--now"]);
    ana.write("nobody has read it yet", &["--now"]);
    ben.write("bread", &["--now"]);
    two.sync();
    ana.ok(&["restore", "--day", &day, "--yes"]);
    assert!(texts(ana).is_empty());
    let after = ana.write("written after going back", &["--now"]);
    two.sync();
    assert_eq!(texts(ana).len(), 4);
    assert_eq!(texts(ben).len(), 4);
    ana.ok(&["delete", &after, "--yes"]);
    two.sync();
    assert_eq!((texts(ana).len(), texts(ben).len()), (3, 3));
    for person in [ana, ben] {
        assert_eq!(person.ok(&["verify"])["ok"], true);
        assert_eq!(person.ok(&["status"])["held_back"], 0);
    }
}

#[test]
fn a_store_that_cannot_be_read_has_a_way_back() {
    let two = Two::with_journals();
    let ana = &two.ana;
    ana.write("tea", &[]);
    let day = day(ana);
    std::fs::write(ana.home.join("journal.db"), vec![7; 20_000]).expect("a file");
    let _ = std::fs::remove_file(ana.home.join("journal.db-wal"));
    ana.fails(&["read"], 6);
    assert_eq!(ana.ok(&["restore", "--day", &day, "--yes"])["restored"], 1);
    assert_eq!(texts(ana), ["tea"]);
    assert_eq!(std::fs::read(ana.home.join("journal.db.damaged")).expect("what was there"), vec![7; 20_000]);
    assert_eq!(ana.ok(&["verify"])["ok"], true);
    ana.write("life goes on", &[]);
}

#[test]
fn after_three_days_of_use_without_a_copy_status_says_so() {
    let two = Two::with_journals();
    let ana = &two.ana;
    std::fs::create_dir(ana.home.join("copies.lock")).expect("something in the way");
    ana.write("tea", &[]);
    assert!(ana.ok(&["status"])["stale_copy"].is_null());
    assert_eq!(ana.ok(&["restore", "--list"])["copies"], serde_json::json!([]));
}

/// Whoever has an old copy of the folder, and the passphrase of that time, can open what is in it; nothing of that is left here.
#[test]
fn under_a_new_key_there_is_a_new_copy_and_none_of_before() {
    let two = Two::with_journals();
    let ana = &two.ana;
    ana.write("tea", &[]);
    let sealed = bodies(&copies(ana)[0]);
    let new = two.secret("new", "rain on tin\n");
    ana.ok(&["passphrase", "set", "--rekey", "--passphrase-file", &new]);
    for row in &sealed {
        assert_eq!(ana.disk_holds(row), None);
    }
    let list = ana.ok(&["restore", "--list", "--passphrase-file", &new]);
    assert_eq!((&list["copies"][0]["entries"], &list["copies"][0]["whole"]), (&1.into(), &true.into()));
}

/// The store alone was put back as it had been; what lies beside it was not.
#[test]
fn an_older_store_is_told_once_and_named_by_verify() {
    let two = Two::with_journals();
    let ana = &two.ana;
    ana.write("tea", &[]);
    let before = two.root.path().join("before");
    copy_folder(&ana.home, &before);
    ana.write("bread", &[]);
    for file in ["journal.db", "journal.db-wal"] {
        let from = before.join(file);
        if from.exists() {
            std::fs::copy(from, ana.home.join(file)).expect("a file");
        }
    }
    let _ = std::fs::remove_file(ana.home.join("journal.db-shm"));
    let first = ana.run(&["read"]);
    assert!(first.code == 0 && first.stderr.contains("at an earlier time"), "{}", first.stderr);
    let second = ana.run(&["read"]);
    assert!(second.code == 0 && !second.stderr.contains("at an earlier time"), "{}", second.stderr);
    assert_eq!(ana.fails(&["verify"], 6)["code"], "damaged");
    ana.write("life goes on", &[]);
}

/// Somebody else copies the folder (a backup program, `cp`, `rsync`) while Ana writes and takes back.
#[test]
fn a_folder_copied_in_use_opens_or_says_so_and_every_copy_inside_is_whole() {
    let two = Two::with_journals();
    let ana = &two.ana;
    ana.write("the first of the day", &[]);
    for n in 0..12 {
        let id = ana.write(&format!("for a while {n}"), &[]);
        let delete = ana.begin(&["delete", &id, "--yes", "--json"]);
        let write = ana.begin(&["write", &format!("line {n}"), "--json"]);
        let other = ana.at(two.root.path().join(format!("copied {n}")));
        copy_in_use(&ana.home, &other.home);
        for child in [delete, write] {
            let run: kintsugi_tests::Run = child.wait_with_output().expect("it ends").into();
            assert_eq!(run.code, 0, "{}", run.stderr);
        }
        let read = other.run(&["read", "--json"]);
        assert!([0, 6].contains(&read.code), "{n}: {}", read.stderr);
        let list = other.ok(&["restore", "--list"]);
        let whole = list["copies"].as_array().expect("a list").iter().all(|copy| copy["whole"] == true);
        assert!(whole && list["copies"][0]["entries"] == 1, "{n}: {list}");
        if read.code == 6 {
            let day = list["copies"][0]["day"].as_str().expect("a day");
            other.ok(&["restore", "--day", day, "--yes"]);
        }
        assert!(texts(&other).contains(&"the first of the day".to_owned()), "{n}");
    }
    assert_eq!(ana.ok(&["verify"])["ok"], true);
}

/// File by file, as `cp` does; what goes meanwhile is not in it.
fn copy_in_use(from: &Path, to: &Path) {
    std::fs::create_dir(to).expect("a folder");
    let private = std::os::unix::fs::PermissionsExt::from_mode(0o700);
    std::fs::set_permissions(to, private).expect("a mode");
    for file in std::fs::read_dir(from).expect("a folder").flatten() {
        let _ = std::fs::copy(file.path(), to.join(file.file_name()));
    }
}

/// What people copy folders with: the name of the program, and a line of the shell from `$1` to `$2`.
const TOOLS: [(&str, &str); 3] = [
    ("cp", "cp -a \"$1\" \"$2\""),
    ("rsync", "rsync -a \"$1/\" \"$2\""),
    ("tar", "mkdir -m 700 \"$2\" && tar -C \"$1\" -cf - . | tar -C \"$2\" -xpf -"),
];

/// The same by those programs, while Ana writes and takes back without a pause: also lines that stand in the copies inside.
#[test]
fn cp_rsync_and_tar_of_a_folder_in_use_find_every_copy_inside_whole() {
    let mut two = Two::with_journals();
    let Some(clock) = Clock::at("2026-06-03 20:00:00") else { return };
    two.ana.clock = Some(clock);
    two.ana.write("the first of the day", &[]);
    let before: Vec<String> = (0..24).map(|n| two.ana.write(&format!("of the day before {n}"), &[])).collect();
    if let Some(clock) = &mut two.ana.clock {
        clock.set("2026-06-04 20:00:00");
    }
    two.ana.write("with a copy of everything", &[]);
    let ana = &two.ana;
    for ((tool, line), ids) in TOOLS.into_iter().zip(before.chunks(8)) {
        if Command::new(tool).arg("--version").output().is_err() {
            kintsugi_tests::skipped(&format!("{tool} is not on this machine, so a copy by it cannot be tried"));
            continue;
        }
        let busy = Busy { ana, ids };
        for (n, copied) in busy.while_copied_by(line, &two.root.path().join(tool)).into_iter().enumerate() {
            opens_or_comes_back(&ana.at(copied), &format!("{tool} {n}"));
        }
    }
    assert_eq!(ana.ok(&["verify"])["ok"], true);
}

/// Somebody who writes a line and takes back one of these, over and over.
struct Busy<'a> {
    ana: &'a Person,
    ids: &'a [String],
}

impl Busy<'_> {
    /// The folder is copied three times meanwhile; where the copies are.
    fn while_copied_by(&self, line: &str, to: &Path) -> Vec<PathBuf> {
        std::fs::create_dir(to).expect("a folder");
        let copied = AtomicBool::new(false);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                for id in self.ids.iter().take_while(|_| !copied.load(Ordering::SeqCst)) {
                    self.ana.write("a line", &[]);
                    self.ana.ok(&["delete", id, "--yes"]);
                }
            });
            let copies: Vec<PathBuf> = (0..3).map(|n| to.join(n.to_string())).collect();
            for copy in &copies {
                // What goes, or changes, while it is read has rsync and tar say so.
                let mut shell = Command::new("sh");
                shell.args(["-c", line, "sh"]).args([&self.ana.home, copy]).output().expect("a shell");
            }
            copied.store(true, Ordering::SeqCst);
            copies
        })
    }
}

/// A copied folder is read, or says that it is damaged and has a way back; each copy inside is whole.
fn opens_or_comes_back(copied: &Person, case: &str) {
    let read = copied.run(&["read", "--json"]);
    assert!([0, 6].contains(&read.code), "{case}: {}", read.stderr);
    let list = copied.ok(&["restore", "--list"]);
    let inside = list["copies"].as_array().expect("a list");
    assert!(!inside.is_empty() && inside.iter().all(|copy| copy["whole"] == true), "{case}: {list}");
    if read.code == 6 {
        let day = inside[0]["day"].as_str().expect("a day");
        copied.ok(&["restore", "--day", day, "--yes"]);
    }
    let first = copied.ok(&["search", "first of the day"]);
    assert_eq!(first["entries"].as_array().map(Vec::len), Some(1), "{case}");
}

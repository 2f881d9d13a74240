//! `kill -9` at random moments: every entry whose id was printed is there, and the store is sound.
//!
//! 60 kills, 300 in the slow set; KINTSUGI_KILLS asks for more (`just soak`), KINTSUGI_SEED for others.

use std::io::{BufRead, BufReader};
use std::process::Child;
use std::time::{Duration, Instant};

use kintsugi_tests::{Dice, Person, Two, is_slow, note, open_window, repeats};

fn seed() -> u64 {
    let seed = repeats("KINTSUGI_SEED", 7);
    note(&format!("KINTSUGI_SEED={seed}"));
    seed
}

/// How many processes are killed in all trials together.
fn kills() -> u64 {
    repeats("KINTSUGI_KILLS", if is_slow() { 300 } else { 60 })
}

/// Kills a process after so many microseconds, and gives back the last whole line it wrote.
fn kill_after(mut child: Child, micros: u64) -> Option<String> {
    std::thread::sleep(Duration::from_micros(micros));
    // It may have ended by itself.
    let _ = child.kill();
    child.wait().expect("it ends");
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut line).expect("text");
    line.ends_with('\n').then_some(line)
}

fn has(person: &Person, id: &str, text: &str) {
    assert_eq!(person.ok(&["show", id])["text"], text, "an acknowledged entry is not there");
}

#[test]
fn what_was_said_to_be_saved_survives_a_kill_while_writing() {
    let two = Two::strangers();
    let ana = &two.ana;
    ana.init();
    let mut moments = Dice(seed());
    let kills = kills() / 3;
    // How long a write takes here, so that the kills fall into it.
    let started = Instant::now();
    ana.write("for the time it takes", &[]);
    let usual = u64::try_from(started.elapsed().as_micros()).expect("short") * 2;
    let (mut acknowledged, mut expected) = (Vec::new(), 0);
    for n in 0..kills {
        let text = format!("line {n}");
        let child = ana.begin(&["write", "--json", &text]);
        if let Some(line) = kill_after(child, moments.below(usual)) {
            let id = serde_json::from_str::<serde_json::Value>(&line).expect("JSON")["id"]
                .as_str()
                .expect("an id")
                .to_owned();
            has(ana, &id, &text);
            acknowledged.push((id, text));
            expected += 1;
        }
    }
    note(&format!("{expected} of {kills} writes were acknowledged before the kill"));
    for (id, text) in &acknowledged {
        has(ana, id, text);
    }
    assert_eq!(ana.ok(&["verify"])["ok"], true);
    assert!(ana.entries().len() >= acknowledged.len());
}

#[test]
fn a_meeting_killed_anywhere_is_simply_held_again() {
    let two = Two::paired();
    let mut moments = Dice(seed() ^ 1);
    let kills = kills() / 3;
    let mut written = Vec::new();
    // Two are killed in each meeting.
    for n in 0..kills / 2 {
        for (person, name) in [(&two.ana, "Ana"), (&two.ben, "Ben")] {
            let text = format!("{name} {n}");
            written.push((person.write(&text, &[]), text));
        }
        let (ana, ben) =
            (two.ana.begin(&["sync", "--wait", "2", "--json"]), two.ben.begin(&["sync", "--wait", "2", "--json"]));
        let (first, second) = if moments.below(2) == 0 { (ana, ben) } else { (ben, ana) };
        kill_after(first, moments.below(120_000));
        kill_after(second, moments.below(60_000));
        if n % 10 == 9 {
            for person in [&two.ana, &two.ben] {
                assert_eq!(person.ok(&["verify"])["ok"], true, "after kill {n}");
            }
        }
    }
    let meeting = two.sync();
    assert_eq!((&meeting.ana["up_to_date"], &meeting.ben["up_to_date"]), (&true.into(), &true.into()));
    for person in [&two.ana, &two.ben] {
        assert_eq!(person.ok(&["verify"])["ok"], true);
        let entries = person.entries();
        for (id, text) in &written {
            assert!(
                entries.iter().any(|entry| entry[0] == *id && entry[3] == *text),
                "{text} is not with {}",
                person.name
            );
        }
    }
}

#[test]
fn a_pairing_killed_anywhere_is_finished_or_held_anew() {
    let mut moments = Dice(seed() ^ 2);
    for n in 0..kills() / 30 {
        let two = Two::with_journals();
        two.ana.write("of Ana", &[]);
        two.ben.write("of Ben", &[]);
        let (window, ticket) = open_window(&two.ana, &[]);
        let join = two.ben.begin(&["join", &ticket, "--yes", "--json"]);
        let after = Duration::from_micros(moments.below(150_000));
        if moments.below(2) == 0 {
            std::thread::sleep(after);
            window.close();
            // Ben's laptop would go on looking for half a minute; it is not what is tried here.
            kill_after(join, 1_500_000);
        } else {
            kill_after(join, u64::try_from(after.as_micros()).expect("short"));
            window.close();
        }
        let known = |person: &Person| !person.ok(&["status"])["partner"].is_null();
        if !(known(&two.ana) && known(&two.ben)) {
            assert!(
                two.ana.ok(&["status"])["paired"] == false && two.ben.ok(&["status"])["paired"] == false,
                "round {n}"
            );
            two.pair();
        }
        two.sync();
        assert_eq!(two.ana.entries(), two.ben.entries(), "round {n}");
        assert_eq!(two.ana.entries().len(), 2, "round {n}");
        for person in [&two.ana, &two.ben] {
            assert_eq!(person.ok(&["status"])["paired"], true, "round {n}");
            assert_eq!(person.ok(&["verify"])["ok"], true, "round {n}");
        }
    }
}

/// A command that is killed at some moment of it, over and over; what must hold after each.
struct Killed<'a> {
    person: &'a Person,
    command: &'a [&'a str],
    /// Brings everything to where it was before.
    before: &'a dyn Fn(),
    /// What must hold; whether the command had come to its end.
    after: &'a dyn Fn(bool, &str),
}

impl Killed<'_> {
    fn over_and_over(&self, moments: &mut Dice, kills: u64) {
        (self.before)();
        let started = Instant::now();
        let run = self.person.run(self.command);
        assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
        let usual = u64::try_from(started.elapsed().as_micros()).expect("short");
        for n in 0..kills {
            (self.before)();
            let ended = kill_after(self.person.begin(self.command), moments.below(usual)).is_some();
            (self.after)(ended, &format!("{:?}, kill {n}", self.command));
        }
    }
}

/// Nothing in a folder but whole files under their names: what a kill left is swept by the next one.
fn holds_only(folder: &std::path::Path, names: &[&str]) -> bool {
    let found = std::fs::read_dir(folder).expect("a folder").flatten();
    found.into_iter().all(|file| names.iter().any(|name| file.file_name() == *name))
}

#[test]
fn a_backup_killed_anywhere_leaves_the_one_of_before_or_a_whole_one() {
    let two = Two::with_journals();
    two.ana.write("for both", &[]);
    let stick = two.root.path().join("stick");
    std::fs::create_dir(&stick).expect("a folder");
    let file = stick.join("journal.age").display().to_string();
    two.ana.ok(&["backup", &file]);
    two.ana.write("since then", &["--private"]);
    let whole = std::fs::read(&file).expect("a backup");
    let killed = Killed {
        person: &two.ana,
        command: &["backup", &file, "--yes", "--json"],
        before: &|| std::fs::write(&file, &whole).expect("the one of before"),
        after: &|ended, case| {
            let entries = two.ana.ok(&["backup", "--verify", &file])["entries"].as_u64().expect("a number");
            assert!(entries == 2 || (entries == 1 && !ended), "{case}: {entries}");
            assert_eq!(two.ana.entries().len(), 2, "{case}");
        },
    };
    killed.over_and_over(&mut Dice(seed() ^ 3), kills() / 20);
    two.ana.ok(&["backup", &file, "--yes"]);
    assert!(holds_only(&stick, &["journal.age"]));
}

#[test]
fn a_restore_killed_anywhere_leaves_no_journal_or_a_whole_one() {
    let two = Two::with_journals();
    two.ana.write("for both", &[]);
    two.ana.write("for Ana", &["--private"]);
    let path = |name: &str| two.root.path().join(name).display().to_string();
    let (file, words) = (path("journal.age"), two.ana.home.with_extension("words").display().to_string());
    two.ana.ok(&["backup", &file]);
    let new = two.ana.at(two.root.path().join("new"));
    let restore = ["restore", &file, "--recovery-file", &words, "--no-passphrase", "--json", "--no-input"];
    let killed = Killed {
        person: &new,
        command: &restore,
        before: &|| drop(std::fs::remove_dir_all(&new.home)),
        after: &|ended, case| {
            let status = new.run(&["status", "--json"]);
            if status.code != 0 {
                assert!(!ended && status.error(1)["code"] == "no-home", "{case}: {}", status.stderr);
                // As if nothing had been.
                assert_eq!(new.run(&restore).code, 0, "{case}: {}", new.run(&restore).stderr);
            }
            assert_eq!(new.entries(), two.ana.entries(), "{case}");
            assert_eq!(new.ok(&["verify"])["ok"], true, "{case}");
        },
    };
    killed.over_and_over(&mut Dice(seed() ^ 4), kills() / 20);
}

#[test]
fn going_back_killed_anywhere_is_done_or_was_never_begun() {
    let two = Two::with_journals();
    let ana = &two.ana;
    ana.write("on the day of the copy", &[]);
    let day = ana.ok(&["restore", "--list"])["copies"][0]["day"].as_str().expect("a day").to_owned();
    ana.write("later", &[]);
    let whole = two.root.path().join("whole");
    ana.copy_home(&whole);
    for damaged in [false, true] {
        let killed = Killed {
            person: ana,
            command: &["restore", "--day", &day, "--yes", "--json", "--no-input"],
            before: &|| {
                ana.restore_home(&whole);
                if damaged {
                    std::fs::write(ana.home.join("journal.db"), [7; 20_000]).expect("damage");
                    let _ = std::fs::remove_file(ana.home.join("journal.db-wal"));
                }
            },
            after: &|ended, case| {
                let read = ana.run(&["read", "--json"]);
                if damaged && read.code == 6 {
                    assert!(!ended, "{case}");
                    ana.ok(&["restore", "--day", &day, "--yes"]);
                }
                let there = ana.entries().len();
                assert!(there == 1 || (there == 2 && !ended && !damaged), "{case}: {there}");
                assert_eq!(ana.ok(&["verify"])["ok"], true, "{case}");
            },
        };
        killed.over_and_over(&mut Dice(seed() ^ 5), kills() / 40);
    }
}

#[test]
fn a_repair_killed_anywhere_is_done_by_the_next_one() {
    let two = Two::with_journals();
    let ana = &two.ana;
    ana.write("for both", &[]);
    ana.write("for Ana", &["--private"]);
    let before = ana.entries();
    ana.run(&["verify"]);
    let whole = two.root.path().join("whole");
    ana.copy_home(&whole);
    // A row, or the first page, which has the whole file written anew.
    for page in [false, true] {
        let killed = Killed {
            person: ana,
            command: &["repair", "--yes", "--json", "--no-input"],
            before: &|| {
                ana.restore_home(&whole);
                damage(ana, page);
            },
            after: &|ended, case| {
                let again = ana.run(&["repair", "--yes", "--json", "--no-input"]);
                assert_eq!(again.code, 0, "{case}, ended: {ended}: {}", again.stderr);
                assert_eq!(ana.entries(), before, "{case}");
                assert_eq!(ana.ok(&["verify"])["ok"], true, "{case}");
            },
        };
        killed.over_and_over(&mut Dice(seed() ^ 6), kills() / 40);
    }
}

/// The words of a line, or the first page of the file, which says what stands where.
fn damage(person: &Person, page: bool) {
    let path = person.home.join("journal.db");
    let store = rusqlite::Connection::open(&path).expect("a store");
    store.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).expect("all is in the file");
    if page {
        drop(store);
        let mut bytes = std::fs::read(&path).expect("a store");
        bytes[100..700].fill(7);
        std::fs::write(&path, bytes).expect("damage");
        for beside in ["journal.db-wal", "journal.db-shm"] {
            let _ = std::fs::remove_file(person.home.join(beside));
        }
    } else {
        store.execute("UPDATE body SET value = zeroblob(length(value))", []).expect("damage");
    }
}

//! Every prefix of a history, restored from a backup on one side, written on, and met again: it heals, and nobody is blamed.

use kintsugi_home::{Home, Pace};
use kintsugi_tests::memory::{assert_sound, evening_of, home, lines, meet, pair, reopen, write};
use kintsugi_tests::{Two, copy_folder, is_slow};

const STEPS: usize = 30;

/// One step of a history of Ana's: writing, editing, taking back, a star, a private line, a meeting.
fn step(ana: &Home, ben: &Home, n: usize) {
    let mine = || {
        let all = ana.all_lines(|line| !line.is_deleted()).expect("sound");
        all.into_iter().filter(|listed| listed.mine).map(|listed| listed.line.entry.to_string()).collect::<Vec<_>>()
    };
    match n % 6 {
        0 | 3 => {
            write(ana, &format!("step {n}"));
            write(ben, &format!("Ben at step {n}"));
        }
        1 => {
            let found = ana.find(&mine()[n % mine().len()]).expect("an entry");
            ana.edit(&found, format!("edited at step {n}"), Pace::AtOnce).expect("an edit");
        }
        2 => {
            meet(ana, ben);
        }
        4 if n > 12 => ana.delete(&ana.find(&mine()[0]).expect("an entry")).expect("taken back"),
        4 => {
            let found = ana.find(&mine()[0]).expect("an entry");
            ana.star(&found, true).expect("a star");
        }
        _ => {
            let private = kintsugi_tests::memory::draft(&format!("private {n}"), "2026-06-03", 1_780_000_000, true);
            let day = private.words.day;
            ana.write(vec![private], &evening_of(day), Pace::AtOnce).expect("a write");
        }
    }
}

#[test]
fn every_restored_prefix_of_a_history_heals() {
    for prefix in (1..=STEPS).step_by(if is_slow() { 1 } else { 4 }) {
        let root = kintsugi_tests::folder(true);
        let (ana, ben) = (home(root.path(), "Ana"), home(root.path(), "Ben"));
        pair(&ana, &ben);
        write(&ana, "the first line");
        let backup = root.path().join("backup");
        for n in 0..STEPS {
            step(&ana, &ben, n);
            if n + 1 == prefix {
                copy_folder(ana.folder().path(), &backup);
            }
        }
        meet(&ana, &ben);
        let known_to_ben: Vec<_> =
            lines(&ben).into_iter().filter(|line| line.doc.person() == Some(ana.identity().person())).collect();

        // The laptop is lost; the backup comes back, and is written on before anyone thinks of a meeting.
        let path = ana.folder().path().to_owned();
        drop(ana);
        std::fs::remove_dir_all(&path).expect("the home goes");
        copy_folder(&backup, &path);
        let ana = reopen(&path);
        let new = write(&ana, "written after the backup came back");
        write(&ben, "Ben writes, too");

        let (one, other) = meet(&ana, &ben);
        assert!(one.up_to_date && other.up_to_date, "prefix {prefix}");
        assert!(ana.held_back().expect("sound").is_empty() && ben.held_back().expect("sound").is_empty());
        let shared: Vec<_> = lines(&ana).into_iter().filter(|line| line.doc.is_shared()).collect();
        for line in known_to_ben.iter().filter(|line| !line.is_deleted()) {
            let back = shared.iter().find(|other| other.entry == line.entry);
            let back = back.unwrap_or_else(|| panic!("prefix {prefix}: {line:?} did not come back"));
            assert_eq!((&back.text, back.day), (&line.text, line.day), "prefix {prefix}");
        }
        assert!(lines(&ben).iter().any(|line| line.entry == new));
        assert_eq!(texts(&shared), texts(&lines(&ben)), "prefix {prefix}");
        assert_sound(&ana);
        assert_sound(&ben);
        let again = meet(&ana, &ben);
        assert_eq!((again.0.received, again.0.sent, again.0.turns), (0, 0, 1), "prefix {prefix}");
    }
}

/// The record crossed, the words did not, and then the only laptop that had them was restored from an older copy.
#[test]
fn words_that_neither_has_do_not_keep_two_laptops_apart() {
    let root = kintsugi_tests::folder(true);
    let (ana, ben) = (home(root.path(), "Ana"), home(root.path(), "Ben"));
    pair(&ana, &ben);
    write(&ana, "the first line");
    meet(&ana, &ben);
    let backup = root.path().join("backup");
    copy_folder(ana.folder().path(), &backup);
    write(&ana, "words that cross too late");
    let ana_side = ana.side_for(ben.identity().person());
    let doc = lines(&ana)[0].doc;
    let met = kintsugi_sync::Replica::met(&ana_side, doc).expect("sound");
    let news = kintsugi_sync::Replica::changes(&ana_side, doc, &met).expect("sound");
    let intake = kintsugi_sync::Intake { changes: news, bodies: Vec::new(), openings: Vec::new() };
    ben.take_in(ana.identity().person(), intake).expect("sound");

    let path = ana.folder().path().to_owned();
    drop(ana);
    std::fs::remove_dir_all(&path).expect("the home goes");
    copy_folder(&backup, &path);
    let ana = reopen(&path);
    write(&ana, "and life goes on");
    let (one, other) = meet(&ana, &ben);
    assert!(one.up_to_date && other.up_to_date);
    for home in [&ana, &ben] {
        assert_eq!(lines(home).len(), 2);
        assert_eq!(home.count_nowhere().expect("sound"), 1);
        assert!(home.is_up_to_date().expect("sound"));
        assert_sound(home);
    }
    assert_eq!(meet(&ana, &ben).0.turns, 1);
}

fn texts(lines: &[kintsugi_journal::Line]) -> Vec<(String, Option<String>)> {
    let alive = lines.iter().filter(|line| !line.is_deleted());
    alive.map(|line| (line.entry.to_string(), line.text.clone())).collect()
}

#[test]
fn no_screen_blames_anyone_for_a_restored_backup() {
    let two = Two::paired();
    two.ana.write("before the backup", &[]);
    let backup = two.root.path().join("backup");
    two.ana.copy_home(&backup);
    let later = two.ana.write("after the backup", &[]);
    two.sync();
    two.ana.restore_home(&backup);
    two.ana.write("written on the restored laptop", &[]);
    assert_eq!(two.ana.entries().len(), 2);
    let meeting = two.sync();
    assert_eq!((&meeting.ana["up_to_date"], &meeting.ana["received"]), (&true.into(), &1.into()));
    assert!(two.ana.entries().iter().any(|entry| entry[0] == later));
    assert_eq!(two.ana.entries(), two.ben.entries());
    for person in [&two.ana, &two.ben] {
        for command in [&["status"][..], &["read"], &[], &["verify"], &["tracker"]] {
            let run = person.run(command);
            let screen = format!("{}{}", run.stdout, run.stderr).to_lowercase();
            for word in ["tamper", "missing", "lost", "cheat", "guilt", "fork", "conflict", "suspicious", "blame"] {
                assert!(!screen.contains(word), "{command:?}: {screen}");
            }
        }
    }
}

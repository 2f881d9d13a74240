//! `backup` and `restore FILE` as somebody types them: on a stick, on a new laptop, and over again.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use kintsugi_tests::{Person, Two};

/// Ana with her 12 words in a file, and a few lines.
fn with_words(two: &Two) -> String {
    let words = two.ana.home.with_extension("words");
    let words = words.to_str().expect("plain").to_owned();
    two.ana.ok(&["init", "--name", "Ana", "--no-passphrase", "--recovery-file", &words]);
    two.ana.write("we sat on the steps", &[]);
    two.ana.write("for me alone", &["--private"]);
    words
}

/// A laptop with nothing on it yet.
fn new_laptop(two: &Two) -> Person {
    two.ana.at(two.ana.home.with_extension("new"))
}

fn on_a_stick(two: &Two, name: &str) -> String {
    two.ana.home.with_extension(name).to_str().expect("plain").to_owned()
}

fn restore(person: &Person, file: &str, words: &str) -> kintsugi_tests::Run {
    person.run(&["restore", file, "--recovery-file", words, "--no-passphrase", "--json", "--no-input"])
}

#[test]
fn a_journal_comes_back_from_a_stick_with_the_words_on_paper() {
    let two = Two::strangers();
    let (words, file) = (with_words(&two), on_a_stick(&two, "age"));
    let written = two.ana.ok(&["backup", &file]);
    assert_eq!((&written["file"], &written["entries"]), (&file.as_str().into(), &2.into()));
    let checked = two.ana.ok(&["backup", "--verify", &file]);
    assert_eq!(checked["digest"], written["digest"]);
    let mode = std::fs::metadata(&file).expect("a file").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let bytes = std::fs::read(&file).expect("a file");
    assert!(bytes.starts_with(b"age-encryption.org/v1\n-> scrypt "));
    assert!(!bytes.windows(8).any(|part| part == b"for me a"));

    let new = new_laptop(&two);
    let checked = new.ok(&["backup", "--verify", &file, "--recovery-file", &words]);
    assert_eq!(checked["entries"], 2, "also where no journal is");
    assert!(!new.home.exists(), "and nothing of it reached the disk");
    assert_eq!(restore(&new, &file, &words).json()["restored"], 2);
    assert_eq!(new.entries(), two.ana.entries());
    assert_eq!(new.ok(&["verify"])["ok"], true);
    assert_eq!(new.disk_holds(b"we sat on the steps"), None);
}

#[test]
fn nothing_is_replaced_without_being_asked() {
    let two = Two::strangers();
    let (words, file) = (with_words(&two), on_a_stick(&two, "age"));
    std::fs::write(&file, "holiday photos").expect("a file");
    assert_eq!(two.ana.fails(&["backup", &file], 2)["code"], "usage");
    assert_eq!(std::fs::read(&file).expect("a file"), b"holiday photos");
    two.ana.ok(&["backup", &file, "--yes"]);
    let refused = restore(&two.ana, &file, &words).error(1);
    assert_eq!(refused["code"], "home-exists");
    assert_eq!(two.ana.entries().len(), 2);
    let folder = Path::new(&file).parent().expect("a folder");
    let left = std::fs::read_dir(folder).expect("a folder").flatten();
    assert!(!left.into_iter().any(|file| file.file_name().to_string_lossy().starts_with(".kintsugi-")));
    assert_eq!(two.ana.fails(&["backup", "/nowhere/at/all"], 1)["code"], "file");
}

#[test]
fn what_does_not_open_it_is_told_and_leaves_nothing() {
    let two = Two::strangers();
    let (words, file) = (with_words(&two), on_a_stick(&two, "age"));
    let (own, wrong) = (two.secret("own", "rain on tin\n"), two.secret("wrong", "wind in reed\n"));
    two.ana.ok(&["backup", &file, "--backup-passphrase-file", &own]);
    let new = new_laptop(&two);
    assert_eq!(restore(&new, &file, &words).error(3)["code"], "wrong-backup-key");
    let with = |passphrase: &str| {
        let options = ["--recovery-file", &words, "--no-passphrase", "--backup-passphrase-file", passphrase];
        new.run(&[&["restore", &file, "--json", "--no-input"], &options[..]].concat())
    };
    assert_eq!(with(&wrong).error(3)["code"], "wrong-backup-key");
    let bens = two.ben.home.with_extension("words");
    let bens = bens.to_str().expect("plain");
    two.ben.ok(&["init", "--name", "Ben", "--no-passphrase", "--recovery-file", bens]);
    assert_eq!(restore(&new, &file, bens).error(3)["code"], "wrong-backup-key");
    let mut bytes = std::fs::read(&file).expect("a file");
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    std::fs::write(&file, &bytes).expect("a file");
    assert_eq!(with(&own).error(5)["code"], "backup-broken");
    std::fs::write(&file, "a letter").expect("a file");
    assert_eq!(with(&own).error(5)["code"], "not-a-backup");
    assert!(!new.home.exists(), "none of these made a journal");
}

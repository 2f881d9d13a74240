//! At what hour somebody wrote: it stands in the writer's store and nowhere in the other's, in no form.

use jiff::Timestamp;
use kintsugi_tests::{Clock, Two, plain_rows};

/// At which every command of Ana's begins that writes something here, where the tests live.
const NIGHT: &str = "2026-06-05 02:47:00";

/// From when to when it lasts, in seconds since 1970.
fn night() -> std::ops::Range<i128> {
    let begins: Timestamp = "2026-06-05T02:47:00+02:00".parse().expect("a moment");
    let begins = i128::from(begins.as_second());
    begins..begins + 30
}

/// Whether a number is a moment of that night, in one of the units that programs count in.
fn is_that_night(number: i128) -> bool {
    [1, 1_000, 1_000_000, 1_000_000_000].iter().any(|unit| night().contains(&(number / unit)))
}

/// A number in groups of seven bits, the lowest first, as postcard and Automerge write them.
fn varint(bytes: &[u8]) -> Option<i128> {
    let ends = bytes.iter().take(10).position(|byte| byte & 0x80 == 0)?;
    Some(bytes[..=ends].iter().rev().fold(0, |number, byte| (number << 7) | i128::from(byte & 0x7f)))
}

/// Every number that can be read where these bytes begin: eight bytes either way round, the last seven of them alone, as a row
/// of words has it, a varint plain and with its sign last.
fn numbers(bytes: &[u8]) -> impl Iterator<Item = i128> {
    let eight: Option<[u8; 8]> = bytes.first_chunk().copied();
    let fixed = eight.map(|eight| {
        let number = i64::from_be_bytes(eight);
        [number, i64::from_le_bytes(eight), number & 0x00ff_ffff_ffff_ffff].map(i128::from)
    });
    let varint = varint(bytes);
    fixed.into_iter().flatten().chain(varint).chain(varint.map(|number| number / 2))
}

/// In which rows of a store a moment of that night stands.
fn found_in(home: &std::path::Path) -> Vec<String> {
    let written = ["02:47", "T00:47"];
    let mut found = Vec::new();
    for row in plain_rows(home) {
        let text = String::from_utf8_lossy(&row.value);
        let said = written.iter().any(|time| text.contains(time));
        let counted = (0..row.value.len()).any(|at| numbers(&row.value[at..]).any(is_that_night));
        let digits = text.split(|letter: char| !letter.is_ascii_digit()).filter_map(|digits| digits.parse().ok());
        if said || counted || digits.into_iter().any(is_that_night) {
            found.push(row.table);
        }
    }
    found
}

#[test]
fn the_hour_at_which_one_wrote_is_in_no_row_of_the_others_store() {
    let Some(mut two) = Two::paired_at("2026-06-03 20:30:00") else { return };
    two.ben.write("a long day", &[]);
    two.sync();
    two.ana.clock = Clock::at(NIGHT);
    let id = two.ana.write("I cannot sleep.", &["--kind", "hard"]);
    two.ana.ok(&["edit", &id, "I could not sleep."]);
    two.ana.write("nothing for him", &["--private"]);
    two.ana.write("said at once", &["--now"]);
    two.ana.ok(&["act", "put the kettle on"]);
    two.ana.ok(&["jar", "add", "Bring a tea."]);
    two.ana.ok(&["letter", "write", "What hurt."]);
    two.ana.ok(&["letter", "ready"]);
    two.ana.ok(&["ask", "answer", "3", "On the steps."]);
    two.ana.ok(&["agreement", "edit", "We eat together."]);
    two.ana.ok(&["checkin", "schedule", "sunday 19:00"]);
    let taken_back = two.ana.write("too angry", &[]);
    two.ana.ok(&["delete", &taken_back, "--yes"]);
    for one in [&mut two.ana, &mut two.ben] {
        one.clock = Clock::at("2026-06-05 20:00:00");
    }
    two.sync();
    two.sync();
    assert_eq!(two.ben.ok(&["search", "sleep"])["entries"][0]["text"], "I could not sleep.", "he has what she wrote");
    assert!(found_in(&two.ana.home).contains(&"body".to_owned()), "she has it, so the search finds what there is");
    assert_eq!(found_in(&two.ben.home), Vec::<String>::new());
}

/// What lies on a stick is handed from one to the other.
#[test]
fn a_bundle_says_on_which_day_it_was_written_and_not_at_what_hour() {
    let Some(two) = Two::paired_at(NIGHT) else { return };
    two.ana.write("I cannot sleep.", &[]);
    let folder = two.root.path().join("stick");
    std::fs::create_dir(&folder).expect("a folder");
    let file = folder.join("for-ben.meet");
    two.ana.ok(&["bundle", "export", file.to_str().expect("plain")]);
    two.ana.ok(&["bundle", "sync", folder.to_str().expect("plain")]);
    let files: Vec<_> = std::fs::read_dir(&folder).expect("a folder").map(|file| file.expect("a file")).collect();
    assert_eq!(files.len(), 2);
    let noon: Timestamp = "2026-06-04T12:00:00Z".parse().expect("a moment");
    for file in files {
        let modified = file.metadata().and_then(|data| data.modified()).expect("a time");
        assert_eq!(Timestamp::try_from(modified).expect("in range"), noon, "the journal's day, its noon in UTC");
    }
}

/// A line for herself, one that was taken back, words that were withdrawn: the file has the same length without them.
#[test]
fn a_bundle_is_as_long_as_without_what_it_does_not_hold() {
    let Some(two) = Two::paired_at(NIGHT) else { return };
    two.ana.write("said to him", &[]);
    let size = |besides: &dyn Fn(&kintsugi_tests::Person), name: &str| {
        let ana = two.ana.at(two.root.path().join(name));
        two.ana.copy_home(&ana.home);
        besides(&ana);
        let file = two.root.path().join(name).with_extension("meet");
        ana.ok(&["bundle", "export", file.to_str().expect("plain")]);
        file.metadata().expect("a file").len()
    };
    let usual = size(&|_| (), "usual");
    let private = |ana: &kintsugi_tests::Person| drop(ana.write("mine alone", &["--private"]));
    let taken_back = |ana: &kintsugi_tests::Person| {
        let id = ana.write("too angry", &[]);
        ana.ok(&["delete", &id, "--yes"]);
    };
    let withdrawn = |ana: &kintsugi_tests::Person| {
        ana.ok(&["letter", "write", "What hurt."]);
        ana.ok(&["letter", "withdraw", "--yes"]);
    };
    for (besides, name) in
        [(&private as &dyn Fn(&_), "private"), (&taken_back, "taken-back"), (&withdrawn, "withdrawn")]
    {
        assert_eq!(size(besides, name), usual, "{name}");
    }
}

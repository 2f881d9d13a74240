//! How long a backup of ten busy years takes, and how large it is: `cargo test --release -p kintsugi-home measured -- --ignored`.

use std::io::Write;
use std::time::Instant;

use jiff::ToSpan;
use kintsugi_backup::{Key, Lock};
use kintsugi_journal::{Audience, Draft, Kind, Words};

use super::try_backup;
use crate::Pace;
use crate::testing::{TODAY, alone, body, evening};

fn said(what: &str) {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default().to_owned();
    writeln!(std::io::stderr(), "{what}; {peak}").expect("stderr");
}

#[test]
#[ignore = "it takes minutes, and only says what it took"]
fn a_hundred_thousand_entries_are_measured() {
    let (_root, home) = alone();
    let text = "We sat on the steps until it was dark, and I said what I had wanted to say since Sunday.";
    for day in 0..1000 {
        let day = TODAY.saturating_sub((3 * day).days());
        let words = |n: i32| Words { day, ..body(Kind::Note, &format!("{text} {day} {n}")) };
        let drafts = (0..100).map(|n| Draft { words: words(n), audience: Audience::Both }).collect();
        home.write(drafts, &evening(), Pace::AtOnce).expect("written");
    }
    said("written");
    let words = home.identity().seed().words();
    let begun = Instant::now();
    let (file, packed) = home.back_up(&Lock::Passphrase(words.clone()), &evening(), Vec::new()).expect("into memory");
    said(&format!("{} entries: {} bytes in {:?}", packed.entries, file.len(), begun.elapsed()));
    let begun = Instant::now();
    let trial = try_backup(home.identity().seed(), &Key::Passphrase(words), || Ok(&file[..])).expect("whole");
    assert!(trial.whole);
    said(&format!("restored into memory in {:?}", begun.elapsed()));
}

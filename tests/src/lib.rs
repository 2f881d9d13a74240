//! What the end-to-end tests share: two people with a home each, on the real binary ([`Two`]), and two open homes that meet
//! over a network in memory ([`memory`]).

pub mod browser;
mod clock;
pub mod company;
mod cut;
mod damage;
mod failing;
pub mod flood;
mod growth;
pub mod imports;
mod lab;
mod open_page;
mod packets;
pub mod patched_laptop;
mod person;
mod plain;
mod power;
mod preload;
mod seen;
mod slow;
mod two;

pub mod in_between;
pub mod screen;
pub mod terminal;

pub use clock::Clock;
pub use cut::Cut;
pub use damage::{Damage, SECTOR};
pub use failing::{FailingDisk, How};
pub use growth::{Growth, growth_kib, processor_ticks};
pub use kintsugi_simulation::{Dice, Grease, Patched, memory};
pub use lab::Lab;
pub use open_page::{OpenPage, link_parts};
pub use packets::{Packet, Recorder};
pub use person::{Person, Run, copy_folder};
pub use plain::{PlainRow, plain_rows};
pub use power::{Disk, Recording};
pub use seen::{everything_seen, seen_in};
pub use slow::SlowDisk;
pub use two::{Meeting, Two, Window, first_line, open_window, open_window_for};

use std::path::PathBuf;

/// The binary under test.
///
/// # Panics
/// When the tests are run without cargo and without `KINTSUGI_BIN`.
pub fn program() -> PathBuf {
    let named = std::env::var_os("KINTSUGI_BIN").or_else(|| std::env::var_os("CARGO_BIN_EXE_kintsugi-e2e"));
    named.map(PathBuf::from).expect("run these tests with cargo, or set KINTSUGI_BIN")
}

/// A helper program of these tests.
///
/// # Panics
/// When the tests are run without cargo.
pub fn helper(name: &str) -> PathBuf {
    std::env::var_os(format!("CARGO_BIN_EXE_{name}")).map(PathBuf::from).expect("run these tests with cargo")
}

/// Says something about a test that went well, such as how long it took: `cargo test -- --nocapture` shows it.
pub fn note(text: &str) {
    use std::io::Write;
    // Nobody may be listening.
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// Says that this machine lacks what a check needs, so that nobody takes silence for a pass. With `KINTSUGI_SKIP_NOTHING`, which
/// `.ci/run` sets, it fails instead.
///
/// # Panics
/// With `KINTSUGI_SKIP_NOTHING`.
pub fn skipped(what: &str) {
    assert!(std::env::var_os("KINTSUGI_SKIP_NOTHING").is_none(), "nothing may be skipped here: {what}");
    note(&format!("SKIPPED: {what}"));
}

/// Whether the slow set runs as well: with `KINTSUGI_SLOW`, which `.ci/run` sets.
pub fn is_slow() -> bool {
    std::env::var_os("KINTSUGI_SLOW").is_some()
}

/// How often a repeated test repeats: the number in this variable, or `usual`.
pub fn repeats(variable: &str, usual: u64) -> u64 {
    std::env::var(variable).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

/// How often a test that tries cases by a seed does so: the number in this variable, or `many` in the slow set and a few of
/// them elsewhere.
pub fn sample(variable: &str, few: u64, many: u64) -> u64 {
    repeats(variable, if is_slow() { many } else { few })
}

/// Whether the case of this number is tried here: a set that takes hours goes in parts, side by side or one after the other.
/// `KINTSUGI_PART=1/4` is the first of four; without it each case is.
///
/// # Panics
/// When it names no part, such as `5/4`.
pub fn is_of_this_part(case: usize) -> bool {
    let Ok(named) = std::env::var("KINTSUGI_PART") else { return true };
    let part = named.split_once('/').and_then(|(part, parts)| Some((part.parse().ok()?, parts.parse().ok()?)));
    let (part, parts): (usize, usize) = part.unwrap_or_else(|| panic!("no part: {named}"));
    assert!((1..=parts).contains(&part), "no part: {named}");
    case % parts == part - 1
}

/// A temporary folder; in memory where the machine has such a place and `fast` is wanted.
///
/// # Panics
/// When no folder can be made.
pub fn folder(fast: bool) -> tempfile::TempDir {
    let shm = std::path::Path::new("/dev/shm");
    let builder = tempfile::Builder::new();
    let made = if fast && shm.is_dir() { builder.tempdir_in(shm) } else { builder.tempdir() };
    made.expect("a temporary folder")
}

//! Homes of a known size, for benches. The corpus is made up, and the same everywhere.

use std::path::Path;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use kintsugi_home::Home;
use kintsugi_journal::{Audience, Draft, Kind, Words, WrittenAt};
use kintsugi_tests::memory::{home, meet, pair, reopen};

mod life;

pub use life::{id, live, marks_of};

const WORDS: [&str; 24] = [
    "we", "walked", "home", "slowly", "after", "supper", "and", "you", "asked", "twice", "about", "the", "letter", "I",
    "was", "tired", "but", "stayed", "kitchen", "rain", "sorry", "thank", "tea", "window",
];
/// In exactly three entries of every corpus.
pub const RARE: &str = "quokka";
/// Entries a day, both together.
const PER_DAY: usize = 6;

/// Two homes that hold the same `entries`, half of them each one's own, one change for each.
pub struct Couple {
    /// One.
    pub ana: Home,
    /// The other.
    pub ben: Home,
}

/// Entry `n` of `count`; the last is of 30 June 2026.
///
/// # Panics
/// When the days run out of the calendar.
pub fn draft(n: usize, count: usize) -> Draft {
    let last: Date = "2026-06-30".parse().expect("a day");
    let back = i64::try_from((count - 1 - n) / PER_DAY).expect("small");
    let day = last.checked_sub(jiff::Span::new().days(back)).expect("in the calendar");
    let Draft { words, audience } = draft_on(day, n);
    let rare = [count / 7, count / 2, count * 6 / 7].contains(&n);
    let text = if rare { format!("{} {RARE}", words.text) } else { words.text };
    Draft { words: Words { text, ..words }, audience }
}

/// Line `n` of all, on this day.
///
/// # Panics
/// When its minute is out of range.
pub fn draft_on(day: Date, n: usize) -> Draft {
    let text: Vec<&str> = (0..8 + n * 7 % 25).map(|k| WORDS[(n * 31 + k * k * 17 + k) % WORDS.len()]).collect();
    let at = Timestamp::UNIX_EPOCH.checked_add((n as i64).minutes()).expect("in range");
    let words = Words {
        kind: Kind::ENTRIES[n % Kind::ENTRIES.len()],
        day,
        written_at: Some(WrittenAt { at, offset_minutes: 120 }),
        text: text.join(" "),
        tags: if n.is_multiple_of(5) { vec!["evening".into()] } else { Vec::new() },
    };
    Draft { words, audience: Audience::Both }
}

/// Two paired homes below `root`, each with its own half of `entries`, which have not met yet.
///
/// # Panics
/// When they cannot be made.
pub fn apart(root: &Path, entries: usize) -> Couple {
    let (ana, ben) = (home(root, "Ana"), home(root, "Ben"));
    pair(&ana, &ben);
    for n in 0..entries {
        let home = if n % 2 == 0 { &ana } else { &ben };
        home.write_history(vec![draft(n, entries)]).expect("a write");
    }
    Couple { ana, ben }
}

/// The same, after their first meeting. Made once and kept in `root`, because 100,000 writes take minutes.
///
/// # Panics
/// When they cannot be made or opened.
pub fn couple(root: &Path, entries: usize) -> Couple {
    let folder = root.join(format!("{entries}"));
    let done = folder.join("done");
    if done.exists() {
        return Couple { ana: reopen(&folder.join("Ana")), ben: reopen(&folder.join("Ben")) };
    }
    // What an interrupted preparation left behind.
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    let couple = apart(&folder, entries);
    let started = std::time::Instant::now();
    assert!(meet(&couple.ana, &couple.ben).0.up_to_date);
    let took = format!(
        "first meeting of {entries} entries, in memory, both sides: {:.1} s\n",
        started.elapsed().as_secs_f64()
    );
    std::fs::write(folder.join("first-meeting.txt"), took).expect("a note");
    std::fs::write(done, "").expect("a mark");
    couple
}

/// Where prepared homes are kept: beside the build.
pub fn prepared() -> std::path::PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| "target".into(), std::path::PathBuf::from);
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    workspace.join(target).join("bench-homes")
}

//! Rounds: both write before either reads.
//!
//! Words are on the other laptop only if both were ready, in no form before; in the end, where both stay ready, both read both.

mod crossing;
mod orders;
mod reading;
mod restored;
mod sealed;

use std::path::{Path, PathBuf};

use kintsugi_home::Home;
use kintsugi_journal::{Kind, RoundId, Topic, Week};
use kintsugi_tests::copy_folder;
use kintsugi_tests::memory::{assert_sound, body, evening_of, home, meet, pair, reopen, texts_on_disk};

/// One step of a history.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Step {
    Commit(usize),
    Ready(usize),
    Withdraw(usize),
    Meet,
}

const NAMES: [&str; 2] = ["Ana", "Ben"];
const LETTER: RoundId = RoundId { topic: Topic::Letter, number: 1 };

struct Couple {
    root: tempfile::TempDir,
    homes: [Home; 2],
    /// Whether each has been ready at some moment since the last withdrawal, as this test knows.
    ready: [bool; 2],
    written: [u32; 2],
}

fn words(who: usize, n: u32) -> String {
    format!("the letter of {} number {n}", NAMES[who])
}

impl Couple {
    fn new() -> Self {
        let root = kintsugi_tests::folder(true);
        let homes = NAMES.map(|name| home(root.path(), name));
        pair(&homes[0], &homes[1]);
        Self { root, homes, ready: [false; 2], written: [0; 2] }
    }

    fn path(&self, who: usize) -> PathBuf {
        self.root.path().join(NAMES[who])
    }

    /// A copy of both at this moment, restarted.
    fn copy(&self) -> Self {
        let root = kintsugi_tests::folder(true);
        for name in NAMES {
            copy_folder(&self.root.path().join(name), &root.path().join(name));
        }
        let homes = NAMES.map(|name| reopen(&root.path().join(name)));
        Self { root, homes, ready: self.ready, written: self.written }
    }

    fn restart(&mut self) {
        self.homes = [reopen(&self.path(0)), reopen(&self.path(1))];
    }

    fn is_open(&self, who: usize) -> bool {
        self.homes[who].rounds().expect("a sound store").iter().any(|round| round.id == LETTER && round.is_opened())
    }

    fn apply(&mut self, step: Step) {
        match step {
            Step::Meet => drop(meet(&self.homes[0], &self.homes[1])),
            Step::Commit(who) => {
                let text = words(who, self.written[who] + 1);
                let today = "2026-06-03".parse().expect("a day");
                if self.homes[who].seal(Topic::Letter, body(Kind::Letter, &text), &evening_of(today)).is_ok() {
                    self.written[who] += 1;
                }
            }
            Step::Ready(who) => {
                self.ready[who] |= self.homes[who].make_ready(&[LETTER]).is_ok();
            }
            Step::Withdraw(who) => {
                if !self.is_open(who) && self.homes[who].withdraw(LETTER).is_ok() {
                    self.ready[who] = false;
                }
            }
        }
    }

    /// What must hold at every moment.
    fn check(&self, history: &[Step]) {
        for (who, other) in [(0, 1), (1, 0)] {
            let there = texts_on_disk(&self.homes[other]);
            let leaked = there.iter().any(|text| text.starts_with("the letter of ") && text.contains(NAMES[who]));
            assert!(!leaked || self.is_open(other), "{history:?}: {}'s words came unseen", NAMES[who]);
            if leaked && !withdraws(history) {
                assert!(self.ready[0] && self.ready[1], "{history:?}: words crossed before both were ready");
            }
            assert_sound(&self.homes[who]);
        }
    }

    fn both_read_both(&self) -> bool {
        let reads = |who: usize| {
            let there = texts_on_disk(&self.homes[who]);
            NAMES.iter().all(|name| there.iter().any(|text| text.starts_with(&format!("the letter of {name}"))))
        };
        reads(0) && reads(1)
    }
}

fn withdraws(history: &[Step]) -> bool {
    history.iter().any(|step| matches!(step, Step::Withdraw(_)))
}

/// A home, put back to what a folder holds.
fn restore(path: &Path, from: &Path) -> Home {
    std::fs::remove_dir_all(path).expect("the home goes");
    copy_folder(from, path);
    reopen(path)
}

/// A line that waits for the reading of this week.
fn line(home: &Home, week: Week, text: &str) {
    let today = "2026-06-03".parse().expect("a day");
    home.seal_for_reading(week, body(Kind::Hard, text), &evening_of(today)).expect("sealed");
}

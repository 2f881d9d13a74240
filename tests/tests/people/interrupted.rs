//! Ctrl-C at any moment: both sides stay whole, and what was begun is taken up again.

use std::path::Path;
use std::process::{Child, Command};
use std::time::{Duration, SystemTime};

use kintsugi_tests::memory::{draft, reopen};
use kintsugi_tests::{Dice, Person, Run, Two};

const ROUNDS: i64 = 8;
const LINES: i64 = 100;

fn fill(person: &Person, round: i64) {
    let text = |n| format!("{} {n} of round {round}", person.name);
    let drafts = (0..LINES).map(|n| draft(&text(n), "2026-05-03", 1_770_000_000 + n, false));
    reopen(&person.home).write_history(drafts.collect()).expect("written");
}

/// When Ctrl-C is pressed.
enum Press<'a> {
    /// This long after the start.
    After(Duration),
    /// As soon as this is so, however slow the machine is.
    Once(&'a dyn Fn() -> bool),
}

/// Presses Ctrl-C, and says how it ended: done before, nobody found, or stopped.
fn press(mut child: Child, when: &Press<'_>) -> Run {
    match when {
        Press::After(time) => std::thread::sleep(*time),
        Press::Once(begun) => {
            for _ in 0..60_000 {
                if begun() || child.try_wait().expect("our own child").is_some() {
                    break;
                }
                std::thread::sleep(Duration::from_millis(1));
            }
        }
    }
    // It may have ended by itself, and then nobody hears it.
    if child.try_wait().expect("our own child").is_none() {
        let _ = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    }
    let run: Run = child.wait_with_output().expect("it ends").into();
    // Before it listens for the signal, and where it holds no connection, the signal itself ends it.
    if run.code > 0 && run.code != 4 {
        assert_eq!(run.error(1)["code"], "stopped");
    }
    run
}

/// What tells that a store was written to: how long its log is, and when it last changed.
fn log(home: &Path) -> Option<(u64, SystemTime)> {
    let data = std::fs::metadata(home.join("journal.db-wal")).ok()?;
    Some((data.len(), data.modified().ok()?))
}

#[test]
fn ctrl_c_during_a_meeting_loses_nothing() {
    let mut dice = Dice(11);
    let two = Two::paired();
    let mut stopped = 0;
    for round in 0..ROUNDS {
        fill(&two.ana, round);
        fill(&two.ben, round);
        let (pressed, other) = if round % 2 == 0 { (&two.ana, &two.ben) } else { (&two.ben, &two.ana) };
        let waiting = other.begin(&["sync", "--wait", "3", "--json"]);
        let before = log(&pressed.home);
        let written = || log(&pressed.home) != before;
        let time = Duration::from_millis(20 + dice.below(400));
        let when = if round % 4 < 2 { Press::After(time) } else { Press::Once(&written) };
        let run = press(pressed.begin(&["sync", "--json"]), &when);
        stopped += u32::from(run.code != 0);
        let left: Run = waiting.wait_with_output().expect("it ends").into();
        assert!([0, 4].contains(&left.code), "{}", left.stderr);
        for person in [&two.ana, &two.ben] {
            assert_eq!(person.ok(&["verify"])["ok"], true);
        }
    }
    assert!(stopped > 0, "one of eight came in time");
    two.sync();
    assert_eq!(two.ana.entries(), two.ben.entries());
    assert_eq!(two.ana.entries().len() as i64, 2 * LINES * ROUNDS);
}

#[test]
fn ctrl_c_leaves_no_half_bundle() {
    let two = Two::paired();
    (0..ROUNDS).for_each(|round| fill(&two.ana, round));
    let file = two.root.path().join("bundle");
    let path = file.to_str().expect("a plain path");
    let folder = || std::fs::read_dir(two.root.path()).expect("a folder").count();
    let before = folder();
    let begun = || folder() != before;
    let run = press(two.ana.begin(&["bundle", "export", path, "--json"]), &Press::Once(&begun));
    if run.code != 0 {
        assert!(!file.exists(), "a bundle is there whole, or not at all");
        two.ana.ok(&["bundle", "export", path]);
    }
    assert_eq!(two.ben.ok(&["bundle", "import", path])["received"], LINES * ROUNDS);
}

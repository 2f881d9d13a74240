//! Ctrl-C at any moment: both sides stay whole, and what was begun is taken up again.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, SystemTime};

use kintsugi_tests::memory::{draft, reopen};
use kintsugi_tests::{Dice, Person, Run, Two};

const LINES: i64 = 800;

fn fill(person: &Person) {
    let drafts = (0..LINES).map(|n| draft(&format!("{} {n}", person.name), "2026-05-03", 1_770_000_000 + n, false));
    reopen(&person.home).write_history(drafts.collect()).expect("written");
}

/// What tells that the store was written to: how long its log is, and when it last changed.
fn log(home: &Path) -> Option<(u64, SystemTime)> {
    let data = std::fs::metadata(home.join("journal.db-wal")).ok()?;
    Some((data.len(), data.modified().ok()?))
}

/// Presses Ctrl-C a little after the work has begun, however slow the machine is, and says how it ended: done before, or
/// stopped.
fn press(mut child: std::process::Child, begun: impl Fn() -> bool, after: Duration) -> Run {
    for _ in 0..30_000 {
        if begun() || child.try_wait().expect("our own child").is_some() {
            break;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    std::thread::sleep(after);
    let over = child.try_wait().expect("our own child").is_some();
    if !over {
        // It may end by itself just now, and then nobody hears it.
        let _ = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    }
    let run: Run = child.wait_with_output().expect("it ends").into();
    // Where it holds no connection, the signal itself ends it.
    if !over && run.code > 0 {
        assert_eq!(run.error(1)["code"], "stopped");
    }
    run
}

#[test]
fn ctrl_c_during_a_first_meeting_loses_nothing() {
    let mut dice = Dice(11);
    let two = Two::paired();
    fill(&two.ana);
    fill(&two.ben);
    let mut stopped = 0;
    for n in 0..8 {
        let (pressed, other) = if n % 2 == 0 { (&two.ana, &two.ben) } else { (&two.ben, &two.ana) };
        let waiting = other.begin(&["sync", "--wait", "3", "--json"]);
        let before = log(&pressed.home);
        let begun = || log(&pressed.home) != before;
        let run = press(pressed.begin(&["sync", "--json"]), begun, Duration::from_millis(dice.below(120)));
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
    assert_eq!(two.ana.entries().len() as i64, 2 * LINES);
}

#[test]
fn ctrl_c_leaves_no_half_bundle() {
    let two = Two::paired();
    fill(&two.ana);
    let file = two.root.path().join("bundle");
    let path = file.to_str().expect("a plain path");
    let folder = || std::fs::read_dir(two.root.path()).expect("a folder").count();
    let before = folder();
    let run = press(two.ana.begin(&["bundle", "export", path, "--json"]), || folder() != before, Duration::ZERO);
    if run.code != 0 {
        assert!(!file.exists(), "a bundle is there whole, or not at all");
        two.ana.ok(&["bundle", "export", path]);
    }
    assert_eq!(two.ben.ok(&["bundle", "import", path])["received"], LINES);
}

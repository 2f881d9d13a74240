//! Ctrl-C at any moment: both sides stay whole, and what was begun is taken up again.

use std::process::Command;
use std::time::Duration;

use kintsugi_tests::memory::{draft, reopen};
use kintsugi_tests::{Dice, Person, Run, Two};

const LINES: i64 = 800;

fn fill(person: &Person) {
    let drafts = (0..LINES).map(|n| draft(&format!("{} {n}", person.name), "2026-05-03", 1_770_000_000 + n, false));
    reopen(&person.home).write_history(drafts.collect()).expect("written");
}

/// Presses Ctrl-C after a while, and says how it ended: done before, or stopped.
fn press(child: std::process::Child, after: Duration) -> Run {
    std::thread::sleep(after);
    // It may have ended by itself, and then nobody hears it.
    let _ = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    let run: Run = child.wait_with_output().expect("it ends").into();
    // Before it listens for the signal, and where it holds no connection, the signal itself ends it.
    if run.code > 0 {
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
        let run = press(pressed.begin(&["sync", "--json"]), Duration::from_millis(20 + dice.below(400)));
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
    let run = press(two.ana.begin(&["bundle", "export", path, "--json"]), Duration::from_millis(40));
    if run.code != 0 {
        assert!(!file.exists(), "a bundle is there whole, or not at all");
        two.ana.ok(&["bundle", "export", path]);
    }
    assert_eq!(two.ben.ok(&["bundle", "import", path])["received"], LINES);
}

//! A command that is killed between any two of its file calls leaves all of what it does, or nothing: no screen describes what
//! is not so, and the same command goes on from there.
//!
//! Every fifth call by default, every one in the slow set (`KINTSUGI_SLOW`).

use std::path::Path;

use kintsugi_tests::{Cut, Person, Run, Two, copy_folder, is_slow, note};
use serde_json::Value;

/// What must hold after each cut.
type Check = fn(&Person);

/// Runs a command on copies of this home, cut before each of its file calls in turn until it comes to its end.
fn cut_everywhere(person: &Person, root: &Path, line: &[&str], check: Check) {
    let cut = Cut::build(root);
    let (step, mut cuts) = (if is_slow() { 1 } else { 5 }, 0);
    for n in (1..).step_by(step) {
        let copy = person.at(root.join("copy"));
        // It is not there at the first cut.
        let _ = std::fs::remove_dir_all(&copy.home);
        copy_folder(&person.home, &copy.home);
        let mut command = copy.command(line);
        cut.before_call(&mut command, n);
        let run: Run = command.output().expect("it starts").into();
        check(&copy);
        if run.code == 0 {
            break;
        }
        assert_eq!(run.code, -1, "{line:?} before call {n}: {}", run.stderr);
        cuts += 1;
        let again = copy.run(&[line, &["--json"]].concat());
        assert!(
            again.code == 0 || again.error(1)["code"] == "already-sealed",
            "{line:?} after call {n}: {}",
            again.stderr
        );
        check(&copy);
        assert_eq!(copy.ok(&["verify"])["ok"], true, "{line:?} before call {n}");
    }
    note(&format!("{line:?} was cut {cuts} times"));
    assert!(cuts >= 3, "{line:?} was hardly cut at all");
}

/// Ana with a jar, alone.
fn with_slips() -> Two {
    let two = Two::with_journals();
    for slip in ["tea", "a walk"] {
        two.ana.ok(&["jar", "add", slip]);
    }
    two
}

fn is(state: &Value, allowed: [&str; 2]) {
    assert!(allowed.iter().any(|one| state == one), "{state}");
}

#[test]
fn an_answer_is_sealed_and_ready_or_not_there() {
    let two = Two::with_journals();
    let check = |person: &Person| is(&person.ok(&["ask"])["questions"][0]["state"], ["none", "ready"]);
    cut_everywhere(&two.ana, two.root.path(), &["ask", "answer", "1", "an answer"], check);
}

#[test]
fn what_is_missed_is_sealed_and_ready_or_not_there() {
    let two = Two::with_journals();
    let check = |person: &Person| is(&person.ok(&["miss"])["state"], ["none", "ready"]);
    cut_everywhere(&two.ana, two.root.path(), &["miss", "write", "the walk"], check);
}

#[test]
fn a_letter_is_sealed_or_not_there() {
    let two = Two::with_journals();
    let check = |person: &Person| is(&person.ok(&["letter"])["state"], ["none", "sealed"]);
    cut_everywhere(&two.ana, two.root.path(), &["letter", "write", "I was late."], check);
}

#[test]
fn a_slip_is_done_and_an_act_or_neither() {
    let two = with_slips();
    two.ana.ok(&["jar", "draw"]);
    // An act that is noted is one whose slip is done.
    let check = |person: &Person| {
        let days = person.ok(&["tracker"]);
        let acts: u64 = days["days"].as_array().expect("days").iter().filter_map(|day| day["my_acts"].as_u64()).sum();
        assert_eq!(person.ok(&["jar"])["drawn"]["done"], acts == 1, "{acts}");
    };
    // Once it is done there is nothing left to be done again.
    let cut = Cut::build(two.root.path());
    for n in (1..).step_by(if is_slow() { 1 } else { 5 }) {
        let copy = two.ana.at(two.root.path().join("copy"));
        let _ = std::fs::remove_dir_all(&copy.home);
        copy_folder(&two.ana.home, &copy.home);
        let mut command = copy.command(&["jar", "done"]);
        cut.before_call(&mut command, n);
        let run: Run = command.output().expect("it starts").into();
        check(&copy);
        assert_eq!(copy.ok(&["verify"])["ok"], true, "before call {n}");
        if run.code == 0 {
            assert!(n > 5, "it was hardly cut at all");
            break;
        }
    }
}

#[test]
fn a_slip_is_drawn_or_in_the_jar() {
    let two = with_slips();
    let check = |person: &Person| assert_eq!(person.ok(&["jar"])["slips"], 2);
    cut_everywhere(&two.ana, two.root.path(), &["jar", "draw"], check);
}

#[test]
fn a_time_comes_with_its_place() {
    let two = Two::with_journals();
    let check = |person: &Person| {
        let sitting = person.ok(&["checkin"]);
        assert_eq!(sitting["time"].is_null(), sitting["place"].is_null(), "{sitting}");
    };
    let line = ["checkin", "schedule", "sunday", "19:00", "--place", "the kitchen"];
    cut_everywhere(&two.ana, two.root.path(), &line, check);
}

#[test]
fn a_practice_is_in_focus_or_none_is() {
    let two = Two::with_journals();
    let check = |person: &Person| {
        let practice = person.ok(&["focus"])["practice"].clone();
        assert!(practice.is_null() || practice == "walk", "{practice}");
    };
    cut_everywhere(&two.ana, two.root.path(), &["focus", "pick", "walk"], check);
}

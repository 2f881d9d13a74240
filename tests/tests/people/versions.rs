//! Two laptops of different versions, as real processes: Ana's program is the next version, Ben's is this one until he updates
//! it. Whatever Ana's writes that Ben's does not know is taken there and kept, and everything else goes on.

use std::process::Child;

use kintsugi_tests::{Person, Run, Two, helper};
use serde_json::{Value, json};

/// Ana with the next version, Ben with this one, not paired.
fn two() -> Two {
    let mut two = Two::strangers();
    update(&mut two.ana);
    two.ana.init();
    two.ben.init();
    two
}

fn update(person: &mut Person) {
    person.program = Some(helper("kintsugi-e2e-later"));
}

fn understood(person: &Person) -> Value {
    person.ok(&["later", "show"])
}

/// What `status` says of what waits for a newer program.
fn waits(person: &Person) -> Vec<String> {
    let status = person.ok(&["status"]);
    assert_eq!(status["held_back"], 0, "{}: nothing was refused", person.name);
    let waits = status["waits"].as_array().expect("a list").clone();
    waits.iter().map(|waits| waits["for"].as_str().expect("a word").to_owned()).collect()
}

fn write_one_of_each(person: &Person) {
    for what in ["mark", "kind", "topic", "setting"] {
        person.ok(&["later", what]);
    }
}

#[test]
fn what_the_next_version_writes_is_kept_by_this_one_and_understood_once_it_is_updated() {
    let mut two = two();
    two.pair();
    assert!(waits(&two.ana).is_empty() && waits(&two.ben).is_empty(), "two versions alone are no reason to speak");
    write_one_of_each(&two.ana);
    let one_of_each = json!({ "mark": 1, "kind": 1, "topic": 1, "setting": 1 });
    assert_eq!(understood(&two.ana), one_of_each);
    let meeting = two.sync();
    assert_eq!((&meeting.ana["up_to_date"], &meeting.ben["up_to_date"]), (&true.into(), &true.into()));
    assert_eq!(waits(&two.ana), ["update-there"]);
    assert_eq!(waits(&two.ben), ["update-here"]);

    // Everything else goes on: lines, a setting, letters.
    two.ana.write("a line of Ana", &[]);
    two.ben.write("a line of Ben", &[]);
    two.ben.ok(&["config", "day-start", "5"]);
    for (person, words) in [(&two.ana, "the letter of Ana"), (&two.ben, "the letter of Ben")] {
        person.ok(&["letter", "write", words]);
        person.ok(&["letter", "ready"]);
    }
    two.sync();
    assert!(two.sync().ana["up_to_date"] == true);
    let texts = |person: &Person| format!("{:?}", person.ok(&["read", "--last", "100"]));
    assert!(texts(&two.ana).contains("a line of Ben") && texts(&two.ben).contains("a line of Ana"));
    assert_eq!(two.ana.ok(&["config"])["day_start"], 5);
    for person in [&two.ana, &two.ben] {
        assert_eq!(person.ok(&["letter", "read"])["letters"].as_array().map(Vec::len), Some(2), "{}", person.name);
        assert_eq!(person.ok(&["verify"])["ok"], true, "{}", person.name);
    }

    update(&mut two.ben);
    assert_eq!(understood(&two.ben), one_of_each, "it was all there");
    assert!(waits(&two.ben).is_empty(), "and nothing waits for this program any more");
    two.sync();
    assert!(waits(&two.ana).is_empty(), "nor for that one");
    write_one_of_each(&two.ben);
    two.sync();
    assert_eq!(understood(&two.ana), understood(&two.ben));
    assert!(waits(&two.ana).is_empty() && waits(&two.ben).is_empty());
}

#[test]
fn over_bundles_too() {
    let mut two = two();
    two.pair();
    write_one_of_each(&two.ana);
    let file = two.root.path().join("there");
    let file = file.to_str().expect("a plain path");
    two.ana.ok(&["bundle", "export", file]);
    assert_eq!(waits(&two.ana), ["update-there"]);
    let taken = two.ben.ok(&["bundle", "import", file]);
    assert_eq!((&taken["refused"], &taken["complete"]), (&0.into(), &true.into()));
    assert_eq!(waits(&two.ben), ["update-here"]);
    update(&mut two.ben);
    // Its words were not asked for in the first bundle; the next one brings them.
    let marks = understood(&two.ben);
    assert_eq!((&marks["mark"], &marks["setting"], &marks["topic"]), (&1.into(), &1.into(), &1.into()));
}

#[test]
fn this_version_has_no_command_of_the_next() {
    let two = Two::with_journals();
    assert_eq!(two.ana.fails(&["later", "mark"], 2)["code"], "usage");
}

/// A process of theirs whose program speaks another version of the session, and no other.
fn too_far_apart(person: &Person, arguments: &[&str]) -> Child {
    let mut command = person.command(arguments);
    command.env("KINTSUGI_TRIAL_SESSION", "9").spawn().expect("it starts")
}

#[test]
fn two_that_are_too_far_apart_to_meet_are_both_told_and_nothing_is_lost() {
    let two = Two::paired();
    two.ana.write("a line of Ana", &["--now"]);
    two.ben.write("a line of Ben", &["--now"]);
    let arguments = ["sync", "--wait", "30", "--json"];
    let (ana, ben) = (too_far_apart(&two.ana, &arguments), two.ben.begin(&arguments));
    for side in [ana, ben] {
        let run: Run = side.wait_with_output().expect("it ends").into();
        let error = run.error(5);
        assert_eq!(error["code"], "version", "{error}");
        assert_eq!(run.stderr.trim().lines().count(), 1, "calmly, in one line: {}", run.stderr);
    }
    for person in [&two.ana, &two.ben] {
        assert_eq!(person.entries().len(), 1, "{}: nothing has crossed", person.name);
        assert_eq!(person.ok(&["verify"])["ok"], true, "{}", person.name);
    }
    // The older one is updated.
    two.sync();
    assert_eq!(two.ana.entries().len(), 2);
    assert_eq!(two.ana.entries(), two.ben.entries());
}

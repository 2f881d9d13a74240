//! What two people choose apart: nothing crashes, nothing is lost, one clear line says so, and one command settles it.

use kintsugi_tests::memory::reopen;
use kintsugi_tests::{Person, Two};
use serde_json::{Value, json};

/// A couple in front of one jar, who are apart from now on.
fn with_slips() -> Two {
    let two = Two::paired();
    for slip in ["one", "two", "three"] {
        two.ana.ok(&["jar", "add", slip]);
    }
    two.sync();
    two
}

fn slips(two: &Two) -> [Vec<Value>; 2] {
    let ids =
        |answer: &Value| answer["slips"].as_array().expect("slips").iter().map(|slip| slip["id"].clone()).collect();
    [&two.ana, &two.ben].map(|person| ids(&person.ok(&["jar", "list"])))
}

#[test]
fn both_draw_the_same_slip_and_one_that_is_passed_is_passed_here_alone() {
    let two = with_slips();
    let drawn = || [&two.ana, &two.ben].map(|person| person.ok(&["jar"])["drawn"]["id"].clone());
    for person in [&two.ana, &two.ben] {
        person.ok(&["jar", "draw"]);
    }
    let [ana, ben] = drawn();
    assert_eq!(ana, ben);
    two.sync();
    assert_eq!(drawn(), [ana.clone(), ben]);

    // It is not for Ben: he is offered the next one, and Ana keeps hers and is not told.
    two.ben.ok(&["jar", "skip"]);
    two.sync();
    let [still, other] = drawn();
    assert_eq!(still, ana);
    assert_ne!(other, ana);
    assert!(!two.ana.run(&["jar"]).stdout.contains("different slips"));
    let [at_ana, at_ben] = slips(&two);
    assert_eq!((at_ana.len(), &at_ana), (3, &at_ben));
    two.ana.ok(&["jar", "done"]);
    two.sync();
    assert_eq!(two.ben.ok(&["jar"])["slips"], 3, "a slip that is done comes back");
    assert_eq!(drawn()[1], other);
}

#[test]
fn a_slip_that_its_writer_takes_out_is_gone_with_its_words_and_the_other_only_hides_it() {
    let two = with_slips();
    let count = |person: &Person| person.ok(&["jar", "list"])["slips"].as_array().map(Vec::len);
    let list = two.ben.ok(&["jar", "list"]);
    let [hidden, removed] = [0, 1].map(|n| list["slips"][n]["id"].as_str().expect("an id").to_owned());
    two.ben.ok(&["jar", "remove", &hidden]);
    two.sync();
    assert_eq!((count(&two.ana), count(&two.ben)), (Some(3), Some(2)));
    two.ana.ok(&["jar", "remove", &removed]);
    two.sync();
    two.sync();
    assert_eq!((count(&two.ana), count(&two.ben)), (Some(2), Some(1)));
    for person in [&two.ana, &two.ben] {
        let report = reopen(&person.home).verify().expect("a report");
        assert_eq!((report.problems.len(), report.bodies), (0, 2), "{}", person.name);
    }
    assert!(two.ana.run(&["sync", "--wait", "1"]).code != 0, "nobody is there");
}

#[test]
fn a_time_that_both_agreed_on_apart_is_shown_until_one_is_chosen() {
    let two = Two::paired();
    two.ana.ok(&["checkin", "schedule", "sunday 19:00", "--place", "kitchen table"]);
    two.ben.ok(&["checkin", "schedule", "friday 20:30", "--place", "sofa"]);
    two.sync();
    // Each is told once what has become of the time that they chose.
    let [ana, _] = [&two.ana, &two.ben].map(|person| person.run(&["checkin"]).stdout);
    assert!(ana.contains("Chosen apart as"), "{ana}");
    let shown: Vec<String> = [&two.ana, &two.ben].map(|person| person.run(&["checkin"]).stdout).into();
    assert_eq!(shown[0], shown[1]);
    assert!(
        shown[0].contains("Chosen apart as") && shown[0].contains("scheduling once more settles it"),
        "{}",
        shown[0]
    );
    two.ben.ok(&["checkin", "schedule", "friday 20:30"]);
    two.sync();
    for person in [&two.ana, &two.ben] {
        let checkin = person.ok(&["checkin"]);
        assert_eq!((&checkin["weekday"], &checkin["time"]), (&json!("friday"), &json!("20:30")));
        assert!(!person.run(&["checkin"]).stdout.contains("Chosen apart"));
        assert_eq!(person.ok(&["verify"])["ok"], true);
    }
}

#[test]
fn two_who_picked_a_focus_apart_see_both_and_settle_it_with_one_command() {
    let two = Two::paired();
    two.ana.ok(&["focus", "pick", "walk"]);
    two.ben.ok(&["focus", "pick", "thanks"]);
    two.sync();
    let shown = two.ana.run(&["focus"]).stdout;
    assert_eq!(shown, two.ben.run(&["focus"]).stdout);
    assert!(
        shown.contains("Picked apart:") && shown.contains("A Sunday walk") && shown.contains("Three thanks"),
        "{shown}"
    );
    two.ana.ok(&["focus", "pick", "thanks"]);
    two.sync();
    for person in [&two.ana, &two.ben] {
        let focus = person.ok(&["focus"]);
        assert_eq!((&focus["practice"], &focus["also"]), (&json!("thanks"), &json!([])));
    }
    assert_eq!(two.ben.fails(&["focus", "pick", "walk"], 1)["code"], "one-at-a-time");
}

#[test]
fn a_day_that_both_planned_apart_is_shown_with_the_other() {
    let two = Two::paired();
    two.ana.ok(&["miss", "write", "the lake"]);
    two.ben.ok(&["miss", "write", "cards"]);
    two.sync();
    let id = two.ana.ok(&["miss"])["missed"][0]["id"].as_str().expect("an id").to_owned();
    two.ana.ok(&["miss", "plan", &id, "today"]);
    two.ben.ok(&["miss", "plan", &id, "tomorrow"]);
    two.sync();
    assert!(two.ana.run(&["miss"]).stdout.contains("chosen apart as"));
    two.ana.ok(&["miss", "plan", &id, "tomorrow"]);
    two.sync();
    assert!(!two.ben.run(&["miss"]).stdout.contains("chosen apart as"));
}

#[test]
fn an_agreement_edited_apart_is_merged_letter_by_letter() {
    let two = Two::paired();
    two.ana.ok(&["agreement", "edit", "We knock before we come in.\nWe eat together on Sundays."]);
    two.sync();
    two.ana.ok(&["agreement", "edit", "We always knock before we come in.\nWe eat together on Sundays."]);
    two.ben.ok(&["agreement", "edit", "We knock before we come in.\nWe eat together on Sundays, without phones."]);
    two.sync();
    for person in [&two.ana, &two.ben] {
        let text = person.ok(&["agreement"])["text"].clone();
        assert_eq!(text, "We always knock before we come in.\nWe eat together on Sundays, without phones.");
        assert_eq!(person.ok(&["verify"])["ok"], true);
    }
    let first = Two::paired();
    let said = first.ana.run(&["agreement", "edit", "a first word"]);
    assert!(said.stderr.contains("cannot be erased"), "{}", said.stderr);
}

#[test]
fn own_practices_and_questions_are_for_both() {
    let two = Two::paired();
    let own = "name = \"tea\"\ntitle = \"Tea\"\nabout = \"A cup, and no plan.\"\n[[step]]\nwho = \"both\"\ntitle = \"Drink\"\nminutes = 10\n";
    let added = two.ana.run_with(&["practice", "add", "-", "--json"], own.as_bytes());
    assert_eq!(added.code, 0, "{}", added.stderr);
    two.ana.ok(&["ask", "add", "What do we never want to stop doing?"]);
    two.sync();
    let practices = two.ben.ok(&["practice"]);
    assert!(
        practices["practices"].as_array().expect("a list").iter().any(|one| one["name"] == "tea" && one["own"] == true)
    );
    two.ben.ok(&["focus", "pick", "tea"]);
    two.ben.ok(&["ask", "answer", "6", "Saying good night."]);
    assert_eq!(two.ben.fails(&["practice", "edit", "tea"], 1)["code"], "not-yours");
    let again = two.ana.run_with(&["practice", "add", "-", "--json", "--no-input"], own.as_bytes());
    assert_eq!(again.error(2)["code"], "usage");
    let bad = two.ana.run_with(&["practice", "add", "-", "--json", "--no-input"], b"name = 3");
    assert!(bad.error(2)["hint"].as_str().expect("a hint").contains("kept"), "what was typed is not lost");
    let has = |person: &Person| {
        let practices = person.ok(&["practice"]);
        practices["practices"].as_array().expect("a list").iter().any(|one| one["name"] == "tea")
    };
    two.ben.ok(&["practice", "remove", "tea"]);
    two.sync();
    assert!(has(&two.ana) && !has(&two.ben), "it is hidden at Ben's alone");
    two.ana.ok(&["practice", "remove", "tea"]);
    two.sync();
    for person in [&two.ana, &two.ben] {
        assert!(!has(person));
        assert_eq!(person.ok(&["verify"])["ok"], true);
    }
}

#[test]
fn what_was_begun_before_a_pairing_that_shares_nothing_stays_private_and_is_found() {
    let two = Two::with_journals();
    let letter = two.ana.ok(&["letter", "write", "A letter from before."])["id"].as_str().expect("an id").to_owned();
    two.ana.ok(&["letter", "ready"]);
    two.ana.ok(&["jar", "add", "a slip from before"]);
    two.ana.ok(&["jar", "draw"]);
    two.ana.ok(&["checkin", "schedule", "sunday 19:00"]);
    two.ana.ok(&["checkin", "skip"]);
    let (host, ticket) = kintsugi_tests::open_window(&two.ana, &["--share", "none"]);
    assert_eq!(two.ben.run(&["join", &ticket, "--yes"]).code, 0);
    assert_eq!(host.wait_with_output().code, 0);
    assert_eq!(two.ben.ok(&["letter"])["state"], "none", "not even that something is sealed");
    assert_eq!(two.ben.ok(&["jar"])["slips"], 0);
    let marks = kintsugi_tests::memory::marks(&kintsugi_tests::memory::reopen(&two.ben.home));
    assert!(marks.is_empty(), "nor what was done on which day: {marks:?}");
    assert_eq!(two.ben.ok(&["checkin"])["time"], "19:00", "what is planned stays");
    assert!(two.ana.run(&["letter"]).stdout.contains(&format!("for your eyes only: kintsugi show {}", &letter[..6])));
    assert_eq!(two.ana.ok(&["show", &letter])["text"], "A letter from before.");
    assert_eq!(two.ana.fails(&["share", &letter], 1)["code"], "sealed");
    assert_eq!(two.ana.ok(&["jar"])["slips"], 1);
    two.ana.ok(&["letter", "write", "A letter from now."]);
    two.ana.ok(&["letter", "ready"]);
    two.ben.ok(&["letter", "write", "And mine."]);
    two.ben.ok(&["letter", "ready"]);
    two.sync();
    assert_eq!(two.ben.ok(&["letter", "read"])["letters"].as_array().map(Vec::len), Some(2));
    for person in [&two.ana, &two.ben] {
        assert_eq!(person.ok(&["verify"])["ok"], true);
    }
}

#[test]
fn what_was_sealed_before_a_pairing_that_shares_all_opens_with_the_other() {
    let two = Two::with_journals();
    two.ana.ok(&["letter", "write", "Written before we paired."]);
    two.ana.ok(&["letter", "ready"]);
    two.ben.ok(&["letter", "write", "So was mine."]);
    two.ben.ok(&["letter", "ready"]);
    two.pair();
    two.sync();
    for person in [&two.ana, &two.ben] {
        assert_eq!(person.ok(&["letter", "read"])["letters"].as_array().map(Vec::len), Some(2), "{}", person.name);
    }
}

//! The main job: two people, two journals, one meeting, on the real binary.

use kintsugi_tests::{Person, Two};
use serde_json::json;

fn by_id(entries: &[[String; 4]], id: &str) -> Option<[String; 4]> {
    entries.iter().find(|entry| entry[0] == id).cloned()
}

#[test]
fn two_who_wrote_apart_read_one_journal() {
    let two = Two::with_journals();
    for n in 1..=5 {
        two.ana.write(&format!("Ana before {n}"), &[]);
        two.ben.write(&format!("Ben before {n}"), &["--kind", "appreciated"]);
    }
    // Both have acts, rest days and a table of their own before they pair.
    two.ana.ok(&["act", "made the call"]);
    two.ben.ok(&["act"]);
    two.ana.ok(&["rest", "--day", "yesterday"]);
    two.ana.ok(&["config", "day-start", "5"]);
    two.ben.ok(&["config", "week-start", "sunday"]);

    let (hosted, joined) = two.pair();
    assert_eq!(hosted, json!({"paired": true, "partner": "Ben", "received": 5, "sent": 5}));
    assert_eq!(joined, json!({"paired": true, "partner": "Ana", "received": 5, "sent": 5}));
    assert_eq!(two.ana.entries().len(), 12, "the lines, and the acts of a day on which both did one");
    assert_eq!(two.ana.entries(), two.ben.entries());
    for person in [&two.ana, &two.ben] {
        let settings = person.ok(&["config"]);
        assert_eq!((&settings["day_start"], &settings["week_start"]), (&json!(5), &json!("sunday")));
        assert_eq!(person.ok(&["tracker"])["hearts"], 1);
    }

    let mut ana_ids = Vec::new();
    for n in 1..=20 {
        let day = if n % 4 == 0 { "yesterday" } else { "today" };
        ana_ids.push(two.ana.write(&format!("Ana apart {n}"), &["--day", day, "--tag", "apart"]));
        two.ben.write(&format!("Ben apart {n}"), &["--day", day]);
    }
    let private = two.ana.write("an unshared canary", &["--private"]);
    two.ana.ok(&["delete", &ana_ids[3], "--yes"]);
    two.ana.ok(&["edit", &ana_ids[4], "Ana apart, said better"]);

    let meeting = two.sync();
    assert_eq!(meeting.ana, json!({"partner": "Ben", "received": 20, "sent": 19, "up_to_date": true}));
    assert_eq!(meeting.ben, json!({"partner": "Ana", "received": 19, "sent": 20, "up_to_date": true}));

    let (mut ana, ben) = (two.ana.entries(), two.ben.entries());
    assert!(by_id(&ana, &private).is_some() && by_id(&ben, &private).is_none());
    ana.retain(|entry| entry[0] != private);
    assert_eq!(ana, ben);
    assert_eq!(ben.len(), 51);
    assert_eq!(by_id(&ben, &ana_ids[4]).expect("the edited one")[3], "Ana apart, said better");
    assert!(by_id(&ben, &ana_ids[3]).is_none(), "who never had it sees nothing");

    let again = two.sync();
    assert_eq!(again.ana, json!({"partner": "Ben", "received": 0, "sent": 0, "up_to_date": true}));
    assert_eq!(again.ben, json!({"partner": "Ana", "received": 0, "sent": 0, "up_to_date": true}));
    for person in [&two.ana, &two.ben] {
        assert_eq!(person.ok(&["verify"])["ok"], true);
        let status = person.ok(&["status"]);
        assert_eq!(
            (&status["paired"], &status["up_to_date"], &status["held_back"]),
            (&json!(true), &json!(true), &json!(0))
        );
        assert_eq!(status["last_meeting"].as_str().map(str::len), Some(10), "kept to the day");
    }
    assert_eq!(two.ana.ok(&["status"])["entries"], 52);
    assert_eq!(two.ben.ok(&["status"])["entries"], 51);
}

#[test]
fn what_was_taken_back_is_gone_from_both_and_shows_its_place_to_who_had_it() {
    let two = Two::paired();
    let id = two.ana.write("words that I take back", &[]);
    two.sync();
    assert!(by_id(&two.ben.entries(), &id).is_some());
    two.ana.ok(&["delete", &id[..8], "--yes"]);
    let meeting = two.sync();
    assert_eq!((&meeting.ben["received"], &meeting.ana["sent"]), (&json!(1), &json!(1)));
    for person in [&two.ana, &two.ben] {
        let answer = person.ok(&["read"]);
        let entry = &answer["entries"][0];
        assert_eq!((&entry["id"], &entry["deleted"], &entry["text"]), (&json!(id), &json!(true), &json!(null)));
        assert!(person.run(&["read"]).stdout.contains("taken back"));
        assert_eq!(person.ok(&["search", "words"])["entries"], json!([]));
        assert_eq!(person.ok(&["verify"])["ok"], true);
    }
}

#[test]
fn an_edit_replaces_the_words_and_says_so() {
    let two = Two::paired();
    let id = two.ana.write("first words", &["--kind", "moment"]);
    two.sync();
    two.ana.ok(&["edit", &id, "second words"]);
    two.sync();
    let answer = two.ben.ok(&["show", &id]);
    assert_eq!(
        (&answer["text"], &answer["edited"], &answer["kind"]),
        (&json!("second words"), &json!(true), &json!("moment"))
    );
    assert_eq!(two.ben.fails(&["edit", &id, "not mine"], 1)["code"], "not-yours");
    assert_eq!(two.ben.fails(&["delete", &id, "--yes"], 1)["code"], "not-yours");
}

#[test]
fn a_private_line_is_shared_under_a_new_id_and_stars_stay_here() {
    let two = Two::paired();
    let private = two.ana.write("now I can say it", &["--private", "--tag", "march"]);
    two.sync();
    assert!(two.ben.entries().is_empty());
    let shared = two.ana.ok(&["share", &private]);
    assert_ne!(shared["id"], json!(private));
    assert_eq!(shared["visibility"], "open");
    two.ana.ok(&["star", shared["id"].as_str().expect("an id")]);
    two.sync();
    let answer = two.ben.ok(&["read", "--tag", "march"]);
    assert_eq!(answer["entries"][0]["text"], "now I can say it");
    assert_eq!(answer["entries"][0]["starred"], false);
    assert_eq!(two.ana.ok(&["read"])["entries"][0]["starred"], true);
    assert_eq!(two.ana.entries().len(), 1);
    assert_eq!(two.ana.fails(&["share", shared["id"].as_str().expect("an id")], 1)["code"], "not-private");
}

#[test]
fn reading_can_be_narrowed() {
    let two = Two::with_journals();
    let ana = &two.ana;
    ana.write("old", &["--day", "2024-02-29"]);
    ana.write("a hard one", &["--kind", "hard", "--tag", "money"]);
    ana.write("mine alone", &["--private"]);
    let texts = |arguments: &[&str]| -> Vec<String> {
        let answer = ana.ok(&[&["read"], arguments].concat());
        let entries = answer["entries"].as_array().expect("entries").clone();
        entries.iter().map(|entry| entry["text"].as_str().unwrap_or_default().to_owned()).collect()
    };
    assert_eq!(texts(&[]), ["a hard one", "mine alone"]);
    assert_eq!(texts(&["--together"]), ["a hard one"]);
    assert_eq!(texts(&["--kind", "hard"]), ["a hard one"]);
    assert_eq!(texts(&["--tag", "MONEY"]), ["a hard one"]);
    assert_eq!(texts(&["--to", "2024-12-31"]), ["old"]);
    assert_eq!(texts(&["--last", "1"]), ["mine alone"]);
    assert_eq!(texts(&["--last", "3"]).len(), 3);
    assert_eq!(texts(&["--theirs"]), Vec::<String>::new());
    assert!(!ana.run(&[]).stdout.contains("mine alone"), "the bare command shows no private line");
}

#[test]
fn who_shares_nothing_at_pairing_keeps_it_and_shares_from_then_on() {
    let two = Two::with_journals();
    let before = two.ana.write("before we paired", &[]);
    two.ana.write("older still", &["--day", "2025-01-01"]);
    let (host, ticket) = kintsugi_tests::open_window(&two.ana, &["--share", "none"]);
    assert_eq!(two.ben.run(&["join", &ticket, "--yes"]).code, 0);
    assert_eq!(host.wait_with_output().code, 0);
    assert!(two.ben.entries().is_empty());
    two.ana.write("after", &[]);
    two.sync();
    assert_eq!(two.ben.entries().len(), 1);
    assert_eq!(two.ana.entries().len(), 3);
    assert_eq!(two.ana.ok(&["show", &before])["visibility"], "private");
    for person in [&two.ana, &two.ben] {
        assert_eq!(person.ok(&["verify"])["ok"], true);
    }
}

#[test]
fn one_person_alone_needs_no_partner() {
    let two = Two::with_journals();
    let ana: &Person = &two.ana;
    ana.write("a line for myself", &[]);
    assert_eq!(ana.fails(&["sync"], 1)["code"], "not-paired");
    let status = ana.ok(&["status"]);
    assert_eq!(
        status,
        json!({"name": "Ana", "partner": null, "paired": false, "entries": 1, "last_meeting": null, "up_to_date": null, "held_back": 0, "stale_copy": null,
            "waits": [], "room": null})
    );
    assert_eq!(ana.ok(&["search", "MYSELF"])["entries"][0]["author"], "Ana");
}

#[test]
fn the_demo_works_and_leaves_nothing_behind() {
    let two = Two::strangers();
    let mut command = two.ana.command(&["demo"]);
    let run: kintsugi_tests::Run = command.env("TMPDIR", two.root.path()).output().expect("it starts").into();
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("You are paired with Ana.") && run.stdout.contains("One heart."), "{}", run.stdout);
    for line in run.stdout.lines().filter(|line| line.contains("$ kintsugi")) {
        assert!(!line.contains('"'), "words on the line of a shell: {line}");
    }
    let left: Vec<_> =
        std::fs::read_dir(two.root.path()).expect("a folder").flatten().map(|file| file.path()).collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn either_may_be_first_at_a_meeting() {
    let two = Two::paired();
    for first in [&two.ana, &two.ben] {
        let second = if first.name == "Ana" { &two.ben } else { &two.ana };
        first.write("who was first", &[]);
        let early = first.begin(&["sync", "--json"]);
        std::thread::sleep(std::time::Duration::from_millis(1500));
        let late = second.ok(&["sync"]);
        let early: kintsugi_tests::Run = early.wait_with_output().expect("it ends").into();
        assert_eq!(early.code, 0, "{}", early.stderr);
        assert_eq!(
            (&early.json()["sent"], &late["received"], &late["up_to_date"]),
            (&json!(1), &json!(1), &json!(true))
        );
    }
}

#[test]
fn many_processes_write_at_once() {
    let two = Two::with_journals();
    let children: Vec<_> = (0..12).map(|n| two.ana.begin(&["write", "--json", &format!("at once {n}")])).collect();
    for child in children {
        let run: kintsugi_tests::Run = child.wait_with_output().expect("it ends").into();
        assert_eq!(run.code, 0, "{}", run.stderr);
    }
    assert_eq!(two.ana.entries().len(), 12);
    assert_eq!(two.ana.ok(&["verify"])["ok"], true);
}

#[test]
fn settings_chosen_apart_are_both_shown_until_one_is_chosen() {
    let two = Two::paired();
    two.ana.ok(&["config", "day-start", "3"]);
    two.ben.ok(&["config", "day-start", "6"]);
    assert_eq!(two.sync().ana["up_to_date"], true);
    let shown = two.ana.run(&["config"]).stdout;
    assert!(shown.contains("chosen apart"), "{shown}");
    let winner = two.ana.ok(&["config"])["day_start"].clone();
    assert_eq!(two.ben.ok(&["config"])["day_start"], winner);
    two.ben.ok(&["config", "day-start", &winner.to_string()]);
    two.sync();
    assert!(!two.ana.run(&["config"]).stdout.contains("chosen apart"));
}

#[test]
fn taking_back_an_act_is_all_that_removes_a_heart() {
    let two = Two::paired();
    let act = two.ana.ok(&["act", "watered your plants"])["id"].as_str().expect("an id").to_owned();
    two.ben.ok(&["act"]);
    two.sync();
    assert_eq!(two.ben.ok(&["tracker"])["hearts"], 1);
    two.ana.ok(&["delete", &act, "--yes"]);
    two.sync();
    for (person, listed) in [(&two.ana, 0), (&two.ben, 1)] {
        assert_eq!(person.ok(&["tracker"])["hearts"], 0);
        assert_eq!(person.entries().len(), listed, "an act leaves no place, and his own is his alone again");
        assert_eq!(person.ok(&["verify"])["ok"], true);
    }
}

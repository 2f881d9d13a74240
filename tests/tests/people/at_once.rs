//! Several commands of one person at the same moment: exactly one counts where only one may, and the others are told in calm
//! words.

use std::collections::BTreeSet;

use kintsugi_tests::{Person, Run, Two};
use serde_json::Value;

const EIGHT: usize = 8;

/// Runs eight command lines at once, and gives back how each ended.
fn at_once(person: &Person, line: impl Fn(usize) -> Vec<String>) -> Vec<Run> {
    let begun: Vec<_> = (0..EIGHT)
        .map(|n| {
            let mut line = line(n);
            line.extend(["--json".to_owned(), "--no-input".to_owned()]);
            person.begin(&line.iter().map(String::as_str).collect::<Vec<_>>())
        })
        .collect();
    begun.into_iter().map(|child| child.wait_with_output().expect("it ends").into()).collect()
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// Of these one did what it was told, and the others ended with this code and were told why.
fn one_of(runs: &[Run], code: &str) -> Value {
    let (done, told): (Vec<&Run>, Vec<&Run>) = runs.iter().partition(|run| run.code == 0);
    assert_eq!(
        (done.len(), told.len()),
        (1, EIGHT - 1),
        "{:?}",
        runs.iter().map(|run| &run.stderr).collect::<Vec<_>>()
    );
    for run in told {
        let error = run.error(1);
        assert_eq!(error["code"], code, "{error}");
        assert!(error["hint"].as_str().is_some_and(|hint| hint.contains("Nothing was changed")), "{error}");
    }
    done[0].json()
}

fn is_sound(person: &Person) {
    assert_eq!(person.ok(&["verify"])["ok"], true, "{}", person.name);
}

#[test]
fn of_eight_letters_at_once_one_is_sealed() {
    let two = Two::with_journals();
    let sealed = one_of(&at_once(&two.ana, |n| words(&["letter", "write", &format!("letter {n}")])), "already-sealed");
    let mine = two.ana.ok(&["letter", "read", "--mine"]);
    let letters = mine["letters"].as_array().expect("letters");
    assert_eq!((letters.len(), &letters[0]["id"]), (1, &sealed["id"]));
    is_sound(&two.ana);
}

#[test]
fn of_eight_answers_at_once_one_is_sealed_and_ready() {
    let two = Two::paired();
    one_of(&at_once(&two.ana, |n| words(&["ask", "answer", "1", &format!("answer {n}")])), "already-sealed");
    assert_eq!(two.ana.ok(&["ask"])["questions"][0]["state"], "ready");
    // And it opens, with one answer of each.
    two.ben.ok(&["ask", "answer", "1", "of Ben"]);
    two.sync();
    two.sync();
    let opened = two.ben.ok(&["ask", "read", "1"]);
    assert_eq!(opened["rounds"][0]["answers"].as_array().map(Vec::len), Some(2), "{opened}");
    is_sound(&two.ana);
    is_sound(&two.ben);
}

#[test]
fn of_eight_things_missed_at_once_one_is_sealed_and_ready() {
    let two = Two::with_journals();
    one_of(&at_once(&two.ana, |n| words(&["miss", "write", &format!("walk {n}")])), "already-sealed");
    assert_eq!(two.ana.ok(&["miss"])["state"], "ready");
    is_sound(&two.ana);
}

#[test]
fn eight_draw_one_slip_and_one_of_eight_has_done_it() {
    let two = Two::with_journals();
    for slip in ["tea", "a walk", "a song", "a letter"] {
        two.ana.ok(&["jar", "add", slip]);
    }
    let drawn: BTreeSet<String> = at_once(&two.ana, |_| words(&["jar", "draw"]))
        .iter()
        .map(|run| run.json()["drawn"]["id"].as_str().expect("a slip").to_owned())
        .collect();
    assert_eq!(drawn.len(), 1, "all are shown the same one");
    let done = at_once(&two.ana, |_| words(&["jar", "done"]));
    assert_eq!(done.iter().filter(|run| run.code == 0).count(), 1);
    for run in done.iter().filter(|run| run.code != 0) {
        assert_eq!(run.error(1)["code"], "nothing-drawn");
    }
    let acts = two.ana.ok(&["tracker"])["days"]
        .as_array()
        .expect("days")
        .iter()
        .filter_map(|day| day["my_acts"].as_u64())
        .sum::<u64>();
    assert_eq!((acts, &two.ana.ok(&["jar"])["slips"]), (1, &4.into()));
    is_sound(&two.ana);
}

#[test]
fn eight_pass_a_slip_and_each_one_passes_another() {
    let two = Two::with_journals();
    for slip in ["tea", "a walk", "a song"] {
        two.ana.ok(&["jar", "add", slip]);
    }
    two.ana.ok(&["jar", "draw"]);
    let back = at_once(&two.ana, |_| words(&["jar", "back"]));
    assert_eq!(back.iter().filter(|run| run.code == 0).count(), 3);
    assert!(two.ana.ok(&["jar", "draw"])["drawn"].is_null(), "none is left for today");
    is_sound(&two.ana);
}

#[test]
fn of_eight_practices_picked_at_once_one_is_in_focus() {
    let two = Two::with_journals();
    let all = two.ana.ok(&["practice"]);
    let names: Vec<String> = all["practices"]
        .as_array()
        .expect("practices")
        .iter()
        .map(|practice| practice["name"].as_str().expect("a name").to_owned())
        .filter(|name| name != "touch")
        .collect();
    assert!(names.len() >= 2);
    let picked = at_once(&two.ana, |n| words(&["focus", "pick", &names[n % names.len()]]));
    let now = two.ana.ok(&["focus"]);
    let mut done = 0;
    for run in &picked {
        if run.code == 0 {
            assert_eq!(
                run.json()["practice"],
                now["practice"],
                "who is not told otherwise has picked what is in focus"
            );
            done += 1;
        } else {
            assert_eq!(run.error(1)["code"], "one-at-a-time");
        }
    }
    assert!(done >= 1 && done <= EIGHT.div_ceil(names.len()), "{done} of {} names", names.len());
    assert_eq!((&now["day"], &now["also"]), (&1.into(), &Value::Array(Vec::new())));
    is_sound(&two.ana);
}

#[test]
fn what_is_said_once_is_said_once() {
    let two = Two::with_journals();
    let children: Vec<_> = (0..EIGHT).map(|n| two.ana.begin(&["jar", "add", &format!("slip {n}")])).collect();
    let runs: Vec<Run> = children.into_iter().map(|child| child.wait_with_output().expect("it ends").into()).collect();
    assert_eq!(runs.iter().filter(|run| run.stderr.contains("awkward")).count(), 1);
    assert_eq!(two.ana.ok(&["jar"])["slips"], EIGHT);
}

#[test]
fn an_answer_from_before_pairing_opens_after_a_pairing_that_shares_today() {
    let two = Two::with_journals();
    two.ana.ok(&["ask", "answer", "1", "of Ana"]);
    two.ana.ok(&["miss", "write", "the walk"]);
    let (window, ticket) = kintsugi_tests::open_window(&two.ana, &["--share", "today"]);
    let joined = two.ben.run(&["join", &ticket, "--yes", "--json"]);
    assert_eq!(joined.code, 0, "{}", joined.stderr);
    assert_eq!(window.wait_with_output().code, 0);
    assert_eq!(two.ana.ok(&["ask"])["questions"][0]["state"], "ready");
    two.ben.ok(&["ask", "answer", "1", "of Ben"]);
    two.ben.ok(&["miss", "write", "the song"]);
    two.sync();
    two.sync();
    for person in [&two.ana, &two.ben] {
        assert_eq!(person.ok(&["ask"])["questions"][0]["state"], "open", "{}", person.name);
        assert_eq!(person.ok(&["miss"])["missed"].as_array().map(Vec::len), Some(2), "{}", person.name);
    }
}

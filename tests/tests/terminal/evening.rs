//! An evening and a week, one screen after the other, through a real pseudo-terminal.

use expectrl::{ControlCode, Expect};
use kintsugi_tests::terminal::{at_terminal, dialogue, end};
use kintsugi_tests::{Person, Two};
use serde_json::{Value, json};

fn left(person: &Person, way: &str) -> Value {
    person.ok(&[way])["left"].clone()
}

/// Ana and Ben after a day apart: a line and a slip of Ben's, and a routine.
fn at_home() -> Two {
    let two = Two::paired();
    two.ben.write("You made tea.", &[]);
    two.ben.ok(&["jar", "add", "a walk to the boat"]);
    two.ben.ok(&["routine", "add", "Ten minutes"]);
    two.ana.write("for nobody else", &["--private", "--day", "2026-06-03"]);
    two.sync();
    two
}

#[test]
fn an_evening_goes_one_screen_at_a_time() {
    let two = at_home();
    assert_eq!(left(&two.ana, "evening"), json!(["news", "slip", "line", "act", "routines", "meet", "hearts"]));
    two.ana.ok(&["config", "hold-minutes", "0"]);
    let mut watch = two.ben.begin(&["sync", "--watch"]);
    let mut evening = at_terminal(&two.ana, &["evening"], &[]);
    dialogue(&mut evening, &[("You made tea.", ""), ("Enter goes on.", "\r")]);
    dialogue(&mut evening, &[("Draw the slip", "y\r"), ("a walk to the boat", ""), ("Is it done?", "\r")]);
    dialogue(
        &mut evening,
        &[("A line of yours", ""), ("Which one?", "1\r"), ("A line or two.", "The rice was good.\r\r")],
    );
    dialogue(&mut evening, &[("Something small", ""), ("What was it?", "made the call\r\r")]);
    dialogue(&mut evening, &[("Ten minutes: did you do it today?", "y\r")]);
    dialogue(&mut evening, &[("This laptop looks for Ben's", ""), ("went to Ben.", "")]);
    dialogue(&mut evening, &[("Enter goes on.", "\r"), ("an act of yours", "")]);
    let (said, code) = end(evening);
    assert!(code == 0 && said.contains("That was the evening."), "{said}");
    watch.kill().and_then(|()| watch.wait()).expect("it ends");
    assert!(!said.contains("nobody else"), "private lines stay away: {said}");
    let written = two.ana.ok(&["read", "--mine", "--kind", "appreciated"])["entries"][0].clone();
    assert_eq!((&written["text"], &written["kind"]), (&json!("The rice was good."), &json!("appreciated")));
    assert_eq!(left(&two.ana, "evening"), json!(["slip", "meet", "hearts"]), "what is left");
}

#[test]
fn leaving_at_any_screen_keeps_what_was_saved_and_what_was_typed() {
    for signal in ["", "-TERM", "-HUP"] {
        let two = at_home();
        let mut evening = at_terminal(&two.ana, &["evening"], &[]);
        dialogue(&mut evening, &[("Enter goes on.", "\r"), ("Draw the slip", "\r"), ("Which one?", "6\r")]);
        dialogue(&mut evening, &[("A line or two.", "saved\r\r"), ("What was it?", "half"), ("half", "")]);
        if signal.is_empty() {
            evening.send(ControlCode::EndOfText).expect("Ctrl-C");
        } else {
            let program = evening.get_process().pid().to_string();
            assert!(std::process::Command::new("kill").args([signal, &program]).status().expect("kill").success());
        }
        let (said, code) = end(evening);
        assert!(code == 0 && said.contains("Until another time.") && said.contains("kintsugi draft"), "{said}");
        assert_eq!(two.ana.ok(&["draft"])["drafts"][0]["text"], "half", "{signal}");
        assert_eq!(two.ana.ok(&["read", "--mine", "--last", "1"])["entries"][0]["text"], "saved");
        assert_eq!(left(&two.ana, "evening"), json!(["slip", "act", "routines", "meet", "hearts"]));
    }
}

#[test]
fn a_line_of_the_evening_goes_on_waiting_when_the_laptops_meet_in_it() {
    let two = Two::paired();
    let mut watch = two.ben.begin(&["sync", "--watch"]);
    let mut evening = at_terminal(&two.ana, &["evening"], &[]);
    dialogue(
        &mut evening,
        &[("Which one?", "6\r"), ("A line or two.", "may be taken back\r\r"), ("What was it?", "\r")],
    );
    dialogue(&mut evening, &[("You and Ben have the same now.", ""), ("Enter goes on.", "\r")]);
    assert_eq!(end(evening).1, 0);
    watch.kill().and_then(|()| watch.wait()).expect("it ends");
    assert!(two.ben.entries().is_empty(), "it waits for its minutes");
    two.sync();
    assert_eq!(two.ben.entries().len(), 1, "a meeting that somebody asks for takes it along");
}

#[test]
fn a_week_leads_from_the_meeting_to_the_next_focus() {
    let Some(two) = Two::paired_at("2026-06-03 20:00:00") else { return };
    two.ana.write("Ana's line", &[]);
    two.ben.write("Ben's line", &[]);
    two.ana.ok(&["miss", "write", "the boat"]);
    two.ben.ok(&["miss", "write", "the garden"]);
    two.sync();
    assert_eq!(left(&two.ana, "week"), json!(["meet", "reading", "plan", "better", "focus", "hearts"]));
    let mut watch = two.ben.begin(&["sync", "--watch"]);
    let mut week = at_terminal(&two.ana, &["week"], &[]);
    dialogue(
        &mut week,
        &[("You and Ben have the same now.", ""), ("Enter goes on.", "\r"), ("Read it together now?", "y\r")],
    );
    dialogue(&mut week, &[("Ana's line", "\r"), ("Ben's line", "\r"), ("Were both of you here?", "y\r")]);
    dialogue(&mut week, &[("the boat", ""), ("Which one?", "1\r"), ("For which day", "tomorrow\r")]);
    dialogue(
        &mut week,
        &[("What felt better", "the evenings\r\r"), ("The next seven days", ""), ("Which one?", "1\r")],
    );
    let (said, code) = end(week);
    assert!(code == 0 && said.contains("That was the week."), "{said}");
    watch.kill().and_then(|()| watch.wait()).expect("it ends");
    assert!(two.ana.ok(&["focus"])["practice"].is_string());
    assert_eq!(left(&two.ana, "week"), json!(["meet", "reading", "plan", "hearts"]), "the garden has no day yet");
}

#[test]
fn ctrl_c_while_the_other_laptop_is_looked_for_leaves_the_evening() {
    let two = Two::paired();
    let mut evening = at_terminal(&two.ana, &["evening"], &[]);
    dialogue(&mut evening, &[("Which one?", "\r"), ("What was it?", "\r"), ("This laptop looks for Ben's", "")]);
    evening.send(ControlCode::EndOfText).expect("Ctrl-C");
    let (said, code) = end(evening);
    assert!(code == 0 && said.contains("Until another time."), "{said}");
}

#[test]
fn without_a_terminal_both_print_what_they_would_show_and_change_nothing() {
    let two = at_home();
    for way in ["evening", "week"] {
        let before = two.ana.files().len();
        let run = two.ana.run(&[way]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert!(!run.stdout.contains("nobody else") && !run.stdout.contains("Which one?"), "{}", run.stdout);
        assert_eq!(two.ana.files().len(), before);
    }
    assert_eq!(two.ana.ok(&["jar"])["drawn"], Value::Null);
}

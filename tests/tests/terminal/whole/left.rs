//! Left at every question: the terminal is as it was, and no word is lost.

use kintsugi_tests::{is_slow, screen::Screen};
use serde_json::{Value, json};

use super::story::Story;
use super::ways::{self, Step, Way};
use super::{large, small};

/// What was typed and not ended with Enter.
const HALF: &str = "half a thought";

/// How somebody goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Going {
    CtrlC,
    WindowClosed,
}

/// The way up to this question, at which somebody types half of an answer and goes.
fn left_at(way: &Way, at: usize, going: Going) -> Option<Story> {
    let mut story = (way.story)()?;
    let size = if at.is_multiple_of(2) { large() } else { small() };
    let mut screen = Screen::of(story.who(), way.arguments, size, &[]);
    for step in &way.steps[..at] {
        story.masked(&screen.until(step.shown));
        screen.keys(&story.keys(step.keys));
    }
    let Step { shown, words, .. } = way.steps[at];
    screen.until(shown);
    if words {
        screen.keys(HALF);
        screen.until(HALF);
    }
    match going {
        Going::WindowClosed => screen.close(),
        Going::CtrlC => {
            screen.keys("\x03");
            let ended = screen.end();
            assert!([0, 1, 130].contains(&ended.code), "{} at “{shown}”: {}", ended.code, ended.screen);
        }
    }
    Some(story)
}

/// At each question, or at every third where time is short; `kept` is asked of each story after it was left there.
#[track_caller]
fn left(way: &Way, kept: impl Fn(&Story, usize)) {
    for going in [Going::CtrlC, Going::WindowClosed] {
        let first = usize::from(going == Going::WindowClosed);
        for at in (first..way.steps.len()).step_by(if is_slow() { 1 } else { 3 }) {
            let Some(story) = left_at(way, at, going) else { return };
            if way.steps[at].words {
                let drafts = story.who().ok(&["draft"])["drafts"].clone();
                assert!(
                    drafts[0]["text"].as_str().is_some_and(|text| text.ends_with(HALF)),
                    "{going:?} {at}: {drafts}"
                );
            }
            kept(&story, at);
        }
    }
}

/// What was answered with Enter before is there.
fn written_before(way: &'static Way) -> impl Fn(&Story, usize) {
    |story, at| {
        let all = story.who().ok(&["read", "--from", "2000-01-01"]).to_string();
        for step in way.steps[..at].iter().filter(|step| step.words) {
            assert!(all.contains(step.keys.trim_end()), "“{}” is gone: {all}", step.keys);
        }
    }
}

#[test]
fn an_evening_is_left_at_any_question() {
    left(&ways::EVENING, written_before(&ways::EVENING));
}

#[test]
fn a_week_is_left_at_any_question() {
    left(&ways::WEEK, |_, _| ());
}

#[test]
fn nothing_is_made_before_the_end_of_the_first_talk() {
    left(&ways::BEGIN, |story, at| {
        let is_made = story.two.ana.home.exists();
        assert_eq!(is_made, ways::BEGIN.steps[at].words, "at “{}”", ways::BEGIN.steps[at].shown);
    });
}

#[test]
fn to_come_back_is_left_at_any_question_and_the_old_passphrase_holds() {
    left(&ways::RECOVER, |story, _| {
        let secret = story.two.secret("secret", "forgotten\n");
        assert_eq!(story.two.ana.run(&["read", "--passphrase-file", &secret]).code, 0);
        story.two.ana.run(&["lock"]);
    });
}

#[test]
fn a_pairing_that_is_left_before_its_yes_stores_nothing() {
    left(&ways::JOIN, |story, _| {
        assert_eq!(story.two.ben.ok(&["status"])["partner"], Value::Null);
    });
}

#[test]
fn a_reading_and_a_check_in_that_are_left_are_kept_for_nobody() {
    for way in [&ways::READING, &ways::CHECK_IN] {
        left(way, |story, at| {
            let week = story.two.ana.ok(&["progress", "--weeks", "1"])["weeks"][0].clone();
            let answered = way.steps[..at].iter().any(|step| step.shown.starts_with("Were both"));
            assert_eq!(week["read_together"] == true || week["practices"] != json!([]), answered, "{week}");
        });
    }
}

#[test]
fn an_edit_and_a_taking_back_that_are_left_change_nothing() {
    for way in [&ways::EDIT, &ways::DELETE] {
        left(way, |story, _| {
            let entries = story.two.ana.entries();
            let mine = entries.iter().any(|entry| entry[3] == "We laughed about the boat.");
            assert!(mine, "{entries:?}");
        });
    }
}

//! Writing: tags and a day within the words, the day that is echoed, and templates.

use std::os::unix::fs::PermissionsExt;

use kintsugi_tests::terminal::{at_terminal, dialogue, end};
use kintsugi_tests::{Person, Two};
use serde_json::{Value, json};

/// The newest line: its day, words and tags.
fn newest(person: &Person) -> (String, String, Value) {
    let entry = person.ok(&["read", "--last", "1"])["entries"][0].clone();
    let text = |name: &str| entry[name].as_str().expect("text").to_owned();
    (text("day"), text("text"), entry["tags"].clone())
}

#[test]
fn a_word_with_the_sign_is_a_tag_and_stays_a_word() {
    let two = Two::with_journals();
    let id = two.ana.write("@Garden with @ben/walk, mail a@b.org, `@code` and @garden", &["--tag", "home"]);
    let (_, text, tags) = newest(&two.ana);
    assert_eq!(text, "@Garden with @ben/walk, mail a@b.org, `@code` and @garden");
    assert_eq!(tags, json!(["home", "Garden", "ben/walk"]));
    two.ana.ok(&["edit", &id, "only @rain"]);
    assert_eq!(newest(&two.ana).2, json!(["home", "rain"]), "what stood in the old words goes with them");
    two.ana.ok(&["act", "made the call @phone"]);
    assert_eq!(newest(&two.ana).2, json!(["phone"]));
}

/// A Wednesday evening.
#[test]
fn words_may_begin_with_their_day() {
    let Some(two) = Two::paired_at("2026-06-03 20:30:00") else { return };
    let saved = |arguments: &[&str]| {
        let shown = two.ana.run(arguments);
        assert_eq!(shown.code, 0, "{}", shown.stderr);
        let (day, text, _) = newest_of(&two.ana, arguments);
        (shown.stdout.trim().to_owned(), day, text)
    };
    let three = |said: &str, day: &str, text: &str| (said.to_owned(), day.to_owned(), text.to_owned());
    assert_eq!(saved(&["write", "yesterday: tea: black"]), three("Saved for Tue 2 June.", "2026-06-02", "tea: black"));
    assert_eq!(
        saved(&["write", "24 december: we sang"]),
        three("Saved for Wed 24 December 2025.", "2025-12-24", "we sang")
    );
    assert_eq!(
        saved(&["act", "last monday: I called"]),
        three("An act of repair, for Mon 1 June.", "2026-06-01", "I called")
    );
    let whole = "yesterday: as it was";
    assert_eq!(saved(&["write", "--day", "2026-06-01", whole]).2, whole, "a day that is named wins");
    assert_eq!(saved(&["write", "Ben: you sang"]).2, "Ben: you sang");
    assert_eq!(saved(&["write", "june: a month of rain"]).2, "june: a month of rain");
    let before = two.ana.entries().len();
    let error = two.ana.fails(&["write", "2027-01-01: not yet"], 2);
    assert_eq!(error["message"], "Friday 1 January 2027 has not come yet");
    let error = two.ana.fails(&["write", "06/07/2025: which"], 2);
    assert!(error["message"].as_str().is_some_and(|said| said.contains("can be read as")), "{error}");
    assert_eq!(two.ana.entries().len(), before);
}

/// The line with the last words of these arguments.
fn newest_of(person: &Person, arguments: &[&str]) -> (String, String, Value) {
    let last = arguments.last().and_then(|text| text.split_whitespace().last()).expect("words");
    let entries = person.ok(&["read", "--from", "2000-01-01"])["entries"].as_array().expect("entries").clone();
    let entry = entries.iter().rev().find(|entry| entry["text"].as_str().is_some_and(|text| text.ends_with(last)));
    let entry = entry.unwrap_or_else(|| panic!("no line ends with {last}"));
    let text = |name: &str| entry[name].as_str().expect("text").to_owned();
    (text("day"), text("text"), entry["tags"].clone())
}

#[test]
fn a_template_that_comes_along_is_named_and_a_wrong_name_says_which_there_are() {
    let two = Two::with_journals();
    let mut write = at_terminal(&two.ana, &["write", "--template", "thanks"], &[("EDITOR", "")]);
    let asked = [("Part 1 of 2: What you did", "You made tea.\r\r"), ("What it did for me", "I sat down.\r\r")];
    dialogue(&mut write, &asked);
    let (said, code) = end(write);
    assert_eq!(code, 0, "{said}");
    assert_eq!(newest(&two.ana).1, "# What you did\nYou made tea.\n\n# What it did for me\nI sat down.");
    let (said, code) = end(at_terminal(&two.ana, &["write", "--template", "thank"], &[("EDITOR", "")]));
    assert!(code == 1 && said.contains("day, thanks, hard-day, week"), "{said}");
}

#[test]
fn a_template_is_asked_heading_by_heading_and_opens_the_editor_that_is_named() {
    let two = Two::with_journals();
    let template = two.root.path().join("evening.md");
    std::fs::write(&template, "# Good\n(One thing is enough.)\n\n# Hard\n").expect("a file");
    let template = template.to_str().expect("plain");
    let mut write = at_terminal(&two.ana, &["write", "--template", template], &[("EDITOR", "")]);
    dialogue(&mut write, &[("One thing is enough.", "tea\r\r"), ("Part 2 of 2: Hard", "rain\r\r")]);
    let (said, code) = end(write);
    assert_eq!(code, 0, "{said}");
    assert_eq!(newest(&two.ana).1, "# Good\ntea\n\n# Hard\nrain");

    let editor = two.root.path().join("editor");
    let script = "#!/bin/sh\ngrep -q 'One thing' \"$1\" && echo 'a long walk' >> \"$1\"\n";
    std::fs::write(&editor, script).expect("a script");
    std::fs::set_permissions(&editor, std::fs::Permissions::from_mode(0o700)).expect("a mode");
    let named = [("EDITOR", editor.to_str().expect("plain"))];
    let (said, code) = end(at_terminal(&two.ana, &["write", "--template", template], &named));
    assert_eq!(code, 0, "{said}");
    assert_eq!(newest(&two.ana).1, "# Good\n\n# Hard\na long walk", "without the guidance");

    let before = two.ana.entries().len();
    let (said, code) = end(at_terminal(&two.ana, &["write", "--template", template], &[("EDITOR", "true")]));
    assert!(code == 0 && said.contains("Nothing was written."), "{said}");
    two.ana.fails(&["write", "--template", template], 2);
    two.ana.fails(&["write", "--template", template, "words"], 2);
    assert_eq!(two.ana.entries().len(), before);
}

//! Prompts, through a real pseudo-terminal: the passphrase, the editor, the four words.

use std::os::unix::fs::PermissionsExt;

use expectrl::{Expect, Regex};
use kintsugi_tests::Two;
use kintsugi_tests::terminal::{at_terminal, end};

#[test]
fn the_passphrase_is_asked_for_twice_and_never_shown() {
    let two = Two::strangers();
    let mut init = at_terminal(&two.ana, &["init", "--name", "Ana"], &[]);
    for (question, answer) in [
        ("A passphrase for this journal:", "rain on tin"),
        ("The same again:", "rain on tim"),
        ("A passphrase for this journal:", "rain on tin"),
        ("The same again:", "rain on tin"),
    ] {
        init.expect(question).expect("a question");
        init.send_line(answer).expect("an answer");
    }
    let (said, code) = end(init);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("Your 12 words") && !said.contains("rain on"), "{said}");
    two.ana.ok(&["lock"]);

    let mut read = at_terminal(&two.ana, &["read"], &[]);
    read.expect("Passphrase:").expect("a question");
    read.send_line("wrong").expect("an answer");
    read.expect("Please try again").expect("another chance");
    read.expect("Passphrase:").expect("a question");
    read.send_line("rain on tin").expect("an answer");
    let (said, code) = end(read);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("Nothing to show of the last seven days."), "{said}");
    two.ana.run(&["lock"]);
}

/// An editor that writes these words, or ends as told.
fn editor(two: &Two, name: &str, script: &str) -> String {
    let path = two.root.path().join(name);
    std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).expect("a script");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o700)).expect("a mode");
    path.to_str().expect("plain").to_owned()
}

#[test]
fn the_editor_opens_on_a_private_file_that_is_gone_afterwards() {
    let two = Two::with_journals();
    let place = two.root.path().join("place");
    let script =
        format!("stat -c '%a %n' \"$1\" > '{}'\nprintf 'first line\\nsecond line\\n' > \"$1\"", place.display());
    let path = editor(&two, "writes", &script);
    let (said, code) = end(at_terminal(&two.ana, &["write", "-e"], &[("EDITOR", &path)]));
    assert_eq!(code, 0, "{said}");
    assert_eq!(two.ana.entries()[0][3], "first line\nsecond line");
    let place = std::fs::read_to_string(&place).expect("the editor ran");
    let file = place.trim().split_once(' ').expect("a mode and a name").1;
    assert!(!std::path::Path::new(file).exists(), "{file} is still there");
    let folder = std::path::Path::new(file).parent().expect("a folder");
    assert!(!folder.exists());

    let id = two.ana.entries()[0][0].clone();
    let path = editor(&two, "edits", "sed -i s/first/only/ \"$1\"; sed -i 2d \"$1\"");
    let (said, code) = end(at_terminal(&two.ana, &["edit", &id[..6]], &[("EDITOR", &path)]));
    assert_eq!(code, 0, "{said}");
    assert_eq!(two.ana.entries()[0][3], "only line");
}

#[test]
fn an_editor_that_fails_or_writes_nothing_saves_nothing_and_loses_nothing() {
    let two = Two::with_journals();
    let path = editor(&two, "fails", "printf 'words before the crash' > \"$1\"; exit 3");
    let (said, code) = end(at_terminal(&two.ana, &["write", "-e"], &[("EDITOR", &path)]));
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("kintsugi draft"), "{said}");
    assert_eq!(two.ana.ok(&["draft"])["drafts"][0]["text"], "words before the crash");
    two.ana.ok(&["draft", "remove", "1", "--yes"]);
    let path = editor(&two, "empty", ": > \"$1\"");
    let (said, code) = end(at_terminal(&two.ana, &["write", "-e"], &[("EDITOR", &path)]));
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("no words"), "{said}");
    assert!(two.ana.entries().is_empty());
}

#[test]
fn two_people_compare_four_words_and_both_say_yes() {
    let two = Two::with_journals();
    two.ana.write("before", &[]);
    let mut pair = at_terminal(&two.ana, &["pair", "--ticket"], &[]);
    pair.expect("all, today or none?").expect("a question");
    pair.send_line("all").expect("an answer");
    pair.expect("at-once or weekly?").expect("a question");
    pair.send_line("").expect("an answer");
    let ticket = pair.expect(Regex("kin1[a-z2-7]+\r")).expect("a ticket");
    let ticket = String::from_utf8_lossy(ticket.as_bytes()).into_owned();
    let ticket = &ticket[ticket.rfind("kin1").expect("a ticket")..];
    let mut join = at_terminal(&two.ben, &["join"], &[]);
    join.expect("The code:").expect("a question");
    join.send_line(ticket.trim()).expect("an answer");
    for session in [&mut pair, &mut join] {
        session.expect("the same words? [y/N]").expect("a question");
        session.send_line("y").expect("an answer");
    }
    let (joined, hosted) = (end(join), end(pair));
    assert_eq!((joined.1, hosted.1), (0, 0), "{}{}", joined.0, hosted.0);
    assert!(joined.0.contains("You are paired with Ana. 1 line came from Ana."), "{}", joined.0);
}

#[test]
fn a_no_to_the_words_stores_nothing_on_either_side() {
    let two = Two::with_journals();
    let mut pair = at_terminal(&two.ana, &["pair", "--ticket", "--lines", "weekly"], &[]);
    let ticket = pair.expect(Regex("kin1[a-z2-7]+\r")).expect("a ticket");
    let ticket = String::from_utf8_lossy(ticket.as_bytes()).into_owned();
    let ticket = ticket[ticket.rfind("kin1").expect("a ticket")..].trim().to_owned();
    let mut join = at_terminal(&two.ben, &["join", &ticket], &[]);
    // Both look at the words before one of them answers.
    join.expect("the same words? [y/N]").expect("a question");
    pair.expect("the same words? [y/N]").expect("a question");
    join.send_line("no").expect("an answer");
    let (said, code) = end(join);
    assert_eq!(code, 5, "{said}");
    pair.send_line("y").expect("an answer");
    let (said, code) = end(pair);
    assert_eq!(code, 5, "{said}");
    for person in [&two.ana, &two.ben] {
        assert_eq!(person.ok(&["status"])["partner"], serde_json::Value::Null);
    }
}

#[test]
fn the_code_stands_last_and_alone_and_is_typed_as_it_stands() {
    let two = Two::with_journals();
    let mut pair = at_terminal(&two.ana, &["pair", "--lines", "at-once"], &[]);
    let shown = pair.expect("└").expect("a code in a frame");
    let shown = String::from_utf8_lossy(shown.as_bytes()).into_owned();
    assert!(!shown.contains("kin1"), "no ticket where nobody asked for one: {shown}");
    let plain = shown.replace("\u{1b}[1m", "").replace("\u{1b}[0m", "");
    let row = plain.lines().find(|line| line.chars().filter(char::is_ascii_alphanumeric).count() == 16);
    let row = row.expect("16 letters and digits").replace('│', " ");
    let mut join = at_terminal(&two.ben, &["join"], &[]);
    join.expect("The code:").expect("a question");
    join.send_line(row.trim()).expect("a code");
    // On loopback nobody is found by a code alone; that it reads as one is what counts here.
    join.expect("Looking for the other laptop").expect("it is a code");
}

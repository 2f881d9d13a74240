//! Timers, reading aloud and the editor's letter, through a real pseudo-terminal: every key, and a terminal that is left clean.

use std::os::unix::fs::PermissionsExt;

use expectrl::{ControlCode, Eof, Expect};
use kintsugi_tests::memory::{fingerprint, reopen};
use kintsugi_tests::terminal::{at_terminal, dialogue, end, shell};
use kintsugi_tests::{Person, Two};
use serde_json::json;

/// What a terminal is told when the screen is given back, and the cursor shown.
const GIVEN_BACK: [&str; 2] = ["\u{1b}[?1049l", "\u{1b}[?25h"];

/// A practice of two steps, the second of which is over at once.
fn with_practice() -> Two {
    let two = Two::with_journals();
    let own = "name = \"quick\"\ntitle = \"Quick\"\nabout = \"For a test.\"\n\
               [[step]]\nwho = \"one\"\ntitle = \"First\"\nminutes = 5\nguide = \"Sit.\"\n\
               [[step]]\nwho = \"other\"\ntitle = \"Second\"\nminutes = 0.02\nguide = \"Stand.\"\n";
    let added = two.ana.run_with(&["practice", "add", "-"], own.as_bytes());
    assert_eq!(added.code, 0, "{}", added.stderr);
    two
}

fn took_place(person: &Person) -> serde_json::Value {
    let progress = person.ok(&["progress", "--weeks", "1"]);
    progress["weeks"][0]["practices"].clone()
}

#[test]
fn a_practice_is_paused_goes_on_and_ends_with_a_tone() {
    let two = with_practice();
    let mut timer = at_terminal(&two.ana, &["practice", "start", "quick"], &[]);
    dialogue(&mut timer, &[("First", ""), ("It may feel awkward at first", ""), ("Enter begins", "\r")]);
    dialogue(&mut timer, &[("left", " "), ("paused, ", " "), ("left", "n")]);
    dialogue(&mut timer, &[("Second", ""), ("Enter begins", "\r")]);
    let (said, code) = end(timer);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains('\u{7}'), "it rings at the end");
    assert!(GIVEN_BACK.iter().all(|sign| said.contains(sign)), "{said:?}");
    assert!(said.contains("Done. Thank you, both of you."), "{said}");
    assert_eq!(took_place(&two.ana), json!(["Quick"]), "that it took place, and nothing else");
    // Said once.
    let mut again = at_terminal(&two.ana, &["practice", "start", "quick"], &[]);
    dialogue(&mut again, &[("Enter begins", "q")]);
    let (said, code) = end(again);
    assert!(code == 0 && said.contains("Stopped. That is fine."), "{said}");
}

#[test]
fn a_practice_that_one_did_alone_is_kept_for_nobody() {
    let two = Two::paired();
    let own = b"name = \"quick\"\ntitle = \"Quick\"\n[[step]]\ntitle = \"First\"\nminutes = 0.01\n";
    let added = two.ana.run_with(&["practice", "add", "-"], own);
    assert_eq!(added.code, 0, "{}", added.stderr);
    let played = |answer: &str| {
        let mut timer = at_terminal(&two.ana, &["practice", "start", "quick"], &[]);
        dialogue(&mut timer, &[("Enter begins", "\r"), ("Were both of you here?", answer)]);
        end(timer).0
    };
    let said = played("\r");
    assert!(said.contains("That is fine. Nothing of it was kept."), "{said}");
    assert_eq!(took_place(&two.ana), json!([]));
    assert!(played("y\r").contains("Done. Thank you, both of you."));
    assert_eq!(took_place(&two.ana), json!(["Quick"]));
}

#[test]
fn ctrl_c_leaves_the_terminal_as_it_was_and_keeps_nothing_of_the_practice() {
    let two = with_practice();
    two.ana.ok(&["practice", "list"]);
    let mut timer = shell(&two.ana, "$kintsugi practice start quick; echo code $?; stty -a", &[]);
    dialogue(&mut timer, &[("It may feel awkward", ""), ("Enter begins", "\r"), ("left", "")]);
    timer.send(ControlCode::EndOfText).expect("Ctrl-C");
    let rest = timer.expect(Eof).expect("it ends");
    let said = String::from_utf8_lossy(rest.as_bytes()).into_owned();
    assert!(said.contains("Stopped. That is fine.") && said.contains("code 0"), "{said}");
    assert!(GIVEN_BACK.iter().all(|sign| said.contains(sign)), "{said:?}");
    // Lines are edited again, and Ctrl-C interrupts.
    let modes: Vec<&str> = said.split_whitespace().map(|word| word.trim_end_matches(';')).collect();
    for mode in ["icanon", "isig", "icrnl", "opost"] {
        assert!(modes.contains(&mode) && !modes.contains(&format!("-{mode}").as_str()), "{mode}: {said}");
    }
    assert_eq!(took_place(&two.ana), json!([]));
}

/// Waits for this, tells the program to end by this signal, and gives back what the terminal was told from then on.
fn ended_by(two: &Two, command: &str, shown: &[(&str, &str)], signal: &str) -> String {
    let file = two.root.path().join("program");
    let line = format!("sh -c 'echo $$ > {}; exec \"$kintsugi\" {command}'; echo code $?; stty -a", file.display());
    let mut session = shell(&two.ana, &line, &[]);
    dialogue(&mut session, shown);
    let program = std::fs::read_to_string(&file).expect("its id");
    let killed = std::process::Command::new("kill").args([signal, program.trim()]).status().expect("kill");
    assert!(killed.success());
    let rest = session.expect(Eof).expect("it ends");
    String::from_utf8_lossy(rest.as_bytes()).into_owned()
}

#[test]
fn a_program_that_is_asked_to_end_gives_the_terminal_back() {
    let two = with_practice();
    two.ana.write("a line of the week", &["--kind", "appreciated"]);
    let timer = [("Enter begins", "\r"), ("left", "")];
    let reading = [("a line of the week", "")];
    for (command, shown, signal) in [
        ("practice start quick", &timer[..], "-TERM"),
        ("practice start quick", &timer[..], "-HUP"),
        ("read --together", &reading[..], "-TERM"),
        ("read --together", &reading[..], "-INT"),
    ] {
        let said = ended_by(&two, command, shown, signal);
        assert!(said.contains("code 1") && said.contains("ended from outside"), "{command} {signal}: {said}");
        assert!(GIVEN_BACK.iter().all(|sign| said.contains(sign)), "{said:?}");
        let modes: Vec<&str> = said.split_whitespace().map(|word| word.trim_end_matches(';')).collect();
        for mode in ["icanon", "isig", "icrnl", "opost"] {
            assert!(modes.contains(&mode), "{command} {signal}, {mode}: {said}");
        }
    }
    assert_eq!(took_place(&two.ana), json!([]), "and nothing of it is kept");
}

#[test]
fn touch_needs_a_yes_of_each_and_a_no_leaves_no_trace() {
    let two = Two::with_journals();
    let before = fingerprint(&reopen(&two.ana.home)).expect("a sound store");
    // Both are asked whatever the first one says, nothing of an answer is seen, and what follows does not say whose it was.
    let mut endings = Vec::new();
    for (ana, ben) in [("n", "y"), ("y", "n"), ("n", "n")] {
        let mut asked = at_terminal(&two.ana, &["practice", "start", "touch"], &[]);
        dialogue(&mut asked, &[("not sexual", ""), ("Ana, would", &format!("{ana}\r"))]);
        dialogue(&mut asked, &[("your partner, would you like this now? ", &format!("{ben}\r"))]);
        let (said, code) = end(asked);
        let said = said.replace("\u{1b}[?2004l", "");
        assert!(code == 0 && said.trim() == "Not now.", "{said:?}");
        endings.push(said);
    }
    endings.dedup();
    assert_eq!(endings.len(), 1);
    // A yes of both begins it; its stop word stands there all the while, and nothing is kept of it either.
    let mut touch = at_terminal(&two.ana, &["practice", "start", "touch"], &[]);
    dialogue(&mut touch, &[("Ana, would", "y\r"), ("your partner, would", "y\r"), ("It may feel awkward", "")]);
    dialogue(&mut touch, &[("Enter begins", "\r"), ("Say “enough” at any time", "q")]);
    assert_eq!(end(touch).1, 0);
    assert!(fingerprint(&reopen(&two.ana.home)).expect("a sound store") == before, "the store changed");
}

#[test]
fn a_practice_of_the_partner_is_shown_and_asked_about_before_its_first_start() {
    let two = Two::paired();
    let text = b"name = \"tea\"\ntitle = \"Tea\"\n[[step]]\ntitle = \"Boil the water\"\nminutes = 1\n";
    assert_eq!(two.ben.run_with(&["practice", "add", "-"], text).code, 0);
    two.sync();
    let asked = |answers: &[(&str, &str)]| {
        let mut asked = at_terminal(&two.ana, &["practice", "start", "tea"], &[]);
        dialogue(&mut asked, answers);
        end(asked)
    };
    let question = "Ben wrote this, and it is new here. Begin it? [y/N] ";
    let (said, code) = asked(&[("Boil the water", ""), (question, "\r")]);
    assert!(code == 0 && said.contains("Not now.") && !said.contains("Enter begins"), "{said}");
    asked(&[(question, "y\r"), ("Enter begins", "q")]);
    let (said, _) = asked(&[("Enter begins", "q")]);
    assert!(!said.contains(question), "asked once");
}

#[test]
fn a_check_in_is_turn_by_turn_with_a_line_afterwards() {
    let two = Two::with_journals();
    let mut checkin = at_terminal(&two.ana, &["checkin", "start", "--minutes", "0.01"], &[]);
    dialogue(&mut checkin, &[("Speak", ""), ("It may feel awkward", ""), ("Enter begins", "\r")]);
    dialogue(
        &mut checkin,
        &[("Change over", ""), ("Enter begins", "\r"), ("A line each, if you wish", "We sat long.\r\r")],
    );
    let (said, code) = end(checkin);
    assert_eq!(code, 0, "{said}");
    assert_eq!(two.ana.entries()[0][3], "We sat long.");
    let mut silent = at_terminal(&two.ana, &["checkin", "start", "--minutes", "0.01"], &[]);
    dialogue(&mut silent, &[("Enter begins", "\r"), ("Change over", ""), ("Enter begins", "\r"), ("Yours?", "\r")]);
    assert_eq!(end(silent).1, 0);
    assert_eq!(two.ana.entries().len(), 1);
}

#[test]
fn the_week_is_read_one_voice_at_a_time_without_private_lines() {
    let Some(two) = Two::paired_at("2026-06-03 20:00:00") else { return };
    two.ana.write("Ana's line", &["--kind", "appreciated"]);
    two.ana.write("for nobody else", &["--private"]);
    two.ben.write("Ben's line", &[]);
    two.sync();
    let mut reading = at_terminal(&two.ana, &["read", "--together"], &[]);
    dialogue(&mut reading, &[("Ana's line", "n"), ("Ben's line", "\r"), ("Were both of you here?", "\r")]);
    let (said, code) = end(reading);
    assert!(code == 0 && said.contains("Nothing of it was kept."), "{said}");
    assert_eq!(two.ana.ok(&["progress", "--weeks", "1"])["weeks"][0]["read_together"], false, "she read it alone");
    let mut reading = at_terminal(&two.ana, &["read", "--together"], &[]);
    dialogue(&mut reading, &[("Ana's line", "n"), ("Ben's line", "b"), ("Ana's line", "\r"), ("Ben's line", "\r")]);
    dialogue(&mut reading, &[("Were both of you here?", "y\r")]);
    let (said, code) = end(reading);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("The week is read.") && !said.contains("nobody else"), "{said}");
    two.sync();
    assert_eq!(two.ben.ok(&["progress", "--weeks", "1"])["weeks"][0]["read_together"], true);
}

#[test]
fn a_weekly_reading_waits_for_both() {
    let two = Two::paired();
    two.ana.ok(&["config", "lines-open", "weekly"]);
    two.sync();
    two.ana.write("sealed until then", &[]);
    two.sync();
    assert!(two.ben.entries().is_empty());
    for person in [&two.ana, &two.ben] {
        let (said, code) = end(at_terminal(person, &["read", "--together"], &[]));
        let words = said.split_whitespace().collect::<Vec<_>>().join(" ");
        let told = "You are ready for the reading. It opens at a meeting, once both of you have said ready.";
        assert!(code == 0 && words.contains(told), "{said}");
    }
    two.sync();
    let mut reading = at_terminal(&two.ben, &["read", "--together"], &[]);
    dialogue(&mut reading, &[("sealed until then", "\r"), ("Were both of you here?", "y\r")]);
    assert_eq!(end(reading).1, 0);
}

#[test]
fn the_editor_opens_on_three_parts_and_the_letter_is_read_part_by_part() {
    let two = Two::with_journals();
    let script = two.root.path().join("editor");
    let fill = "#!/bin/sh\nsed -i 's/^(Plainly.*/I came late./; s/^(Small.*/+ Call before eight./' \"$1\"\n";
    std::fs::write(&script, fill).expect("a script");
    std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o700)).expect("a mode");
    let editor = [("EDITOR", script.to_str().expect("plain"))];
    let (said, code) = end(at_terminal(&two.ana, &["letter", "write"], &editor));
    assert!(code == 0 && said.contains("Your letter is sealed"), "{said}");
    let mut read = at_terminal(&two.ana, &["letter", "read", "--mine"], &[]);
    dialogue(
        &mut read,
        &[("What hurt between us, and my part in it", ""), ("I came late.", "\r"), ("Call before eight.", "\r")],
    );
    let (said, code) = end(read);
    assert!(code == 0 && !said.contains("(What it was like"), "{said}");
    // An untouched template is no letter.
    two.ana.ok(&["letter", "withdraw", "--yes"]);
    let (said, code) = end(at_terminal(&two.ana, &["letter", "write"], &[("EDITOR", "true")]));
    assert!(code == 2 && said.contains("no words in it"), "{said}");
}

#[test]
fn a_sheet_is_shown_before_it_is_written() {
    let two = Two::paired();
    two.ana.write("What I bring along <b>", &[]);
    two.ana.write("for nobody else", &["--private"]);
    two.ben.write("Ben's own words", &[]);
    two.sync();
    let file = two.root.path().join("sheet.html");
    let name = file.to_str().expect("plain");
    let mut no = at_terminal(&two.ana, &["export", "--sheet", name], &[]);
    dialogue(&mut no, &[("What I bring along <b>", ""), ("Write this to", "n\r")]);
    let (said, code) = end(no);
    assert!(code == 0 && said.contains("Nothing was written.") && !file.exists(), "{said}");
    let mut yes = at_terminal(&two.ana, &["export", "--sheet", name], &[]);
    dialogue(&mut yes, &[("Write this to", "y\r")]);
    assert_eq!(end(yes).1, 0);
    let page = std::fs::read_to_string(&file).expect("a page");
    assert!(page.contains("What I bring along &lt;b&gt;") && page.contains("What I want to ask"), "{page}");
    assert!(!page.contains("private"), "{page}");
    assert!(!page.contains("nobody else") && !page.contains("Ben's own words") && !page.contains("http"), "{page}");
    assert_eq!(std::fs::metadata(&file).expect("a file").permissions().mode() & 0o777, 0o600);
    std::fs::remove_file(&file).expect("it goes");
    two.ana.ok(&["export", "--sheet", name, "--private", "--yes"]);
    let page = std::fs::read_to_string(&file).expect("a page");
    assert_eq!(page.matches("note · private").count(), 1, "what is for nobody else says so: {page}");
    std::fs::remove_file(&file).expect("it goes");
    let shown = two.ana.run(&["export", "--sheet", name, "--theirs", "--yes"]).stdout;
    assert!(shown.contains("Some of these words are Ben's. Bring them only if Ben knows."), "{shown}");
    assert!(std::fs::read_to_string(&file).expect("a page").contains("Ben's own words"));
    assert_eq!(two.ana.fails(&["export", "--sheet", name, "--yes"], 2)["code"], "usage");
}

#[test]
fn letters_answers_the_agreement_and_hearts_can_stand_on_a_sheet() {
    let Some(two) = Two::paired_at("2026-06-03 20:30:00") else { return };
    two.ana.ok(&["letter", "write", "I came late <b>."]);
    two.ben.ok(&["letter", "write", "I was afraid."]);
    two.ana.ok(&["ask", "answer", "1", "A quiet room."]);
    two.ben.ok(&["ask", "answer", "1", "A long walk."]);
    two.ana.ok(&["agreement", "edit", "We knock."]);
    for person in [&two.ana, &two.ben] {
        person.ok(&["letter", "ready"]);
        person.ok(&["act", "tea"]);
    }
    two.sync();
    two.sync();
    let file = two.root.path().join("sheet.html");
    let name = file.to_str().expect("plain");
    let mine = two.ana.run(&["export", "--sheet", name, "--with", "letters,answers,hearts", "--yes"]);
    let page = std::fs::read_to_string(&file).expect("a page");
    for words in ["I came late", "A quiet room.", "3 June", "Days on which both of us"] {
        assert!(page.contains(words) && mine.stdout.contains(words), "{words}: {page} {}", mine.stdout);
    }
    assert!(page.contains("&lt;b&gt;") && !page.contains("I was afraid.") && !page.contains("A long walk."), "{page}");
    std::fs::remove_file(&file).expect("it goes");

    let agreement = ["export", "--sheet", name, "--with", "agreement", "--yes"];
    assert_eq!(two.ana.fails(&agreement, 2)["code"], "usage", "it is of both");
    let cem = Person::new("Cem", two.root.path());
    cem.init();
    cem.ok(&["agreement", "edit", "We sing."]);
    let mine = cem.run(&agreement).stdout;
    assert!(mine.contains("An agreement that I began") && !mine.contains("Some of these words"), "{mine}");
    std::fs::remove_file(&file).expect("it goes");
    let both: Vec<&str> = vec!["export", "--sheet", name, "--with", "letters,answers,agreement", "--theirs", "--yes"];
    two.ana.ok(&both);
    let page = std::fs::read_to_string(&file).expect("a page");
    for words in
        ["I was afraid.", "A long walk.", "We knock.", "not both of us have said yes", "Some of these words are Ben"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
}

#[test]
fn after_a_step_back_each_way_on_is_begun_with_a_key() {
    let Some(two) = Two::paired_at("2026-06-03 20:30:00") else { return };
    let setback = |typed: &[(&str, &str)]| {
        let mut write = at_terminal(&two.ana, &["write", "--kind", "setback"], &[]);
        dialogue(&mut write, &[("A line or two.", "We were loud again.\r"), ("", "\r")]);
        dialogue(&mut write, &[("A step back is part of the way.", ""), ("Saved for", ""), ("One of them now?", "")]);
        dialogue(&mut write, typed);
        end(write)
    };
    let (said, code) = setback(&[("", "\r")]);
    assert!(code == 0 && !said.contains("What was it?"), "going on needs nothing: {said}");
    let (said, code) = setback(&[("", "2\r"), ("What was it?", "Made tea.\r"), ("", "\r")]);
    assert!(code == 0 && said.contains("An act of repair"), "{said}");
    let (said, code) = setback(&[("", "1\r"), ("Is it safe to talk?", "q")]);
    assert!(code == 0 && said.contains("Stopped. That is fine."), "{code}: {said}");
    let lines: Vec<[String; 4]> = two.ana.entries();
    assert_eq!(
        lines.iter().filter(|line| line.iter().any(|part| part == "We were loud again.")).count(),
        3,
        "{lines:?}"
    );
}

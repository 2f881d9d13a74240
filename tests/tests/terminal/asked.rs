//! Words that are asked for, through a real pseudo-terminal: they go through no shell, and nothing of them is lost on the way.

use expectrl::session::OsSession;
use expectrl::{ControlCode, Eof, Expect};
use kintsugi_tests::terminal::{at_terminal, dialogue, end, shell};
use kintsugi_tests::{Person, Two};
use serde_json::{Value, json};

fn drafts(person: &Person) -> Vec<Value> {
    person.ok(&["draft"])["drafts"].as_array().expect("drafts").clone()
}

/// A command of Ana's, with no editor named.
fn asked(two: &Two, arguments: &[&str]) -> OsSession {
    at_terminal(&two.ana, arguments, &[("EDITOR", "")])
}

#[test]
fn a_line_or_two_is_asked_for_and_an_empty_line_ends_it() {
    let two = Two::with_journals();
    let mut write = asked(&two, &["write"]);
    dialogue(
        &mut write,
        &[("A line or two. An empty line ends it.", "I can't sleep & \"you\" $HOME `can`\rnor ü 東京\r\r")],
    );
    let (said, code) = end(write);
    assert_eq!(code, 0, "{said}");
    assert_eq!(two.ana.entries()[0][3], "I can't sleep & \"you\" $HOME `can`\nnor ü 東京");
    // Enter at once writes nothing, and that is all right.
    let mut nothing = asked(&two, &["write", "--private"]);
    dialogue(&mut nothing, &[("for your eyes only", "\r")]);
    let (said, code) = end(nothing);
    assert!(code == 0 && said.contains("Nothing was written."), "{said}");
    assert_eq!(two.ana.entries().len(), 1);
}

#[test]
fn each_command_that_takes_words_asks_for_them() {
    let two = Two::with_journals();
    for (command, question, typed) in [
        (&["act"][..], "What was it?", "made the call"),
        (&["jar", "add"], "for, or with, the other", "a walk"),
        (&["miss", "write"], "One small thing that you miss", "the boat"),
        (&["ask", "answer", "1"], "Your answer", "when you call"),
        (&["ask", "add"], "Your question", "What helps?"),
        (&["words", "add", "stuck"], "The line", "I need an hour"),
        (&["progress", "better"], "felt better", "the evenings"),
        (&["routine", "add"], "A small habit", "tea at nine"),
    ] {
        let mut session = asked(&two, command);
        dialogue(&mut session, &[(question, typed), (typed, "\r\r")]);
        let (said, code) = end(session);
        assert_eq!(code, 0, "{command:?}: {said}");
    }
    assert_eq!(two.ana.ok(&["jar", "list"])["slips"][0]["text"], "a walk");
    assert_eq!(two.ana.ok(&["routine"])["routines"][0]["name"], "tea at nine");
    assert_eq!(two.ana.ok(&["miss"])["state"], "ready");
    assert_eq!(two.ana.ok(&["tracker"])["hearts"], 0);
}

#[test]
fn what_was_typed_before_ctrl_c_or_a_closed_window_is_a_draft() {
    let two = Two::with_journals();
    let mut write = shell(&two.ana, "$kintsugi write; echo code $?; stty -a", &[]);
    dialogue(&mut write, &[("A line or two", "the first line\rand half of"), ("and half of", "")]);
    write.send(ControlCode::EndOfText).expect("Ctrl-C");
    let rest = write.expect(Eof).expect("it ends");
    let said = String::from_utf8_lossy(rest.as_bytes()).into_owned();
    assert!(said.contains("kept as a draft") && said.contains("code 130"), "{said}");
    let modes: Vec<&str> = said.split_whitespace().map(|word| word.trim_end_matches(';')).collect();
    for mode in ["icanon", "isig", "icrnl", "opost"] {
        assert!(modes.contains(&mode), "{mode}: {said}");
    }
    assert_eq!(drafts(&two.ana)[0]["text"], "the first line\nand half of");
    // It is offered, and goes on where it ended.
    let mut again = asked(&two, &["write"]);
    dialogue(&mut again, &[("Go on with them? [y/N]", "y\r"), ("and half of", "another\r\r")]);
    assert_eq!(end(again).1, 0);
    assert_eq!(two.ana.entries()[0][3], "the first line\nand half of\nanother");
    assert_eq!(drafts(&two.ana), Vec::<Value>::new());

    let mut closed = asked(&two, &["act"]);
    dialogue(&mut closed, &[("What was it?", "held my"), ("held my", "")]);
    let program = closed.get_process().pid();
    let killed = std::process::Command::new("kill").args(["-HUP", &program.to_string()]).status().expect("kill");
    assert!(killed.success());
    assert_eq!(end(closed).1, 130);
    assert_eq!(drafts(&two.ana)[0]["text"], "held my");
    assert_eq!(drafts(&two.ana)[0]["for"], "act");
}

#[test]
fn what_is_pasted_stays_together_and_a_long_line_is_whole() {
    let two = Two::with_journals();
    let mut pasted = asked(&two, &["write"]);
    dialogue(&mut pasted, &[("A line or two", "\x1b[200~one\r\rrm -rf two\r\x1b[201~"), ("rm -rf two", "\r")]);
    let (said, code) = end(pasted);
    assert_eq!(code, 0, "{said}");
    assert_eq!(two.ana.entries()[0][3], "one\n\nrm -rf two");
    // A terminal by itself keeps 4,095 bytes of a line.
    let long = "word ".repeat(1200);
    let mut session = asked(&two, &["write"]);
    session.expect("A line or two").expect("a question");
    for part in long.as_bytes().chunks(500) {
        session.send(part).expect("keys");
    }
    session.send("end\r\r").expect("keys");
    assert_eq!(end(session).1, 0);
    let whole = two.ana.entries()[1][3].clone();
    assert!(whole == format!("{long}end"), "{} letters: {}", whole.len(), &whole[whole.len() - 20..]);
}

#[test]
fn letters_and_words_are_taken_back_and_keys_that_are_no_letters_do_nothing() {
    for terminal in ["xterm", "dumb"] {
        let two = Two::with_journals();
        let mut write = at_terminal(&two.ana, &["write"], &[("TERM", terminal)]);
        dialogue(&mut write, &[("A line or two", "tae\x7f\x7fea\x1b[A\x1b[D, angry words\x17\x17kept\x07\r\r")]);
        let (said, code) = end(write);
        assert_eq!(code, 0, "{said}");
        assert_eq!(two.ana.entries()[0][3], "tea, kept", "{terminal}");
        assert!(terminal == "xterm" || !said.contains('\x1b'), "{said:?}");
    }
}

#[test]
fn a_letter_is_asked_for_part_by_part_where_no_editor_is_named() {
    let two = Two::with_journals();
    let mut letter = asked(&two, &["letter", "write"]);
    dialogue(&mut letter, &[("An empty line ends it.", "I came late.\r\r"), ("An empty line ends it.", "\r")]);
    dialogue(&mut letter, &[("An empty line ends it.", "+ Call before eight.\r\r")]);
    let (said, code) = end(letter);
    assert_eq!(code, 0, "{said}");
    assert_eq!(two.ana.ok(&["letter", "promises"])["promises"], json!(["Call before eight."]));
    let letter = two.ana.ok(&["letter", "read", "--mine"])["letters"][0]["text"].clone();
    let parts = letter.as_str().expect("words");
    assert!(parts.starts_with("# ") && parts.contains("I came late.") && !parts.contains('('), "{parts}");
}

#[test]
fn a_line_is_changed_and_an_agreement_added_to_without_an_editor() {
    let two = Two::paired();
    let id = two.ana.write("a frist line", &[]);
    let mut edit = asked(&two, &["edit", &id]);
    dialogue(&mut edit, &[("a frist line", ""), ("The new words", "a first line\r\r")]);
    let (said, code) = end(edit);
    assert_eq!(code, 0, "{said}");
    assert_eq!(two.ana.entries()[0][3], "a first line");
    let mut stays = asked(&two, &["edit", &id]);
    dialogue(&mut stays, &[("The new words", "\r")]);
    let (said, code) = end(stays);
    assert!(code == 0 && said.contains("It stays as it is."), "{said}");
    for line in ["We call when we are late.", "We sleep on it."] {
        let mut agreement = asked(&two, &["agreement", "edit"]);
        dialogue(&mut agreement, &[("What do you add", &format!("{line}\r\r"))]);
        assert_eq!(end(agreement).1, 0);
    }
    assert_eq!(two.ana.ok(&["agreement"])["text"], "We call when we are late.\n\nWe sleep on it.");
}

#[test]
fn words_on_the_line_of_a_shell_are_saved_and_the_history_is_named_once() {
    let two = Two::with_journals();
    let (said, code) = end(at_terminal(&two.ana, &["write", "in the history"], &[]));
    assert!(code == 0 && said.contains("Your shell keeps a history"), "{said}");
    let (said, code) = end(at_terminal(&two.ana, &["act", "again"], &[]));
    assert!(code == 0 && !said.contains("history"), "{said}");
    let script = two.ben.run(&["write", "from a script"]);
    assert!(script.code == 0 && !script.stderr.contains("history"), "{}", script.stderr);
}

#[test]
fn without_a_terminal_nothing_is_asked() {
    let two = Two::with_journals();
    assert_eq!(two.ana.run(&["act"]).code, 0);
    assert_eq!(two.ana.run_with(&["jar", "add", "-"], b"from stdin\n").code, 0);
    assert_eq!(two.ana.ok(&["jar", "list"])["slips"][0]["text"], "from stdin");
    for command in [&["write"][..], &["jar", "add"], &["miss", "write"], &["routine", "add"], &["progress", "better"]] {
        assert_eq!(two.ana.fails(command, 2)["code"], "words", "{command:?}");
    }
}

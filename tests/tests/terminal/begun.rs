//! To begin, and to come back, as a talk at a real pseudo-terminal.

use expectrl::session::OsSession;
use expectrl::{ControlCode, Expect, Regex};
use kintsugi_tests::Two;
use kintsugi_tests::terminal::{at_terminal, dialogue, end};

/// The text up to, and with, what this finds.
fn up_to(session: &mut OsSession, pattern: &str) -> String {
    let found = session.expect(Regex(pattern)).unwrap_or_else(|error| panic!("“{pattern}” did not come: {error}"));
    String::from_utf8_lossy(found.as_bytes()).into_owned()
}

/// Reads the 12 numbered words, and answers which one is asked back.
fn on_paper(session: &mut OsSession) -> Vec<String> {
    session.expect("Your 12 words").expect("the words");
    let shown = up_to(session, "once they are on paper");
    let mut words = vec![String::new(); 12];
    let parts: Vec<&str> = shown.split_whitespace().collect();
    for pair in parts.windows(2) {
        let number: usize = pair[0].parse().unwrap_or(0);
        if (1..=12).contains(&number) && pair[1].chars().all(|letter| letter.is_ascii_lowercase()) {
            words[number - 1] = pair[1].to_owned();
        }
    }
    session.send("\r").expect("a key");
    words
}

fn asked_back(session: &mut OsSession) -> usize {
    let question = up_to(session, "Word [0-9]+ on your paper");
    let digits = question.rsplit("Word ").next().expect("a number").chars().take_while(char::is_ascii_digit);
    digits.collect::<String>().parse().expect("a number")
}

#[test]
fn bare_kintsugi_on_a_new_laptop_leads_to_a_first_line() {
    let two = Two::strangers();
    let mut talk = at_terminal(&two.ana, &[], &[("EDITOR", "")]);
    dialogue(&mut talk, &[("two people who can both say no", ""), ("Your name", "  \r"), ("Your name", "Ana\r")]);
    dialogue(&mut talk, &[("Enter alone goes on without one", ""), ("A passphrase for this journal:", "tea\r")]);
    dialogue(&mut talk, &[("The same again:", "tea\r"), ("That is short.", "")]);
    let words = on_paper(&mut talk);
    asked_back(&mut talk);
    talk.send("wrong\r").expect("a word");
    assert_eq!(on_paper(&mut talk), words, "they are shown once more");
    let number = asked_back(&mut talk);
    talk.send_line(&words[number - 1]).expect("a word");
    dialogue(&mut talk, &[("That is right.", ""), ("A first line, if you wish", "It rained all day.\r\r")]);
    let (said, code) = end(talk);
    assert!(code == 0 && said.contains("Next, when you both have an evening: kintsugi pair"), "{said}");
    let tea = two.secret("tea", "tea\n");
    let read = two.ana.run(&["read", "--json", "--passphrase-file", &tea]).json();
    assert_eq!(read["entries"][0]["text"], "It rained all day.");
    two.ana.run(&["lock"]);

    // With the words from the paper, as they stand there, in whatever way they are written.
    let mut wrong = at_terminal(&two.ana, &["read"], &[]);
    for _ in 0..3 {
        dialogue(&mut wrong, &[("Passphrase:", "rice\r")]);
    }
    let (said, code) = end(wrong);
    assert!(code == 3 && said.contains("kintsugi recover"), "{said}");
    let mut recover = at_terminal(&two.ana, &["recover"], &[]);
    dialogue(&mut recover, &[("Show what you type? [y/N]", "y\r"), ("Word 1 of 12", "kintsugi\r")]);
    dialogue(&mut recover, &[("“kintsugi” is not in the list", ""), ("Word 1 of 12", &format!("1. {},\r", words[0]))]);
    dialogue(&mut recover, &[("Word 2 of 12", &format!("{}\r", words[1..].join(", ").to_uppercase()))]);
    dialogue(&mut recover, &[("A passphrase for", "rain on a tin roof\r"), ("The same", "rain on a tin roof\r")]);
    let (said, code) = end(recover);
    assert!(code == 0 && !said.contains("That is short"), "{said}");
    let secret = two.secret("passphrase", "rain on a tin roof\n");
    assert_eq!(two.ana.run(&["read", "--passphrase-file", &secret]).code, 0);
    two.ana.run(&["lock"]);
}

#[test]
fn ctrl_c_at_every_question_of_the_talk_makes_nothing() {
    let questions = [
        ("Your name", "Ana\r"),
        ("A passphrase for", "\r"),
        ("Go on without", "y\r"),
        ("once they are on paper", "\r"),
        ("on your paper?", ""),
    ];
    for at in [0, 2, 3, 4] {
        let two = Two::strangers();
        let mut talk = at_terminal(&two.ana, &["init"], &[]);
        dialogue(&mut talk, &questions[..at]);
        talk.expect(questions[at].0).expect("a question");
        talk.send(ControlCode::EndOfText).expect("Ctrl-C");
        let (said, code) = end(talk);
        assert_eq!(code, 130, "{said}");
        assert!(!two.ana.home.exists(), "at “{}”", questions[at].0);
    }
}

#[test]
fn without_a_terminal_a_name_is_needed_and_nothing_is_asked() {
    let two = Two::strangers();
    assert_eq!(two.ana.fails(&["init", "--no-passphrase"], 2)["code"], "usage");
    assert_eq!(two.ana.run(&[]).code, 1, "there is no journal");
    assert!(!two.ana.home.exists());
    let here = Two::with_journals();
    let (said, code) = end(at_terminal(&here.ana, &["init"], &[]));
    assert!(code == 1 && said.contains("There is a journal in"), "{said}");
}

//! Lines chosen by number, and what taking back will mean, through a real pseudo-terminal.

use kintsugi_tests::Two;
use kintsugi_tests::terminal::{at_terminal, dialogue, end};

/// What is said, and the code, of a command of Ana's with these answers.
fn chosen(two: &Two, arguments: &[&str], lines: &[(&str, &str)]) -> (String, i32) {
    let mut session = at_terminal(&two.ana, arguments, &[("EDITOR", "")]);
    dialogue(&mut session, lines);
    end(session)
}

#[test]
fn the_last_lines_are_offered_by_number_the_newest_first() {
    let two = Two::with_journals();
    two.ana.write("the first", &["--day", "2026-06-03"]);
    two.ana.write("the second", &["--day", "2026-06-01"]);
    let second = [
        ("the second", ""),
        ("the first", ""),
        ("Which one?", "9\r"),
        ("A number from 1 to 2", ""),
        ("Which one?", "1\r"),
    ];
    let answers = [&second[..], &[("The new words", "the second, changed\r\r")]].concat();
    let (said, code) = chosen(&two, &["edit"], &answers);
    assert_eq!(code, 0, "{said}");
    let texts: Vec<String> = two.ana.entries().into_iter().map(|[_, _, _, text]| text).collect();
    assert_eq!(texts, ["the second, changed", "the first"]);
    // Enter alone changes nothing.
    let (said, code) = chosen(&two, &["delete"], &[("Which one?", "\r")]);
    assert!(code == 0 && said.contains("Nothing was changed."), "{said}");
    let (_, code) = chosen(&two, &["star"], &[("Which one?", "2\r")]);
    assert_eq!(code, 0);
    let (_, code) = chosen(&two, &["keep"], &[("Which one?", "2\r")]);
    assert_eq!(code, 0);
    assert_eq!(two.ana.entries().len(), 3, "a copy on the private page");
}

#[test]
fn last_is_the_newest_one_and_without_a_terminal_an_id_is_needed() {
    let two = Two::with_journals();
    two.ana.write("the first", &[]);
    two.ana.write("the last", &["--day", "2026-06-03"]);
    two.ana.ok(&["edit", "last", "the very last"]);
    assert_eq!(two.ana.entries()[0][3], "the very last");
    two.ana.ok(&["delete", "last", "--yes"]);
    assert_eq!(two.ana.ok(&["read", "--last", "9"])["entries"].as_array().map(Vec::len), Some(1));
    for command in ["edit", "delete", "share", "star", "keep"] {
        assert_eq!(two.ana.fails(&[command], 2)["code"], "usage", "{command}");
    }
    assert_eq!(two.ana.fails(&["share", "last"], 2)["code"], "usage", "nothing is private");
}

#[test]
fn where_there_is_nothing_to_choose_it_says_what_begins() {
    let two = Two::with_journals();
    for (command, step) in [(&["miss", "plan"][..], "kintsugi miss write"), (&["edit"], "kintsugi write")] {
        let (said, code) = chosen(&two, command, &[]);
        assert!(code == 0 && said.contains(step) && !said.contains("There is none yet"), "{said}");
    }
}

/// Who has left is asked before any code is on the screen, and told that nobody else can come; nothing says that something opens.
#[test]
fn after_leaving_pairing_asks_first_and_nothing_waits_to_open() {
    let two = Two::paired();
    two.ben.write("until now", &[]);
    two.ana.ok(&["miss", "write", "the walk"]);
    two.sync();
    assert!(two.ana.ok(&["today"])["around"].to_string().contains("sealed and ready"));
    two.ana.ok(&["leave", "--yes"]);
    assert!(!two.ana.ok(&["today"])["around"].to_string().contains("sealed and ready"));
    let (said, code) = chosen(&two, &["pair"], &[("Only Ben can be paired with this journal", "\r")]);
    assert!(code == 1 && !said.contains("type this code"), "{said}");
}

#[test]
fn taking_back_says_first_who_has_it() {
    let two = Two::paired();
    two.ana.write("Ben has this", &[]);
    two.sync();
    two.ana.write("Ben has not", &[]);
    let (said, code) =
        chosen(&two, &["delete", "last"], &[("Ben does not have it; nobody will know.", ""), ("[y/N]", "y\r")]);
    assert_eq!(code, 0, "{said}");
    let (said, code) = chosen(
        &two,
        &["delete", "last"],
        &[("Ben has it, and will see that something was taken back", ""), ("[y/N]", "y\r")],
    );
    assert_eq!(code, 0, "{said}");
    two.sync();
    assert_eq!(two.ben.entries().len(), 1, "the place of the one that he had");
    let alone = Two::with_journals();
    alone.ana.write("nobody else", &[]);
    let (said, _) = chosen(&alone, &["delete"], &[("Which one?", "1\r"), ("nobody will know", ""), ("[y/N]", "n\r")]);
    assert!(said.contains("Nothing was changed."), "{said}");
}

#[test]
fn sharing_a_private_line_asks_first_and_a_script_is_not_asked() {
    let two = Two::paired();
    two.ana.write("mine alone", &["--private"]);
    let (said, code) = chosen(&two, &["share"], &[("Which one?", "1\r"), ("not make it unread", ""), ("[y/N]", "\r")]);
    assert!(code == 0 && said.contains("It stays with you."), "{said}");
    two.sync();
    assert!(two.ben.entries().is_empty());
    two.ana.ok(&["share", "last"]);
    two.sync();
    assert_eq!(two.ben.entries()[0][3], "mine alone");
}

#[test]
fn a_slip_and_what_is_missed_are_chosen_by_number() {
    let two = Two::paired();
    two.ana.ok(&["jar", "add", "a walk"]);
    let (said, code) = chosen(&two, &["jar", "remove"], &[("a walk", ""), ("Which one?", "1\r")]);
    assert!(code == 0 && said.contains("Out of the jar."), "{said}");
    two.ana.ok(&["miss", "write", "the boat"]);
    two.ben.ok(&["miss", "write", "the garden"]);
    two.sync();
    let plan = [("the boat", ""), ("Which one?", "1\r"), ("For which day", "someday\r"), ("For which day", "today\r")];
    let (said, code) = chosen(&two, &["miss", "plan"], &plan);
    assert!(code == 0 && said.contains("Planned for"), "{said}");
    let (said, code) = chosen(&two, &["miss", "done"], &[("Which one?", "1\r")]);
    assert!(code == 0 && said.contains("It took place again."), "{said}");
}

#[test]
fn ids_are_shown_where_they_are_wished_for() {
    let two = Two::with_journals();
    let id = two.ana.write("a line", &[]);
    for command in [&["read"][..], &["today"], &["search", "line"]] {
        assert!(!two.ana.run(command).stdout.contains(&id[..6]), "{command:?}");
        assert!(two.ana.run(&[command, &["--ids"]].concat()).stdout.contains(&id[..6]), "{command:?}");
    }
    assert!(!two.ana.run(&["write", "another"]).stdout.contains('('));
}

/// Whoever looks over a shoulder sees what both may read.
#[test]
fn at_a_terminal_private_lines_show_only_to_whoever_asks() {
    let two = Two::with_journals();
    let read = |options: &[&str]| end(at_terminal(&two.ana, &[&["read"], options].concat(), &[])).0;
    let where_private = "Private lines: kintsugi read --private";
    let before = read(&[]);
    assert!(before.contains("Nothing to show of the last seven days.") && before.contains(where_private), "{before}");
    two.ana.write("mine alone, and the first", &["--private"]);
    assert_eq!(read(&[]), before, "a journal says nothing about them either");
    two.ana.write("open to both", &[]);
    let one = read(&[]);
    two.ana.write("mine alone", &["--private"]);
    assert_eq!(read(&[]), one, "a day says nothing about private lines");
    assert!(one.contains("open to both") && one.contains(where_private), "{one}");
    for asked in ["--private", "--mine"] {
        assert!(read(&[asked]).contains("mine alone"), "{asked}");
    }
    assert!(two.ana.run(&["read"]).stdout.contains("mine alone"), "a pipe has all of them");
    let none = read(&["--kind", "win", "--tag", "tea"]);
    assert!(none.contains("Nothing to show of that (kind win, tag tea)."), "{none}");
}

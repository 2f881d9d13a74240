//! Reading and finding: which lines, what is marked in them, the forms they are shown in, and the pager.

use std::os::unix::fs::PermissionsExt;

use kintsugi_tests::terminal::{at_terminal, dialogue, end};
use kintsugi_tests::{Person, Two};
use serde_json::json;

/// Ana's lines of some years.
fn journal() -> Two {
    let two = Two::with_journals();
    for (text, options) in [
        ("Tea in the Gärten, and a long\nday behind us.", &["--day", "2025-11-24", "--tag", "Home"][..]),
        ("A long, hard day.", &["--day", "2025-12-01", "--kind", "hard", "--tag", "home", "--tag", "work"]),
        ("Steam on the window.", &["--day", "2024-11-24", "--kind", "moment"]),
        ("I shouted.", &["--day", "2024-11-24", "--kind", "setback"]),
        ("For me alone, with tea.", &["--day", "2025-11-24", "--private", "--tag", "secret"]),
    ] {
        two.ana.write(text, options);
    }
    two
}

fn days(person: &Person, arguments: &[&str]) -> Vec<String> {
    let entries = person.ok(arguments)["entries"].as_array().expect("entries").clone();
    entries.iter().map(|entry| entry["text"].as_str().expect("words")[..6].to_owned()).collect()
}

#[test]
fn words_phrases_and_what_is_not_wanted() {
    let two = journal();
    let found = |arguments: &[&str]| days(&two.ana, &[&["search"], arguments].concat());
    assert_eq!(found(&["TEA"]), ["Tea in", "For me"], "not within a word");
    assert_eq!(found(&["garten"]), ["Tea in"], "without accents");
    assert_eq!(found(&["long day"]), ["Tea in"], "a phrase, over the end of a row");
    assert_eq!(found(&["long", "day"]), ["Tea in", "A long"]);
    assert_eq!(found(&["\"long day\" tea"]), ["Tea in"], "quotes that the shell left");
    assert_eq!(found(&["day", "--not", "hard"]), ["Tea in"]);
    assert_eq!(found(&["day", "--from", "2025-12"]), ["A long"]);
    assert_eq!(found(&["day", "--on", "2025", "--kind", "hard"]), ["A long"]);
    assert_eq!(found(&["#home"]), ["Tea in", "A long"]);
    two.ana.fails(&["search"], 2);
    two.ana.fails(&["search", " "], 2);
    let tags = two.ana.ok(&["search", "--tags"]);
    let counted =
        json!([{ "tag": "home", "count": 2 }, { "tag": "secret", "count": 1 }, { "tag": "work", "count": 1 }]);
    assert_eq!(tags["tags"], counted);
}

#[test]
fn months_and_years_are_days_and_no_line_names_a_setback_unasked() {
    let two = journal();
    assert_eq!(days(&two.ana, &["read", "--on", "2024-11"]), ["Steam ", "I shou"]);
    assert_eq!(days(&two.ana, &["read", "--from", "2025", "--to", "2025"]).len(), 3);
    let id = two.ana.ok(&["search", "steam"])["entries"][0]["id"].as_str().expect("an id").to_owned();
    assert!(days(&two.ana, &["read", "--starred"]).is_empty());
    two.ana.ok(&["star", &id]);
    assert_eq!(days(&two.ana, &["read", "--starred"]), ["Steam "]);
    two.ana.fails(&["read", "--on", "2024-11", "--from", "2025"], 2);
}

/// Today is a day of 2026 that the clock of the test names.
#[test]
fn this_day_in_other_years_has_both_voices_and_no_setback() {
    let Some(two) = Two::paired_at("2026-11-24 12:00:00") else { return };
    for (text, day, kind) in [
        ("We danced.", "2025-11-24", "moment"),
        ("I shouted.", "2025-11-24", "setback"),
        ("Now.", "2026-11-24", "note"),
    ] {
        two.ana.write(text, &["--day", day, "--kind", kind, "--now"]);
    }
    two.ben.write("She laughed.", &["--day", "2024-11-24", "--now"]);
    two.sync();
    for person in [&two.ana, &two.ben] {
        assert_eq!(days(person, &["read", "--on-this-day"]), ["She la", "We dan"]);
    }
    assert_eq!(days(&two.ana, &["read", "--on-this-day", "--kind", "setback"]), ["I shou"]);
}

#[test]
fn each_form_shows_the_same_lines() {
    let two = journal();
    let shown = |form: &str| two.ana.run(&["read", "--on", "2025-12-01", "--format", form]).stdout;
    insta::assert_snapshot!(shown("pretty"), @"
    Monday 1 December 2025
      Ana · hard
        A long, hard day.
        #home #work
    ");
    insta::assert_snapshot!(shown("short"), @"2025-12-01  Ana · hard  A long, hard day.");
    assert!(shown("md").contains("date: 2025-12-01\ntags: [\"home\", \"work\"]"), "{}", shown("md"));
    assert_eq!(shown("json"), two.ana.run(&["read", "--on", "2025-12-01", "--json"]).stdout);
}

#[test]
fn what_was_looked_for_is_marked_at_a_terminal_alone() {
    let two = journal();
    let (said, _) = end(at_terminal(&two.ana, &["search", "gart"], &[("TERM", "xterm")]));
    assert!(said.contains("\u{1b}[4mGärt\u{1b}[0men"), "{said:?}");
    assert!(!said.contains("secret"), "{said}");
    for (name, value) in [("TERM", "dumb"), ("NO_COLOR", "1")] {
        let (said, _) = end(at_terminal(&two.ana, &["search", "gart"], &[(name, value)]));
        assert!(said.contains("Gärten") && !said.contains('\u{1b}'), "{said:?}");
    }
    assert!(!two.ana.run(&["search", "gart"]).stdout.contains('\u{1b}'));
    let (tags, _) = end(at_terminal(&two.ana, &["search", "--tags"], &[]));
    assert!(tags.contains("#home") && !tags.contains("secret"), "tags of private lines are not for a shoulder: {tags}");
}

/// A pager that says what it was told, and how many lines came.
#[test]
fn what_is_longer_than_the_screen_goes_to_the_pager_that_keeps_no_history() {
    let two = Two::with_journals();
    for n in 0..20 {
        two.ana.write(&format!("line {n}\nand more"), &["--day", "2025-12-01"]);
    }
    let path = two.root.path().join("pager");
    std::fs::write(&path, "#!/bin/sh\necho \"paged $LESS $LESSHISTFILE $LESSSECURE $(grep -c '^ *line')\"\n")
        .expect("a script");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o700)).expect("a mode");
    let pager = ("PAGER", path.to_str().expect("plain"));
    let read = |environment: &[(&str, &str)], more: &[&str]| {
        let environment = [&[("NO_PAGER", "")], environment].concat();
        end(at_terminal(&two.ana, &[&["read", "--on", "2025-12-01"], more].concat(), &environment)).0
    };
    assert!(read(&[pager], &[]).contains("paged FRX - 1 20"), "{}", read(&[pager], &[]));
    for (environment, more) in [
        (&[pager, ("NO_PAGER", "1")][..], &[][..]),
        (&[("PAGER", "")], &[]),
        (&[("PAGER", "/nowhere/pager")], &[]),
        (&[pager, ("TERM", "dumb")], &[]),
        (&[pager], &["--json"]),
        (&[pager], &["-n", "2"]),
    ] {
        let said = read(environment, more);
        assert!(said.contains("line 19") && !said.contains("paged"), "{environment:?} {more:?} {said}");
    }
    assert!(!two.ana.run(&["read", "--on", "2025-12-01"]).stdout.contains("paged"));
}

/// Where no terminal was, two programs were begun to ask how high it is, each time somebody read.
#[cfg(target_os = "linux")]
#[test]
fn where_no_terminal_is_nothing_is_begun_to_ask_for_its_size() {
    let two = Two::with_journals();
    two.ana.write("a line", &[]);
    let (tput, begun) = (two.root.path().join("tput"), two.root.path().join("begun"));
    std::fs::write(&tput, format!("#!/bin/sh\necho begun > '{}'\n", begun.display())).expect("a script");
    std::fs::set_permissions(&tput, std::fs::Permissions::from_mode(0o700)).expect("a mode");
    let read = two.ana.line(&["read"]);
    // In a session of its own, so that it has no terminal either where the test has one.
    let mut alone = std::process::Command::new("/usr/bin/setsid");
    alone.arg("--wait").arg(read.get_program()).args(read.get_args());
    for (name, value) in read.get_envs() {
        value.map(|value| alone.env(name, value));
    }
    let path = format!("{}:/usr/bin:/bin", two.root.path().display());
    let read =
        alone.env("PATH", path).env("NO_PAGER", "").stdin(std::process::Stdio::null()).output().expect("it starts");
    assert!(String::from_utf8_lossy(&read.stdout).contains("a line"), "{read:?}");
    assert!(!begun.exists());
}

/// What is looked for stood in the history of the shell.
#[test]
fn without_words_search_asks_for_them_at_a_terminal() {
    let two = journal();
    let mut search = at_terminal(&two.ana, &["search"], &[]);
    dialogue(&mut search, &[("What do you look for?", "\"long day\" garten\r")]);
    let (said, code) = end(search);
    assert!(code == 0 && said.contains("Tea in") && !said.contains("hard day"), "{said}");
    let mut nothing = at_terminal(&two.ana, &["search"], &[]);
    dialogue(&mut nothing, &[("What do you look for?", "\r")]);
    let (said, code) = end(nothing);
    assert!(code == 2 && said.contains("There is nothing to look for"), "{said}");
    assert_eq!(two.ana.fails(&["search"], 2)["code"], "usage");
}

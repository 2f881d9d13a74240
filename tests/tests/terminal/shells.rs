//! The manners of a shell: completions in the shells that people use, the manual, aliases, silence, and outputs that cannot be
//! written.

use std::io::Write;
use std::os::unix::fs::symlink;
use std::process::{Command, Stdio};

use expectrl::{Expect, Regex};
use kintsugi_tests::terminal::{at_terminal, dialogue, end};
use kintsugi_tests::{Person, Run, Two, program, skipped};

/// A journal with tags, a private line among its lines, and the program under its own name on the path.
fn journal() -> Two {
    let two = Two::with_journals();
    two.ana.write("words of a line", &["--tag", "garden", "--day", "2026-06-03"]);
    two.ana.write("words for me", &["--tag", "secret", "--private", "--day", "2026-06-03"]);
    let bin = two.root.path().join("bin");
    std::fs::create_dir(&bin).expect("a folder");
    symlink(program(), bin.join("kintsugi")).expect("a name");
    two
}

/// What a shell says to a script, with the program on its path.
fn shell(two: &Two, person: &Person, name: &str, arguments: &[&str], script: &str) -> Option<String> {
    if Command::new(name).arg("--version").stdout(Stdio::null()).status().is_err() {
        skipped(&format!("{name} is not on this machine, so its completions cannot be tried"));
        return None;
    }
    let path = format!("{}:{}", two.root.path().join("bin").display(), std::env::var("PATH").unwrap_or_default());
    let mut command = Command::new(name);
    command.args(arguments).env("PATH", path).env("KINTSUGI_HOME", &person.home).env("HOME", two.root.path());
    command.env("LANG", "C.UTF-8").env("TERM", "xterm");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("a shell");
    child.stdin.take().expect("a pipe").write_all(script.as_bytes()).expect("a script");
    let run: Run = child.wait_with_output().expect("an end").into();
    Some(format!("{}{}", run.stdout, run.stderr))
}

/// The lines to complete, and what must and must not be offered.
const OFFERS: [(&str, &str, &str); 10] = [
    ("kintsugi wr", "write", "read"),
    ("kintsugi practice start eye", "eye-contact", "safe-space"),
    ("kintsugi words st", "stuck", "angry"),
    ("kintsugi safety z", "za", "fr"),
    ("kintsugi write --kind app", "appreciated", "hard"),
    ("kintsugi write --day yes", "yesterday", "today"),
    ("kintsugi read --tag ga", "garden", "secret"),
    ("kintsugi read --tag se", "", "secret"),
    ("kintsugi write --template th", "thanks", "day"),
    ("kintsugi config lines-open w", "weekly", "at-once"),
];

/// Completes each line in a shell, one after the other; `complete` writes how.
fn completes(two: &Two, name: &str, arguments: &[&str], complete: impl Fn(&str) -> String) {
    for (line, offered, other) in OFFERS {
        let Some(said) = shell(two, &two.ana, name, arguments, &complete(line)) else { return };
        let words: Vec<&str> = said.split(|c: char| c.is_whitespace() || c == '\u{b}').collect();
        assert!(offered.is_empty() || words.contains(&offered), "{name}: {line}: {said}");
        assert!(!words.contains(&other), "{name}: {line}: {said}");
        assert!(!said.contains("words of a line") && !said.contains("words for me"), "{name}: {line}: {said}");
    }
}

#[test]
fn bash_completes() {
    let two = journal();
    completes(&two, "bash", &["--norc"], |line| {
        format!(
            "source <(kintsugi completions bash)\nCOMP_WORDS=({line}); COMP_CWORD=$((${{#COMP_WORDS[@]}}-1))\n\
             _clap_complete_kintsugi kintsugi \"${{COMP_WORDS[COMP_CWORD]}}\"\nprintf '%s\\n' \"${{COMPREPLY[@]}}\"\n"
        )
    });
}

#[test]
fn fish_completes() {
    let two = journal();
    completes(&two, "fish", &["--no-config"], |line| {
        format!("kintsugi completions fish | source\ncomplete -C '{line}'\n")
    });
}

/// Zsh completes only for somebody who types: at a terminal, where the completed line is then printed.
#[test]
fn zsh_completes() {
    let two = journal();
    if Command::new("zsh").arg("--version").stdout(Stdio::null()).status().is_err() {
        return skipped("zsh is not on this machine, so its completions cannot be tried");
    }
    let bin = two.root.path().join("bin");
    let mut zsh = kintsugi_tests::terminal::shell(
        &two.ana,
        &format!("HOME='{}' PATH='{}':\"$PATH\" exec zsh -f -i", two.root.path().display(), bin.display()),
        &[],
    );
    let begin = "PS1='> '; autoload -U compinit; compinit -u -D; source <(kintsugi completions zsh); print rea''dy\r";
    dialogue(&mut zsh, &[("", begin), ("ready", "")]);
    for (line, offered, other) in OFFERS {
        zsh.send(format!("{line}\t\u{1}print -r -- \"<\u{5}>\"\r")).expect("keys");
        let found = zsh.expect(Regex("\n<kintsugi[^>]*>")).expect("the completed line");
        let said = String::from_utf8_lossy(found.as_bytes()).into_owned();
        let words: Vec<&str> = said.split_whitespace().map(|word| word.trim_matches(['<', '>'])).collect();
        let last = found.get(0).map(|found| String::from_utf8_lossy(found).into_owned()).unwrap_or_default();
        assert!(offered.is_empty() || last.trim_end_matches(['>', ' ']).ends_with(offered), "{line}: {last:?}");
        assert!(!words.contains(&other), "{line}: {said}");
    }
    zsh.send("exit\r").expect("keys");
}

/// PowerShell is not in Debian, so nobody runs this here: what is asked of the script is that it hands the line to the program and
/// that whatever it opens it closes.
#[test]
fn the_script_for_powershell_is_whole() {
    let script = Two::strangers().ana.run(&["completions", "powershell"]).stdout;
    let words = ["Register-ArgumentCompleter -Native -CommandName kintsugi", "KINTSUGI_COMPLETE", "& kintsugi --"];
    assert!(words.iter().all(|words| script.contains(words)), "{script}");
    let mut open = Vec::new();
    for c in script.chars().filter(|c| "(){}[]".contains(*c)) {
        match "({[".find(c) {
            Some(at) => open.push(")}]".as_bytes()[at] as char),
            None => assert_eq!(open.pop(), Some(c), "{script}"),
        }
    }
    assert!(open.is_empty() && script.matches('"').count().is_multiple_of(2), "{script}");
}

#[test]
fn a_locked_journal_offers_nothing_and_asks_nothing() {
    let two = journal();
    let file = two.secret("passphrase", "rain on a tin roof");
    two.ana.ok(&["passphrase", "set", "--new-passphrase-file", &file]);
    two.ana.ok(&["lock"]);
    let offered = |line: &[&str]| {
        let mut command = two.ana.command(&[&["--", "kintsugi"], line].concat());
        command.env("KINTSUGI_COMPLETE", "fish");
        let run: Run = command.output().expect("it starts").into();
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "it says nothing besides");
        run.stdout
    };
    assert_eq!(offered(&["read", "--tag", ""]), "");
    assert_eq!(offered(&["show", "k"]), "");
    assert!(offered(&["practice", "start", "eye"]).contains("eye-contact"), "what comes along is no secret");
}

#[test]
fn ids_are_offered_with_their_day_and_never_with_words() {
    let two = journal();
    let mut command = two.ana.command(&["--", "kintsugi", "edit", ""]);
    command.env("KINTSUGI_COMPLETE", "fish");
    let run: Run = command.output().expect("it starts").into();
    let ids: Vec<&str> = run.stdout.lines().filter(|line| !line.starts_with('-')).collect();
    assert_eq!(ids.len(), 1, "the private line stays away: {}", run.stdout);
    assert!(ids[0].ends_with("\tWednesday 3 June 2026"), "{ids:?}");
}

/// Each page of the manual, through the program that shows it.
#[test]
fn every_page_of_the_manual_is_sound() {
    let two = Two::strangers();
    let folder = two.root.path().join("man");
    std::fs::create_dir(&folder).expect("a folder");
    two.ana.ok(&["man", "--all", folder.to_str().expect("plain")]);
    let pages: Vec<_> = std::fs::read_dir(&folder).expect("a folder").flatten().map(|file| file.path()).collect();
    assert!(pages.len() > 100);
    if Command::new("man").arg("--version").stdout(Stdio::null()).status().is_err() {
        return skipped("man is not on this machine, so nobody can say that its pages are sound (Debian: man-db)");
    }
    for page in pages {
        let mut man = Command::new("man");
        man.args(["--warnings", "-E", "UTF-8", "-l"]).arg(&page).env("MANWIDTH", "80").env("LANG", "C.UTF-8");
        let run: Run = man.stdin(Stdio::null()).output().expect("man starts").into();
        let name = page.display();
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{name}");
        for section in ["NAME", "SYNOPSIS", "EXAMPLES", "EXIT STATUS", "ENVIRONMENT", "FILES"] {
            assert!(run.stdout.contains(section), "{name} lacks {section}");
        }
    }
    let page = two.ana.run(&["man", "letter", "write"]).stdout;
    assert!(page.contains("KINTSUGI-LETTER-WRITE"), "{page}");
    two.ana.fails(&["man", "nothing"], 2);
}

#[test]
fn the_first_page_of_the_help_begins_with_a_day() {
    let two = Two::strangers();
    let help = two.ana.run(&["--help"]).stdout;
    let day = help.split("Every day:\n").nth(1).and_then(|rest| rest.split("\n\n").next()).expect("a group");
    let names: Vec<&str> = day.lines().filter_map(|line| line.strip_prefix("  ")?.split(' ').next()).collect();
    let names: Vec<&str> = names.into_iter().filter(|name| !name.is_empty()).collect();
    assert_eq!(names, ["today", "write", "read", "act", "evening", "sync"]);
    assert!(help.find("Every day:") < help.find("The journal:"));
    assert!(two.ana.run(&["letter", "write", "--help"]).stdout.contains("Example:\n  kintsugi letter write"));
}

#[test]
fn names_of_other_programs_lead_here() {
    let two = journal();
    assert_eq!(two.ana.ok(&["find", "words"])["entries"].as_array().expect("entries").len(), 2);
    assert_eq!(two.ana.ok(&["log", "--on", "2026-06-03"]), two.ana.ok(&["read", "--on", "2026-06-03"]));
    let id = two.ana.ok(&["add", "a line"])["id"].as_str().expect("an id").to_owned();
    two.ana.ok(&["undo", &id, "--yes"]);
    let error = two.ana.fails(&["list"], 2);
    assert!(error["hint"].as_str().is_some_and(|hint| hint.starts_with("Did you mean read?")), "{error}");
}

#[test]
fn quiet_is_quiet_and_still_answers() {
    let two = journal();
    let file = |name: &str| two.root.path().join(name).to_str().expect("plain").to_owned();
    let (text, backup, elsewhere) = (file("text"), file("backup"), file("jrnl.txt"));
    std::fs::write(&elsewhere, "[2025-11-24 08:00] A morning.\n").expect("a file");
    for line in [
        &["write", "a line"][..],
        &["act", "a call"],
        &["rest"],
        &["jar", "add", "tea"],
        &["star", "last"],
        &["export", "--format", "txt", "-o", &text],
        &["backup", &backup],
        &["import", "--format", "jrnl", &elsewhere],
        &["import", "--undo", "1"],
        &["focus", "pick", "journal"],
        &["checkin", "schedule", "sunday 19:00", "--place", "kitchen table"],
        &["checkin", "skip"],
        &["checkin", "cancel"],
        &["lock"],
    ] {
        let run = two.ana.run(&[line, &["--quiet"]].concat());
        assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (0, "", ""), "{line:?}");
    }
    assert!(two.ana.run(&["read", "--quiet"]).stdout.contains("a line"), "what was asked for is shown");
    assert_eq!(two.ana.run(&["show", "zzzz", "--quiet"]).code, 2, "and an error is said");
    assert!(!two.ana.run(&["show", "zzzz", "--quiet"]).stderr.is_empty());
}

#[test]
fn a_pipe_that_is_closed_is_fine_and_a_full_disk_is_an_error() {
    let two = journal();
    for n in 0..50 {
        two.ana.write(&format!("line {n} {}", "x".repeat(2000)), &["--day", "2026-06-04"]);
    }
    for line in [&["read", "--from", "2026"][..], &["read", "--from", "2026", "--json"], &["man"], &["--help"]] {
        let mut child = two.ana.command(line).spawn().expect("it starts");
        drop(child.stdout.take());
        assert_eq!(child.wait_with_output().expect("an end").status.code(), Some(0), "{line:?}");
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("a full disk");
        let run: Run = two.ana.command(line).stdout(full).output().expect("it starts").into();
        assert_eq!(run.code, 1, "{line:?}: {}", run.stderr);
    }
}

#[test]
fn a_terminal_that_can_only_write_on_is_told_words_alone() {
    let two = journal();
    for line in [&["today"][..], &["read", "--mine"], &["tracker"], &["--help"], &["search", "words"], &["nothing"]] {
        for forced in [("CLICOLOR", "1"), ("CLICOLOR_FORCE", "1")] {
            let (said, _) = end(at_terminal(&two.ana, line, &[("TERM", "dumb"), forced]));
            assert!(!said.contains('\u{1b}'), "{line:?} {forced:?} {said:?}");
        }
    }
}

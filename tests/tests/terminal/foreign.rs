//! What somebody else wrote, on my screen: it steers no terminal, hides nothing, and turns nothing that stands beside it.

use std::path::{Path, PathBuf};

use kintsugi_tests::{Person, Run, Two, open_window};
use kintsugi_vault::{Protection, Seed};

/// Sets the clipboard of a terminal, clears its screen, and the same by the one-byte forms.
const STEERING: &str = "\u{1b}]52;c;cm0gLXJm\u{7}\u{1b}[2J\u{9d}52;c;x\u{9c}\u{9b}2J";

/// A command whose colours are shown, as at a terminal.
fn at_a_screen(person: &Person, arguments: &[&str], stdin: &[u8]) -> Run {
    use std::io::Write;
    let mut command = person.command(arguments);
    let mut child =
        command.env("CLICOLOR_FORCE", "1").stdin(std::process::Stdio::piped()).spawn().expect("the program starts");
    // A command that ends early closes the pipe.
    let _ = child.stdin.take().expect("a pipe").write_all(stdin);
    child.wait_with_output().expect("the program ends").into()
}

/// Nothing but our own looks steers the terminal.
fn is_harmless(run: &Run) {
    for said in [&run.stdout, &run.stderr] {
        let mut plain = said.clone();
        for look in ["0", "1", "2", "4", "31", "32", "33"] {
            plain = plain.replace(&format!("\u{1b}[{look}m"), "");
        }
        let steers = |c: char| (c.is_control() && !matches!(c, '\n' | '\t')) || matches!(c, '\u{202a}'..='\u{202e}');
        assert!(!plain.contains(steers), "{plain:?}");
    }
}

#[test]
fn a_hostile_definition_is_quoted_and_steers_nothing() {
    let two = Two::with_journals();
    let step = "[[step]]\ntitle = \"a\"\nminutes = 1";
    for text in [
        format!("name = \"a\"\n\"\\u001b]52;c;cm0gLXJm\\u0007\" = 1\n{step}"),
        format!("name = \"a\"\n\"\\u009b2J\\u202e\" = 1\n{step}"),
        format!("name = \"a\"\ntitle = \"\\u001b[2J\"\n{step}"),
        format!("name = \"{STEERING}\"\n{step}"),
    ] {
        for always in [&["practice", "add", "-"][..], &["practice", "add", "-", "--json"]] {
            let run = at_a_screen(&two.ana, always, text.as_bytes());
            assert_eq!(run.code, 2, "{}{}", run.stdout, run.stderr);
            is_harmless(&run);
        }
    }
    let run = at_a_screen(
        &two.ana,
        &["practice", "add", "-"],
        format!("name = \"a\"\n\"\\u001b]52;c;x\" = 1\n{step}").as_bytes(),
    );
    assert!(run.stderr.contains("\\u{1b}]52;c;x"), "it is shown for what it is: {}", run.stderr);
}

#[test]
fn hostile_file_names_and_arguments_steer_nothing() {
    let two = Two::with_journals();
    let named = two.root.path().join(format!("list{}", STEERING.replace('/', "")));
    std::fs::write(&named, "no bundle").expect("a file");
    let path = named.to_str().expect("text");
    let elsewhere = two.ana.at(PathBuf::from(path));
    for (person, arguments) in [
        (&two.ana, vec!["bundle", "import", path]),
        (&two.ana, vec!["practice", "add", path]),
        (&two.ana, vec!["read", "--passphrase-file", path]),
        (&two.ana, vec!["export", "--sheet", path, "--yes"]),
        (&two.ana, vec!["recover", "--recovery-file", path]),
        (&two.ana, vec!["show", path]),
        (&two.ana, vec!["read", "--from", path]),
        (&two.ana, vec!["search", path]),
        (&two.ana, vec![path]),
        (&two.ana, vec!["write", "--kind", path, "x"]),
        (&two.ana, vec!["device", "rename", "0", path]),
        (&two.ben, vec!["join", path, "--yes"]),
        (&elsewhere, vec!["init", "--name", "Eve", "--no-passphrase"]),
        (&elsewhere, vec!["read"]),
    ] {
        for json in [&[][..], &["--json"]] {
            let run = at_a_screen(person, &[&arguments[..], json].concat(), b"");
            assert_ne!(run.stdout.len() + run.stderr.len(), 0, "{arguments:?}");
            is_harmless(&run);
        }
    }
}

#[test]
fn words_that_turn_or_tower_are_shown_in_their_place() {
    let two = Two::with_journals();
    let tall = format!("so{}", "\u{336}".repeat(60));
    for text in ["pay\u{202e}gpj.exe", "שלום, Ana · 3 (done)", &tall] {
        two.ana.write(text, &[]);
    }
    let run = at_a_screen(&two.ana, &["read"], b"");
    is_harmless(&run);
    assert!(run.stdout.contains("paygpj.exe"), "{}", run.stdout);
    assert!(run.stdout.contains("    \u{2068}שלום, Ana · 3 (done)\u{2069}"), "{:?}", run.stdout);
    assert_eq!(run.stdout.matches('\u{336}').count(), 4);
    // What is stored and handed to scripts is what was written.
    let texts: Vec<String> = two.ana.entries().into_iter().map(|[_, _, _, text]| text).collect();
    assert!(texts.contains(&tall) && texts.contains(&"pay\u{202e}gpj.exe".to_owned()));
}

#[test]
fn names_and_tags_that_cannot_be_seen_are_refused_by_number() {
    let two = Two::strangers();
    let message = |run: serde_json::Value| run["message"].as_str().expect("a message").to_owned();
    for (name, number) in [("A\u{202e}na", "U+202E"), ("A\u{200b}na", "U+200B"), ("A\u{9b}2J", "U+009B")] {
        let said = message(two.ana.fails(&["init", "--name", name, "--no-passphrase"], 2));
        assert!(said.contains(number), "{said}");
        assert!(!two.ana.home.exists());
    }
    two.ana.init();
    for (tag, number) in [("te\u{200b}a", "U+200B"), ("\u{202e}aet", "U+202E")] {
        let said = message(two.ana.fails(&["write", "words", "--tag", tag], 2));
        assert!(said.contains(number), "{said}");
    }
    assert!(two.ana.entries().is_empty());
}

#[test]
fn somebody_with_such_a_name_is_not_shown_and_nothing_is_stored() {
    // A patched program says any name it likes.
    for name in ["Ben\u{202e}", "Be\u{200b}n", STEERING, "Ben\nSame words? yes"] {
        let two = Two::strangers();
        two.ana.init();
        drop(kintsugi_home::create(&two.ben.home, name, &Protection::Nothing, Seed::generate()).expect("a home"));
        let (window, ticket) = open_window(&two.ana, &[]);
        let joined = two.ben.run(&["join", &ticket, "--yes", "--json"]);
        assert_ne!(joined.code, 0);
        let hosted = window.wait_with_output();
        assert_eq!(hosted.code, 5, "{}", hosted.stderr);
        is_harmless(&hosted);
        assert!(!hosted.stdout.contains("words"), "no four words, and no question: {}", hosted.stdout);
        assert!(hosted.stderr.contains("a name that cannot be shown"), "{}", hosted.stderr);
        assert_eq!(two.ana.ok(&["status"])["partner"], serde_json::Value::Null);
    }
}

/// Everything that people see passes one place: the files that may speak to a terminal themselves, and why.
const SPEAK: [(&str, &str); 8] = [
    ("output/mod.rs", "the place itself"),
    ("output/log.rs", "passes the sieve"),
    ("terminal/fullscreen.rs", "passes the sieve, line by line"),
    ("progress.rs", "a bar with words of ours alone"),
    ("terminal/lines.rs", "what somebody types, through the sieve"),
    ("terminal/typing.rs", "how a terminal is told that somebody pastes"),
    ("unlock.rs", "a prompt of ours, without echo"),
    ("backup/measured_tests.rs", "numbers of a test that somebody runs to measure"),
];

#[test]
fn nothing_is_printed_around_the_sieve() {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates");
    let mut seen = 0;
    for (file, code) in sources_below(&sources) {
        let Some((_, inside)) = file.to_str().expect("text").split_once("/src/") else { continue };
        seen += 1;
        if SPEAK.iter().any(|(name, _)| *name == inside) || file.to_str().is_some_and(|f| f.contains("/bench/")) {
            continue;
        }
        for around in
            ["stdout()", "stderr()", "io::stderr", "io::stdout", "print!(", "println!(", ".print()", "/dev/tty"]
        {
            assert!(!code.replace("use_stderr()", "").contains(around), "{} has {around}", file.display());
        }
        assert!(!code.contains("rpassword"), "{}", file.display());
    }
    assert!(seen > 150, "all of it is looked at");
    for passes in ["output/log.rs", "terminal/fullscreen.rs", "terminal/lines.rs"] {
        let code = std::fs::read_to_string(sources.join("cli/src").join(passes)).expect("a source");
        assert!(code.contains("sieve("), "{passes}");
    }
}

/// The sources below a folder, without their tests.
fn sources_below(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for path in std::fs::read_dir(folder).expect("the sources").flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            found.extend(sources_below(&path));
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            let text = std::fs::read_to_string(&path).expect("a source");
            let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default().to_owned();
            found.push((path, code));
        }
    }
    found
}

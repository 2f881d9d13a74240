//! No words, names, tags or passphrases in any file, in argv, in the environment or in logs.

use std::os::unix::fs::PermissionsExt;

use kintsugi_tests::{Person, Run, Two, open_window, skipped};

const CANARIES: [&str; 7] = [
    "Anastasia-canary",
    "Benedict-canary",
    "open-words-canary",
    "private-words-canary",
    "edited-words-canary",
    "tag-canary",
    "passphrase-canary",
];

fn with_passphrase(two: &Two, name: &'static str) -> Person {
    let mut person = Person::new(name, two.root.path());
    person.always = vec!["--passphrase-file".into(), two.secret("passphrase", "passphrase-canary\n")];
    let words = person.home.with_extension("words");
    person.ok(&["init", "--name", name, "--recovery-file", words.to_str().expect("plain")]);
    person
}

fn no_canary(text: &str, place: &str) {
    for canary in CANARIES {
        assert!(!text.contains(canary), "{canary} in {place}");
    }
}

#[test]
fn nothing_of_it_is_in_any_file_or_log() {
    let two = Two::strangers();
    let (ana, ben) = (with_passphrase(&two, "Anastasia-canary"), with_passphrase(&two, "Benedict-canary"));
    let run_with = |arguments: &[&str], words: &str| {
        let run = ana.run_with(&[arguments, &["--json", "--verbose"]].concat(), words.as_bytes());
        assert_eq!(run.code, 0, "{}", run.stderr);
        no_canary(&run.stderr, "the log");
        run.json()["id"].as_str().expect("an id").to_owned()
    };
    let id = run_with(&["write", "-", "--tag", "tag-canary"], "open-words-canary");
    run_with(&["write", "-", "--private"], "private-words-canary");
    run_with(&["edit", &id, "-"], "edited-words-canary");

    let (window, ticket) = open_window(&ana, &["--verbose"]);
    let joined = ben.run(&["join", &ticket, "--yes", "--verbose", "--quiet"]);
    assert_eq!(joined.code, 0, "{}", joined.stderr);
    let hosted = window.wait_with_output();
    assert!(hosted.stderr.contains("TRACE"), "the log is at its highest level");
    no_canary(&hosted.stderr, "Ana's log");
    no_canary(&joined.stderr, "Ben's log");
    let secret_part = &ticket[ticket.len() - 30..];
    assert!(!hosted.stderr.contains(secret_part) && !joined.stderr.contains(secret_part));

    // While it waits, the process shows nothing in its arguments and its environment.
    let waiting = ana.begin(&["sync", "--wait", "5", "--verbose"]);
    std::thread::sleep(std::time::Duration::from_millis(500));
    for file in ["cmdline", "environ"] {
        let path = format!("/proc/{}/{file}", waiting.id());
        match std::fs::read(&path) {
            Ok(bytes) => {
                no_canary(&String::from_utf8_lossy(&bytes).replace(ana.home.to_str().expect("plain"), ""), &path)
            }
            Err(_) => skipped(&format!("this system has no {path}")),
        }
    }
    let ended: Run = waiting.wait_with_output().expect("it ends").into();
    no_canary(&ended.stderr.replace("Looking for Benedict-canary's laptop", ""), "the log of a lonely sync");

    for person in [&ana, &ben] {
        assert_eq!(person.run(&["read"]).code, 0);
        let mode = |path: &std::path::Path| std::fs::metadata(path).expect("a file").permissions().mode() & 0o777;
        assert_eq!(mode(&person.home), 0o700);
        for (path, bytes) in person.files() {
            assert_eq!(mode(&path), 0o600, "{}", path.display());
            for canary in CANARIES {
                let found = bytes.windows(canary.len()).any(|window| window == canary.as_bytes());
                assert!(!found, "{canary} in {}", path.display());
            }
            assert!(!path.display().to_string().replace(person.home.to_str().expect("plain"), "").contains("canary"));
        }
    }
}

#[test]
fn the_words_that_are_shown_once_are_in_no_file_of_the_home() {
    let two = Two::strangers();
    let run = two.ana.run(&["init", "--name", "Ana", "--no-passphrase"]);
    assert_eq!(run.code, 0);
    assert!(run.stderr.contains("Your 12 words") && run.stdout.contains("Welcome, Ana."));
    let rows = run.stderr.lines().filter(|line| line.starts_with("  ") && !line.trim().is_empty());
    let words: Vec<&str> = rows.flat_map(str::split_whitespace).filter(|word| word.parse::<u8>().is_err()).collect();
    assert_eq!(words.len(), 12, "{}", run.stderr);
    assert!(two.ana.disk_holds(words[..3].join(" ").as_bytes()).is_none());
    // Two at a time: one alone may be drawn that a greeting also says ("come" stands in "Welcome").
    let said = words.windows(2).find(|two| run.stdout.contains(&two.join(" ")));
    assert_eq!(said, None, "data and talk stay apart");
}

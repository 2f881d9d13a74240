//! The words of the machine stay in the machine: what people see speaks of a journal, lines, a stick, a code, and the partner's
//! name.
//!
//! Looked at is every text in the sources of the program and every error of the crates below it, and what comes along as data.
//! The help of a command is made of doc comments, which are no texts here.

use std::path::{Path, PathBuf};

/// What no screen says, each as a whole word or phrase.
const WORDS: [&str; 27] = [
    "home",
    "homes",
    "entry",
    "entries",
    "document",
    "documents",
    "body",
    "bodies",
    "bundle",
    "bundles",
    "ticket",
    "tickets",
    "replica",
    "replicas",
    "round",
    "rounds",
    "begun",
    "the other half",
    "the other one",
    "os error",
    "the store",
    "the rows",
    "commitment",
    "digest",
    "endpoint",
    "an actor",
    "the hash",
];

/// What is named so on the command line, and is shown to be typed.
const TYPED: [&str; 7] =
    ["kintsugi bundle", "bundle export", "bundle import", "bundle sync", "--ticket", "home.arpa", "desktop entry"];

/// Files whose texts nobody reads, and why.
const UNSEEN: [(&str, &str); 7] = [
    ("home/src/sheet/page.rs", "a style sheet"),
    ("page/src/layout/icons.rs", "lines of icons"),
    ("cli/src/error/plain.rs", "what is taken out of what the system says"),
    ("home/src/backup/unpack.rs", "which sort of line is unsound, never shown"),
    ("home/src/derive.rs", "what must be so"),
    ("sync/src/pairing/transcript.rs", "what a key is made for"),
    ("home/src/testing.rs", "for tests"),
];

/// The texts between quotation marks in a source, without comments and tests, each with what stands before it.
fn texts(source: &str) -> Vec<(String, String)> {
    let code = source.split("#[cfg(test)]").next().unwrap_or_default();
    let mut found = Vec::new();
    let (mut rest, mut before) = (code, String::new());
    while let Some(c) = rest.chars().next() {
        let length = match c {
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '\'' if rest.starts_with("'\"'") => 3,
            '"' => {
                let length = quoted(rest);
                let text = rest[1..length - 1].split_whitespace().collect::<Vec<_>>().join(" ");
                found.push((text, before.clone()));
                length
            }
            _ => {
                before.push(c);
                c.len_utf8()
            }
        };
        rest = &rest[length..];
    }
    found
}

/// How long a text is, with both of its marks.
fn quoted(rest: &str) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            '"' if !escaped => return at + 1,
            _ => escaped = c == '\\' && !escaped,
        }
    }
    rest.len()
}

/// A text as lower-case words with one space between, and at both ends.
fn words(text: &str) -> String {
    let mut plain = text.replace("\\n", " ").to_lowercase();
    for typed in TYPED {
        plain = plain.replace(typed, " ");
    }
    // What is put in is named by who writes the program.
    while let Some((before, (_, after))) =
        plain.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
    {
        plain = format!("{before} {after}");
    }
    let word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '\'' | '-');
    let words: Vec<&str> = plain.split(|c| !word(c)).filter(|word| !word.is_empty()).collect();
    format!(" {} ", words.join(" "))
}

/// The words in a text that no screen says.
fn of_the_machine(text: &str) -> Vec<&'static str> {
    let words = words(text);
    WORDS.into_iter().filter(|word| words.contains(&format!(" {word} "))).collect()
}

fn sources_below(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in std::fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            found.extend(sources_below(&path, ending));
        } else if path.extension().is_some_and(|kind| kind == ending) {
            found.push(path);
        }
    }
    found
}

/// Whether what stands before a text makes it one that people see: errors of a library, and nearly all of the program.
fn is_seen(crate_name: &str, text: &str, before: &str) -> bool {
    let ends = |mark: &str| before.trim_end().ends_with(mark);
    let internal = ends("expect(") || ends("debug!(") || ends("panic!(") || ends("assert!(");
    match crate_name {
        // One word alone is a name: of a field, a command, a code.
        "cli" | "page" | "home" => text.contains(' ') && !internal,
        _ => ends("error("),
    }
}

#[test]
fn no_text_of_the_program_says_what_only_the_machine_knows() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates");
    let (mut seen, mut wrong) = (0, Vec::new());
    for name in ["journal", "backup", "vault", "sync", "lan", "home", "meet", "picture", "page", "cli"] {
        for file in sources_below(&crates.join(name).join("src"), "rs") {
            let shown = file.to_str().expect("text").replace('\\', "/");
            if shown.ends_with("tests.rs") || UNSEEN.iter().any(|(unseen, _)| shown.ends_with(unseen)) {
                continue;
            }
            let source = std::fs::read_to_string(&file).expect("a source");
            for (text, _) in texts(&source).iter().filter(|(text, before)| is_seen(name, text, before)) {
                seen += 1;
                wrong.extend(of_the_machine(text).into_iter().map(|word| format!("“{word}” in {shown}: {text}")));
            }
        }
    }
    assert!(seen > 1_000, "all of it is looked at: {seen}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nor_does_what_comes_along() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/home/data");
    let files = sources_below(&data, "toml");
    assert!(files.len() > 1);
    for file in files {
        let text = std::fs::read_to_string(&file).expect("data");
        let shown: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
        assert_eq!(of_the_machine(&shown.join("\n")), Vec::<&str>::new(), "{}", file.display());
    }
}

/// Where the texts of `evening`, `week`, `init`, `pair` and `recover` stand.
const THE_WAY_THROUGH: [&str; 26] = [
    "command/journal/reading.rs",
    "command/journal/write.rs",
    "command/keep/recover.rs",
    "command/start/init.rs",
    "command/start/join.rs",
    "command/start/pair.rs",
    "command/start/pairing.rs",
    "command/start/talk.rs",
    "command/together/act.rs",
    "command/together/checkin.rs",
    "command/together/evening.rs",
    "command/together/focus.rs",
    "command/together/miss.rs",
    "command/together/progress.rs",
    "command/together/routine.rs",
    "command/together/steps.rs",
    "command/together/week.rs",
    "choose.rs",
    "input/typed.rs",
    "once.rs",
    "recovery.rs",
    "safety.rs",
    "screen/opened.rs",
    "screen/standing.rs",
    "unlock.rs",
    "../../home/src/sentences.rs",
];

/// More words than a tired person reads at once.
const TOO_MANY: usize = 19;

#[test]
fn an_evening_a_week_and_a_beginning_are_said_in_short_sentences() {
    let cli = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/cli/src");
    for file in THE_WAY_THROUGH {
        let source = std::fs::read_to_string(cli.join(file)).expect("a source");
        // A line end is the end of a sentence, too, but where the source alone breaks its line.
        let source = source.replace("\\\n", " ").replace("\\n", ". ").replace('\n', ".\n");
        for (text, _) in texts(&source) {
            for sentence in text.split_inclusive(['.', '?', '!']) {
                let words = sentence.split_whitespace().filter(|word| *word != "\\").count();
                assert!(words < TOO_MANY, "{file}: {words} words: {sentence}");
            }
        }
    }
}

#[test]
fn a_word_is_found_as_a_word_and_a_command_is_none() {
    assert_eq!(of_the_machine("Carry the bundle over."), ["bundle"]);
    assert_eq!(of_the_machine("{entries} entries are here (os error 2)"), ["entries", "os error"]);
    assert!(of_the_machine("{entries} are here").is_empty());
    assert!(of_the_machine("kintsugi bundle export FILE; set KINTSUGI_HOME; somebody restored it").is_empty());
    let source = "// \"home\"\nlet a = '\"'; say(\"a \\\"home\\\"\\n b\"); x.expect(\"a home\")";
    let found = texts(source);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(is_seen("cli", &found[0].0, &found[0].1) && !is_seen("cli", &found[1].0, &found[1].1));
}

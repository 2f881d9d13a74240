//! The help: the commands in groups, those of a day first, and an example on each page. Examples that take words of a journal
//! leave them out: the program asks for them, so no shell keeps them.

use clap::Command;
use textwrap::{Options, WordSplitter};

use crate::output::width;

/// The groups of the first page.
const GROUPS: [(&str, &[&str]); 6] = [
    ("Every day", &["today", "write", "read", "act", "evening", "sync"]),
    ("The journal", &["open", "search", "show", "edit", "delete", "share", "star", "keep", "quiet", "draft"]),
    (
        "The two of you",
        &[
            "week",
            "tracker",
            "rest",
            "letter",
            "ask",
            "miss",
            "jar",
            "checkin",
            "practice",
            "focus",
            "routine",
            "agreement",
            "words",
            "progress",
        ],
    ),
    ("Two laptops", &["pair", "join", "bundle", "device", "service", "leave"]),
    (
        "Safe and whole",
        &["lock", "unlock", "passphrase", "recover", "backup", "restore", "export", "import", "verify", "repair"],
    ),
    ("To begin, and to know", &["init", "status", "doctor", "config", "guide", "safety", "demo", "completions", "man"]),
];

/// Examples by the words after the program's name. A page that is not here shows its command alone.
const EXAMPLES: [(&str, &[&str]); 42] = [
    ("", &["kintsugi", "kintsugi write", "kintsugi write --help", "kintsugi --help safety"]),
    ("act", &["kintsugi act", "kintsugi act --day yesterday"]),
    ("ask answer", &["kintsugi ask answer 2"]),
    ("ask invite", &["kintsugi ask invite 2"]),
    ("ask read", &["kintsugi ask read 2"]),
    ("ask remove", &["kintsugi ask remove 6"]),
    ("ask withdraw", &["kintsugi ask withdraw 2"]),
    (
        "backup",
        &["kintsugi backup /media/stick/kintsugi.backup", "kintsugi backup --verify /media/stick/kintsugi.backup"],
    ),
    ("bundle", &["kintsugi bundle sync /media/stick"]),
    ("bundle export", &["kintsugi bundle export /media/stick/for-two"]),
    ("bundle import", &["kintsugi bundle import /media/stick/for-two"]),
    ("bundle sync", &["kintsugi bundle sync /media/stick"]),
    ("checkin schedule", &["kintsugi checkin schedule \"sunday 19:00\" --place \"kitchen table\""]),
    ("completions", &["kintsugi completions bash > ~/.local/share/bash-completion/completions/kintsugi"]),
    ("config", &["kintsugi config", "kintsugi config lines-open weekly"]),
    ("config backup-reminder", &["kintsugi config backup-reminder off"]),
    ("config day-start", &["kintsugi config day-start 5"]),
    ("config hold-minutes", &["kintsugi config hold-minutes 20"]),
    ("config lines-open", &["kintsugi config lines-open weekly"]),
    ("config name", &["kintsugi config name Ana"]),
    ("config network", &["kintsugi config network wlan0"]),
    ("config room-megabytes", &["kintsugi config room-megabytes 1000"]),
    ("config unlock-minutes", &["kintsugi config unlock-minutes 0"]),
    ("config week-start", &["kintsugi config week-start sunday"]),
    ("device rename", &["kintsugi device rename k3f9 \"the old one\""]),
    ("draft remove", &["kintsugi draft remove 1"]),
    ("draft show", &["kintsugi draft show 1"]),
    (
        "export",
        &["kintsugi export --format md -o my-journal", "kintsugi export --format html -o keepsake.html --from 2026"],
    ),
    ("focus pick", &["kintsugi focus pick letter"]),
    ("import", &["kintsugi import --format jrnl journal.txt --dry-run", "kintsugi import --undo 1"]),
    ("letter kept", &["kintsugi letter kept 1 --day yesterday"]),
    ("practice edit", &["kintsugi practice edit our-walk our-walk.toml"]),
    ("practice remove", &["kintsugi practice remove our-walk"]),
    ("practice show", &["kintsugi practice show eye-contact"]),
    ("practice start", &["kintsugi practice start eye-contact"]),
    (
        "read",
        &["kintsugi read --on 2026-11", "kintsugi read --on-this-day", "kintsugi read --from \"last week\" --theirs"],
    ),
    ("restore", &["kintsugi restore /media/stick/kintsugi.backup", "kintsugi restore --list"]),
    ("search", &["kintsugi search", "kintsugi search \"long day\" --not work --from 2026", "kintsugi search --tags"]),
    ("show", &["kintsugi show k3f9"]),
    ("words add", &["kintsugi words add stuck"]),
    ("words remove", &["kintsugi words remove 12"]),
    ("words send", &["kintsugi words send 3"]),
];
/// More of them.
const MORE: [(&str, &[&str]); 10] = [
    ("device", &["kintsugi device list"]),
    ("passphrase", &["kintsugi passphrase change"]),
    ("service", &["kintsugi service install"]),
    ("quiet", &["kintsugi quiet 3d", "kintsugi quiet until sunday", "kintsugi quiet off"]),
    ("routine done", &["kintsugi routine done walk"]),
    ("routine remove", &["kintsugi routine remove walk"]),
    ("safety", &["kintsugi safety", "kintsugi safety nz"]),
    ("sync", &["kintsugi sync", "kintsugi sync --watch"]),
    ("tracker", &["kintsugi tracker", "kintsugi tracker --year 2026 --png hearts.png"]),
    ("write", &["kintsugi write", "kintsugi write --kind appreciated --day yesterday", "kintsugi write --private"]),
];

/// The grammar with its help in groups, and examples.
pub(crate) fn helped(grammar: Command) -> Command {
    let groups = groups(&grammar);
    let template = format!("{{about-with-newline}}\n{{usage-heading}} {{usage}}\n\n{groups}{{after-help}}");
    with_examples(grammar, "").help_template(template)
}

/// Each group with its commands, and the options of every command.
fn groups(grammar: &Command) -> String {
    let about = |name: &str| grammar.find_subcommand(name).and_then(Command::get_about).map(ToString::to_string);
    let mut shown = String::new();
    for (title, names) in GROUPS {
        let rows = names.iter().map(|name| row(name, &about(name).unwrap_or_default()));
        shown.push_str(&format!("{title}:\n{}\n\n", rows.collect::<Vec<_>>().join("\n")));
    }
    let options = grammar.get_arguments().filter(|option| !option.is_hide_set()).map(|option| {
        let value = option.get_value_names().filter(|_| option.get_action().takes_values());
        let value = value.map(|names| format!(" {}", names.join(" "))).unwrap_or_default();
        let name = format!("--{}{value}", option.get_long().unwrap_or_default());
        row(&name, &option.get_help().map(ToString::to_string).unwrap_or_default())
    });
    let version = row("--version", "Say which kintsugi this is");
    format!("{shown}Options of every command:\n{}\n{version}", options.collect::<Vec<_>>().join("\n"))
}

fn row(name: &str, about: &str) -> String {
    let (begin, next) = (format!("  {name:<12} "), " ".repeat(15));
    let options = Options::new(width()).subsequent_indent(&next).word_splitter(WordSplitter::NoHyphenation);
    if begin.len() > next.len() {
        return format!("{}\n{}", begin.trim_end(), textwrap::fill(about, options.initial_indent(&next)));
    }
    textwrap::fill(about, options.initial_indent(&begin))
}

fn with_examples(command: Command, path: &str) -> Command {
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    let command = names.iter().fold(command, |command, name| {
        let path = format!("{path} {name}").trim().to_owned();
        command.mut_subcommand(name, |sub| with_examples(sub, &path))
    });
    let examples = examples(path);
    let title = if examples.len() == 1 { "Example" } else { "Examples" };
    command.after_help(format!("{title}:\n  {}", examples.join("\n  ")))
}

/// The examples of a page.
pub(crate) fn examples(path: &str) -> Vec<String> {
    let found = EXAMPLES.iter().chain(&MORE).find(|(name, _)| *name == path);
    let named = |(_, lines): &(&str, &[&str])| lines.iter().map(|line| (*line).to_owned()).collect();
    found.map_or_else(|| vec![format!("kintsugi {path}")], named)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::args::{grammar, parse};

    #[test]
    fn every_command_stands_in_one_group() {
        let grouped: Vec<&str> = GROUPS.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        let all: BTreeSet<&str> = grouped.iter().copied().collect();
        assert_eq!(all.len(), grouped.len(), "each once");
        let grammar = grammar();
        let shown = grammar.get_subcommands().filter(|command| !command.is_hide_set() && command.get_name() != "help");
        assert_eq!(shown.map(Command::get_name).collect::<BTreeSet<_>>(), all);
    }

    #[test]
    fn each_example_is_a_line_that_the_program_understands() {
        fn all(command: &Command, path: &str, found: &mut Vec<(String, String)>) {
            found.extend(examples(path).into_iter().map(|line| (path.to_owned(), line)));
            for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set() && sub.get_name() != "help") {
                all(sub, format!("{path} {}", sub.get_name()).trim(), found);
            }
        }
        let mut found = Vec::new();
        all(&grammar(), "", &mut found);
        assert!(found.len() > 100);
        for (path, line) in found {
            let line = line.split(" > ").next().expect("a line").to_owned();
            let words = shell_words::split(&line).expect("a line of a shell");
            let parsed = parse(&words.into_iter().map(Into::into).collect::<Vec<_>>());
            let help = |error: &clap::Error| !error.use_stderr();
            assert!(parsed.as_ref().err().is_none_or(help), "{line}");
            assert!(line.starts_with(format!("kintsugi {path}").trim()) || path.is_empty(), "{path}: {line}");
        }
        for (path, _) in EXAMPLES.iter().chain(&MORE).filter(|(path, _)| !path.is_empty()) {
            let grammar = grammar();
            let found = path.split(' ').try_fold(&grammar, |at, word| at.find_subcommand(word));
            assert!(found.is_some(), "{path}");
        }
    }
}

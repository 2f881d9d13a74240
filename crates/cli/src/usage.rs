//! What is missing or wrong on a command line, in our words and with the next step. The parser finds it; here it is said.

use std::error::Error;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::error::CommandError;

/// The next step where something is missing, by the command without the program's name.
const NEXT: [(&str, &str); 27] = [
    ("show", "kintsugi read --ids shows the ids."),
    ("draft show", "kintsugi draft lists them with their numbers."),
    ("draft remove", "kintsugi draft lists them with their numbers."),
    ("letter kept", "kintsugi letter promises lists them with their numbers."),
    ("ask answer", "kintsugi ask lists the questions with their numbers."),
    ("ask invite", "kintsugi ask lists the questions with their numbers."),
    ("ask read", "kintsugi ask lists the questions with their numbers."),
    ("ask withdraw", "kintsugi ask lists the questions with their numbers."),
    ("ask remove", "kintsugi ask lists the questions with their numbers."),
    ("checkin schedule", "A day and a time, such as: kintsugi checkin schedule \"sunday 19:00\""),
    ("practice show", "kintsugi practice lists the names."),
    ("practice start", "kintsugi practice lists the names."),
    ("practice edit", "kintsugi practice lists the names."),
    ("practice remove", "kintsugi practice lists the names."),
    ("focus pick", "kintsugi practice lists the names."),
    ("routine done", "kintsugi routine lists them."),
    ("routine remove", "kintsugi routine lists them."),
    ("words add", "For when: stuck, angry, afraid, often, or a word of yours."),
    ("words send", "kintsugi words lists the lines with their numbers."),
    ("words remove", "kintsugi words lists the lines with their numbers."),
    ("bundle export", "A file to write, best on a stick, such as: kintsugi bundle export /media/stick/for-two"),
    ("bundle import", "The file that came from the other laptop."),
    ("backup", "A file to write, best on a stick, such as: kintsugi backup /media/stick/kintsugi.backup"),
    ("restore", "The file of a backup. kintsugi restore --list shows the copies inside the journal."),
    ("export", "Such as: kintsugi export --format md -o my-journal"),
    ("import", "Such as: kintsugi import --format jrnl journal.txt"),
    ("device rename", "kintsugi device list shows the ids."),
];

/// What other programs call it, and what it is here.
const ELSEWHERE: [(&str, &str); 11] = [
    ("calendar", "tracker"),
    ("journal", "read"),
    ("list", "read"),
    ("ls", "read"),
    ("new", "write"),
    ("note", "write"),
    ("remove", "delete"),
    ("rm", "delete"),
    ("settings", "config"),
    ("view", "read"),
    ("watch", "sync --watch"),
];

/// A usage error of the parser, worded.
pub(crate) fn worded(error: &clap::Error) -> CommandError {
    let command = command(error);
    let shown = format!("kintsugi {command}").trim_end().to_owned();
    let help = format!("{shown} --help says more.");
    let named = |kind| listed(error, kind).join(" ");
    let (arg, value) = (named(ContextKind::InvalidArg), named(ContextKind::InvalidValue));
    let (message, hint) = match error.kind() {
        ErrorKind::MissingRequiredArgument => {
            (format!("something is missing after {shown}: {}", bare(&arg)), next(&command).unwrap_or(&help).to_owned())
        }
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            (format!("something is missing after {shown}"), help)
        }
        ErrorKind::InvalidSubcommand => {
            let wrong = named(ContextKind::InvalidSubcommand);
            let elsewhere = ELSEWHERE.iter().find(|(word, _)| command.is_empty() && *word == wrong);
            let meant = match elsewhere {
                Some((_, here)) => format!("Did you mean {here}? "),
                None => did_you_mean(error, ContextKind::SuggestedSubcommand),
            };
            (format!("there is no command “{wrong}”"), format!("{meant}{shown} --help lists the commands."))
        }
        ErrorKind::UnknownArgument if arg.starts_with('-') => {
            let meant = did_you_mean(error, ContextKind::SuggestedArg);
            let dash = "Words that begin with a dash stand after --";
            (format!("{shown} knows no {arg}"), format!("{meant}{help} {dash}"))
        }
        ErrorKind::UnknownArgument => (format!("“{arg}” is one word too many"), help),
        ErrorKind::InvalidValue if value.is_empty() => {
            (format!("something is missing after {}", bare(&arg)), one_of(error, help))
        }
        ErrorKind::InvalidValue => (format!("“{value}” is nothing for {}", bare(&arg)), one_of(error, help)),
        ErrorKind::ValueValidation => {
            let why = error.source().map_or_else(String::new, |why| format!(": {why}"));
            (format!("“{value}” is nothing for {}{why}", bare(&arg)), help)
        }
        ErrorKind::ArgumentConflict => {
            (format!("{} and {} exclude each other", bare(&arg), bare(&named(ContextKind::PriorArg))), help)
        }
        _ => (first_line(error), help),
    };
    CommandError::usage(message).hint(hint)
}

/// The command that was meant, as its usage names it: without the program and what follows it.
fn command(error: &clap::Error) -> String {
    let usage = match error.get(ContextKind::Usage) {
        Some(ContextValue::StyledStr(usage)) => usage.to_string(),
        _ => String::new(),
    };
    let words = usage.lines().next().unwrap_or_default().split_whitespace().skip_while(|word| *word == "Usage:");
    // The program may have been given another name.
    let named = words.skip(1).take_while(|word| word.starts_with(|c: char| c.is_ascii_lowercase()));
    named.collect::<Vec<_>>().join(" ")
}

fn next(command: &str) -> Option<&'static str> {
    NEXT.iter().find(|(name, _)| *name == command).map(|(_, next)| *next)
}

fn listed(error: &clap::Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(one)) => vec![one.clone()],
        Some(ContextValue::Strings(all)) => all.clone(),
        _ => Vec::new(),
    }
}

/// A name as it is typed: `NAME` for `<NAME>...`.
fn bare(name: &str) -> String {
    name.replace(['<', '>', '[', ']'], "").replace("...", "")
}

fn one_of(error: &clap::Error, help: String) -> String {
    match &listed(error, ContextKind::ValidValue)[..] {
        [] => help,
        valid => format!("It is one of: {}.", valid.join(", ")),
    }
}

fn did_you_mean(error: &clap::Error, kind: ContextKind) -> String {
    // The nearest one is the last.
    listed(error, kind).last().map_or_else(String::new, |meant| format!("Did you mean {meant}? "))
}

fn first_line(error: &clap::Error) -> String {
    error.to_string().lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args::{grammar, parse};

    fn said(line: &str) -> String {
        let words: Vec<_> = line.split(' ').map(Into::into).collect();
        let error = parse(&words).err().expect("it is wrong");
        let error = worded(&error);
        format!("{} | {}", error.message, error.hint.expect("a next step"))
    }

    #[test]
    fn what_is_missing_is_named_with_the_next_step() {
        for (line, word, step) in [
            ("kintsugi focus pick", "kintsugi focus pick: PRACTICE", "kintsugi practice lists the names."),
            ("kintsugi checkin schedule", "kintsugi checkin schedule: ", "\"sunday 19:00\""),
            ("kintsugi backup", "kintsugi backup: FILE", "kintsugi backup /media/stick/"),
        ] {
            let said = said(line);
            assert!(said.contains(word) && said.contains(step), "{said}");
        }
    }

    #[test]
    fn what_is_wrong_is_named_with_what_would_do() {
        assert_eq!(
            said("kintsugi wirte x"),
            "there is no command “wirte” | Did you mean write? kintsugi --help lists the commands."
        );
        assert!(said("kintsugi ls").contains("Did you mean read?"), "{}", said("kintsugi ls"));
        assert!(said("kintsugi write --kind angry x").contains("appreciated, hard"));
        assert!(said("kintsugi jar --frist").starts_with("kintsugi jar knows no --frist | "));
        assert!(said("kintsugi lock now").starts_with("“now” is one word too many"), "{}", said("kintsugi lock now"));
    }

    #[test]
    fn every_command_with_a_next_step_is_there() {
        for (name, _) in NEXT {
            let grammar = grammar();
            let found = name.split(' ').try_fold(&grammar, |at, word| at.find_subcommand(word));
            assert!(found.is_some(), "{name}");
        }
    }
}

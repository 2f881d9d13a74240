//! The screens of the practices, as people see them: 80 and 50 columns, with and without colour, with hearts and with ASCII.
//!
//! All of it is one Wednesday, 3 June 2026, half past eight in the evening.

mod around;
mod rounds;
mod sitting;

use kintsugi_tests::memory::reopen;
use kintsugi_tests::{Person, Run, Two};

const WIDE: [(&str, &str); 1] = [("COLUMNS", "80")];
const NARROW: [(&str, &str); 1] = [("COLUMNS", "50")];
const COLOUR: [(&str, &str); 1] = [("CLICOLOR_FORCE", "1")];
const ASCII: [(&str, &str); 1] = [("LANG", "C")];

/// Ana and Ben on that evening, paired.
fn evening() -> Option<Two> {
    Two::paired_at("2026-06-03 20:30:00")
}

/// What a command shows, with ids made equal; what it says besides stands below a line of dashes.
fn screen(person: &Person, arguments: &[&str], environment: &[(&str, &str)]) -> String {
    let mut command = person.command(arguments);
    command.envs(environment.iter().copied());
    let run: Run = command.output().expect("it starts").into();
    let said = run.stderr.trim_end();
    let all = if said.is_empty() { run.stdout.clone() } else { format!("{}\n---\n{said}", run.stdout.trim_end()) };
    let ids = reopen(&person.home).all_lines(|_| true).expect("a sound store");
    let equal = |all: String, id: String| all.replace(&id, "ididid");
    ids.iter().map(|listed| listed.line.entry.short()).fold(all, equal).replace('\x1b', "^")
}

fn both_widths(person: &Person, arguments: &[&str]) -> String {
    format!("{}\n=====\n{}", screen(person, arguments, &WIDE).trim_end(), screen(person, arguments, &NARROW))
}

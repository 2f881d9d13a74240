//! What is longer than the screen, page by page, in the program that `PAGER` names, else less.
//!
//! Less keeps what somebody looked for in a history, and can write files and begin other programs: it is told to do neither.

use std::io::{ErrorKind, Write};
use std::process::{Command, Stdio};

use crate::signals::HeldBack;

/// Leave where one screen is enough, pass colours on, leave what was shown on the screen.
const LESS: [(&str, &str); 3] = [("LESS", "FRX"), ("LESSHISTFILE", "-"), ("LESSSECURE", "1")];

/// Shows a text in a pager. Whether it did; where not, it is for the screen as it is.
pub(super) fn show(text: &str) -> bool {
    let Some(mut pager) = wanted(text).and_then(|words| command(&words)) else { return false };
    // Ctrl-C is the pager's while it has the screen.
    let Ok(held) = HeldBack::new() else { return false };
    let shown = run(&mut pager, text).is_ok();
    drop(held);
    shown
}

fn run(pager: &mut Command, text: &str) -> std::io::Result<()> {
    let mut child = pager.envs(LESS).stdin(Stdio::piped()).spawn()?;
    let shown = if super::has_looks() { text.to_owned() } else { anstream::adapter::strip_str(text).to_string() };
    let written = child.stdin.take().map_or(Ok(()), |mut to| to.write_all(shown.as_bytes()));
    child.wait()?;
    // Whoever leaves before the end has seen enough.
    written.or_else(|error| if error.kind() == ErrorKind::BrokenPipe { Ok(()) } else { Err(error) })
}

/// The words of the pager, where one is wanted: at a terminal that has fewer rows.
fn wanted(text: &str) -> Option<Vec<String>> {
    let named = |name| std::env::var(name).ok();
    let off = named("NO_PAGER").is_some_and(|off| !off.is_empty()) || super::is_plain();
    // Only a terminal has a size; without one, crossterm begins two programs (tput) to ask for it.
    if off || !super::has_screen() {
        return None;
    }
    let (_, rows) = crossterm::terminal::size().ok()?;
    if rows == 0 || text.lines().count() < usize::from(rows) {
        return None;
    }
    shell_words::split(&named("PAGER").unwrap_or_else(|| "less".into())).ok()
}

fn command(words: &[String]) -> Option<Command> {
    let (program, arguments) = words.split_first().filter(|(program, _)| *program != "cat")?;
    let mut command = Command::new(program);
    command.args(arguments);
    Some(command)
}

//! Where everything that is shown goes: data on stdout, talk on stderr, colour only where it can be seen. All of it passes the
//! [`sieve`]: nothing that somebody else wrote steers the terminal.

mod log;
mod pager;
mod sieve;
mod wrap;

use std::io::{ErrorKind, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use anstyle::{AnsiColor, Color, Style};
use serde::Serialize;

use crate::begun::cannot_begin_again;
use crate::error::{CommandError, Exit};

pub(crate) use log::Log;
pub(crate) use sieve::{Looks, apart, sieve};
pub(crate) use wrap::{filled, fitted, hanging, indented};

/// What was looked for, where it stands.
pub(crate) const FOUND: Style = Style::new().underline();
/// Emphasis for a date or a name.
pub(crate) const STRONG: Style = Style::new().bold();
/// What stands back: ids, hints.
pub(crate) const FAINT: Style = Style::new().dimmed();
/// Hearts.
pub(crate) const HEART: Style = AnsiColor::Red.on_default();
/// Black on white whatever the terminal's own colours are: cameras do not read a code the other way round.
pub(crate) const PAPER: Style =
    Style::new().fg_color(Some(Color::Ansi(AnsiColor::Black))).bg_color(Some(Color::Ansi(AnsiColor::BrightWhite)));

/// How this command shows things.
#[derive(Clone, Copy)]
pub(crate) struct Output {
    json: bool,
    quiet: bool,
}

impl Output {
    pub(crate) const fn new(json: bool, quiet: bool) -> Self {
        Self { json, quiet }
    }

    pub(crate) const fn is_json(self) -> bool {
        self.json
    }

    /// A screen, for people. Nothing with `--json`.
    pub(crate) fn screen(self, text: &str) {
        if !self.json {
            cannot_begin_again();
            emit(&mut anstream::stdout(), &sieve(&shaped(text, has_screen()), Looks::Ours));
        }
    }

    /// The same, page by page where it is longer than the screen.
    pub(crate) fn long(self, text: &str) {
        if self.json {
            return;
        }
        cannot_begin_again();
        let shaped = shaped(text, has_screen());
        let shown = sieve(&shaped, Looks::Ours);
        if !pager::show(&format!("{shown}\n")) {
            emit(&mut anstream::stdout(), &shown);
        }
    }

    /// The same way of showing, as JSON.
    pub(crate) const fn as_json(self) -> Self {
        Self { json: true, ..self }
    }

    /// What was done. Nothing with `--quiet` or `--json`.
    pub(crate) fn done(self, text: &str) {
        if !self.quiet {
            self.screen(text);
        }
    }

    /// Whether what was done is shown, to people or to a script. Not with `--quiet`, but for `--json`.
    pub(crate) const fn tells_what_was_done(self) -> bool {
        self.json || !self.quiet
    }

    /// The help, whatever was asked for; page by page where it is longer than the screen.
    pub(crate) fn help(self, text: &str) {
        if has_screen() { Self { json: false, ..self }.long(text.trim_end()) } else { self.document(text) }
    }

    /// A document for another program or for paper: the manual, completions, the help. Whatever was asked for.
    pub(crate) fn document(self, text: &str) {
        emit(&mut anstream::stdout(), &sieve(text.trim_end(), Looks::Ours));
    }

    /// What another program is to read, as it is. It must never go to a screen ([`has_screen`]).
    pub(crate) fn bytes(self, bytes: &[u8]) -> std::io::Result<()> {
        let mut out = std::io::stdout();
        let written = out.write_all(bytes).and_then(|()| out.flush());
        // Whoever reads has enough.
        written.or_else(|error| if error.kind() == ErrorKind::BrokenPipe { Ok(()) } else { Err(error) })
    }

    /// One object on one line, for scripts. Nothing without `--json`.
    pub(crate) fn json(self, value: &impl Serialize) {
        if self.json {
            cannot_begin_again();
            let line = serde_json::to_string(value).expect("our own shapes are always JSON");
            emit(&mut anstream::stdout(), &sieve::escaped(&line));
        }
    }

    /// A word to the person. Nothing with `--quiet` or `--json`.
    pub(crate) fn talk(self, text: &str) {
        if !self.quiet && !self.json {
            emit(&mut anstream::stderr(), &sieve(&shaped(text, is_read()), Looks::Ours));
        }
    }

    /// Whether somebody follows what is said.
    pub(crate) const fn is_talking(self) -> bool {
        !self.quiet && !self.json
    }

    /// A word that must be seen, whatever was asked for.
    pub(crate) fn insist(self, text: &str) {
        emit(&mut anstream::stderr(), &sieve(&shaped(text, is_read()), Looks::Ours));
    }

    /// A question, without a line end.
    pub(crate) fn ask(self, text: &str) {
        let mut stderr = anstream::stderr();
        let _ = write!(stderr, "{}", sieve(text, Looks::Ours)).and_then(|()| stderr.flush());
    }

    /// An error, in the form that was asked for.
    pub(crate) fn error(self, error: &CommandError) {
        if self.json {
            let object = serde_json::json!({
                "error": { "code": error.code, "message": error.message, "hint": error.hint }
            });
            return emit(&mut anstream::stderr(), &sieve::escaped(&object.to_string()));
        }
        let hint = error.hint.as_ref().map_or_else(String::new, |hint| format!("\n{hint}"));
        let text = filled(&format!("{}.{hint}", capital(&error.message)));
        emit(&mut anstream::stderr(), &sieve(&text, Looks::None));
    }
}

/// A text as it fits where somebody reads it. What a script reads stays as it is.
fn shaped(text: &str, is_read: bool) -> std::borrow::Cow<'_, str> {
    if is_read { fitted(text).into() } else { text.into() }
}

/// Whether somebody reads what is said.
fn is_read() -> bool {
    std::io::stderr().is_terminal()
}

/// Whether something that was to be shown could not be written.
static CUT: AtomicBool = AtomicBool::new(false);

/// Writes a text and a line end. A reader that has gone away is no error of ours.
fn emit(to: &mut impl Write, text: &str) {
    let shown = writeln!(to, "{text}").and_then(|()| to.flush());
    if shown.is_err_and(|error| error.kind() != ErrorKind::BrokenPipe) {
        CUT.store(true, Ordering::Relaxed);
    }
}

/// Whether all that was shown went where it was to go.
///
/// # Errors
/// Where something could not be written, as to a full disk.
pub(crate) fn check_shown() -> Result<(), CommandError> {
    if !CUT.load(Ordering::Relaxed) {
        return Ok(());
    }
    Err(CommandError::new(Exit::Failed, "not-shown", "what was to be shown could not be written out whole")
        .hint("What the command itself did is done. Is the disk full that its answer goes to?"))
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// Wider lines are hard to read.
pub(crate) const MOST_COLUMNS: usize = 80;

/// How many columns a screen has: as `COLUMNS` says, else the terminal, and at most 80.
pub(crate) fn width() -> usize {
    let named = std::env::var("COLUMNS").ok().and_then(|text| text.parse().ok());
    named.unwrap_or_else(textwrap::termwidth).clamp(30, MOST_COLUMNS)
}

/// Whether the terminal says of itself that it can only write on.
pub(crate) fn is_plain() -> bool {
    std::env::var("TERM").map_or(true, |name| name.is_empty() || name == "dumb")
}

/// Whether somebody sits at the keyboard.
pub(crate) fn has_terminal() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// Whether somebody looks at what is shown.
pub(crate) fn has_screen() -> bool {
    std::io::stdout().is_terminal()
}

/// A terminal that can only write on is told words alone, whatever else is set.
pub(crate) fn settle_looks() {
    if is_plain() {
        anstream::ColorChoice::Never.write_global();
    }
}

/// Whether the screen shows looks, as the terminal and its person wish.
fn has_looks() -> bool {
    anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never
}

/// Whether hearts can be drawn as such.
pub(crate) fn has_unicode() -> bool {
    let chosen =
        ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(|name| std::env::var(name).ok().filter(|v| !v.is_empty()));
    chosen.is_some_and(|locale| locale.to_lowercase().replace('-', "").contains("utf8"))
}

//! Where everything that is shown goes: data on stdout, talk on stderr, colour only where it can be seen.

use std::io::{IsTerminal, Write};

use anstyle::{AnsiColor, Style};
use serde::Serialize;

use crate::error::CommandError;

/// Emphasis for a date or a name.
pub(crate) const STRONG: Style = Style::new().bold();
/// What stands back: ids, hints.
pub(crate) const FAINT: Style = Style::new().dimmed();
/// Hearts.
pub(crate) const HEART: Style = AnsiColor::Red.on_default();

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
            emit(&mut anstream::stdout(), text);
        }
    }

    /// One object on one line, for scripts. Nothing without `--json`.
    pub(crate) fn json(self, value: &impl Serialize) {
        if self.json {
            let line = serde_json::to_string(value).expect("our own shapes are always JSON");
            emit(&mut anstream::stdout(), &line);
        }
    }

    /// A word to the person. Nothing with `--quiet` or `--json`.
    pub(crate) fn talk(self, text: &str) {
        if !self.quiet && !self.json {
            emit(&mut anstream::stderr(), text);
        }
    }

    /// Whether somebody follows what is said.
    pub(crate) const fn is_talking(self) -> bool {
        !self.quiet && !self.json
    }

    /// A word that must be seen, whatever was asked for.
    pub(crate) fn insist(self, text: &str) {
        emit(&mut anstream::stderr(), text);
    }

    /// A question, without a line end.
    pub(crate) fn ask(self, text: &str) {
        let mut stderr = anstream::stderr();
        let _ = write!(stderr, "{text}").and_then(|()| stderr.flush());
    }

    /// An error, in the form that was asked for.
    pub(crate) fn error(self, error: &CommandError) {
        if self.json {
            let object = serde_json::json!({
                "error": { "code": error.code, "message": error.message, "hint": error.hint }
            });
            return emit(&mut anstream::stderr(), &object.to_string());
        }
        let hint = error.hint.as_ref().map_or_else(String::new, |hint| format!("\n{hint}"));
        emit(&mut anstream::stderr(), &filled(&format!("{}.{hint}", capital(&error.message))));
    }
}

/// A text as wide as the screen. Paths and commands in it are to be copied, so words stay whole.
pub(crate) fn filled(text: &str) -> String {
    let options = textwrap::Options::new(width())
        .break_words(false)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .word_separator(textwrap::WordSeparator::AsciiSpace);
    textwrap::fill(text, options)
}

/// A text as wide as the screen, each of its lines set in.
pub(crate) fn indented(text: &str, indent: &str) -> String {
    let options = textwrap::Options::new(width()).initial_indent(indent).subsequent_indent(indent);
    let lines: Vec<String> = text.lines().map(|line| textwrap::fill(line, &options)).collect();
    lines.join("\n")
}

/// Writes a text and a line end. A reader that has gone away is no error of ours.
fn emit(to: &mut impl Write, text: &str) {
    let _ = writeln!(to, "{text}").and_then(|()| to.flush());
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

/// Whether somebody sits at the keyboard.
pub(crate) fn has_terminal() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// Whether hearts can be drawn as such.
pub(crate) fn has_unicode() -> bool {
    let chosen =
        ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(|name| std::env::var(name).ok().filter(|v| !v.is_empty()));
    chosen.is_some_and(|locale| locale.to_lowercase().replace('-', "").contains("utf8"))
}

//! Lines that somebody types: one, or several up to an empty one. What was typed before somebody stopped is handed out.

use std::io::{self, Write, stderr};

use anstream::adapter::strip_str;
use crossterm::terminal::size;
use kintsugi_journal::character::is_mark;
use textwrap::core::display_width;
use zeroize::Zeroize;

use super::typing::{Key, Typing};
use crate::output::{Looks, fitted, is_plain, sieve};

/// What stands before each line of several.
const PROMPT: &str = "> ";

/// What somebody typed, and how it ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Typed {
    /// All of it.
    Done(String),
    /// They stopped, or the terminal is gone: this was typed until then.
    Stopped(String),
}

/// Whether letters are shown as they are typed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Echo {
    Shown,
    Hidden,
}

/// One line, after a question of ours.
pub(crate) fn type_line(question: &str, echo: Echo) -> io::Result<Typed> {
    // Only its last row is drawn anew when something is taken back.
    let question = fitted(question);
    let (before, last) = question.rsplit_once('\n').map_or(("", &*question), |(before, last)| (before, last));
    let mut line = Line::listen(last, echo)?;
    if question.len() > last.len() {
        say(&format!("{}\n", sieve(before, Looks::Ours)));
    }
    say(&line.prompt);
    Ok(line.whole())
}

/// The same on a screen of its own: what it shows is nowhere afterwards, where the terminal can do so.
pub(crate) fn type_aside(screen: &str, question: &str) -> io::Result<Typed> {
    let mut line = Line::listen(question, Echo::Shown)?;
    line.typing.tell("\x1b[?1049h\x1b[2J\x1b[H");
    say(&format!("{}\n{}", sieve(screen, Looks::Ours), line.prompt));
    let typed = line.whole();
    line.typing.tell("\x1b[2J\x1b[?1049l");
    Ok(typed)
}

/// Lines up to an empty one, after a question of ours; `before` is shown, and stands before them.
pub(crate) fn type_lines(question: &str, before: &str) -> io::Result<Typed> {
    let mut text = before.to_owned();
    let mut line = Line::listen(PROMPT, Echo::Shown)?;
    say(&format!("{}\n", sieve(question, Looks::Ours)));
    before.lines().for_each(|line| say(&format!("{PROMPT}{}\n", shown(line))));
    say(PROMPT);
    loop {
        let key = line.typing.key();
        match key {
            Key::Enter if line.text.trim().is_empty() => {
                line.end();
                return Ok(Typed::Done(text));
            }
            Key::Enter | Key::Pasted => {
                add(&mut text, &line.text);
                line.next();
            }
            Key::End | Key::Stop => {
                add(&mut text, &line.end());
                return Ok(if key == Key::End { Typed::Done(text) } else { Typed::Stopped(text) });
            }
            key => line.take(key),
        }
    }
}

fn add(text: &mut String, line: &str) {
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(line);
}

/// The line that is being typed.
struct Line {
    typing: Typing,
    prompt: String,
    text: String,
    echo: Echo,
}

impl Line {
    /// Listens before anything is asked: what is typed ahead is whole, too.
    fn listen(prompt: &str, echo: Echo) -> io::Result<Self> {
        let prompt = sieve(prompt, Looks::Ours).into_owned();
        Ok(Self { typing: Typing::begin()?, prompt, text: String::new(), echo })
    }

    /// Up to the end of the line.
    fn whole(&mut self) -> Typed {
        loop {
            match self.typing.key() {
                Key::End if self.text.is_empty() => return Typed::Stopped(self.end()),
                Key::Enter | Key::End => return Typed::Done(self.end()),
                Key::Stop => return Typed::Stopped(self.end()),
                // A code that was copied with its line end.
                Key::Pasted => {}
                key => self.take(key),
            }
        }
    }

    fn take(&mut self, key: Key) {
        match key {
            Key::Letter(letter) => {
                self.text.push(letter);
                self.show(letter);
            }
            Key::Backspace => self.back(|text| while text.pop().is_some_and(is_mark) {}),
            Key::Word => self.back(|text| {
                let kept = text.trim_end().rfind(char::is_whitespace).map_or(0, |at| at + 1);
                text.truncate(kept);
            }),
            Key::Line => self.back(String::clear),
            Key::Enter | Key::Pasted | Key::End | Key::Stop => {}
        }
    }

    fn show(&self, letter: char) {
        if self.echo == Echo::Shown {
            say(&shown(letter.encode_utf8(&mut [0; 4])));
        }
    }

    /// Takes something back, and shows the line as it is then.
    fn back(&mut self, take: impl FnOnce(&mut String)) {
        let before = display_width(&shown(&self.text));
        take(&mut self.text);
        if self.echo == Echo::Hidden {
            return;
        }
        if self.typing.is_plain() {
            let gone = before - display_width(&shown(&self.text));
            return say(&"\u{8} \u{8}".repeat(gone));
        }
        let columns = size().map_or(80, |(columns, _)| usize::from(columns.max(2)));
        let rows = (display_width(&self.prompt) + before).saturating_sub(1) / columns;
        if rows > 0 {
            self.typing.tell(&format!("\x1b[{rows}A"));
        }
        self.typing.tell("\r\x1b[J");
        say(&format!("{}{}", self.prompt, shown(&self.text)));
    }

    fn next(&mut self) {
        self.text.clear();
        say(&format!("\n{}", self.prompt));
    }

    fn end(&mut self) -> String {
        say("\n");
        std::mem::take(&mut self.text)
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.text.zeroize();
    }
}

/// Begins a new screen, where the terminal can do so.
pub(crate) fn clear() {
    if !is_plain() {
        say("\x1b[2J\x1b[H");
    }
}

/// A text as the line shows it.
fn shown(text: &str) -> String {
    sieve(text, Looks::None).replace('\t', " ")
}

/// A terminal that is gone shows nothing, and what was typed is here all the same. One that can only be written on is told text
/// alone.
fn say(text: &str) {
    let mut stderr = stderr();
    if is_plain() {
        let _ = write!(stderr, "{}", strip_str(text)).and_then(|()| stderr.flush());
        return;
    }
    let _ = stderr.write_all(text.as_bytes()).and_then(|()| stderr.flush());
}

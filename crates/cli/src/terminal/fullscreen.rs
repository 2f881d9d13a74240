//! The terminal, taken over for a while.

use std::io::{self, Stderr, Write, stderr};
use std::time::Duration;

use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, poll, read};
use crossterm::queue;
use crossterm::terminal::{
    Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode, size,
};

/// What somebody pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    /// Go on: Enter, n, right arrow.
    Next,
    /// Go back: b, left arrow.
    Back,
    /// Pause, or go on after it: space, p.
    Pause,
    /// Stop: q, Escape, Ctrl-C, or the terminal is gone.
    Stop,
    /// Anything else; also a terminal of another size.
    Other,
}

/// The terminal, taken over. Dropped, it is as it was.
pub(super) struct Fullscreen {
    out: Stderr,
}

impl Fullscreen {
    pub(super) fn enter() -> io::Result<Self> {
        enable_raw_mode()?;
        let mut screen = Self { out: stderr() };
        queue!(screen.out, EnterAlternateScreen, Hide, Clear(ClearType::All))?;
        screen.out.flush()?;
        Ok(screen)
    }

    /// Columns and rows, at least 20 and 8.
    pub(super) fn size() -> (usize, usize) {
        let (columns, rows) = size().unwrap_or((80, 24));
        (usize::from(columns).max(20), usize::from(rows).max(8))
    }

    /// Shows a whole frame in place of the one before.
    pub(super) fn draw(&mut self, frame: &str) -> io::Result<()> {
        queue!(self.out, MoveTo(0, 0))?;
        let (_, rows) = Self::size();
        for line in frame.lines().take(rows) {
            queue!(self.out, Clear(ClearType::CurrentLine))?;
            write!(self.out, "{line}\r\n")?;
        }
        queue!(self.out, Clear(ClearType::FromCursorDown))?;
        self.out.flush()
    }

    /// Rings once.
    pub(super) fn ring(&mut self) -> io::Result<()> {
        self.out.write_all(b"\x07")?;
        self.out.flush()
    }

    /// The key that is pressed within this time.
    pub(super) fn key(within: Duration) -> io::Result<Option<Key>> {
        if !poll(within)? {
            return Ok(None);
        }
        Ok(match read()? {
            Event::Key(key) if key.kind != KeyEventKind::Release => Some(meaning(key)),
            Event::Key(_) => None,
            _ => Some(Key::Other),
        })
    }
}

impl Drop for Fullscreen {
    fn drop(&mut self) {
        // A terminal that is gone needs no tidying.
        let _ = queue!(self.out, LeaveAlternateScreen, Show);
        let _ = self.out.flush();
        let _ = disable_raw_mode();
    }
}

fn meaning(key: KeyEvent) -> Key {
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    match key.code {
        KeyCode::Char('c' | 'd') if control => Key::Stop,
        KeyCode::Enter | KeyCode::Right | KeyCode::PageDown | KeyCode::Char('n') => Key::Next,
        KeyCode::Left | KeyCode::PageUp | KeyCode::Backspace | KeyCode::Char('b') => Key::Back,
        KeyCode::Char(' ' | 'p') => Key::Pause,
        KeyCode::Esc | KeyCode::Char('q') => Key::Stop,
        _ => Key::Other,
    }
}

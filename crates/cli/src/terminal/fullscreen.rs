//! The terminal, taken over for a while.

use std::io::{self, Stderr, Write, stderr};
use std::time::{Duration, Instant};

use anstream::adapter::strip_str;
use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, poll, read};
use crossterm::queue;
use crossterm::terminal::{
    BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    disable_raw_mode, enable_raw_mode, size,
};

use crate::output::{Looks, is_plain, sieve};
use crate::signals::HeldBack;

/// How soon a signal is noticed.
const LOOK: Duration = Duration::from_millis(100);

/// What somebody pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    /// Go on: Enter, n, right arrow.
    Next,
    /// Go back: b, left arrow.
    Back,
    /// Pause, or go on after it: space, p.
    Pause,
    /// Try the tone: t.
    Tone,
    /// Stop: q, Escape, Ctrl-C, or the terminal is gone.
    Stop,
    /// Anything else; also a terminal of another size.
    Other,
}

/// Which of its screens is shown: a number of its own, and what else changes more than a clock.
pub(super) type Scene = (usize, bool, bool);

/// The terminal, taken over. Dropped, it is as it was, also when this program is asked to end.
///
/// One that can only be written on shows each scene once, below the one before.
pub(super) struct Fullscreen {
    out: Stderr,
    signals: HeldBack,
    plain: bool,
    scene: Option<Scene>,
}

impl Fullscreen {
    pub(super) fn enter() -> io::Result<Self> {
        let signals = HeldBack::new()?;
        enable_raw_mode()?;
        let mut screen = Self { out: stderr(), signals, plain: is_plain(), scene: None };
        if !screen.plain {
            queue!(screen.out, EnterAlternateScreen, Hide, Clear(ClearType::All))?;
            screen.out.flush()?;
        }
        Ok(screen)
    }

    /// How many rows a frame may fill to be seen from afar: none where it scrolls away.
    pub(super) fn rows_to_fill(&self) -> usize {
        if self.plain { 0 } else { Self::size().1 }
    }

    /// Columns and rows, at least 20 and 8.
    pub(super) fn size() -> (usize, usize) {
        let (columns, rows) = size().unwrap_or((80, 24));
        (usize::from(columns).max(20), usize::from(rows).max(8))
    }

    /// Shows a whole frame in place of the one before.
    pub(super) fn draw(&mut self, frame: &str, scene: Scene) -> io::Result<()> {
        let before = self.scene.replace(scene);
        if self.plain {
            return if before == Some(scene) { Ok(()) } else { self.write_below(frame) };
        }
        // Row by row: a line end on the last one would push the first one out.
        let (_, rows) = Self::size();
        let mut row = 0;
        queue!(self.out, BeginSynchronizedUpdate)?;
        for line in frame.lines().take(rows) {
            queue!(self.out, MoveTo(0, row), Clear(ClearType::CurrentLine))?;
            write!(self.out, "{}", sieve(line, Looks::Ours))?;
            row += 1;
        }
        if usize::from(row) < rows {
            queue!(self.out, MoveTo(0, row), Clear(ClearType::FromCursorDown))?;
        }
        queue!(self.out, EndSynchronizedUpdate)?;
        self.out.flush()
    }

    fn write_below(&mut self, frame: &str) -> io::Result<()> {
        for line in frame.lines() {
            write!(self.out, "{}\r\n", strip_str(&sieve(line, Looks::Ours)))?;
        }
        self.out.flush()
    }

    /// Rings once.
    pub(super) fn ring(&mut self) -> io::Result<()> {
        self.out.write_all(b"\x07")?;
        self.out.flush()
    }

    /// The key that is pressed within this time.
    ///
    /// # Errors
    /// [`io::ErrorKind::Interrupted`] when this program was asked to end.
    pub(super) fn key(&self, within: Duration) -> io::Result<Option<Key>> {
        let until = Instant::now() + within;
        loop {
            if self.signals.was_asked() {
                return Err(io::ErrorKind::Interrupted.into());
            }
            let left = until.saturating_duration_since(Instant::now());
            if poll(left.min(LOOK))? {
                return self.pressed();
            }
            if left.is_zero() {
                return Ok(None);
            }
        }
    }

    /// Ctrl-C ends what is on the screen, and what goes on around it, such as a week, too.
    fn pressed(&self) -> io::Result<Option<Key>> {
        Ok(match read()? {
            Event::Key(key) if key.kind != KeyEventKind::Release => {
                if is_control(key, 'c') {
                    self.signals.ask();
                }
                Some(meaning(key))
            }
            Event::Key(_) => None,
            _ => Some(Key::Other),
        })
    }
}

impl Drop for Fullscreen {
    fn drop(&mut self) {
        if !self.plain {
            // A terminal that is gone needs no tidying.
            let _ = queue!(self.out, LeaveAlternateScreen, Show);
            let _ = self.out.flush();
        }
        let _ = disable_raw_mode();
    }
}

fn is_control(key: KeyEvent, letter: char) -> bool {
    key.modifiers.contains(KeyModifiers::CONTROL) && key.code == KeyCode::Char(letter)
}

fn meaning(key: KeyEvent) -> Key {
    match key.code {
        _ if is_control(key, 'c') || is_control(key, 'd') => Key::Stop,
        KeyCode::Enter | KeyCode::Right | KeyCode::PageDown | KeyCode::Char('n') => Key::Next,
        KeyCode::Left | KeyCode::PageUp | KeyCode::Backspace | KeyCode::Char('b') => Key::Back,
        KeyCode::Char(' ' | 'p') => Key::Pause,
        KeyCode::Char('t') => Key::Tone,
        KeyCode::Esc | KeyCode::Char('q') => Key::Stop,
        _ => Key::Other,
    }
}

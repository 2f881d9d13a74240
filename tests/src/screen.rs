//! A terminal of one size, drawn as a person sees it.

use std::fmt::Write as _;
use std::io::Write as _;
use std::num::NonZeroU16;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use expectrl::process::unix::WaitStatus;
use expectrl::session::OsSession;

use crate::Person;
use crate::terminal::shell;

/// How long anything may take to appear.
const PATIENCE: Duration = Duration::from_secs(30);

/// What stands around a frame: a terminal that knows it shows nothing before its end.
const BEGIN: &[u8] = b"\x1b[?2026h";
const END: &[u8] = b"\x1b[?2026l";

/// Rows and columns of a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    rows: NonZeroU16,
    columns: NonZeroU16,
}

impl Size {
    /// So many cells from left to right, and so many lines from top to bottom.
    ///
    /// # Panics
    /// When there are none.
    pub fn of(columns: u16, rows: u16) -> Self {
        Self { rows: NonZeroU16::new(rows).expect("lines"), columns: NonZeroU16::new(columns).expect("cells") }
    }
}

/// The program at a terminal, and what stands on it.
pub struct Screen {
    session: OsSession,
    drawn: vt100::Parser,
    /// Every byte since the last keys.
    since: Vec<u8>,
    /// Whether any byte so far began a sequence for the terminal.
    escaped: bool,
    modes: PathBuf,
    program: PathBuf,
}

/// How it ended.
pub struct Ended {
    /// What stands on the screen.
    pub screen: String,
    /// The exit code of the program.
    pub code: i32,
    /// Whether the terminal was told anything but text.
    pub escaped: bool,
}

impl Screen {
    /// Starts a command of a person at a terminal of this size.
    ///
    /// # Panics
    /// When there is no terminal to be had.
    pub fn of(person: &Person, arguments: &str, size: Size, environment: &[(&str, &str)]) -> Self {
        let modes = person.home.with_extension("modes");
        let program = person.home.with_extension("program");
        let Size { rows, columns } = size;
        // The shell outlives Ctrl-C, so that it can tell how the terminal was left; only the program may end by it.
        let line = format!(
            "read -r begin; trap : INT; stty echo rows {rows} cols {columns}; stty -g > {modes}; \
             sh -c 'echo $$ > {program}; exec \"$kintsugi\" {arguments}'; code=$?; stty -g >> {modes}; exit $code",
            modes = modes.display(),
            program = program.display(),
        );
        let mut session = shell(person, &line, environment);
        // Whoever made the terminal gave it a size of its own until a moment ago: only now the shell gives it this one.
        session.write_all(b"\n").and_then(|()| session.flush()).expect("a line");
        let drawn = vt100::Parser::new(rows, columns, 0);
        Self { session, drawn, since: Vec::new(), escaped: false, modes, program }
    }

    /// Waits until these words came since the last keys, in whatever way they are wrapped, and gives back the whole screen.
    ///
    /// # Panics
    /// When they do not come.
    pub fn until(&mut self, expected: &str) -> String {
        let begun = Instant::now();
        let wanted = words(expected);
        while !words(&plain(&self.since)).contains(&wanted) || self.is_half_drawn() {
            let left = begun.elapsed() < PATIENCE && self.look();
            assert!(left, "“{expected}” did not come:\n{}", self.shown());
        }
        self.shown()
    }

    /// Waits until one of these came since the last keys, and gives back which: of several the one that stands last. `None` once
    /// the program has ended.
    ///
    /// # Panics
    /// When none comes, and it goes on.
    pub fn until_any(&mut self, expected: &[&str]) -> Option<usize> {
        let begun = Instant::now();
        loop {
            let said = words(&plain(&self.since));
            let places = expected.iter().enumerate().filter_map(|(n, text)| Some((said.rfind(text)?, n)));
            if let Some((_, last)) = places.max().filter(|_| !self.is_half_drawn()) {
                return Some(last);
            }
            assert!(begun.elapsed() < PATIENCE, "none of {expected:?} came:\n{}", self.shown());
            if !self.look() {
                return None;
            }
        }
    }

    /// Presses these keys.
    ///
    /// # Panics
    /// When the terminal takes none.
    pub fn keys(&mut self, keys: &str) {
        self.since.clear();
        self.session.write_all(keys.as_bytes()).and_then(|()| self.session.flush()).expect("keys");
    }

    /// Gives the window another size.
    ///
    /// # Panics
    /// When the terminal does not take it.
    pub fn resize(&mut self, size: Size) {
        self.since.clear();
        self.drawn.screen_mut().set_size(size.rows, size.columns);
        self.session.get_process_mut().set_window_size(size.columns.get(), size.rows.get()).expect("another size");
    }

    /// Waits for the end, and looks at how the terminal was left.
    ///
    /// # Panics
    /// When it does not end, or the terminal is not as it was.
    pub fn end(mut self) -> Ended {
        let begun = Instant::now();
        while self.look() {
            assert!(begun.elapsed() < PATIENCE, "it does not end:\n{}", self.shown());
        }
        let code = match self.session.get_process().wait().expect("it can be waited for") {
            WaitStatus::Exited(_, code) => code,
            other => panic!("{other:?}"),
        };
        let screen = self.drawn.screen();
        assert!(!screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste(), "{}", self.shown());
        let modes = std::fs::read_to_string(&self.modes).expect("the modes of the terminal");
        let (before, after) = modes.trim().split_once('\n').expect("before and after");
        assert_eq!(before, after, "the terminal is not as it was:\n{}", self.shown());
        Ended { screen: self.shown(), code, escaped: self.escaped }
    }

    /// Closes the window, and waits until the program has ended.
    ///
    /// # Panics
    /// When it goes on.
    pub fn close(self) {
        let program = std::fs::read_to_string(&self.program).expect("its id");
        let there = PathBuf::from(format!("/proc/{}", program.trim()));
        drop(self.session);
        let begun = Instant::now();
        while there.exists() {
            assert!(begun.elapsed() < PATIENCE, "it goes on without a window");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Whether a whole frame is on its way.
    fn is_half_drawn(&self) -> bool {
        let last = |sequence: &[u8]| self.since.windows(sequence.len()).rposition(|part| part == sequence);
        last(BEGIN) > last(END)
    }

    /// Takes in what came; false once the program and the shell around it have ended.
    fn look(&mut self) -> bool {
        let mut bytes = [0; 4096];
        match self.session.try_read(&mut bytes) {
            Ok(0) => return false,
            Ok(count) => {
                self.drawn.process(&bytes[..count]);
                self.since.extend_from_slice(&bytes[..count]);
                self.escaped |= bytes[..count].contains(&0x1b);
            }
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {
                std::thread::sleep(Duration::from_millis(5));
            }
            // Nobody holds the other side any more.
            Err(_) => return false,
        }
        true
    }

    /// The screen, row by row, without the empty ones at its foot.
    fn shown(&self) -> String {
        let screen = self.drawn.screen();
        let rows = screen.rows(0, screen.size().1.get());
        let mut shown = rows.fold(String::new(), |mut shown, row| {
            let _ = writeln!(shown, "{}", row.trim_end());
            shown
        });
        shown.truncate(shown.trim_end().len());
        shown
    }
}

/// The text alone.
fn plain(bytes: &[u8]) -> String {
    anstream::adapter::strip_str(&String::from_utf8_lossy(bytes)).to_string()
}

/// The words, whatever stands between them.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

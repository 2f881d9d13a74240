//! The keys of somebody who answers a question, one at a time. They come at once: what was typed so far is not lost with Ctrl-C, a
//! line may be of any length, and what is pasted stays together, empty lines included. The terminal is put back as it was on
//! every way out.
//!
//! It is read byte by byte and no further, so that what is typed ahead is there for the next question.

use std::io::{self, Write, stderr, stdin};
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::termios::{LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr};

use crate::output::is_plain;
use crate::signals::HeldBack;

/// How soon a signal is noticed.
const LOOK: Duration = Duration::from_millis(100);
/// How long the rest of a key may take.
const REST: Duration = Duration::from_millis(50);
const ESCAPE: u8 = 0x1b;

/// What was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    /// A letter.
    Letter(char),
    /// The end of a line within something pasted.
    Pasted,
    /// The end of a line.
    Enter,
    /// Takes a letter back.
    Backspace,
    /// Takes a word back: Ctrl-W.
    Word,
    /// Takes the line back: Ctrl-U.
    Line,
    /// Nothing more comes: Ctrl-D.
    End,
    /// Ctrl-C, a terminal that was closed, or somebody asks this program to end.
    Stop,
}

/// A terminal at which somebody types.
pub(crate) struct Typing {
    before: Termios,
    signals: HeldBack,
    pasting: bool,
    plain: bool,
}

impl Typing {
    /// Begins to listen; the terminal shows nothing by itself until this is dropped.
    pub(crate) fn begin() -> io::Result<Self> {
        let signals = HeldBack::new()?;
        let before = tcgetattr(stdin())?;
        let mut modes = before.clone();
        // Enter stays a line end, so that one typed ahead is one for whoever reads next.
        modes.local_modes.remove(LocalModes::ICANON | LocalModes::ECHO | LocalModes::ISIG | LocalModes::IEXTEN);
        modes.special_codes[SpecialCodeIndex::VMIN] = 1;
        modes.special_codes[SpecialCodeIndex::VTIME] = 0;
        tcsetattr(stdin(), OptionalActions::Now, &modes)?;
        let typing = Self { before, signals, pasting: false, plain: is_plain() };
        typing.tell("\x1b[?2004h");
        Ok(typing)
    }

    /// Whether this terminal can only write on.
    pub(crate) const fn is_plain(&self) -> bool {
        self.plain
    }

    /// Tells the terminal something that is no text, where it knows of such things.
    pub(crate) fn tell(&self, sequence: &str) {
        if !self.plain {
            // One that is gone hears nothing.
            let _ = stderr().write_all(sequence.as_bytes()).and_then(|()| stderr().flush());
        }
    }

    /// The next key.
    pub(crate) fn key(&mut self) -> Key {
        loop {
            let Some(byte) = self.byte() else { return Key::Stop };
            if let Some(key) = self.meaning(byte) {
                return key;
            }
        }
    }

    fn meaning(&mut self, byte: u8) -> Option<Key> {
        match byte {
            b'\r' | b'\n' if self.pasting => Some(Key::Pasted),
            b'\r' | b'\n' => Some(Key::Enter),
            b'\t' => Some(Key::Letter('\t')),
            ESCAPE => {
                self.sequence();
                None
            }
            // What is pasted holds no keys.
            0..0x20 | 0x7f if self.pasting => None,
            0x03 | 0x1c => Some(Key::Stop),
            0x04 => Some(Key::End),
            0x08 | 0x7f => Some(Key::Backspace),
            0x15 => Some(Key::Line),
            0x17 => Some(Key::Word),
            0..0x20 => None,
            first => self.letter(first).map(Key::Letter),
        }
    }

    /// A letter, of which this is the first byte.
    fn letter(&self, first: u8) -> Option<char> {
        let length = match first {
            0..0x80 => 1,
            0xc0..0xe0 => 2,
            0xe0..0xf0 => 3,
            0xf0..0xf8 => 4,
            _ => return None,
        };
        let mut bytes = [first, 0, 0, 0];
        for byte in &mut bytes[1..length] {
            *byte = self.within(REST)?;
        }
        std::str::from_utf8(&bytes[..length]).ok()?.chars().next().filter(|letter| !letter.is_control())
    }

    /// Arrows and the like do nothing; what is pasted begins and ends with one.
    fn sequence(&mut self) {
        if self.within(REST) != Some(b'[') {
            return;
        }
        let mut told = Vec::new();
        while let Some(byte) = self.within(REST) {
            if (0x40..0x7f).contains(&byte) {
                match (byte, &told[..]) {
                    (b'~', b"200") => self.pasting = true,
                    (b'~', b"201") => self.pasting = false,
                    _ => {}
                }
                return;
            }
            told.push(byte);
        }
    }

    /// The next byte; nothing where this is to end.
    fn byte(&self) -> Option<u8> {
        loop {
            match self.look(LOOK) {
                Look::Byte(byte) => return Some(byte),
                Look::Nothing => {}
                Look::Gone => return None,
            }
        }
    }

    fn within(&self, time: Duration) -> Option<u8> {
        match self.look(time) {
            Look::Byte(byte) => Some(byte),
            Look::Nothing | Look::Gone => None,
        }
    }

    fn look(&self, time: Duration) -> Look {
        if self.signals.was_asked() {
            return Look::Gone;
        }
        let stdin = stdin();
        let within = Timespec { tv_sec: 0, tv_nsec: i64::from(time.subsec_nanos()) };
        match poll(&mut [PollFd::new(&stdin, PollFlags::IN)], Some(&within)) {
            Ok(0) | Err(Errno::INTR) => return Look::Nothing,
            Ok(_) => {}
            Err(_) => return Look::Gone,
        }
        let mut byte = [0];
        match rustix::io::read(&stdin, &mut byte) {
            Ok(1) => Look::Byte(byte[0]),
            Err(Errno::INTR | Errno::AGAIN) => Look::Nothing,
            // The terminal is gone.
            _ => Look::Gone,
        }
    }
}

enum Look {
    Byte(u8),
    Nothing,
    Gone,
}

impl Drop for Typing {
    fn drop(&mut self) {
        // A terminal that is gone needs no tidying.
        self.tell("\x1b[?2004l");
        let _ = tcsetattr(stdin(), OptionalActions::Now, &self.before);
    }
}

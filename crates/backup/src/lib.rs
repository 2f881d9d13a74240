//! A backup as a file: lines of open text, locked with age.
//!
//! Inside stands one JSON object on each line, so that whoever has the words on paper needs nothing of ours to read them: any
//! age and any editor will do. A first line says what follows, a last one how many lines there were, what they hash to, and
//! that the person who has the 12 words wrote them.
//!
//! Nothing here touches a file, a store or a clock. A file comes from outside: no line is kept that is longer than
//! [`MAX_LINE_BYTES`], and nothing is said to be whole before its last line was compared. What the lines mean is judged by
//! whoever takes them in; the layout is in `docs/formats.md`.

mod encoding;
mod end;
mod error;
mod head;
mod item;
mod lock;
mod reader;
mod words;
mod writer;

pub use end::{Digest, End};
pub use error::BackupError;
pub use head::{Counts, Former, Head, Standing};
pub use item::{Body, Change, Draft, Entry, Item, Place};
pub use lock::{Key, Kind, Lock, Sealing, kind_of, open, seal};
pub use reader::Reader;
pub use words::Words;
pub use writer::Writer;

/// The most bytes of one line, its end included: 8 MiB. The longest that is ever written holds all drafts, which are 1 MiB.
pub const MAX_LINE_BYTES: usize = 8 << 20;

/// The format that this program writes. A file of a later one is told as that, and nothing of it is taken in.
pub const FORMAT: u32 = 1;

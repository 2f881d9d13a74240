//! Bodies: everything a person wrote. They live beside the documents, never inside them.
//!
//! Encoded: version byte 1, the length as four bytes (big endian), the fields (postcard), zero bytes up to a size class of a
//! power of two from 256 bytes, so that a stored or sent body tells only roughly how long the words are. The layout and a
//! vector are in `docs/formats.md`.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::commitment::{Commitment, Salt};
use crate::error::BodyError;
use crate::id::{EntryId, PersonId};
use crate::round::RoundId;

/// The most text a body holds, in bytes of UTF-8: 64 KiB.
pub const MAX_TEXT_BYTES: usize = 64 * 1024;
/// The most tags a body holds.
pub const MAX_TAGS: usize = 16;
/// The most bytes of UTF-8 in one tag.
pub const MAX_TAG_BYTES: usize = 64;

/// Days outside these years are refused: a journal has no use for them, and views are walked month by month.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2200;

const VERSION: u8 = 1;
const HEADER: usize = 5;
const SMALLEST_CLASS: usize = 256;
const LARGEST_CLASS: usize = 128 * 1024;

/// What a body is. New kinds are added at the end: the order is part of the format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Something I appreciated.
    Appreciated,
    /// Something that was hard.
    Hard,
    /// A moment of connection.
    Moment,
    /// A tiny win.
    Win,
    /// A setback.
    Setback,
    /// Anything else.
    Note,
    /// A small act of repair; its text may be empty.
    Act,
    /// A day of rest; its text is empty.
    Rest,
    /// A letter that waits for, or was opened in, a round.
    Letter,
    /// An answer to a question.
    Answer,
    /// Something that one misses.
    Miss,
    /// What has felt better.
    Better,
    /// A routine was done; its text is the id of the routine.
    Done,
    /// A slip of the jar. This and all that follow stand in a drawer.
    Slip,
    /// A routine: what it is called.
    Routine,
    /// A practice of one's own, as TOML.
    Practice,
    /// A question of one's own.
    Question,
    /// A line to begin with or to say often; its tag is the situation.
    Phrase,
    /// Where the two sit down each week.
    Place,
    /// How a practice was fitted to the two.
    Adapted,
}

impl Kind {
    /// The kinds a journal entry can have.
    pub const ENTRIES: [Self; 6] = [Self::Appreciated, Self::Hard, Self::Moment, Self::Win, Self::Setback, Self::Note];

    /// Whether it is a line of the journal, not an act or a rest day.
    pub fn is_entry(self) -> bool {
        Self::ENTRIES.contains(&self)
    }

    /// Whether it belongs to no month and stands in the drawer.
    pub const fn stands(self) -> bool {
        use Kind::{Adapted, Phrase, Place, Practice, Question, Routine, Slip};
        matches!(self, Slip | Routine | Practice | Question | Phrase | Place | Adapted)
    }

    /// Whether its text may be empty.
    const fn may_be_silent(self) -> bool {
        matches!(self, Self::Act | Self::Rest)
    }

    /// The name used on the command line and in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Appreciated => "appreciated",
            Self::Hard => "hard",
            Self::Moment => "moment",
            Self::Win => "win",
            Self::Setback => "setback",
            Self::Note => "note",
            Self::Act => "act",
            Self::Rest => "rest",
            Self::Letter => "letter",
            Self::Answer => "answer",
            Self::Miss => "miss",
            Self::Better => "better",
            Self::Done => "done",
            Self::Slip => "slip",
            Self::Routine => "routine",
            Self::Practice => "practice",
            Self::Question => "question",
            Self::Phrase => "phrase",
            Self::Place => "place",
            Self::Adapted => "adapted",
        }
    }
}

/// One piece of writing with all that belongs to it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// What it is.
    pub kind: Kind,
    /// The day it is about, decided by the day rule or the writer.
    pub day: Date,
    /// When it was written, by the writer's clock.
    #[serde(with = "crate::millis")]
    pub written_at: Timestamp,
    /// The writer's offset from UTC at that moment, in minutes.
    pub offset_minutes: i16,
    /// The writer's time zone, an IANA name, or empty where it has none.
    pub zone: String,
    /// The words.
    pub text: String,
    /// Tags, without a leading `@` or `#`.
    pub tags: Vec<String>,
}

impl Body {
    /// Checks every limit, for what is written here and for what comes from the partner alike.
    ///
    /// # Errors
    /// The [`BodyError`] that names the first limit it breaks.
    pub fn check(&self) -> Result<(), BodyError> {
        if self.text.len() > MAX_TEXT_BYTES {
            return Err(BodyError::TooLong);
        }
        if !self.kind.may_be_silent() && self.text.trim().is_empty() {
            return Err(BodyError::Empty);
        }
        if let Some(c) = self.text.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\t')) {
            return Err(BodyError::Control(c.into()));
        }
        if self.tags.len() > MAX_TAGS {
            return Err(BodyError::TooManyTags);
        }
        let word = |tag: &str| !tag.is_empty() && !tag.contains(|c: char| c.is_control() || c.is_whitespace());
        if !self.tags.iter().all(|tag| tag.len() <= MAX_TAG_BYTES && word(tag)) {
            return Err(BodyError::Tag);
        }
        if !YEARS.contains(&self.day.year()) {
            return Err(BodyError::Day);
        }
        if self.zone.len() > 64
            || !self.zone.chars().all(|c| c.is_ascii_graphic())
            || self.offset_minutes.abs() > 26 * 60
        {
            return Err(BodyError::Malformed);
        }
        Ok(())
    }

    /// The padded bytes.
    ///
    /// # Errors
    /// As [`check`](Self::check).
    pub fn encode(&self) -> Result<Vec<u8>, BodyError> {
        self.check()?;
        let fields = postcard::to_stdvec(self).map_err(|_| BodyError::Malformed)?;
        let length = u32::try_from(fields.len()).map_err(|_| BodyError::TooLong)?;
        let class = (HEADER + fields.len()).next_power_of_two().max(SMALLEST_CLASS);
        let mut bytes = Vec::with_capacity(class);
        bytes.push(VERSION);
        bytes.extend_from_slice(&length.to_be_bytes());
        bytes.extend_from_slice(&fields);
        bytes.resize(class, 0);
        Ok(bytes)
    }

    /// Reads padded bytes, which may come from outside.
    ///
    /// # Errors
    /// [`BodyError::Malformed`] when they are not exactly what [`encode`](Self::encode) writes, else as [`check`](Self::check).
    pub fn decode(bytes: &[u8]) -> Result<Self, BodyError> {
        if bytes.len() > LARGEST_CLASS {
            return Err(BodyError::TooLong);
        }
        let (header, rest) = bytes.split_at_checked(HEADER).ok_or(BodyError::Malformed)?;
        let length = u32::from_be_bytes([header[1], header[2], header[3], header[4]]) as usize;
        let fields = rest.get(..length).ok_or(BodyError::Malformed)?;
        let body: Self = postcard::from_bytes(fields).map_err(|_| BodyError::Malformed)?;
        if header[0] != VERSION || body.encode()? != bytes {
            return Err(BodyError::Malformed);
        }
        Ok(body)
    }
}

/// A body as it is stored and sent: the padded bytes and the salt that keeps its commitment from being guessed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedBody {
    /// 32 random bytes.
    pub salt: Salt,
    /// What [`Body::encode`] wrote.
    pub bytes: Vec<u8>,
}

impl SealedBody {
    /// Largest `bytes` that can belong to a body.
    pub const MAX_BYTES: usize = LARGEST_CLASS;

    /// The commitment to this body as revision `revision` (from 1) of `entry` by `person`, in `round` where it has one.
    pub fn commitment(&self, person: PersonId, entry: EntryId, round: Option<RoundId>, revision: u32) -> Commitment {
        Commitment::to(person, entry, round, revision, &self.salt, &self.bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn body(text: &str) -> Body {
        Body {
            kind: Kind::Moment,
            day: date(2026, 6, 3),
            written_at: Timestamp::from_second(1_780_000_000).expect("in range"),
            offset_minutes: 120,
            zone: "Europe/Berlin".into(),
            text: text.into(),
            tags: vec!["walk".into()],
        }
    }

    #[test]
    fn a_body_is_read_back_and_padded_to_a_class() {
        for (length, class) in [(1, 256), (150, 256), (250, 512), (MAX_TEXT_BYTES, 128 * 1024)] {
            let written = body(&"a".repeat(length));
            let bytes = written.encode().expect("within the limits");
            assert_eq!(bytes.len(), class);
            assert!(Body::decode(&bytes).expect("just encoded") == written);
        }
    }

    #[test]
    fn texts_that_cannot_be_kept_are_refused_by_name() {
        assert_eq!(body("  \n").check(), Err(BodyError::Empty));
        assert_eq!(body(&"a".repeat(MAX_TEXT_BYTES + 1)).check(), Err(BodyError::TooLong));
        assert_eq!(body("a\0b").check(), Err(BodyError::Control(0)));
        assert_eq!(body("a\u{1b}[31m").check(), Err(BodyError::Control(0x1b)));
        assert_eq!(Body { day: date(1, 1, 1), ..body("a") }.check(), Err(BodyError::Day));
        assert_eq!(Body { day: date(9999, 1, 1), ..body("a") }.check(), Err(BodyError::Day));
        assert_eq!(Body { tags: vec!["two words".into()], ..body("a") }.check(), Err(BodyError::Tag));
        assert_eq!(Body { tags: vec!["a".into(); 17], ..body("a") }.check(), Err(BodyError::TooManyTags));
    }

    #[test]
    fn every_changed_byte_is_refused_or_changes_the_body() {
        let bytes = body("we sat on the steps").encode().expect("within the limits");
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            if let Ok(read) = Body::decode(&changed) {
                assert!(read.encode().expect("it was just read") == changed, "two encodings of one body at byte {at}");
            }
        }
        assert!(Body::decode(&bytes[..bytes.len() - 1]).is_err());
        assert!(Body::decode(&[]).is_err());
    }

    proptest::proptest! {
        /// Any text within the limits comes back as it was; a body has one spelling.
        #[test]
        fn any_text_comes_back(text in "\\PC{1,400}", tags in proptest::collection::vec("[a-zäß]{1,12}", 0..5)) {
            let written = Body { tags, ..body(&text) };
            if let Ok(bytes) = written.encode() {
                proptest::prop_assert!(Body::decode(&bytes).expect("just encoded") == written);
            }
        }

        /// Whatever the bytes are, reading them ends without a panic.
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..600)) {
            if let Ok(read) = Body::decode(&bytes) {
                proptest::prop_assert_eq!(read.encode().expect("it was just read"), bytes);
            }
        }
    }
}

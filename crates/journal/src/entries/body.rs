//! Bodies: everything a person wrote. They live beside the documents, never inside them.
//!
//! Encoded: version byte 2, the length as four bytes (big endian), the fields (postcard), zero bytes up to a size class of a
//! power of two from 256 bytes, so that a stored or sent body tells only roughly how long the words are. Every version up to 15
//! begins with kind, day and order, so that what cannot be read still has its place. No version holds a time or a zone. The
//! layout and a vector are in `docs/formats.md`.

use jiff::civil::{Date, date};
use jiff::{Span, Unit};
use serde::{Deserialize, Serialize};

use crate::entries::first_body;
use crate::entries::kind::Kind;
use crate::error::BodyError;
use crate::limits::{MAX_BODY_BYTES, MAX_TAG_BYTES, MAX_TAGS, MAX_TEXT_BYTES};
use crate::names::commitment::{Commitment, Salt};
use crate::names::id::{EntryId, PersonId};
use crate::names::round_id::RoundId;
use crate::text::unfit::check_seen;
use crate::vocabulary::Vocabulary;

/// Days outside these years are refused: a journal has no use for them, and views are walked month by month.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2200;

const VERSION: u8 = 2;
/// The versions that begin with kind, day and order.
const PLACED: std::ops::RangeInclusive<u8> = VERSION..=15;
pub(crate) const HEADER: usize = 5;
const SMALLEST_CLASS: usize = 256;

/// One piece of writing with all that belongs to it.
#[derive(Clone, PartialEq, Eq)]
pub struct Body {
    /// What it is.
    pub kind: Kind,
    /// The day it is about, decided by the day rule or the writer.
    pub day: Date,
    /// Its place among the lines of its writer on that day, see [`order_after`](crate::order_after).
    pub order: u32,
    /// The words.
    pub text: String,
    /// Tags, without a leading `@` or `#`.
    pub tags: Vec<String>,
    /// What a later version has written behind all this. Kept, and written again as it is.
    pub rest: Vec<u8>,
}

/// Where a body stands that this version cannot read whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The number of its kind.
    pub kind: u16,
    /// The day it is about.
    pub day: Date,
    /// Its place among the lines of its writer on that day.
    pub order: u32,
}

/// What became of reading a body whose hash fits.
#[derive(Clone, PartialEq, Eq)]
pub enum BodyForm {
    /// It can be read.
    Known(Body),
    /// It cannot be read whole: a later version wrote it. Kept and handed on, and shown as a line on its day.
    Later(Place),
    /// Not even its day can be read. Kept and handed on, and shown nowhere.
    Unplaced,
}

impl BodyForm {
    /// What it says, where it can be read.
    pub const fn known(&self) -> Option<&Body> {
        if let Self::Known(body) = self { Some(body) } else { None }
    }

    /// The same, taken out.
    pub fn into_known(self) -> Option<Body> {
        if let Self::Known(body) = self { Some(body) } else { None }
    }

    /// The day and the order on it.
    pub const fn place(&self) -> Option<(Date, u32)> {
        match self {
            Self::Known(body) => Some((body.day, body.order)),
            Self::Later(place) => Some((place.day, place.order)),
            Self::Unplaced => None,
        }
    }

    /// A line of the journal, as far as can be told; what cannot be read counts as one.
    pub fn is_entry(&self) -> bool {
        self.known().is_none_or(|body| body.kind.is_entry())
    }
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
        let word = |tag: &str| !tag.is_empty() && !tag.contains(char::is_whitespace);
        if !self.tags.iter().all(|tag| tag.len() <= MAX_TAG_BYTES && word(tag)) {
            return Err(BodyError::Tag);
        }
        self.tags.iter().try_for_each(|tag| check_seen(tag)).map_err(BodyError::TagHolds)?;
        if !YEARS.contains(&self.day.year()) {
            return Err(BodyError::Day);
        }
        Ok(())
    }

    /// The padded bytes.
    ///
    /// # Errors
    /// As [`check`](Self::check), and [`BodyError::TooLong`] where it fills more than [`SealedBody::MAX_BYTES`].
    pub fn encode(&self) -> Result<Vec<u8>, BodyError> {
        self.check()?;
        let head = (self.kind.number(), days_since_1970(self.day)?, self.order);
        let fields = postcard::to_stdvec(&(head, &self.text, &self.tags)).map_err(|_| BodyError::Malformed)?;
        let length = u32::try_from(fields.len() + self.rest.len()).map_err(|_| BodyError::TooLong)?;
        let class = (HEADER + fields.len() + self.rest.len()).next_power_of_two().max(SMALLEST_CLASS);
        if class > MAX_BODY_BYTES {
            return Err(BodyError::TooLong);
        }
        let mut bytes = Vec::with_capacity(class);
        bytes.push(VERSION);
        bytes.extend_from_slice(&length.to_be_bytes());
        bytes.extend_from_slice(&fields);
        bytes.extend_from_slice(&self.rest);
        bytes.resize(class, 0);
        Ok(bytes)
    }

    /// Reads padded bytes, which may come from outside, as a program of this vocabulary does. What breaks a limit or is
    /// spelled in another way than [`encode`](Self::encode) does counts as what cannot be read.
    pub fn read(bytes: &[u8], vocabulary: Vocabulary) -> BodyForm {
        let parts = || {
            let (header, rest) = bytes.split_first_chunk::<HEADER>()?;
            let length = u32::from_be_bytes([header[1], header[2], header[3], header[4]]) as usize;
            Some((header[0], rest.get(..length)?))
        };
        match parts() {
            Some((first_body::VERSION, _)) => first_body::read(bytes).map_or(BodyForm::Unplaced, BodyForm::Known),
            Some((version, fields)) if PLACED.contains(&version) => {
                let Some((place, rest)) = Place::read(fields) else { return BodyForm::Unplaced };
                let whole = (version == VERSION).then(|| Self::behind(place, rest, vocabulary)).flatten();
                whole.filter(|body| body.is_spelled(bytes)).map_or(BodyForm::Later(place), BodyForm::Known)
            }
            _ => BodyForm::Unplaced,
        }
    }

    fn behind(place: Place, bytes: &[u8], vocabulary: Vocabulary) -> Option<Self> {
        let kind = Kind::from_number(place.kind, vocabulary)?;
        let ((text, tags), rest) = postcard::take_from_bytes::<(String, Vec<String>)>(bytes).ok()?;
        Some(Self { kind, day: place.day, order: place.order, text, tags, rest: rest.to_vec() })
    }

    fn is_spelled(&self, bytes: &[u8]) -> bool {
        self.encode().is_ok_and(|again| again == bytes)
    }
}

impl Place {
    fn read(fields: &[u8]) -> Option<(Self, &[u8])> {
        let ((kind, days, order), rest) = postcard::take_from_bytes::<(u16, i32, u32)>(fields).ok()?;
        let day = date(1970, 1, 1).checked_add(Span::new().try_days(days).ok()?).ok()?;
        YEARS.contains(&day.year()).then_some((Self { kind, day, order }, rest))
    }
}

fn days_since_1970(day: Date) -> Result<i32, BodyError> {
    let span = date(1970, 1, 1).until((Unit::Day, day)).map_err(|_| BodyError::Day)?;
    Ok(span.get_days())
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
    pub const MAX_BYTES: usize = MAX_BODY_BYTES;

    /// The commitment to this body as revision `revision` (from 1) of `entry` by `person`, in `round` where it has one.
    pub fn commitment(&self, person: PersonId, entry: EntryId, round: Option<RoundId>, revision: u32) -> Commitment {
        Commitment::to(person, entry, round, revision, &self.salt, &self.bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::unfit::Unfit;
    use jiff::civil::date;

    const FIRST: Vocabulary = Vocabulary::FIRST;

    fn body(text: &str) -> Body {
        Body {
            kind: Kind::Moment,
            day: date(2026, 6, 3),
            order: 4097,
            text: text.into(),
            tags: vec!["walk".into()],
            rest: Vec::new(),
        }
    }

    /// Padded bytes with this version and these fields.
    fn padded(version: u8, fields: &[u8]) -> Vec<u8> {
        let length = u32::try_from(fields.len()).expect("short");
        let mut bytes = [&[version][..], &length.to_be_bytes(), fields].concat();
        bytes.resize(bytes.len().next_power_of_two().max(SMALLEST_CLASS), 0);
        bytes
    }

    fn fields(kind: u16, days: i32, order: u32, behind: &[u8]) -> Vec<u8> {
        [postcard::to_stdvec(&(kind, days, order)).expect("numbers").as_slice(), behind].concat()
    }

    #[test]
    fn a_body_is_read_back_and_padded_to_a_class() {
        for (length, class) in [(1, 256), (150, 256), (250, 512), (MAX_TEXT_BYTES, 128 * 1024)] {
            let written = body(&"a".repeat(length));
            let bytes = written.encode().expect("within the limits");
            assert_eq!(bytes.len(), class);
            assert!(Body::read(&bytes, FIRST).into_known() == Some(written));
        }
    }

    #[test]
    fn every_day_of_a_journal_comes_back() {
        for day in [date(1900, 1, 1), date(1969, 12, 31), date(1970, 1, 1), date(2024, 2, 29), date(2200, 12, 31)] {
            let written = Body { day, ..body("a") };
            let bytes = written.encode().expect("within the limits");
            assert!(Body::read(&bytes, FIRST).into_known() == Some(written), "{day}");
        }
        assert_eq!(days_since_1970(date(1970, 1, 2)), Ok(1));
        assert_eq!(days_since_1970(date(1969, 12, 31)), Ok(-1));
    }

    #[test]
    fn what_a_later_version_has_written_has_its_day_and_is_not_read() {
        let place = Place { kind: 500, day: date(2026, 6, 3), order: 9 };
        let days = days_since_1970(place.day).expect("a day");
        let text = postcard::to_stdvec(&("words", vec!["tag"])).expect("plain fields");
        // Another kind; later versions, whatever stands behind.
        for bytes in [
            padded(2, &fields(500, days, 9, &text)),
            padded(3, &fields(500, days, 9, &text)),
            padded(15, &fields(500, days, 9, &[0xff; 300])),
            padded(3, &fields(500, days, 9, &[])),
        ] {
            assert!(Body::read(&bytes, FIRST) == BodyForm::Later(place));
        }
        let next = padded(3, &fields(2, days, 9, &text));
        assert_eq!(Body::read(&next, FIRST).place(), Some((place.day, 9)), "a known kind in a later version");
        assert!(Body::read(&next, FIRST).known().is_none());
    }

    #[test]
    fn what_a_later_version_has_written_behind_the_words_is_kept_when_they_are_edited() {
        let written = Body { rest: b"a mood".to_vec(), ..body("we sat on the steps") };
        let read =
            Body::read(&written.encode().expect("within the limits"), FIRST).into_known().expect("it can be read");
        assert!(read == written);
        let edited = Body { text: "we sat in the grass".into(), ..read };
        let again = Body::read(&edited.encode().expect("within the limits"), FIRST).into_known();
        assert_eq!(again.expect("it can be read").rest, b"a mood");
    }

    #[test]
    fn what_has_no_place_is_shown_nowhere() {
        let days = days_since_1970(date(2026, 6, 3)).expect("a day");
        for bytes in [
            Vec::new(),
            vec![2; 3],
            vec![0xff; 256],
            padded(0, &fields(2, days, 1, &[])),
            padded(16, &fields(2, days, 1, &[])),
            padded(2, &fields(2, i32::MAX, 1, &[])),
            padded(2, &fields(2, -40_000, 1, &[])),
            padded(2, &[]),
            [&[2, 0, 0, 255, 255][..], &[0; 251]].concat(),
        ] {
            assert!(Body::read(&bytes, FIRST) == BodyForm::Unplaced);
        }
    }

    #[test]
    fn what_breaks_a_limit_is_not_shown() {
        let days = days_since_1970(date(2026, 6, 3)).expect("a day");
        let behind = |text: &str, tags: &[&str]| postcard::to_stdvec(&(text, tags)).expect("plain fields");
        for behind in [
            behind("a\u{1b}[31m", &[]),
            behind("  ", &[]),
            behind("a", &["two words"]),
            behind(&"a".repeat(MAX_TEXT_BYTES + 1), &[]),
        ] {
            let bytes = padded(2, &fields(2, days, 1, &behind));
            assert!(matches!(Body::read(&bytes, FIRST), BodyForm::Later(_)));
        }
        let mut smeared = body("a").encode().expect("within the limits");
        smeared[200] = 1;
        assert!(matches!(Body::read(&smeared, FIRST), BodyForm::Later(_)), "something behind the end");
    }

    #[cfg(feature = "later")]
    #[test]
    fn a_kind_of_the_next_version_is_known_to_it_alone() {
        let written = Body { kind: Kind::Trial, ..body("a trial") };
        let bytes = written.encode().expect("within the limits");
        let place = Place { kind: 20, day: written.day, order: written.order };
        assert!(Body::read(&bytes, Vocabulary::CURRENT) == BodyForm::Later(place));
        assert!(Body::read(&bytes, Vocabulary::LATER) == BodyForm::Known(written));
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
        for (tag, unfit) in [
            ("te\u{200b}a", Unfit::Unseen(0x200b)),
            ("\u{202e}aet", Unfit::Turning(0x202e)),
            ("te\u{1b}[2Ja", Unfit::Control(0x1b)),
        ] {
            assert_eq!(Body { tags: vec![tag.into()], ..body("a") }.check(), Err(BodyError::TagHolds(unfit)));
        }
        assert_eq!(Body { tags: vec!["a".into(); 17], ..body("a") }.check(), Err(BodyError::TooManyTags));
    }

    #[test]
    fn every_changed_byte_changes_the_body_or_keeps_it_from_being_read() {
        let bytes = body("we sat on the steps").encode().expect("within the limits");
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            if let BodyForm::Known(read) = Body::read(&changed, FIRST) {
                assert!(read.encode().expect("it was just read") == changed, "two encodings of one body at byte {at}");
            }
        }
    }

    proptest::proptest! {
        /// Any text within the limits comes back as it was; a body has one spelling.
        #[test]
        fn any_text_comes_back(text in "\\PC{1,400}", tags in proptest::collection::vec("[a-zäß]{1,12}", 0..5)) {
            let written = Body { tags, ..body(&text) };
            if let Ok(bytes) = written.encode() {
                proptest::prop_assert!(Body::read(&bytes, FIRST).into_known() == Some(written));
            }
        }

        /// Whatever stands behind a true header, reading it ends without a panic, and what is read has one spelling.
        #[test]
        fn any_fields_are_read_or_kept(version in 0_u8..20, kind in 0_u16..30, order: u32,
                                       behind in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..80)) {
            let bytes = padded(version, &fields(kind, 20_600, order, &behind));
            if let BodyForm::Known(read) = Body::read(&bytes, FIRST) {
                proptest::prop_assert_eq!(read.encode().expect("it was just read"), bytes);
            }
        }
    }
}

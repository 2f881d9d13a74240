//! Records: what a page holds of one piece of writing.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::names::commitment::Commitment;
use crate::names::round_id::RoundId;
use crate::vocabulary::Vocabulary;

/// Who may read a body, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Visibility {
    /// Never sent. Only on private pages.
    Private,
    /// The commitment is sent, the body waits for its round.
    Sealed,
    /// The body goes along.
    Open,
}

/// One revision of an entry, as one encoded value, so that its fields cannot come apart in a merge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record {
    /// Who may read the body.
    pub visibility: Visibility,
    /// Counted from 1; each edit adds one.
    pub revision: u32,
    /// The round it waits for, or in which it was opened. What is sealed has one.
    pub round: Option<RoundId>,
    /// What the body must hash to.
    pub commitment: Commitment,
    /// It says more than this version can read. Its words are kept and, where it is open, asked for and handed on; they are
    /// not shown, and nobody here edits or replaces it.
    pub later: bool,
}

/// The first byte of an extended record whose words go along; the words of a higher one wait.
const GOES_ALONG: u8 = 16;
/// The first byte of an extended record that this program writes for words that wait.
const WAITS: u8 = 17;
/// First byte, revision, round, commitment.
const EXTENDED: usize = 1 + 4 + 21 + 32;

/// A record of the first form.
#[derive(Serialize, Deserialize)]
struct Plain {
    visibility: Visibility,
    revision: u32,
    round: Option<RoundId>,
    commitment: Commitment,
}

impl Record {
    /// The value at `entry/<id>`. What is later cannot be written anew: its value in the document is passed on as it is.
    pub fn encode(&self) -> Vec<u8> {
        let Self { visibility, revision, round, commitment, .. } = *self;
        match round {
            Some(round) if round.topic.since() != Vocabulary::FIRST => self.extended(round),
            _ => postcard::to_stdvec(&Plain { visibility, revision, round, commitment })
                .expect("a record has only fixed-size fields"),
        }
    }

    fn extended(&self, round: RoundId) -> Vec<u8> {
        let first = if self.visibility == Visibility::Open { GOES_ALONG } else { WAITS };
        let mut bytes = Vec::with_capacity(EXTENDED);
        bytes.push(first);
        bytes.extend_from_slice(&self.revision.to_be_bytes());
        bytes.extend_from_slice(&round.to_bytes());
        bytes.extend_from_slice(self.commitment.as_bytes());
        bytes
    }

    /// Reads a value as a program of this vocabulary does; `None` for what no version writes.
    pub fn read(bytes: &[u8], vocabulary: Vocabulary) -> Option<Self> {
        if bytes.first().is_some_and(|first| *first >= GOES_ALONG) {
            return Self::read_extended(bytes, vocabulary);
        }
        let Plain { visibility, revision, round, commitment } = postcard::from_bytes(bytes).ok()?;
        let record = Self { visibility, revision, round, commitment, later: false };
        let fits = round.map_or(visibility != Visibility::Sealed, |round| {
            round.number > 0 && round.topic.since() == Vocabulary::FIRST
        });
        (revision > 0 && fits && record.encode() == bytes).then_some(record)
    }

    fn read_extended(bytes: &[u8], vocabulary: Vocabulary) -> Option<Self> {
        let (first, rest) = bytes.split_first()?;
        let (revision, rest) = rest.split_first_chunk::<4>()?;
        let (round, rest) = rest.split_first_chunk::<21>()?;
        let (commitment, more) = rest.split_first_chunk::<32>()?;
        let revision = u32::from_be_bytes(*revision);
        let round = if *round == [0; 21] { None } else { Some(RoundId::read(round, vocabulary)?) };
        let visibility = if *first == GOES_ALONG { Visibility::Open } else { Visibility::Sealed };
        // What an earlier form can say is written in that form, so an extended record says something new.
        let news = round.is_some_and(|round| !round.topic.is_later() && round.topic.since() != Vocabulary::FIRST);
        let known = news && more.is_empty() && *first <= WAITS;
        let commitment = Commitment::from_bytes(*commitment);
        (revision > 0).then_some(Self { visibility, revision, round, commitment, later: !known })
    }
}

/// A record in a row of the store, where it stands without its later parts.
#[derive(Serialize, Deserialize)]
struct Row {
    state: u8,
    revision: u32,
    round: Option<RoundId>,
    commitment: Commitment,
}

impl Serialize for Record {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let state = match (self.later, self.visibility) {
            (false, Visibility::Private) => 0,
            (false, Visibility::Sealed) => 1,
            (false, Visibility::Open) => 2,
            (true, Visibility::Open) => GOES_ALONG,
            (true, _) => WAITS,
        };
        let Self { revision, round, commitment, .. } = *self;
        Row { state, revision, round, commitment }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Record {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Row { state, revision, round, commitment } = Row::deserialize(deserializer)?;
        let (visibility, later) = match state {
            0 => (Visibility::Private, false),
            1 => (Visibility::Sealed, false),
            2 => (Visibility::Open, false),
            GOES_ALONG => (Visibility::Open, true),
            WAITS => (Visibility::Sealed, true),
            _ => return Err(D::Error::custom("no state of a record")),
        };
        Ok(Self { visibility, revision, round, commitment, later })
    }
}

/// All that a document says of one entry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordState {
    /// The revisions that nothing has replaced: one, or several that were written apart; the merge's winner last.
    pub current: Vec<Record>,
    /// Taken back. Wins over every edit.
    pub deleted: bool,
}

impl RecordState {
    /// The revision that an edit makes.
    pub fn next_revision(&self) -> u32 {
        self.current.iter().map(|record| record.revision).max().unwrap_or(0).saturating_add(1)
    }

    /// The rounds that its revisions name, of those that this version knows.
    pub fn rounds(&self) -> impl Iterator<Item = RoundId> {
        self.current.iter().filter_map(|record| record.round).filter(|round| !round.topic.is_later())
    }

    /// Whether this version cannot read all that it says, and so must not replace it.
    pub fn is_later(&self) -> bool {
        self.current.iter().any(|record| record.later)
    }

    /// Whether words that a line shows were changed since they were first written: they count as an edit, or others stand
    /// beside them. That the same words were opened twice is none.
    pub fn is_edited(&self, shown: &Record) -> bool {
        let others = self.current.iter().any(|record| record.commitment != shown.commitment);
        shown.revision > 1 || (others && self.holds(&shown.commitment))
    }

    /// Whether `commitment` is what the entry is now.
    pub fn holds(&self, commitment: &Commitment) -> bool {
        !self.deleted && self.current.iter().any(|record| record.commitment == *commitment)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names::round_id::Topic;

    const FIRST: Vocabulary = Vocabulary::FIRST;

    fn open() -> Record {
        let commitment = Commitment::from_bytes([5; 32]);
        Record { visibility: Visibility::Open, revision: 3, round: None, commitment, later: false }
    }

    fn letter(number: u32) -> Option<RoundId> {
        Some(RoundId { topic: Topic::Letter, number })
    }

    /// An extended record as the documentation draws it.
    fn extended(first: u8, revision: u32, round: [u8; 21], more: &[u8]) -> Vec<u8> {
        [&[first][..], &revision.to_be_bytes(), &round, &[5; 32], more].concat()
    }

    #[test]
    fn a_record_is_read_back_and_nothing_else_is() {
        let record = open();
        let bytes = record.encode();
        assert_eq!(Record::read(&bytes, FIRST), Some(record));
        assert_eq!(Record::read(&bytes[..bytes.len() - 1], FIRST), None, "cut short");
        assert_eq!(Record::read(&[bytes.as_slice(), &[0]].concat(), FIRST), None, "a byte too many");
        let zero = Record { revision: 0, ..record };
        assert_eq!(Record::read(&zero.encode(), FIRST), None, "revisions begin at 1");
        let sealed = Record { visibility: Visibility::Sealed, ..record };
        assert_eq!(Record::read(&sealed.encode(), FIRST), None, "what is sealed waits for a round");
        let waiting = Record { round: letter(1), ..sealed };
        assert_eq!(Record::read(&waiting.encode(), FIRST), Some(waiting));
        assert_eq!(Record::read(&Record { round: letter(0), ..sealed }.encode(), FIRST), None, "rounds begin at 1");
        for reserved in 3..16 {
            let bytes = [&[reserved][..], &bytes[1..]].concat();
            assert_eq!(Record::read(&bytes, FIRST), None, "{reserved} says nothing");
        }
    }

    #[test]
    fn a_record_of_a_later_version_keeps_what_must_be_known_of_it() {
        let along = Record::read(&extended(16, 7, [0; 21], b"more"), FIRST).expect("the form of a record");
        assert_eq!(along, Record { revision: 7, later: true, ..open() });
        let bare = Record::read(&extended(16, 7, [0; 21], b""), FIRST).expect("the form of a record");
        assert!(bare.later, "what the first form can say is not said in this one");
        for first in [17, 18, 255] {
            let waits = Record::read(&extended(first, 7, letter(2).expect("a round").to_bytes(), b""), FIRST);
            let waits = waits.expect("the form of a record");
            assert!(waits.later && waits.visibility == Visibility::Sealed && waits.round == letter(2));
        }
        let mut tea = letter(1).expect("a round").to_bytes();
        tea[0] = 77;
        let unknown = Record::read(&extended(16, 1, tea, b""), FIRST).expect("the form of a record");
        assert_eq!(unknown.round.map(RoundId::to_bytes), Some(tea));
        let state = RecordState { current: vec![unknown, along], deleted: false };
        assert_eq!((state.next_revision(), state.rounds().count(), state.is_later()), (8, 0, true));
    }

    #[test]
    fn words_are_edited_where_they_count_as_an_edit_or_others_stand_beside_them() {
        let first = Record { revision: 1, ..open() };
        let other = Record { commitment: Commitment::from_bytes([6; 32]), ..first };
        let edited = |current: &[Record]| RecordState { current: current.to_vec(), deleted: false }.is_edited(&first);
        assert!(!edited(&[first]) && edited(&[first, other]));
        assert!(!edited(&[Record { visibility: Visibility::Sealed, ..first }, first]), "the same, opened");
        assert!(!edited(&[other]), "the others are still on their way");
        assert!(RecordState::default().is_edited(&open()));
    }

    #[test]
    fn an_extended_record_that_lacks_something_is_refused() {
        let whole = extended(16, 7, [0; 21], b"");
        for length in 0..whole.len() {
            assert_eq!(Record::read(&whole[..length], FIRST), None, "{length} bytes");
        }
        assert_eq!(Record::read(&extended(16, 0, [0; 21], b""), FIRST), None, "revisions begin at 1");
        let mut round = letter(1).expect("a round").to_bytes();
        round[17..].fill(0);
        assert_eq!(Record::read(&extended(17, 1, round, b""), FIRST), None, "rounds begin at 1");
    }

    #[test]
    fn a_row_keeps_whether_it_can_be_read() {
        let later = Record::read(&extended(16, 7, [0; 21], b"more"), FIRST).expect("the form of a record");
        for record in [open(), Record { visibility: Visibility::Private, ..open() }, later] {
            let row = postcard::to_stdvec(&record).expect("plain fields");
            assert_eq!(postcard::from_bytes(&row), Ok(record));
        }
        assert_eq!(
            postcard::to_stdvec(&open()).expect("plain fields"),
            open().encode(),
            "as every store before had it"
        );
    }

    #[cfg(feature = "later")]
    #[test]
    fn a_round_of_the_next_version_is_written_in_the_extended_form() {
        let round = Some(RoundId { topic: Topic::Trial, number: 1 });
        for visibility in [Visibility::Sealed, Visibility::Open] {
            let record = Record { visibility, round, ..open() };
            assert_eq!(Record::read(&record.encode(), Vocabulary::LATER), Some(record));
            let before = Record::read(&record.encode(), Vocabulary::CURRENT).expect("the form of a record");
            assert!(before.later && before.visibility == visibility && before.commitment == record.commitment);
            assert_eq!(before.round.map(RoundId::to_bytes), round.map(RoundId::to_bytes));
        }
    }
}

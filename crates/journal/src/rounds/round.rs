//! Rounds: one turn of something that both write before either reads.
//!
//! A sealed entry names its round on the page and holds only a commitment there. Beside the entries stands, for each person
//! and round, one mark in that person's drawer: ready, opened, or neither. Ready names the very words that are ready, so that
//! whatever is withdrawn or added afterwards is not. [`RoundSide`] is what one person's documents say of a round.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::documents::digest::first_20;
use crate::documents::document::Document;
use crate::documents::key::Key;
use crate::documents::operation::Value;
use crate::entries::record::{Record, RecordState, Visibility};
use crate::names::commitment::Commitment;
use crate::names::doc_id::DocId;
use crate::names::id::{EntryId, PersonId};
use crate::names::round_id::{RoundId, Topic};
use crate::vocabulary::Vocabulary;

/// 20 bytes over the words that somebody is ready to open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealDigest([u8; 20]);

impl SealDigest {
    /// The digest of these commitments, in any order, for this round.
    pub fn of(round: RoundId, commitments: impl IntoIterator<Item = Commitment>) -> Self {
        let mut sorted: Vec<Commitment> = commitments.into_iter().collect();
        sorted.sort_unstable();
        let mut hash = Sha256::new();
        hash.update(b"kintsugi seal digest v1");
        hash.update(round.to_bytes());
        for commitment in sorted {
            hash.update(commitment.as_bytes());
        }
        Self(first_20(hash))
    }

    pub(crate) const fn as_bytes(&self) -> &[u8; 20] {
        &self.0
    }
}

/// How far one person is with a round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum RoundMark {
    /// Not ready.
    #[default]
    Waiting,
    /// Ready to open exactly these words.
    Ready(SealDigest),
    /// Opened, for ever.
    Opened,
}

impl RoundMark {
    /// As it stands in the document.
    pub fn to_value(self) -> Value {
        match self {
            Self::Waiting => Value::Bool(false),
            Self::Ready(digest) => Value::Bytes(digest.0.to_vec()),
            Self::Opened => Value::Bool(true),
        }
    }

    /// As it stands in the document for a round of this topic. Where the topic came after the first vocabulary it is bytes
    /// (one of 0 or 1), because a program that does not know the key keeps nothing else.
    pub fn to_value_for(self, topic: Topic) -> Value {
        match self {
            Self::Ready(_) => self.to_value(),
            _ if topic.since() == Vocabulary::FIRST => self.to_value(),
            _ => Value::Bytes(vec![u8::from(self == Self::Opened)]),
        }
    }

    /// Reads one value; `None` when it is none of these. Bytes of another length are of a later version: they are kept, and
    /// count as not ready.
    pub fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Bool(false) => Some(Self::Waiting),
            Value::Bool(true) => Some(Self::Opened),
            Value::Bytes(bytes) if bytes[..] == [1] => Some(Self::Opened),
            Value::Bytes(bytes) => {
                Some(bytes.as_slice().try_into().map_or(Self::Waiting, |digest| Self::Ready(SealDigest(digest))))
            }
            Value::Int(_) => None,
        }
    }

    /// What several values made apart come to: opened stays opened; ready only where all say the same.
    pub(crate) fn of(values: &[Value]) -> Self {
        let marks: Vec<Self> = values.iter().filter_map(Self::from_value).collect();
        if marks.contains(&Self::Opened) {
            return Self::Opened;
        }
        match marks.split_first() {
            Some((first, rest)) if rest.iter().all(|mark| mark == first) => *first,
            _ => Self::Waiting,
        }
    }
}

impl Document {
    /// How far the person whose drawer this is has come with a round.
    pub fn round_mark(&self, round: RoundId) -> RoundMark {
        RoundMark::of(&self.values(Key::Round(round)))
    }

    /// All marks of a round that were made apart and stand beside each other; one where nothing was.
    pub fn round_marks(&self, round: RoundId) -> Vec<RoundMark> {
        self.values(Key::Round(round)).iter().filter_map(RoundMark::from_value).collect()
    }

    /// The rounds of which this drawer holds a mark.
    pub fn marked_rounds(&self) -> Vec<RoundId> {
        let round = |key| if let Key::Round(round) = key { Some(round) } else { None };
        self.keys_from("round/").into_iter().filter_map(round).collect()
    }
}

/// One entry that waits for, or was opened in, a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seal {
    /// The entry.
    pub entry: EntryId,
    /// The page that holds its record.
    pub doc: DocId,
    /// What its body must hash to.
    pub commitment: Commitment,
    /// The record says open.
    pub opened: bool,
    /// Its words were changed since they were first written, or others stand beside them.
    pub edited: bool,
}

impl Seal {
    /// The seal that an entry has in a round, by what its document says; `None` when it is not, or no longer, part of it.
    pub fn of(doc: DocId, entry: EntryId, state: &RecordState, round: RoundId) -> Option<Self> {
        let part = |record: &&Record| record.round == Some(round) && doc.is_shared();
        let records = state.current.iter().filter(part).filter(|_| !state.deleted);
        // Opened stays opened, whatever else was written apart.
        let record = records.max_by_key(|record| record.visibility == Visibility::Open)?;
        let opened = record.visibility == Visibility::Open;
        Some(Self { entry, doc, commitment: record.commitment, opened, edited: state.is_edited(record) })
    }
}

/// What one person's documents say of one round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoundSide {
    /// Which round.
    pub round: RoundId,
    /// Whose side.
    pub person: PersonId,
    /// What is sealed for it, and what was opened in it, ascending by entry. What was withdrawn is gone.
    pub seals: Vec<Seal>,
    /// The entries that were open in it and were taken back since, ascending.
    pub taken_back: Vec<EntryId>,
    /// How far this person is.
    pub mark: RoundMark,
}

impl RoundSide {
    /// A side that knows nothing yet.
    pub const fn new(round: RoundId, person: PersonId) -> Self {
        Self { round, person, seals: Vec::new(), taken_back: Vec::new(), mark: RoundMark::Waiting }
    }

    /// Whether there is nothing to remember.
    pub fn is_empty(&self) -> bool {
        self.seals.is_empty() && self.taken_back.is_empty() && self.mark == RoundMark::Waiting
    }

    /// The words that are sealed and not opened.
    pub fn sealed(&self) -> impl Iterator<Item = &Seal> {
        self.seals.iter().filter(|seal| !seal.opened)
    }

    /// The digest of the words that are sealed and not opened.
    pub fn digest(&self) -> SealDigest {
        SealDigest::of(self.round, self.sealed().map(|seal| seal.commitment))
    }

    /// Whether this person's mark says that it is opened.
    pub fn is_opened(&self) -> bool {
        self.mark == RoundMark::Opened
    }

    /// Whether anything of this side is open: the mark says so, or a record that came before its mark.
    pub fn has_opened(&self) -> bool {
        self.is_opened() || self.seals.iter().any(|seal| seal.opened)
    }

    /// Whether it is over as the other person sees it: the mark says opened, and words stand, or stood, open in it. A mark
    /// alone says nothing about which rounds there were.
    pub fn has_shown(&self) -> bool {
        self.is_opened() && (!self.taken_back.is_empty() || self.seals.iter().any(|seal| seal.opened))
    }

    /// Whether this person is ready, with exactly the words that are sealed now. A reading may open without words.
    pub fn is_ready(&self) -> bool {
        let something = self.round.topic == Topic::Reading || self.sealed().next().is_some();
        something && self.mark == RoundMark::Ready(self.digest())
    }

    /// Takes in what a document says of an entry.
    pub fn note(&mut self, doc: DocId, entry: EntryId, state: &RecordState) {
        self.put(entry, Seal::of(doc, entry, state, self.round));
        let open = |record: &Record| record.round == Some(self.round) && record.visibility == Visibility::Open;
        self.taken_back.retain(|other| *other != entry);
        if state.deleted && doc.is_shared() && state.current.iter().any(open) {
            let at = self.taken_back.partition_point(|other| *other < entry);
            self.taken_back.insert(at, entry);
        }
    }

    /// Puts a seal in its place, or takes out the one that the entry had.
    pub fn put(&mut self, entry: EntryId, seal: Option<Seal>) {
        self.seals.retain(|other| other.entry != entry);
        if let Some(seal) = seal {
            let at = self.seals.partition_point(|other| other.entry < seal.entry);
            self.seals.insert(at, seal);
        }
    }

    /// Whether the words of this side go before those of the other: the smaller commitment does; where neither side has
    /// words, the smaller person.
    pub fn leads(&self, other: &Self) -> bool {
        let first = |side: &Self| side.sealed().map(|seal| seal.commitment).min();
        match (first(self), first(other)) {
            (Some(mine), Some(theirs)) => mine < theirs,
            (mine, theirs) if mine.is_some() != theirs.is_some() => mine.is_some(),
            _ => self.person < other.person,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LETTER: RoundId = RoundId { topic: Topic::Letter, number: 3 };

    fn side(person: u8, commitments: &[u8]) -> RoundSide {
        let person = PersonId::from_bytes([person; 16]);
        let mut side = RoundSide::new(LETTER, person);
        for n in commitments {
            let entry = EntryId::from_bytes([*n; 16]);
            let doc = DocId::drawer(person);
            side.put(
                entry,
                Some(Seal { entry, doc, commitment: Commitment::from_bytes([*n; 32]), opened: false, edited: false }),
            );
        }
        side
    }

    #[cfg(feature = "later")]
    #[test]
    fn a_topic_of_the_next_version_is_known_to_it_alone() {
        let trial = RoundId { topic: Topic::Trial, number: 1 };
        assert!(RoundId::read(&trial.to_bytes(), Vocabulary::CURRENT).is_some_and(|round| round.topic.is_later()));
        assert_eq!(RoundId::read(&trial.to_bytes(), Vocabulary::LATER), Some(trial));
        for mark in [RoundMark::Opened, RoundMark::Waiting, RoundMark::Ready(SealDigest([2; 20]))] {
            let value = mark.to_value_for(Topic::Trial);
            assert!(matches!(value, Value::Bytes(_)), "the version before keeps nothing else");
            assert_eq!(RoundMark::from_value(&value), Some(mark));
        }
    }

    #[test]
    fn ready_means_exactly_the_words_that_are_sealed_now() {
        let mut mine = side(1, &[4]);
        assert!(!mine.is_ready());
        mine.mark = RoundMark::Ready(mine.digest());
        assert!(mine.is_ready());
        let added = side(1, &[4, 5]);
        assert!(!RoundSide { mark: mine.mark, ..added }.is_ready(), "words were added");
        let withdrawn = side(1, &[]);
        assert!(!RoundSide { mark: mine.mark, ..withdrawn }.is_ready(), "words were withdrawn");
        let empty = side(1, &[]);
        assert!(!RoundSide { mark: RoundMark::Ready(empty.digest()), ..empty }.is_ready(), "a letter needs words");
    }

    /// Page and drawer are two documents: after a restored backup one of them may come first.
    #[test]
    fn a_record_that_is_open_counts_before_its_mark_has_come() {
        let mut mine = side(1, &[4]);
        assert!(!mine.has_opened());
        mine.seals[0].opened = true;
        assert!(mine.has_opened() && !mine.is_opened() && !mine.is_ready());
    }

    #[test]
    fn a_mark_alone_shows_nothing() {
        let mut theirs = side(2, &[]);
        theirs.mark = RoundMark::Opened;
        assert!(!theirs.has_shown());
        let mut open = RoundSide { mark: RoundMark::Opened, ..side(2, &[4]) };
        assert!(!open.has_shown(), "its words are sealed");
        open.seals[0].opened = true;
        assert!(open.has_shown() && !RoundSide { mark: RoundMark::Waiting, ..open }.has_shown());
    }

    #[test]
    fn what_was_open_and_is_taken_back_was_shown() {
        let (doc, entry) = (DocId::drawer(PersonId::from_bytes([2; 16])), EntryId::from_bytes([4; 16]));
        let commitment = Commitment::from_bytes([4; 32]);
        for visibility in [Visibility::Sealed, Visibility::Open] {
            let record = Record { visibility, revision: 1, round: Some(LETTER), commitment, later: false };
            let mut theirs = RoundSide { mark: RoundMark::Opened, ..side(2, &[4]) };
            theirs.note(doc, entry, &RecordState { current: vec![record], deleted: true });
            assert!(theirs.seals.is_empty());
            assert_eq!(theirs.has_shown(), visibility == Visibility::Open);
        }
    }

    #[test]
    fn a_week_in_which_nobody_or_only_one_wrote_can_be_ready() {
        let mut quiet = RoundSide::new(RoundId { topic: Topic::Reading, number: 9 }, PersonId::from_bytes([1; 16]));
        quiet.mark = RoundMark::Ready(quiet.digest());
        assert!(quiet.is_ready());
    }

    #[test]
    fn exactly_one_of_the_two_leads() {
        for (mine, theirs) in [(vec![4], vec![5]), (vec![9, 2], vec![3]), (vec![4], vec![]), (vec![], vec![])] {
            let (a, b) = (side(1, &mine), side(2, &theirs));
            assert_ne!(a.leads(&b), b.leads(&a), "{mine:?} {theirs:?}");
        }
        assert!(side(2, &[9, 2]).leads(&side(1, &[3])), "the smaller commitment goes first");
        assert!(side(2, &[1]).leads(&side(1, &[])), "who has words goes first");
    }

    #[test]
    fn marks_made_apart_are_ready_only_where_they_agree_and_opened_stays() {
        let (a, b) = (SealDigest([1; 20]), SealDigest([2; 20]));
        let values = |marks: &[RoundMark]| marks.iter().map(|mark| mark.to_value()).collect::<Vec<_>>();
        let ready = RoundMark::Ready(a);
        assert_eq!(RoundMark::of(&values(&[ready, ready])), ready);
        assert_eq!(RoundMark::of(&values(&[ready, RoundMark::Ready(b)])), RoundMark::Waiting);
        assert_eq!(RoundMark::of(&values(&[RoundMark::Waiting, ready])), RoundMark::Waiting, "no beats yes");
        assert_eq!(RoundMark::of(&values(&[RoundMark::Opened, RoundMark::Waiting])), RoundMark::Opened);
        assert_eq!(RoundMark::of(&[]), RoundMark::Waiting);
        assert_eq!(RoundMark::from_value(&Value::Bytes(vec![1; 19])), Some(RoundMark::Waiting), "a later version's");
        assert_eq!(RoundMark::from_value(&Value::Int(1)), None);
    }
}

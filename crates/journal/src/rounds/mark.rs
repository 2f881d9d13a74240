//! Marks: how far one person has come with a round.
//!
//! One mark for each person and round stands in that person's drawer: ready, opened, or neither. Ready names the very words
//! that are ready, so that whatever is withdrawn or added afterwards is not.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::documents::digest::first_20;
use crate::documents::document::Document;
use crate::documents::key::Key;
use crate::documents::operation::Value;
use crate::names::commitment::Commitment;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::document::tests::carry;
    use crate::names::actor::Actor;
    use crate::names::doc_id::DocId;
    use crate::names::id::PersonId;

    const ANA: PersonId = PersonId::from_bytes([1; 16]);
    const LETTER: RoundId = RoundId { topic: Topic::Letter, number: 3 };
    const MISS: RoundId = RoundId { topic: Topic::Miss, number: 1 };

    /// Ana's drawer, written by this laptop of hers.
    fn drawer(laptop: u8, marks: &[(RoundId, RoundMark)]) -> Document {
        let mut drawer = Document::new(DocId::drawer(ANA), Actor::new([laptop; 16], ANA));
        for (round, mark) in marks {
            drawer.put(&[(Key::Round(*round), mark.to_value_for(round.topic))]).expect("a mark");
        }
        drawer
    }

    #[test]
    fn a_mark_stands_in_the_document_as_formats_says() {
        let ready = RoundMark::Ready(SealDigest([2; 20]));
        let cases = [
            (RoundMark::Waiting, Value::Bool(false)),
            (RoundMark::Opened, Value::Bool(true)),
            (ready, Value::Bytes(vec![2; 20])),
        ];
        for (mark, value) in cases {
            assert_eq!((mark.to_value(), mark.to_value_for(Topic::Letter)), (value.clone(), value.clone()));
            assert_eq!(RoundMark::from_value(&value), Some(mark));
        }
        assert_eq!(RoundMark::from_value(&Value::Bytes(vec![1])), Some(RoundMark::Opened), "as a later topic has it");
        assert_eq!(RoundMark::from_value(&Value::Bytes(vec![0])), Some(RoundMark::Waiting));
    }

    #[test]
    fn a_drawer_says_how_far_somebody_is_with_each_round() {
        let ready = RoundMark::Ready(SealDigest([2; 20]));
        let drawer = drawer(1, &[(LETTER, ready), (MISS, RoundMark::Opened)]);
        assert_eq!((drawer.round_mark(LETTER), drawer.round_mark(MISS)), (ready, RoundMark::Opened));
        assert_eq!(drawer.round_marks(LETTER), [ready]);
        let mut marked = drawer.marked_rounds();
        marked.sort_unstable_by_key(|round| round.number);
        assert_eq!(marked, [MISS, LETTER]);
        let other = RoundId { number: 4, ..LETTER };
        assert_eq!((drawer.round_mark(other), drawer.round_marks(other)), (RoundMark::Waiting, vec![]));
    }

    #[test]
    fn marks_made_apart_stand_beside_each_other() {
        let ready = RoundMark::Ready(SealDigest([2; 20]));
        let (here, there) = (drawer(1, &[(LETTER, ready)]), drawer(2, &[(LETTER, RoundMark::Waiting)]));
        let both = carry(&there, &here);
        let marks = both.round_marks(LETTER);
        assert!(marks.len() == 2 && marks.contains(&ready) && marks.contains(&RoundMark::Waiting), "{marks:?}");
        assert_eq!((both.round_mark(LETTER), both.marked_rounds()), (RoundMark::Waiting, vec![LETTER]));
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

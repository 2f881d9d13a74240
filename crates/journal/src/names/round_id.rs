//! Which round: a topic, and which turn of it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::names::id::EntryId;
use crate::time::week::Week;
use crate::vocabulary::Vocabulary;

/// What a round is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Topic {
    /// A letter each.
    Letter,
    /// One small thing that each misses.
    Miss,
    /// A question that both answer: one of those that come along, or one that somebody wrote.
    Question(EntryId),
    /// The lines of a week. Its number is that of the [`Week`].
    Reading,
    /// One that this version does not know: its tag, and the id behind it. Kept and handed on; nothing here opens it.
    Later(u8, [u8; 16]),
    /// One of the next version, for tests of how two versions meet.
    #[cfg(feature = "later")]
    Trial,
}

impl Topic {
    /// The vocabulary in which it came.
    pub const fn since(self) -> Vocabulary {
        match self {
            Self::Letter | Self::Miss | Self::Question(_) | Self::Reading => Vocabulary::FIRST,
            Self::Later(..) => Vocabulary::UNHEARD,
            #[cfg(feature = "later")]
            Self::Trial => Vocabulary::LATER,
        }
    }

    /// Whether it is one that this version does not know.
    pub const fn is_later(self) -> bool {
        matches!(self, Self::Later(..))
    }
}

/// One round: a topic, and which turn of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RoundId {
    /// What it is about.
    pub topic: Topic,
    /// Counted from 1 for each topic.
    pub number: u32,
}

impl RoundId {
    /// The reading of a week.
    pub const fn reading(week: Week) -> Self {
        Self { topic: Topic::Reading, number: week.number() }
    }

    /// Tag, question (zero for other topics), number in big endian: 21 bytes. The first byte is never zero.
    pub fn to_bytes(self) -> [u8; 21] {
        let (tag, question) = match self.topic {
            Topic::Letter => (1, [0; 16]),
            Topic::Miss => (2, [0; 16]),
            Topic::Question(id) => (3, *id.as_bytes()),
            Topic::Reading => (4, [0; 16]),
            #[cfg(feature = "later")]
            Topic::Trial => (5, [0; 16]),
            Topic::Later(tag, id) => (tag, id),
        };
        let mut bytes = [0; 21];
        bytes[0] = tag;
        bytes[1..17].copy_from_slice(&question);
        bytes[17..].copy_from_slice(&self.number.to_be_bytes());
        bytes
    }

    /// Reads the 21 bytes as a program of this vocabulary does: a topic that it does not know comes out as
    /// [`Topic::Later`]. `None` for a tag or a number that is zero.
    pub fn read(bytes: &[u8; 21], vocabulary: Vocabulary) -> Option<Self> {
        let (tag, rest) = bytes.split_first()?;
        let (id, number) = rest.split_first_chunk::<16>()?;
        let number = u32::from_be_bytes(number.try_into().ok()?);
        let topic = match (*tag, *id == [0; 16]) {
            (0, _) => return None,
            (1, true) => Topic::Letter,
            (2, true) => Topic::Miss,
            (3, _) => Topic::Question(EntryId::from_bytes(*id)),
            (4, true) => Topic::Reading,
            #[cfg(feature = "later")]
            (5, true) if vocabulary.knows(Topic::Trial.since()) => Topic::Trial,
            (tag, _) => Topic::Later(tag, *id),
        };
        (number > 0 && (topic.is_later() || vocabulary.knows(topic.since()))).then_some(Self { topic, number })
    }
}

impl fmt::Display for RoundId {
    /// `letter/3`, `miss/1`, `question/<id>/2`, `reading/6597`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.topic {
            Topic::Letter => f.write_str("letter")?,
            Topic::Miss => f.write_str("miss")?,
            Topic::Question(id) => write!(f, "question/{id}")?,
            Topic::Reading => f.write_str("reading")?,
            Topic::Later(tag, id) => write!(f, "later/{tag}/{}", EntryId::from_bytes(id))?,
            #[cfg(feature = "later")]
            Topic::Trial => f.write_str("trial")?,
        }
        write!(f, "/{}", self.number)
    }
}

impl FromStr for RoundId {
    type Err = ();

    /// Reads exactly what `Display` writes.
    fn from_str(text: &str) -> Result<Self, ()> {
        let (topic, number) = text.rsplit_once('/').ok_or(())?;
        let topic = match topic.split_once('/') {
            None if topic == "letter" => Topic::Letter,
            None if topic == "miss" => Topic::Miss,
            None if topic == "reading" => Topic::Reading,
            #[cfg(feature = "later")]
            None if topic == "trial" => Topic::Trial,
            Some(("question", id)) => Topic::Question(id.parse().map_err(|_| ())?),
            _ => return Err(()),
        };
        let round = Self { topic, number: number.parse().map_err(|_| ())? };
        if round.number > 0 && round.to_string() == text { Ok(round) } else { Err(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LETTER: RoundId = RoundId { topic: Topic::Letter, number: 3 };

    #[test]
    fn a_round_is_read_back_and_nothing_else_is() {
        let question = RoundId { topic: Topic::Question(EntryId::from_bytes([7; 16])), number: 2 };
        for round in [LETTER, question, RoundId { topic: Topic::Miss, number: 1 }] {
            assert_eq!(round.to_string().parse(), Ok(round));
            assert_ne!(round.to_bytes()[0], 0);
        }
        for text in
            ["letter", "letter/0", "letter/01", "letter/+1", "letter/3/", "question/3", "tea/1", "reading/-1", ""]
        {
            assert_eq!(text.parse::<RoundId>(), Err(()), "{text:?}");
        }
    }

    #[test]
    fn a_round_of_an_unknown_topic_keeps_its_bytes() {
        for round in [LETTER, RoundId { topic: Topic::Question(EntryId::from_bytes([7; 16])), number: 2 }] {
            assert_eq!(RoundId::read(&round.to_bytes(), Vocabulary::FIRST), Some(round));
        }
        let mut unknown = LETTER.to_bytes();
        unknown[0] = 200;
        let round = RoundId::read(&unknown, Vocabulary::FIRST).expect("the form of a round");
        assert!(round.topic.is_later());
        assert_eq!(round.to_bytes(), unknown);
        let mut odd = LETTER.to_bytes();
        odd[5] = 1;
        assert!(
            RoundId::read(&odd, Vocabulary::FIRST).is_some_and(|round| round.topic.is_later()),
            "a letter has no id"
        );
        unknown[17..].fill(0);
        assert_eq!(RoundId::read(&unknown, Vocabulary::FIRST), None, "rounds begin at 1");
        assert_eq!(RoundId::read(&[0; 21], Vocabulary::FIRST), None);
    }
}

//! Kinds: what a piece of writing is.

use serde::{Deserialize, Serialize};

use crate::vocabulary::Vocabulary;

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
    /// One of the next version, for tests of how two versions meet.
    #[cfg(feature = "later")]
    Trial,
}

impl Kind {
    /// The kinds a journal entry can have.
    pub const ENTRIES: [Self; 6] = [Self::Appreciated, Self::Hard, Self::Moment, Self::Win, Self::Setback, Self::Note];

    /// All of them, in the order of their numbers.
    const ALL: &[Self] = &[
        Self::Appreciated,
        Self::Hard,
        Self::Moment,
        Self::Win,
        Self::Setback,
        Self::Note,
        Self::Act,
        Self::Rest,
        Self::Letter,
        Self::Answer,
        Self::Miss,
        Self::Better,
        Self::Done,
        Self::Slip,
        Self::Routine,
        Self::Practice,
        Self::Question,
        Self::Phrase,
        Self::Place,
        Self::Adapted,
        #[cfg(feature = "later")]
        Self::Trial,
    ];

    /// Its number in a body.
    pub const fn number(self) -> u16 {
        self as u16
    }

    /// The kind with this number, where a program of this vocabulary knows it.
    pub fn from_number(number: u16, vocabulary: Vocabulary) -> Option<Self> {
        Self::ALL.get(usize::from(number)).copied().filter(|kind| vocabulary.knows(kind.since()))
    }

    /// The vocabulary in which it came.
    pub const fn since(self) -> Vocabulary {
        match self {
            #[cfg(feature = "later")]
            Self::Trial => Vocabulary::LATER,
            _ => Vocabulary::FIRST,
        }
    }

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
    pub(crate) const fn may_be_silent(self) -> bool {
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
            #[cfg(feature = "later")]
            Self::Trial => "trial",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_has_one_number_for_ever() {
        for (number, kind) in Kind::ALL.iter().enumerate() {
            assert_eq!(usize::from(kind.number()), number, "{}", kind.name());
        }
        assert_eq!((Kind::Appreciated.number(), Kind::Adapted.number()), (0, 19));
        assert_eq!(Kind::from_number(20, Vocabulary::FIRST), None);
    }
}

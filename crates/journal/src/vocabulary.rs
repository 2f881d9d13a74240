//! The vocabulary: what a program knows of what may stand in documents, bodies and frames.
//!
//! It is one number that only grows. Whatever is new in a later program (a key, a setting, a kind, a topic, a frame) has the
//! number of the vocabulary in which it came. A program takes what is authentic and not in its vocabulary, keeps it, hands it
//! on and does not show it; what it means is found out once the program is a newer one. Gate, session and home are given the
//! vocabulary as a value, so two versions can live in one process.

use serde::{Deserialize, Serialize};

/// Which vocabulary: 1 for the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Vocabulary(u16);

impl Vocabulary {
    /// The first there was.
    pub const FIRST: Self = Self(1);
    /// That of this program.
    pub const CURRENT: Self = Self(1);
    /// One more than that of this program, with one key, kind, topic and setting that only it knows: how the next version is
    /// played in tests. In no program that is handed out.
    #[cfg(feature = "later")]
    pub const LATER: Self = Self(Self::CURRENT.0 + 1);

    /// That of what no program of today knows.
    pub(crate) const UNHEARD: Self = Self(u16::MAX);

    /// The vocabulary with this number; `None` for 0, which none has.
    pub const fn from_number(number: u16) -> Option<Self> {
        if number == 0 { None } else { Some(Self(number)) }
    }

    /// Its number, from 1.
    pub const fn number(self) -> u16 {
        self.0
    }

    /// What two programs both know: the lower of the two.
    pub fn common(self, other: Self) -> Self {
        self.min(other)
    }

    /// Whether something that came with `since` is known in this one.
    pub const fn knows(self, since: Self) -> bool {
        since.0 <= self.0
    }
}

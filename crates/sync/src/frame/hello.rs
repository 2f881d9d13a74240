//! The first frame of a session: what a program can speak, what it knows, and how much it takes.

use kintsugi_journal::Vocabulary;
use serde::{Deserialize, Serialize};

/// The first frame. Its layout holds for ever: a later version adds fields behind these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    /// Which versions of the session it speaks.
    pub versions: Versions,
    /// What it knows of what may stand in documents, bodies and frames.
    pub vocabulary: Vocabulary,
    /// In which vocabulary its first turn is said: the lower of its own and what it remembers of the other.
    pub said_in: Vocabulary,
    /// How much it takes.
    pub room: Room,
    /// The journal's id.
    pub journal: [u8; 16],
}

/// A range of versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Versions {
    /// The lowest.
    pub lowest: u16,
    /// The highest.
    pub highest: u16,
}

impl Versions {
    /// The highest version that both speak; `None` where there is none.
    pub fn common(self, other: Self) -> Option<u16> {
        let highest = self.highest.min(other.highest);
        (highest >= self.lowest.max(other.lowest)).then_some(highest)
    }
}

/// How much one side takes in a meeting. The other sends at most so much, and at most what it would take itself; what is more
/// waits for the next meeting. No version takes less than [`Room::FIRST`], so the first turn, which is said before the other's
/// hello has come, keeps to that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Room {
    /// Heads of one document.
    pub heads: u32,
    /// Documents.
    pub documents: u32,
    /// Bodies that are wanted, in one turn.
    pub wanted: u32,
    /// Rounds that one turn names as ready.
    pub ready: u32,
    /// Bytes of a frame, without its length.
    pub frame: u32,
}

impl Room {
    /// That of the first version: documents of a journal of a century, and room to spare.
    pub const FIRST: Self =
        Self { heads: 64, documents: 16 * 1024, wanted: 32 * 1024, ready: 64, frame: super::MAX_FRAME_BYTES as u32 };

    /// What fits both. Frames are never cut below those of the first version: a change crosses in one.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            heads: self.heads.min(other.heads),
            documents: self.documents.min(other.documents),
            wanted: self.wanted.min(other.wanted),
            ready: self.ready.min(other.ready),
            frame: self.frame.min(other.frame).max(Self::FIRST.frame),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_choose_the_highest_version_that_both_speak() {
        let versions = |lowest, highest| Versions { lowest, highest };
        for (one, other, common) in [
            (versions(3, 3), versions(3, 3), Some(3)),
            (versions(3, 5), versions(4, 9), Some(5)),
            (versions(3, 9), versions(4, 5), Some(5)),
            (versions(3, 4), versions(5, 6), None),
            (versions(1, 2), versions(3, 3), None),
            (versions(6, 5), versions(0, 9), None),
        ] {
            assert_eq!(one.common(other), common, "{one:?} {other:?}");
            assert_eq!(other.common(one), common, "{other:?} {one:?}");
        }
    }

    #[test]
    fn what_fits_both_is_the_less_of_each_and_a_frame_of_the_first_version_always() {
        let least = Room { heads: 2, documents: 3, wanted: 4, ready: 0, frame: 5 };
        let most = Room { heads: u32::MAX, documents: u32::MAX, wanted: u32::MAX, ready: u32::MAX, frame: u32::MAX };
        assert_eq!(most.and(Room::FIRST), Room::FIRST);
        assert_eq!(least.and(Room::FIRST), Room { frame: Room::FIRST.frame, ..least });
        assert_eq!(Room::FIRST.and(least), least.and(Room::FIRST));
    }
}

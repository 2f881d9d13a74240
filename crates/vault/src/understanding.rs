//! How well the programs on the two laptops understand each other.

use kintsugi_journal::Vocabulary;
use serde::{Deserialize, Serialize};

/// What is remembered of the program on the partner's laptop, and what waits because one of the two is older.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Understanding {
    /// What it knew when it was last heard of.
    pub theirs: Vocabulary,
    /// Something written here can be shown there, or taken, only by a newer program.
    pub waits_there: bool,
    /// Something written there can be shown here, or taken, only by a newer program.
    pub waits_here: bool,
    /// Something written there could not be taken in here yet, and is looked at again at the next meeting.
    pub left: bool,
}

impl Understanding {
    /// That of a program of which nothing but its vocabulary is known.
    pub const fn new(theirs: Vocabulary) -> Self {
        Self { theirs, waits_there: false, waits_here: false, left: false }
    }
}

//! What content may measure. The limits belong to the vocabulary: a later one may raise them and none lowers them, so that
//! what was taken once is taken for ever. Who writes obeys them before anything is saved; the gate asks for them again.

use crate::vocabulary::Vocabulary;

/// The most text a body holds, in bytes of UTF-8: 64 KiB.
pub const MAX_TEXT_BYTES: usize = 64 * 1024;
/// The most tags a body holds.
pub const MAX_TAGS: usize = 16;
/// The most bytes of UTF-8 in one tag.
pub const MAX_TAG_BYTES: usize = 64;
/// The most bytes of a padded body: 128 KiB.
pub const MAX_BODY_BYTES: usize = 128 * 1024;
/// The most entries that one person seals for one round.
pub const MAX_SEALS: usize = 256;
/// The most bytes of bodies that one person seals for one round: 4 MiB.
pub const MAX_ROUND_BYTES: usize = 4 << 20;

/// The limits of one vocabulary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Operations of one change.
    pub operations: usize,
    /// Bytes of one change, as it is stored.
    pub change_bytes: usize,
    /// Changes that one change follows.
    pub deps: usize,
    /// Operations that one put replaces.
    pub replaced: usize,
    /// Bytes of a key.
    pub key_bytes: usize,
    /// Bytes of a value.
    pub value_bytes: usize,
    /// Bytes of a padded body.
    pub body_bytes: usize,
    /// Entries that one person seals for one round.
    pub seals: usize,
    /// Bytes of the bodies that one person seals for one round.
    pub round_bytes: usize,
    /// The highest counter of a document: how many operations can follow one another in it.
    pub counter: u64,
    /// Changes of a document that nothing follows yet.
    pub heads: usize,
}

impl Limits {
    const FIRST: Self = Self {
        operations: 200,
        change_bytes: 48 * 1024,
        deps: 64,
        replaced: 64,
        key_bytes: 64,
        value_bytes: 256,
        body_bytes: MAX_BODY_BYTES,
        seals: MAX_SEALS,
        round_bytes: MAX_ROUND_BYTES,
        counter: 131_072,
        heads: 32,
    };
}

impl Vocabulary {
    /// What content may measure in this vocabulary.
    pub const fn limits(self) -> Limits {
        Limits::FIRST
    }
}

//! Why the gate refuses.

use kintsugi_journal::Refusal;

/// Why a change or a body was refused, for ever: by itself and by what it follows alone. The text is what `status` shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refused {
    /// The rule table does not allow it.
    #[error("{0}")]
    Rule(Refusal),
    /// It claims to be mine and does not carry my tag for this change of this document.
    #[error("it is said to be yours and does not carry your mark")]
    Untagged,
    /// It does not hash to what was announced.
    #[error("it is not the change that was announced")]
    Hash,
    /// It does not follow the change of its actor that has the number before.
    #[error("its number does not follow the one before")]
    Sequence,
    /// No operation, too many, or too large.
    #[error("it is empty or too large")]
    Size,
    /// One commitment for two entries.
    #[error("it carries the mark of another line")]
    CopiedCommitment,
    /// A record takes the place of others and its revision is not higher: words would change and nobody would see it.
    #[error("it takes the place of other words and does not count as an edit")]
    Revision,
    /// It follows a change that was refused.
    #[error("it follows a change that was not taken in")]
    FollowsRefused,
    /// It names an operation that it does not follow, or what it follows cannot be saved, loaded or written with it.
    #[error("it does not fit to what it changes")]
    Unmergeable,
    /// A body that is not what its record commits to.
    #[error("the words are not those that were announced")]
    Body,
}

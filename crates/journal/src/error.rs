//! Why something was refused.

use crate::limits::{MAX_TAG_BYTES, MAX_TAGS, MAX_TEXT_BYTES};
use crate::text::unfit::Unfit;

/// The text is not an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an id of this journal")]
pub struct IdError;

/// Why words cannot be kept as they are.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BodyError {
    /// Nothing but white space.
    #[error("there are no words in it")]
    Empty,
    /// More than [`MAX_TEXT_BYTES`] of text.
    #[error("the text is longer than {} KiB", MAX_TEXT_BYTES / 1024)]
    TooLong,
    /// A control character other than a line end or a tab, such as NUL or ESC.
    #[error("the text holds a control character (U+{0:04X})")]
    Control(u32),
    /// More than [`MAX_TAGS`] tags.
    #[error("more than {MAX_TAGS} tags")]
    TooManyTags,
    /// A tag that is empty, longer than [`MAX_TAG_BYTES`], or holds white space.
    #[error("a tag is one word of at most {MAX_TAG_BYTES} bytes")]
    Tag,
    /// A tag with a character that cannot be seen, or that turns what stands beside it.
    #[error("the tag cannot be used: {0}")]
    TagHolds(Unfit),
    /// A day before 1900 or after 2200.
    #[error("the day is not in the years 1900 to 2200")]
    Day,
    /// Bytes that are not an encoded body of this version.
    #[error("these words cannot be read by this version")]
    Malformed,
}

/// Why a document could not be read or changed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DocumentError {
    /// The merge library refused the bytes or the operation.
    #[error("a part of the journal cannot be read: {0}")]
    Automerge(#[from] automerge::AutomergeError),
    /// A stored change is not one.
    #[error("a stored change cannot be read: {0}")]
    Change(#[from] automerge::LoadChangeError),
    /// A change holds something that this journal never writes.
    #[error("a change holds something that this journal does not write")]
    ForeignOperation,
    /// One value or one change would be larger than the other laptop takes.
    #[error("this is more than can be kept in one piece")]
    TooLarge,
    /// So much has been written into this document that nothing more can follow.
    #[error("there is no more room in this part of the journal")]
    Full,
}

//! Why a text is no definition of a practice, and how long its parts may be.

/// Letters of a title, and of a longer text.
pub(crate) const MAX_TITLE: usize = 60;
pub(crate) const MAX_TEXT: usize = 2000;
pub(crate) const MAX_STEPS: usize = 20;
/// Longer than any evening; a step takes at most three hours.
pub(crate) const MAX_MINUTES: f64 = 180.0;

/// Why a text is no definition of a practice.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NoPractice {
    /// It is no TOML of this form.
    #[error("that is no practice: {0}")]
    Unreadable(String),
    /// Its name is empty, longer than 32 letters, or has others than lower-case letters, digits and dashes.
    #[error("a practice has a name of lower-case letters and dashes")]
    Name,
    /// A title or the stop word is empty, too long, or holds what cannot be seen or turns what stands beside it.
    #[error(
        "a title, or a stop word, has 1 to {MAX_TITLE} letters, and no control characters or others that cannot be seen"
    )]
    Title,
    /// A longer text is too long, or holds control characters.
    #[error("a text has up to {MAX_TEXT} letters and no control characters")]
    Text,
    /// It has no step, or too many.
    #[error("a practice has 1 to {MAX_STEPS} steps")]
    Steps,
    /// A step takes no time, or too long.
    #[error("a step takes more than no time and at most {MAX_MINUTES} minutes")]
    Minutes,
}

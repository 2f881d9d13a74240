//! One screen of what is read aloud. The terminal shows it.

/// One screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Page {
    /// Above the words: whose, of which day, which part.
    pub(crate) head: String,
    /// The words.
    pub(crate) text: String,
}

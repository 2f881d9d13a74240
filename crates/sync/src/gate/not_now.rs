//! What is not refused and not taken in either: it does not fit now.

use kintsugi_journal::ChangeHash;

/// Why a change is left where it is. Nothing is wrong with the change itself: another document, the order in which changes
/// came, or what this version knows stands in the way. It is not remembered and not counted; the next meeting looks again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NotNow {
    /// It holds a step that only a later version can take.
    #[error("only a later version can take it in")]
    Later,
    /// With it the document would have more heads than one change may follow.
    #[error("too much was written apart")]
    Heads,
    /// There is no more space for it in its document, or none for its document.
    #[error("there is no more space for it")]
    Space,
    /// Its commitment stands with another entry here.
    #[error("another line carries its mark")]
    Owned,
    /// Another change of its actor has its number.
    #[error("another change has its number")]
    Numbered,
    /// It fits what it follows, and not what was written apart from it.
    #[error("it does not fit beside what is here")]
    Beside,
    /// What it follows is so wide that it was not searched to its end.
    #[error("it follows too much")]
    Far,
    /// Too much that came with it did not fit, so it was not tried.
    #[error("it was not tried")]
    Untried,
    /// It follows a change that does not fit now.
    #[error("it follows a change that was left where it is")]
    Follows,
}

impl NotNow {
    /// Whether people are told: not of what merely follows, nor where only an update helps, which is said in its own words.
    pub const fn is_told(self) -> bool {
        !matches!(self, Self::Follows | Self::Later)
    }
}

/// A change that was left where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Left {
    /// The hash that it announced.
    pub change: ChangeHash,
    /// Why.
    pub why: NotNow,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_told_what_they_can_do_something_about() {
        use NotNow::{Beside, Far, Follows, Heads, Later, Numbered, Owned, Space, Untried};
        let told = [Later, Heads, Space, Owned, Numbered, Beside, Far, Untried, Follows].map(NotNow::is_told);
        assert_eq!(told, [false, true, true, true, true, true, true, true, false]);
    }
}

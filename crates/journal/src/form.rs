//! Reading what may be of a later version: three outcomes, never two.

/// What became of reading a key, an id or an operation that another program wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form<T> {
    /// It is known.
    Known(T),
    /// It has the form of what a later version may write: kept and handed on, not shown.
    Later,
    /// It has no form at all, and no version ever writes it.
    Malformed,
}

impl<T> Form<T> {
    /// What is known; `None` for everything else.
    pub fn known(self) -> Option<T> {
        if let Self::Known(known) = self { Some(known) } else { None }
    }
}

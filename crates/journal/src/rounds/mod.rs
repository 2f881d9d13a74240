//! Rounds: what both write before either reads.

pub(crate) mod mark;
pub(crate) mod side;
pub(crate) mod stand;

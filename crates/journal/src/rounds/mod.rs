//! Rounds: what both write before either reads.

pub(crate) mod round;
pub(crate) mod stand;

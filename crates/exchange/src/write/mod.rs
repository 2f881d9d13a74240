//! Out of a journal: one file for each format.
//!
//! `markdown` and `json` bring everything back; the formats of other programs hold what those programs know.

pub mod calendar;
pub mod dayone;
pub mod jrnl;
pub mod json;
pub mod keepsake;
pub mod markdown;
pub mod text;

//! A journal as other programs write and read it.
//!
//! [`mod@write`] turns what a journal holds into the bytes of a file; [`read`] turns what other programs left into pieces that can
//! be taken in. No journal is opened here, and a source is only ever read. What is written here is not encrypted.

mod piece;
pub mod read;
mod tags;
pub mod write;

pub use piece::{Book, Piece};

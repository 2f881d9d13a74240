//! What characters do on a screen, which of them a name or a tag may have, how words are looked for, and which of them are
//! tags.

pub mod character;
mod folded;
pub(crate) mod sought;
pub(crate) mod tags;
pub(crate) mod unfit;
pub(crate) mod unkind;

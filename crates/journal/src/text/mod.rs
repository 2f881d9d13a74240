//! What characters do on a screen, which of them a name or a tag may have, and how words are looked for.

pub mod character;
mod folded;
pub(crate) mod sought;
pub(crate) mod unfit;

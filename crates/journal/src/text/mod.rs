//! What characters do on a screen, and which of them a name or a tag may have.

pub mod character;
pub(crate) mod unfit;

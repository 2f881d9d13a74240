//! Bundles: a meeting as a file, for laptops that never meet on a network. The same frames, one way, sealed.
//!
//! A bundle says what its writer has (heads and wants), and holds what the reader lacks as far as the writer knows. So each
//! one acknowledges what came before, none has to arrive, and they may be taken in twice and in any order.
//! `docs/formats.md` tells the layout.

mod read;
mod seal;
mod write;

pub use read::{Taken, Unread, check, take_in};
pub use seal::{Header, Parties};
pub use write::{Packed, Unwritten, write};

/// Why a file is no bundle for this journal. Nothing of it was taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BundleError {
    /// Something else.
    #[error("that file is not one of kintsugi bundle export")]
    NotABundle,
    /// Of another version.
    #[error("the file was made by another version")]
    Version,
    /// Of another pair, or of this pair before one of the laptops was replaced.
    #[error("the file belongs to another journal")]
    Journal,
    /// Made on this very laptop.
    #[error("the file was made on this laptop")]
    OwnDirection,
    /// Made on a laptop that was replaced.
    #[error("the file comes from a laptop that was replaced")]
    Replaced,
    /// Made on a laptop that is not the partner's.
    #[error("the file comes from a laptop that is not your partner's")]
    Stranger,
    /// A part is missing or another one.
    #[error("the file was cut short or changed on its way")]
    Broken,
}

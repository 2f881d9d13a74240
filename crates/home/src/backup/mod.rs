//! A backup: everything of a journal that cannot be made anew, as a file, and a home made of one.
//!
//! What goes in: documents as operations, bodies, author tags, places of what was taken back, times, drafts, laptops that are
//! refused; and each line once more as a person reads it. What stays out: the seed, the laptop's key, the secret of the pair.
//! So a home that is made of it is a new laptop of the same person, and the two have to join again.
//!
//! A backup comes from outside. It is read twice: first all of it, with nothing kept but the sum, the count and the proof that
//! somebody with the 12 words wrote it. Only then are changes built, each from its operations, with its hash and its author
//! compared and all of a document rehearsed together, and bodies held against their commitments. It goes in whole, in one
//! transaction, or not at all.

#[cfg(test)]
mod measured_tests;
mod memory;
mod pack;
mod readable;
mod reminder;
mod tried;
mod unpack;

pub use memory::{Trial, try_backup};
pub use pack::Packed;
pub use tried::{FromBeginning, from_beginning, try_backup_in};
pub use unpack::{Restored, restore};

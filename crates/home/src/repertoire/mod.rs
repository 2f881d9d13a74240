//! What comes along to be used by the two: practices, questions, lines to borrow. All of it is data in `crates/home/data`, so
//! that one more needs no code, and all of it is ours, in plain words.

mod collection;
mod phrase;
mod practice;
mod question;
mod slip;

use kintsugi_journal::EntryId;
use sha2::{Digest, Sha256};

pub use crate::no_practice::NoPractice;
pub use collection::{exercises, focusable, practice, practices};
pub(crate) use collection::{focusable_in, is_reserved, practices_in};
pub use phrase::{Phrase, Phrases, Situation, phrases, situations};
pub use practice::{Practice, Source, Step, Who, shipped};
pub use question::{Question, question, questions};
pub(crate) use slip::slips;

/// The check-in, as something that took place: it has a command of its own, and no definition.
pub const CHECK_IN: Named = Named { name: "check-in", title: "Check-in" };
/// The turns of a check-in: what each is called, for whom it is, and what is said before it. As long as the two choose.
pub const CHECK_IN_TURNS: [(&str, &str, &str); 2] = [
    (
        "Speak",
        "one of you",
        "Two things: how I feel, and what is on my heart. The other only listens: no judging, no interrupting. \
         If it gets hot, take a break of 20 minutes, and say when you will be back.",
    ),
    (
        "Change over",
        "the other",
        "Now the other: how I feel, and what is on my heart. It is your week, not an answer to what was said.",
    ),
];
/// The weekly reading, likewise.
pub const READING: Named = Named { name: "reading", title: "Reading" };

/// Something that has a name and an id and is no definition.
pub struct Named {
    name: &'static str,
    /// What it is called on a screen.
    pub title: &'static str,
}

impl Named {
    /// The id under which it is remembered that it took place.
    pub fn id(&self) -> EntryId {
        id_of("practice", self.name)
    }
}

/// Whether this is a practice or a question that comes along: it stays as it is.
pub(crate) fn comes_along(id: EntryId) -> bool {
    let question = question::shipped().into_iter().any(|question| question.id == id);
    question || shipped().into_iter().any(|practice| practice.id == id)
}

/// The id of something that comes along, made from its name: the same on both laptops, and no id that is drawn by chance.
fn id_of(kind: &str, name: &str) -> EntryId {
    let full: [u8; 32] = Sha256::new()
        .chain_update("kintsugi repertoire v1/")
        .chain_update(kind)
        .chain_update("/")
        .chain_update(name)
        .finalize()
        .into();
    let mut id = [0; 16];
    id.copy_from_slice(&full[..16]);
    EntryId::from_bytes(id)
}

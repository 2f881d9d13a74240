//! The lines that a person reads, as one sum: so that what a restore gives back can be compared with what stood in the file.

use sha2::{Digest as _, Sha256};

use crate::end::Digest;
use crate::item::Item;

/// A running sum over the lines that a person reads. Others are passed over.
#[derive(Clone, Default)]
pub struct Words(Sha256);

impl Words {
    /// Takes a line into account, as this program writes it.
    pub fn add(&mut self, item: &Item) {
        if matches!(item, Item::Entry(_) | Item::Agreement { .. }) {
            self.0.update(serde_json::to_vec(item).expect("plain fields can be written"));
            self.0.update(b"\n");
        }
    }

    /// The sum of all that were added.
    pub fn digest(self) -> Digest {
        self.0.finalize().into()
    }
}

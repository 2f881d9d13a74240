//! The one-time secret of a pairing.

use zeroize::{Zeroize, ZeroizeOnDrop};

/// 75 bits, good for one pairing within ten minutes: far too many to search in that time. No `Debug`, wiped when dropped.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct PairingSecret([u8; 10]);

impl PairingSecret {
    /// Takes 80 random bits and keeps 75 of them.
    pub const fn new(mut random: [u8; 10]) -> Self {
        random[0] &= 0b0000_0111;
        Self(random)
    }

    pub(crate) const fn as_bytes(&self) -> &[u8; 10] {
        &self.0
    }
}

//! Secrets are a different kind of thing: no `Debug`, no `Display`, no `Clone`, wiped when dropped.

use zeroize::{Zeroize, ZeroizeOnDrop};

/// The 32 random bytes that open a home's store.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct StoreKey([u8; 32]);

impl StoreKey {
    /// A new key from the operating system's randomness.
    pub fn generate() -> Self {
        Self(crate::random())
    }

    /// The same key once more, for who opens a store with it and for who remembers it.
    pub fn again(&self) -> Self {
        Self(self.0)
    }

    pub(crate) const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    pub(crate) const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// Fewer letters than this are found by trying.
const SHORT: usize = 14;

/// What a person types to unlock.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Passphrase(String);

impl Passphrase {
    /// Takes the text as it was typed, without its line end; `None` when nothing is left.
    pub fn new(mut text: String) -> Option<Self> {
        let length = text.trim_end_matches(['\r', '\n']).len();
        text.truncate(length);
        (!text.is_empty()).then_some(Self(text))
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// Whether it has so few letters, under 14, that somebody who has the folder may find it by trying.
    pub fn is_short(&self) -> bool {
        self.0.chars().count() < SHORT
    }

    /// Whether the same was typed twice.
    pub fn matches(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

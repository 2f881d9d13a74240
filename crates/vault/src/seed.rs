//! The recovery code: 12 words (BIP 39) for 128 bits, from which everything that makes a person is derived (HKDF-SHA256,
//! RFC 5869). The words alone bring the person back on a new laptop.

use bip39::Mnemonic;
use ed25519_dalek::SigningKey;
use hkdf::Hkdf;
use kintsugi_journal::{PersonId, TagSecret, is_unkind};
use sha2::Sha256;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::error::VaultError;

/// 128 random bits.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Seed([u8; 16]);

impl Seed {
    /// A new seed from the operating system's randomness. It is drawn until none of its words is unkind, which takes two draws in the
    /// middle and leaves 127 bits.
    pub fn generate() -> Self {
        loop {
            let seed = Self(crate::random());
            if !seed.words().split(' ').any(is_unkind) {
                return seed;
            }
        }
    }

    pub(crate) const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    pub(crate) const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// The same once more, for a second place that needs it.
    #[must_use]
    pub const fn again(&self) -> Self {
        Self(self.0)
    }

    /// The 12 words, separated by blanks.
    pub fn words(&self) -> Zeroizing<String> {
        let mnemonic = Mnemonic::from_entropy(&self.0).expect("16 bytes make 12 words");
        Zeroizing::new(mnemonic.words().collect::<Vec<_>>().join(" "))
    }

    /// Whether a word is on the list (BIP 39, English), in any case.
    pub fn is_word(word: &str) -> bool {
        let plain = Zeroizing::new(word.to_lowercase());
        bip39::Language::English.find_word(&plain).is_some()
    }

    /// The words of a text as somebody types them: whatever stands between letters separates them, numbers and punctuation too.
    pub fn split(text: &str) -> impl Iterator<Item = &str> {
        text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty())
    }

    /// Reads the words back, in any case and with anything but letters between them.
    ///
    /// # Errors
    /// [`VaultError::RecoveryCode`] when a word is not on the list, one is missing, or the check at the end does not fit.
    pub fn from_words(words: &str) -> Result<Self, VaultError> {
        let plain = Zeroizing::new(Self::split(words).map(str::to_lowercase).collect::<Vec<_>>().join(" "));
        let mnemonic = Mnemonic::parse_normalized(&plain).map_err(|_| VaultError::RecoveryCode)?;
        let entropy = Zeroizing::new(mnemonic.to_entropy());
        Ok(Self(entropy.as_slice().try_into().map_err(|_| VaultError::RecoveryCode)?))
    }

    /// The person's id.
    pub fn person(&self) -> PersonId {
        PersonId::from_bytes(self.derive(b"kintsugi person id v1"))
    }

    /// The person's signing key.
    pub(crate) fn person_key(&self) -> SigningKey {
        let bytes = Zeroizing::new(self.derive(b"kintsugi person key v1"));
        SigningKey::from_bytes(&bytes)
    }

    /// The key of the person's author tags.
    pub(crate) fn tag_secret(&self) -> TagSecret {
        TagSecret::new(self.derive(b"kintsugi tag secret v1"))
    }

    /// The key that wraps the store key in the keyfile's recovery slot.
    pub(crate) fn recovery_key(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.derive(b"kintsugi recovery slot v1"))
    }

    /// The key that proves that whoever wrote a backup has the words.
    pub(crate) fn backup_key(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.derive(b"kintsugi backup v1"))
    }

    /// The key of the ids of what comes from other programs.
    pub(crate) fn import_key(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.derive(b"kintsugi import v1"))
    }

    fn derive<const N: usize>(&self, label: &[u8]) -> [u8; N] {
        let mut bytes = [0; N];
        Hkdf::<Sha256>::new(None, &self.0).expand(label, &mut bytes).expect("far below 8160 bytes");
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn none_of_the_words_is_unkind() {
        for _ in 0..100 {
            let words = Seed::generate().words();
            assert!(!words.split(' ').any(is_unkind), "{}", *words);
        }
    }

    /// Each word is on the list, so that none of those that are left out was misspelt.
    #[test]
    fn words_that_another_program_drew_are_taken_as_they_are() {
        let words = "abandon ".repeat(11) + "about";
        assert_eq!(*Seed::from_words(&words).expect("a vector of BIP 39").words(), words);
        let left_out = bip39::Language::English.word_list().iter().filter(|word| is_unkind(word)).count();
        assert_eq!(left_out, kintsugi_journal::UNKIND.len());
    }

    #[test]
    fn the_words_bring_the_person_back() {
        let seed = Seed::generate();
        let words = seed.words();
        assert_eq!(words.split(' ').count(), 12);
        let again = Seed::from_words(&words.to_uppercase().replace(' ', "\n  ")).expect("the same words");
        assert_eq!(again.person(), seed.person());
        assert_eq!(again.person_key().to_bytes(), seed.person_key().to_bytes());
    }

    #[test]
    fn numbers_and_punctuation_between_the_words_are_forgiven() {
        let seed = Seed::from_bytes([7; 16]);
        let words = seed.words();
        let paper: Vec<String> = words.split(' ').enumerate().map(|(n, word)| format!("{}. {word},", n + 1)).collect();
        assert_eq!(Seed::from_words(&paper.join("\n")).expect("the same words").person(), seed.person());
        assert!(words.split(' ').all(Seed::is_word) && Seed::is_word("Tree") && !Seed::is_word("kintsugi"));
    }

    #[test]
    fn a_wrong_a_missing_and_a_swapped_word_are_refused() {
        let words = Seed::from_bytes([7; 16]).words();
        let list: Vec<&str> = words.split(' ').collect();
        let swapped = [&[list[11]], &list[1..11], &[list[0]]].concat().join(" ");
        for wrong in [list[..11].join(" "), format!("{} kintsugi", list[..11].join(" ")), swapped, String::new()] {
            assert!(matches!(Seed::from_words(&wrong), Err(VaultError::RecoveryCode)), "{wrong}");
        }
    }
}

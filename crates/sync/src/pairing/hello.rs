//! Who one side of a pairing is.

use ed25519_dalek::{Signature, VerifyingKey};
use kintsugi_journal::{PersonId, Vocabulary, certified};
use serde::{Deserialize, Serialize};

/// Who one side is: what it says of itself to whomever it pairs with.
#[derive(Clone, PartialEq, Eq)]
pub struct Introduction {
    /// What the program knows, so that the first meeting begins in what both know.
    pub vocabulary: Vocabulary,
    /// The person.
    pub person: PersonId,
    /// The person's public key.
    pub key: [u8; 32],
    /// The person's word that this laptop is theirs, 64 bytes.
    pub certificate: Vec<u8>,
}

impl Introduction {
    /// The hello for one connection: `contribution` is 32 random bytes that were drawn for it and are used nowhere else.
    pub fn hello(&self, contribution: [u8; 32]) -> Hello {
        let Self { vocabulary, person, key, certificate } = self.clone();
        Hello { vocabulary, person, key, certificate, contribution, rest: Vec::new() }
    }
}

/// Who one side is, and what it adds to what the two will share. One is said once, to one laptop.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    /// What the program knows, so that the first meeting begins in what both know.
    pub vocabulary: Vocabulary,
    /// The person.
    pub person: PersonId,
    /// The person's public key.
    pub key: [u8; 32],
    /// The person's word that this laptop is theirs, 64 bytes.
    pub certificate: Vec<u8>,
    /// 32 random bytes, fresh for each connection.
    pub contribution: [u8; 32],
    /// What a later program says behind these fields: it means nothing here, and both sides hash it all the same.
    #[serde(skip)]
    pub rest: Vec<u8>,
}

impl Hello {
    /// Whether the person's key vouches for the laptop at the other end of the channel, in the way that
    /// `docs/formats.md` describes.
    pub fn vouches_for(&self, endpoint: &[u8; 32]) -> bool {
        let Ok(key) = VerifyingKey::from_bytes(&self.key) else { return false };
        let Ok(certificate) = Signature::from_slice(&self.certificate) else { return false };
        !key.is_weak() && key.verify_strict(&certified(self.person, endpoint), &certificate).is_ok()
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use ed25519_dalek::{Signer, SigningKey};

    use super::*;

    /// Somebody on a laptop, with a certificate that holds and this contribution.
    pub(crate) fn hello_of(n: u8, endpoint: &[u8; 32], contribution: [u8; 32]) -> Hello {
        let (key, person) = (SigningKey::from_bytes(&[n; 32]), PersonId::from_bytes([n; 16]));
        Hello {
            vocabulary: Vocabulary::FIRST,
            person,
            key: key.verifying_key().to_bytes(),
            certificate: key.sign(&certified(person, endpoint)).to_bytes().to_vec(),
            contribution,
            rest: Vec::new(),
        }
    }

    #[test]
    fn a_person_vouches_for_one_laptop_and_a_copied_word_is_worth_nothing() {
        let (laptop, other) = ([3; 32], [4; 32]);
        let honest = hello_of(1, &laptop, [0; 32]);
        assert!(honest.vouches_for(&laptop));
        assert!(!honest.vouches_for(&other), "another laptop");
        let copied = Hello { key: hello_of(2, &laptop, [0; 32]).key, ..honest.clone() };
        assert!(!copied.vouches_for(&laptop), "another key");
        let renamed = Hello { person: PersonId::from_bytes([2; 16]), ..honest.clone() };
        assert!(!renamed.vouches_for(&laptop), "another person");
        assert!(!Hello { key: [0; 32], ..honest.clone() }.vouches_for(&laptop), "a weak key");
        assert!(!Hello { certificate: vec![1; 63], ..honest }.vouches_for(&laptop), "cut short");
    }
}

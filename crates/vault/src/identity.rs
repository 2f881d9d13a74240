//! Who I am, on this laptop.

use ed25519_dalek::{Signer, SigningKey};
use hmac::{Hmac, KeyInit, Mac};
use kintsugi_journal::{PersonId, TagSecret, certified};
use sha2::Sha256;

use crate::seed::Seed;

/// The key of one laptop, which is also its network key. Wiped when dropped.
pub struct DeviceKey(SigningKey);

impl DeviceKey {
    /// A new key from the operating system's randomness.
    pub fn generate() -> Self {
        Self(SigningKey::from_bytes(&crate::random()))
    }

    pub(crate) fn from_bytes(bytes: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(bytes))
    }

    /// The secret half, for the network layer.
    pub fn to_bytes(&self) -> zeroize::Zeroizing<[u8; 32]> {
        zeroize::Zeroizing::new(self.0.to_bytes())
    }

    /// The public half: the laptop's id.
    pub fn id(&self) -> [u8; 32] {
        self.0.verifying_key().to_bytes()
    }
}

/// Who I am: the person, and this laptop of theirs.
pub struct Identity {
    name: String,
    seed: Seed,
    person: PersonId,
    tag: TagSecret,
    device: DeviceKey,
}

impl Identity {
    /// A person with this name and recovery code, on a laptop with this key.
    pub fn new(name: String, seed: Seed, device: DeviceKey) -> Self {
        let (person, tag) = (seed.person(), seed.tag_secret());
        Self { name, seed, person, tag, device }
    }

    /// The same person on the same laptop, by this name.
    #[must_use]
    pub fn named(&self, name: String) -> Self {
        let device = DeviceKey::from_bytes(&self.device.to_bytes());
        Self::new(name, Seed::from_bytes(*self.seed.as_bytes()), device)
    }

    /// The name the person goes by; empty on a new laptop that takes it from the partner's and has not met it yet.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The person's id.
    pub const fn person(&self) -> PersonId {
        self.person
    }

    /// The key of my author tags.
    pub const fn tag_secret(&self) -> &TagSecret {
        &self.tag
    }

    /// This laptop's key.
    pub const fn device(&self) -> &DeviceKey {
        &self.device
    }

    /// The recovery code.
    pub const fn seed(&self) -> &Seed {
        &self.seed
    }

    /// My public key.
    pub fn person_key(&self) -> [u8; 32] {
        self.seed.person_key().verifying_key().to_bytes()
    }

    /// What proves that I wrote a backup whose lines have this digest: HMAC-SHA256 under a key that only the 12 words make.
    /// Nobody else can check it, so it is no evidence.
    pub fn backup_proof(&self, digest: &[u8; 32]) -> [u8; 32] {
        self.backup_mac(digest).finalize().into_bytes().into()
    }

    /// Whether that is the proof for this digest, in a time that tells nothing.
    pub fn wrote_backup(&self, digest: &[u8; 32], proof: &[u8; 32]) -> bool {
        self.backup_mac(digest).verify_slice(proof).is_ok()
    }

    /// A number that only my 12 words make of these bytes: HMAC-SHA256 under a key of its own. It names what I brought along
    /// from elsewhere, so that it is known again and nobody else can guess from an id what the words are.
    pub fn import_name(&self, bytes: &[u8]) -> [u8; 32] {
        let key = self.seed.import_key();
        let mac = Hmac::<Sha256>::new_from_slice(&*key).expect("HMAC takes a key of any length");
        mac.chain_update(bytes).finalize().into_bytes().into()
    }

    fn backup_mac(&self, digest: &[u8; 32]) -> Hmac<Sha256> {
        let key = self.seed.backup_key();
        let mac = Hmac::<Sha256>::new_from_slice(&*key).expect("HMAC takes a key of any length");
        mac.chain_update(digest)
    }

    /// My word that this laptop is mine: a signature over label, person id and device key, and over nothing written.
    pub fn certificate(&self) -> [u8; 64] {
        self.seed.person_key().sign(&certified(self.person, &self.device.id())).to_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ed25519_dalek::{Signature, VerifyingKey};

    #[test]
    fn a_backup_is_proven_by_the_words_alone() {
        let seed = |n| Seed::from_bytes([n; 16]);
        let ana = Identity::new("Ana".into(), seed(7), DeviceKey::generate());
        let later = Identity::new("Anna".into(), seed(7), DeviceKey::generate());
        let ben = Identity::new("Ben".into(), seed(8), DeviceKey::generate());
        let proof = ana.backup_proof(&[1; 32]);
        assert!(later.wrote_backup(&[1; 32], &proof), "on another laptop, under another name");
        assert!(!later.wrote_backup(&[2; 32], &proof), "other lines");
        assert!(!ben.wrote_backup(&[1; 32], &proof), "another person");
        let words = "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about";
        let of_the_page =
            Identity::new(String::new(), Seed::from_words(words).expect("12 words"), DeviceKey::generate());
        let vector = data_encoding::HEXLOWER.encode(&of_the_page.backup_proof(&[1; 32]));
        assert!(include_str!("../../../docs/formats.md").contains(&vector), "docs/formats.md names {vector}");
    }

    #[test]
    fn a_certificate_holds_for_one_laptop_of_one_person() {
        let ana = Identity::new("Ana".into(), Seed::generate(), DeviceKey::generate());
        let certificate = Signature::from_bytes(&ana.certificate());
        let key = VerifyingKey::from_bytes(&ana.person_key()).expect("a key");
        let holds = |person, device| key.verify_strict(&certified(person, &device), &certificate).is_ok();
        assert!(holds(ana.person(), ana.device().id()));
        assert!(!holds(ana.person(), DeviceKey::generate().id()), "another laptop");
        assert!(!holds(Seed::generate().person(), ana.device().id()), "another person");
    }
}

//! Who I am, on this laptop.

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use kintsugi_journal::{PersonId, TagSecret};

use crate::seed::Seed;

const CERTIFICATE_LABEL: &[u8] = b"kintsugi device certificate v1";

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

/// The public key of a person.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PersonKey(VerifyingKey);

impl PersonKey {
    /// Reads the 32 bytes; `None` when they are no key, or a weak one.
    pub fn from_bytes(bytes: &[u8; 32]) -> Option<Self> {
        VerifyingKey::from_bytes(bytes).ok().filter(|key| !key.is_weak()).map(Self)
    }

    /// The 32 bytes.
    pub fn to_bytes(self) -> [u8; 32] {
        self.0.to_bytes()
    }

    /// Whether `certificate` is this person's word that `device` is a laptop of theirs (RFC 8032, strict).
    pub fn certifies(self, person: PersonId, device: &[u8; 32], certificate: &[u8; 64]) -> bool {
        self.0.verify_strict(&certified(person, device), &Signature::from_bytes(certificate)).is_ok()
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

    /// The name the person goes by.
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
    pub fn person_key(&self) -> PersonKey {
        PersonKey(self.seed.person_key().verifying_key())
    }

    /// My word that this laptop is mine: a signature over label, person id and device key, and over nothing written.
    pub fn certificate(&self) -> [u8; 64] {
        self.seed.person_key().sign(&certified(self.person, &self.device.id())).to_bytes()
    }
}

fn certified(person: PersonId, device: &[u8; 32]) -> Vec<u8> {
    [CERTIFICATE_LABEL, person.as_bytes(), device].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_holds_for_one_laptop_of_one_person() {
        let ana = Identity::new("Ana".into(), Seed::generate(), DeviceKey::generate());
        let certificate = ana.certificate();
        let key = PersonKey::from_bytes(&ana.person_key().to_bytes()).expect("a key");
        assert!(key.certifies(ana.person(), &ana.device().id(), &certificate));
        assert!(!key.certifies(ana.person(), &DeviceKey::generate().id(), &certificate));
        assert!(!key.certifies(Seed::generate().person(), &ana.device().id(), &certificate));
    }
}

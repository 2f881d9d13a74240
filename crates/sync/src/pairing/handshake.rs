//! The proofs, the four words, and what the two share afterwards. Pure: the messages are carried elsewhere.

use bip39::Language;
use ed25519_dalek::{Signature, VerifyingKey};
use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use kintsugi_journal::{PersonId, Vocabulary, certified};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use super::PairingSecret;

/// Which side of a pairing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Shows the ticket.
    Host,
    /// Takes it.
    Joiner,
}

impl Role {
    /// The other side.
    pub const fn other(self) -> Self {
        match self {
            Self::Host => Self::Joiner,
            Self::Joiner => Self::Host,
        }
    }

    const fn label(self) -> &'static [u8] {
        match self {
            Self::Host => b"host",
            Self::Joiner => b"joiner",
        }
    }
}

/// Who one side is, and what it adds to the shared secret.
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
    /// 32 fresh random bytes.
    pub contribution: [u8; 32],
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

/// Everything that both sides must agree on, bound to one TLS session.
pub struct Transcript {
    bytes: Vec<u8>,
    contributions: Zeroizing<[u8; 64]>,
    exporter: Zeroizing<[u8; 32]>,
}

/// What the two share once both have said yes.
pub struct Agreement {
    /// The journal's id.
    pub journal: [u8; 16],
    /// The secret of the two laptops.
    pub secret: Zeroizing<[u8; 32]>,
}

impl Transcript {
    /// The transcript of a pairing: each side is its endpoint id and its hello, `exporter` is the TLS exporter (RFC 8446,
    /// section 7.5) of the connection between them.
    pub fn new(host: (&[u8; 32], &Hello), joiner: (&[u8; 32], &Hello), exporter: [u8; 32]) -> Self {
        let mut bytes = b"kintsugi pairing v1".to_vec();
        bytes.extend_from_slice(&exporter);
        for (endpoint, hello) in [host, joiner] {
            bytes.extend_from_slice(endpoint);
            bytes.extend_from_slice(hello.person.as_bytes());
            bytes.extend_from_slice(&hello.key);
            bytes.extend_from_slice(&hello.contribution);
        }
        let mut contributions = Zeroizing::new([0; 64]);
        contributions[..32].copy_from_slice(&host.1.contribution);
        contributions[32..].copy_from_slice(&joiner.1.contribution);
        Self { bytes, contributions, exporter: Zeroizing::new(exporter) }
    }

    /// The proof of one side that it holds the secret: HMAC-SHA256 over role and transcript.
    pub fn proof(&self, secret: &PairingSecret, role: Role) -> [u8; 32] {
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes a key of any length");
        mac.update(role.label());
        mac.update(&self.bytes);
        mac.finalize().into_bytes().into()
    }

    /// Whether a proof is that of this side, in a time that tells nothing.
    pub fn proves(&self, secret: &PairingSecret, role: Role, proof: &[u8; 32]) -> bool {
        self.proof(secret, role).ct_eq(proof).into()
    }

    /// Four words (44 bits) that both screens show: equal when, and only when, both saw the same.
    pub fn words(&self, secret: &PairingSecret) -> [&'static str; 4] {
        let hash = Sha256::new()
            .chain_update(b"kintsugi words v1")
            .chain_update(secret.as_bytes())
            .chain_update(&self.bytes)
            .finalize();
        let list = Language::English.word_list();
        let bits = hash.iter().take(6).fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte)) >> 4;
        [33, 22, 11, 0].map(|shift| list[(bits >> shift) as usize & 0x7ff])
    }

    /// What the two share afterwards, from both contributions, the ticket's secret and this TLS session.
    pub fn agree(&self, secret: &PairingSecret) -> Agreement {
        let input = Zeroizing::new([self.contributions.as_slice(), secret.as_bytes()].concat());
        let shared = Hkdf::<Sha256>::new(Some(&*self.exporter), &input);
        let mut agreement = Agreement { journal: [0; 16], secret: Zeroizing::new([0; 32]) };
        shared.expand(b"kintsugi journal id v1", &mut agreement.journal).expect("far below 8160 bytes");
        shared.expand(b"kintsugi pair secret v1", &mut *agreement.secret).expect("far below 8160 bytes");
        agreement
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hello(n: u8) -> Hello {
        Hello {
            vocabulary: Vocabulary::FIRST,
            person: PersonId::from_bytes([n; 16]),
            key: [n; 32],
            certificate: vec![n; 64],
            contribution: [n; 32],
        }
    }

    #[test]
    fn a_person_vouches_for_one_laptop_and_a_copied_word_is_worth_nothing() {
        use ed25519_dalek::{Signer, SigningKey};
        let (ana, eve) = (SigningKey::from_bytes(&[1; 32]), SigningKey::from_bytes(&[2; 32]));
        let (laptop, other) = ([3; 32], [4; 32]);
        let person = PersonId::from_bytes([1; 16]);
        let word = ana.sign(&certified(person, &laptop)).to_bytes().to_vec();
        let honest = Hello { key: ana.verifying_key().to_bytes(), certificate: word, ..hello(1) };
        assert!(honest.vouches_for(&laptop));
        assert!(!honest.vouches_for(&other), "another laptop");
        let copied = Hello { key: eve.verifying_key().to_bytes(), ..honest.clone() };
        assert!(!copied.vouches_for(&laptop), "another key");
        assert!(
            !Hello { person: PersonId::from_bytes([2; 16]), ..honest.clone() }.vouches_for(&laptop),
            "another person"
        );
        assert!(!Hello { key: [0; 32], ..honest.clone() }.vouches_for(&laptop), "a weak key");
        assert!(!Hello { certificate: vec![1; 63], ..honest }.vouches_for(&laptop), "cut short");
    }

    #[test]
    fn both_sides_agree_and_anything_else_differs() {
        let secret = PairingSecret::new([9; 10]);
        let transcript = |exporter| Transcript::new((&[1; 32], &hello(1)), (&[2; 32], &hello(2)), [exporter; 32]);
        let (here, there) = (transcript(5), transcript(5));
        let proof = here.proof(&secret, Role::Host);
        assert!(there.proves(&secret, Role::Host, &proof));
        assert!(!there.proves(&secret, Role::Joiner, &proof), "a proof sent back is none");
        assert!(!there.proves(&PairingSecret::new([8; 10]), Role::Host, &proof), "another secret");
        assert!(!transcript(6).proves(&secret, Role::Host, &proof), "another TLS session");
        assert_eq!(here.words(&secret), there.words(&secret));
        assert_ne!(here.words(&secret), transcript(6).words(&secret));
        assert_eq!(here.agree(&secret).journal, there.agree(&secret).journal);
        assert_eq!(here.agree(&secret).secret, there.agree(&secret).secret);
    }
}

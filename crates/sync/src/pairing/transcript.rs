//! What both sides must have seen alike: the proofs over it, the four words, and what the two share afterwards.

use bip39::Language;
use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use kintsugi_journal::is_unkind;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use super::hello::Hello;
use super::{Message, PairingSecret};

/// Which side of a pairing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Shows the code.
    Host,
    /// Takes it.
    Joiner,
}

impl Role {
    const fn label(self) -> &'static [u8] {
        match self {
            Self::Host => b"host",
            Self::Joiner => b"joiner",
        }
    }
}

/// One TLS session, as both of its ends see it.
#[derive(Clone)]
pub struct Channel {
    /// The endpoint id of the laptop that shows the code.
    pub host: [u8; 32],
    /// The endpoint id of the laptop that takes it.
    pub joiner: [u8; 32],
    /// The TLS exporter (RFC 8446, section 7.5). It does not cover the joiner's certificate, so both ids stand beside it.
    pub exporter: Zeroizing<[u8; 32]>,
}

/// What the two share once both have said yes.
pub struct Agreement {
    /// The journal's id.
    pub journal: [u8; 16],
    /// The secret of the two laptops.
    pub secret: Zeroizing<[u8; 32]>,
}

/// One session and both hellos, each as the whole message that crossed: its length, the version of pairing, its bytes.
pub(crate) struct Transcript {
    bytes: Vec<u8>,
    contributions: Zeroizing<[u8; 64]>,
    exporter: Zeroizing<[u8; 32]>,
}

impl Transcript {
    pub(crate) fn new(channel: &Channel, host: &Hello, joiner: &Hello) -> Self {
        let mut bytes = b"kintsugi pairing v2".to_vec();
        bytes.extend_from_slice(&*channel.exporter);
        let mut contributions = Zeroizing::new([0; 64]);
        contributions[..32].copy_from_slice(&host.contribution);
        contributions[32..].copy_from_slice(&joiner.contribution);
        for (endpoint, hello) in [(&channel.host, host), (&channel.joiner, joiner)] {
            bytes.extend_from_slice(endpoint);
            bytes.extend_from_slice(&Message::Hello(hello.clone()).encode());
        }
        Self { bytes, contributions, exporter: channel.exporter.clone() }
    }

    /// The proof of one side that it holds the secret: HMAC-SHA256 over role and transcript.
    pub(crate) fn proof(&self, secret: &PairingSecret, role: Role) -> [u8; 32] {
        mac(secret, &[role.label(), &self.bytes])
    }

    /// Whether a proof is that of this side, in a time that tells nothing.
    pub(crate) fn proves(&self, secret: &PairingSecret, role: Role, proof: &[u8; 32]) -> bool {
        self.proof(secret, role).ct_eq(proof).into()
    }

    /// Four words (44 bits) that both screens show: equal when, and only when, both saw the same.
    pub(crate) fn words(&self, secret: &PairingSecret) -> [&'static str; 4] {
        words_of(self.bits(secret))
    }

    /// The four words as one number, the first in the highest bits: of the five such numbers that a hash holds the first whose words
    /// two people like to read to each other. In three of ten thousand pairings there is none, and it is the first of all.
    pub(crate) fn bits(&self, secret: &PairingSecret) -> u64 {
        let hash = Sha256::new()
            .chain_update(b"kintsugi words v1")
            .chain_update(secret.as_bytes())
            .chain_update(&self.bytes)
            .finalize();
        let halves: Vec<u64> = hash.iter().flat_map(|byte| [byte >> 4, byte & 0xf]).map(u64::from).collect();
        let mut numbers = halves.chunks_exact(11).map(|number| number.iter().fold(0, |bits, half| bits * 16 + half));
        let first = numbers.next().unwrap_or_default();
        std::iter::once(first).chain(numbers).find(|bits| !words_of(*bits).into_iter().any(is_unkind)).unwrap_or(first)
    }

    /// What the two share afterwards, from both contributions, the secret of the code and this TLS session.
    pub(crate) fn agree(&self, secret: &PairingSecret) -> Agreement {
        let input = Zeroizing::new([self.contributions.as_slice(), secret.as_bytes()].concat());
        let shared = Hkdf::<Sha256>::new(Some(&*self.exporter), &input);
        let mut agreement = Agreement { journal: [0; 16], secret: Zeroizing::new([0; 32]) };
        shared.expand(b"kintsugi journal id v1", &mut agreement.journal).expect("far below 8160 bytes");
        shared.expand(b"kintsugi pair secret v1", &mut *agreement.secret).expect("far below 8160 bytes");
        agreement
    }
}

/// The words of 44 bits.
fn words_of(bits: u64) -> [&'static str; 4] {
    let list = Language::English.word_list();
    [33, 22, 11, 0].map(|shift| list[(bits >> shift) as usize & 0x7ff])
}

/// HMAC-SHA256 under the secret of the code.
pub(crate) fn mac(secret: &PairingSecret, parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes a key of any length");
    parts.iter().for_each(|part| mac.update(part));
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use kintsugi_journal::Vocabulary;

    use super::*;
    use crate::pairing::hello::tests::hello_of;

    fn channel(exporter: u8) -> Channel {
        Channel { host: [1; 32], joiner: [2; 32], exporter: Zeroizing::new([exporter; 32]) }
    }

    fn transcript(exporter: u8, of: impl Fn(&mut Hello, &mut Hello)) -> Transcript {
        let channel = channel(exporter);
        let (mut host, mut joiner) = (hello_of(1, &channel.host, [1; 32]), hello_of(2, &channel.joiner, [2; 32]));
        of(&mut host, &mut joiner);
        Transcript::new(&channel, &host, &joiner)
    }

    #[test]
    fn both_sides_agree_and_anything_else_differs() {
        let secret = PairingSecret::new([9; 10]);
        let (here, there) = (transcript(5, |_, _| {}), transcript(5, |_, _| {}));
        let proof = here.proof(&secret, Role::Host);
        assert!(there.proves(&secret, Role::Host, &proof));
        assert!(!there.proves(&secret, Role::Joiner, &proof), "a proof sent back is none");
        assert!(!there.proves(&PairingSecret::new([8; 10]), Role::Host, &proof), "another secret");
        assert_eq!(here.words(&secret), there.words(&secret));
        assert_eq!(here.agree(&secret).journal, there.agree(&secret).journal);
        assert_eq!(here.agree(&secret).secret, there.agree(&secret).secret);
    }

    #[test]
    fn every_part_of_both_hellos_and_the_session_are_in_the_proofs_and_the_words() {
        type Change = fn(&mut Hello, &mut Hello);
        let secret = PairingSecret::new([9; 10]);
        let (plain, another) = (transcript(5, |_, _| {}), transcript(6, |_, _| {}));
        let mut all = vec![plain.words(&secret), another.words(&secret)];
        assert!(!another.proves(&secret, Role::Host, &plain.proof(&secret, Role::Host)), "another TLS session");
        let changes: [Change; 8] = [
            |host, _| host.vocabulary = Vocabulary::LATER,
            |host, _| host.certificate[0] ^= 1,
            |host, _| host.rest = vec![0],
            |host, _| host.contribution[31] ^= 1,
            |_, joiner| joiner.vocabulary = Vocabulary::LATER,
            |_, joiner| joiner.key[0] ^= 1,
            |_, joiner| joiner.rest = vec![0],
            // The same two hellos, each said by the other side.
            std::mem::swap,
        ];
        for (n, change) in changes.into_iter().enumerate() {
            let changed = transcript(5, change);
            assert!(!changed.proves(&secret, Role::Joiner, &plain.proof(&secret, Role::Joiner)), "change {n}");
            all.push(changed.words(&secret));
        }
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count, "each shows words of its own");
    }

    /// One in five would have an unkind word among the first four. What both show stays the same on both sides, and goes on to
    /// change with everything that is in it.
    #[test]
    fn no_pairing_of_a_thousand_shows_an_unkind_word() {
        let secret = PairingSecret::new([9; 10]);
        let of = |n: u16| transcript(5, |host, _| host.contribution[..2].copy_from_slice(&n.to_be_bytes()));
        let mut all: Vec<[&str; 4]> = (0..1000).map(|n| of(n).words(&secret)).collect();
        assert!(all.iter().flatten().all(|word| !is_unkind(word)));
        assert_eq!(all[7], of(7).words(&secret));
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 1000);
    }

    /// The vectors in `docs/formats.md`.
    #[test]
    fn the_transcript_of_the_documentation() {
        let hello = |n: u8| Hello {
            vocabulary: Vocabulary::FIRST,
            person: kintsugi_journal::PersonId::from_bytes([n; 16]),
            key: [n + 1; 32],
            certificate: vec![n + 2; 64],
            contribution: [n + 3; 32],
            rest: Vec::new(),
        };
        let (joiner, host, secret) = (hello(1), hello(5), PairingSecret::new([7; 10]));
        let channel = Channel { host: [10; 32], joiner: [11; 32], exporter: Zeroizing::new([9; 32]) };
        let commitment = super::super::commitment::commitment(&channel, &joiner);
        let transcript = Transcript::new(&channel, &host, &joiner);
        let proofs = [
            commitment,
            super::super::commitment::proof(&secret, &channel, &commitment),
            transcript.proof(&secret, Role::Joiner),
        ];
        let written = include_str!("../../../../docs/formats.md");
        let shown = proofs.map(|proof| data_encoding::HEXLOWER.encode(&proof));
        for text in shown.into_iter().chain([transcript.words(&secret).join(" ")]) {
            assert!(written.contains(&text), "docs/formats.md lacks {text}");
        }
    }
}

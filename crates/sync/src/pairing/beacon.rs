//! What is announced on the home network, so that two laptops find each other and nobody else learns who they are.
//!
//! A name that means nothing, and a proof over name, laptop and address under a key that only the two have. For a meeting
//! the name is fresh each time; for a pairing both sides derive it from the code, and the laptop's id is hidden under it.
//! `docs/formats.md` tells the layout.

use std::net::{IpAddr, SocketAddr};

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::PairingSecret;

/// The name under which a laptop is announced.
pub type BeaconName = [u8; 8];
/// The proof that goes with it.
pub type BeaconProof = [u8; 16];

/// What this laptop announces. No `Debug`, wiped when dropped.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Beacon {
    key: [u8; 32],
    name: BeaconName,
    endpoint: [u8; 32],
    hidden: Option<[u8; 32]>,
}

/// Whom this laptop looks for. No `Debug`, wiped when dropped.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Sought {
    key: [u8; 32],
    /// Only under this name, for a pairing.
    name: Option<BeaconName>,
    /// Only this laptop, for a meeting.
    endpoint: Option<[u8; 32]>,
    pad: [u8; 32],
}

impl Beacon {
    /// For a meeting of two laptops that share `secret`: `nonce` is fresh for each announcement.
    pub fn for_meeting(secret: &[u8; 32], endpoint: [u8; 32], nonce: BeaconName) -> Self {
        Self { key: *derive(secret, b"kintsugi announce v1"), name: nonce, endpoint, hidden: None }
    }

    /// For whoever holds the code.
    pub fn for_pairing(code: &PairingSecret, endpoint: [u8; 32]) -> Self {
        let sought = Sought::host(code);
        let mut hidden = endpoint;
        for (byte, pad) in hidden.iter_mut().zip(sought.pad) {
            *byte ^= pad;
        }
        Self { key: sought.key, name: sought.name.unwrap_or_default(), endpoint, hidden: Some(hidden) }
    }

    /// The name.
    pub const fn name(&self) -> BeaconName {
        self.name
    }

    /// The laptop's id as it is announced, for a pairing.
    pub const fn hidden_endpoint(&self) -> Option<[u8; 32]> {
        self.hidden
    }

    /// The proof for one address.
    pub fn proof(&self, at: SocketAddr) -> BeaconProof {
        proof(&self.key, self.name, &self.endpoint, at)
    }
}

impl Sought {
    /// The partner's laptop.
    pub fn partner(secret: &[u8; 32], endpoint: [u8; 32]) -> Self {
        Self { key: *derive(secret, b"kintsugi announce v1"), name: None, endpoint: Some(endpoint), pad: [0; 32] }
    }

    /// The laptop that shows this code.
    pub fn host(code: &PairingSecret) -> Self {
        let name = derive(code.as_bytes(), b"kintsugi pairing name v1");
        let mut short = BeaconName::default();
        short.copy_from_slice(&name[..8]);
        Self {
            key: *derive(code.as_bytes(), b"kintsugi pairing announce v1"),
            name: Some(short),
            endpoint: None,
            pad: *derive(code.as_bytes(), b"kintsugi pairing pad v1"),
        }
    }

    /// The id of the laptop that announced this, when it is the one that is looked for and the proof fits the address.
    pub fn recognise(
        &self,
        name: BeaconName,
        hidden: Option<[u8; 32]>,
        at: SocketAddr,
        given: &BeaconProof,
    ) -> Option<[u8; 32]> {
        if self.name.is_some_and(|sought| sought != name) {
            return None;
        }
        let endpoint = match (self.endpoint, hidden) {
            (Some(endpoint), _) => endpoint,
            (None, Some(mut hidden)) => {
                hidden.iter_mut().zip(self.pad).for_each(|(byte, pad)| *byte ^= pad);
                hidden
            }
            (None, None) => return None,
        };
        bool::from(proof(&self.key, name, &endpoint, at).ct_eq(given)).then_some(endpoint)
    }
}

/// HMAC-SHA256 over name, id, address and port, cut to 16 bytes. The scope of a link-local address is the reader's own.
fn proof(key: &[u8; 32], name: BeaconName, endpoint: &[u8; 32], at: SocketAddr) -> BeaconProof {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    mac.update(&name);
    mac.update(endpoint);
    match at.ip() {
        IpAddr::V4(ip) => mac.update(&ip.octets()),
        IpAddr::V6(ip) => mac.update(&ip.octets()),
    }
    mac.update(&at.port().to_be_bytes());
    let full: [u8; 32] = mac.finalize().into_bytes().into();
    let mut proof = BeaconProof::default();
    proof.copy_from_slice(&full[..16]);
    proof
}

fn derive(secret: &[u8], label: &[u8]) -> Zeroizing<[u8; 32]> {
    let mut bytes = Zeroizing::new([0; 32]);
    Hkdf::<Sha256>::new(None, secret).expand(label, &mut *bytes).expect("far below 8160 bytes");
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: &str = "192.168.1.20:47113";

    fn at(text: &str) -> SocketAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn the_partner_is_recognised_at_the_address_it_proves_and_nowhere_else() {
        let beacon = Beacon::for_meeting(&[1; 32], [2; 32], [3; 8]);
        let proof = beacon.proof(at(HERE));
        let seen = |sought: &Sought, address: &str| sought.recognise([3; 8], None, at(address), &proof);
        let sought = Sought::partner(&[1; 32], [2; 32]);
        assert_eq!(seen(&sought, HERE), Some([2; 32]));
        assert_eq!(seen(&sought, "192.168.1.66:47113"), None, "a copied record with another address");
        assert_eq!(seen(&Sought::partner(&[9; 32], [2; 32]), HERE), None, "another pair");
        assert_eq!(seen(&Sought::partner(&[1; 32], [8; 32]), HERE), None, "my own announcement");
    }

    #[test]
    fn the_host_is_found_by_the_code_and_its_id_is_hidden() {
        let code = PairingSecret::new([5; 10]);
        let beacon = Beacon::for_pairing(&code, [2; 32]);
        let hidden = beacon.hidden_endpoint();
        assert_ne!(hidden, Some([2; 32]));
        let proof = beacon.proof(at(HERE));
        let sought = Sought::host(&PairingSecret::new([5; 10]));
        assert_eq!(sought.recognise(beacon.name(), hidden, at(HERE), &proof), Some([2; 32]));
        let other = Sought::host(&PairingSecret::new([6; 10]));
        assert_eq!(other.recognise(beacon.name(), hidden, at(HERE), &proof), None);
        assert_eq!(sought.recognise(beacon.name(), Some([7; 32]), at(HERE), &proof), None, "another id under the name");
    }
}

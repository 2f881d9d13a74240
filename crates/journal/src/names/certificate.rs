//! Certificates: a person's word that a laptop is theirs.
//!
//! The layout alone: whoever holds the person's key signs it, whoever meets the laptop checks the signature (Ed25519,
//! RFC 8032). It is the only thing that is ever signed.

use crate::names::id::PersonId;

const LABEL: &[u8] = b"kintsugi device certificate v1";

/// What the signature is over: label, person id, the laptop's public key.
pub fn certified(person: PersonId, device: &[u8; 32]) -> Vec<u8> {
    [LABEL, person.as_bytes(), device].concat()
}

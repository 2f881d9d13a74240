//! The joiner's commitment: it is bound to a hello before it has seen that of the host.

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::hello::Hello;
use super::transcript::mac;
use super::{Channel, Message, PairingSecret};

/// SHA-256 over the session, both endpoints and the joiner's whole hello as it will cross. The hello's contribution is 32
/// random bytes, so the commitment tells nothing of it.
pub(crate) fn commitment(channel: &Channel, joiner: &Hello) -> [u8; 32] {
    Sha256::new()
        .chain_update(b"kintsugi pairing commit v1")
        .chain_update(*channel.exporter)
        .chain_update(channel.host)
        .chain_update(channel.joiner)
        .chain_update(Message::Hello(joiner.clone()).encode())
        .finalize()
        .into()
}

/// The proof that whoever commits holds the secret of the code.
pub(crate) fn proof(secret: &PairingSecret, channel: &Channel, commitment: &[u8; 32]) -> [u8; 32] {
    mac(secret, &[b"commit", &*channel.exporter, commitment])
}

/// Whether this is that proof, in a time that tells nothing.
pub(crate) fn proves(secret: &PairingSecret, channel: &Channel, commitment: &[u8; 32], given: &[u8; 32]) -> bool {
    proof(secret, channel, commitment).ct_eq(given).into()
}

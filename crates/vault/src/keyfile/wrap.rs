//! How a store key is wrapped: under a stretched passphrase, under the key of the recovery code, or under another store key.

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use data_encoding::BASE64;
use zeroize::Zeroizing;

use crate::error::VaultError;
use crate::secret::{Passphrase, StoreKey};

/// What a slot is sealed for. Both versions of the file have the same slots.
const LABEL: &[u8] = b"kintsugi keyfile v1";

/// 64 MiB, three passes, one lane: what new keyfiles use and the least that is taken.
pub(super) const LEAST: Cost = Cost { memory_kib: 64 * 1024, passes: 3, lanes: 1 };
/// 4 GiB, 64 passes, 16 lanes: more is taken for an attempt to stall the machine.
const MOST: Cost = Cost { memory_kib: 4 * 1024 * 1024, passes: 64, lanes: 16 };

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Cost {
    pub(super) memory_kib: u32,
    pub(super) passes: u32,
    pub(super) lanes: u32,
}

pub(super) fn check_cost(kdf: &str, cost: Cost) -> Result<(), VaultError> {
    if kdf != "argon2id" {
        return Err(VaultError::Keyfile("it names an unknown derivation"));
    }
    if cost.memory_kib < LEAST.memory_kib || cost.passes < LEAST.passes || cost.lanes < LEAST.lanes {
        return Err(VaultError::Keyfile("its derivation is weaker than this program allows"));
    }
    if cost.memory_kib > MOST.memory_kib || cost.passes > MOST.passes || cost.lanes > MOST.lanes {
        return Err(VaultError::Keyfile("its derivation asks for more than this program allows"));
    }
    Ok(())
}

pub(super) fn stretch(passphrase: &Passphrase, salt: &[u8], cost: Cost) -> Result<Zeroizing<[u8; 32]>, VaultError> {
    let failed = |_| VaultError::Keyfile("the derivation failed");
    let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, Some(32)).map_err(failed)?;
    let mut key = Zeroizing::new([0; 32]);
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    argon.hash_password_into(passphrase.as_bytes(), salt, &mut *key).map_err(failed)?;
    Ok(key)
}

pub(super) fn slot_label(slot: &str, home: &str) -> Vec<u8> {
    [LABEL, b"/", slot.as_bytes(), b"/", home.as_bytes()].concat()
}

pub(super) fn passphrase_label(home: &str, cost: Cost, salt: &str) -> Vec<u8> {
    let cost = format!("/{}/{}/{}/{salt}", cost.memory_kib, cost.passes, cost.lanes);
    [slot_label("passphrase", home), cost.into_bytes()].concat()
}

pub(super) fn wrap(key: &[u8; 32], label: &[u8], store_key: &StoreKey) -> String {
    let nonce = crate::random::<24>();
    let cipher = XChaCha20Poly1305::new_from_slice(key).expect("a key of 32 bytes");
    let payload = Payload { msg: store_key.as_bytes().as_slice(), aad: label };
    let sealed = cipher.encrypt(&XNonce::from(nonce), payload).expect("32 bytes can be sealed");
    BASE64.encode(&[nonce.as_slice(), &sealed].concat())
}

pub(super) fn unwrap(key: &[u8; 32], label: &[u8], wrapped: &str) -> Option<StoreKey> {
    let bytes = BASE64.decode(wrapped.as_bytes()).ok()?;
    let (nonce, sealed) = bytes.split_at_checked(24)?;
    let nonce: [u8; 24] = nonce.try_into().ok()?;
    let cipher = XChaCha20Poly1305::new_from_slice(key).ok()?;
    let plain = Zeroizing::new(cipher.decrypt(&XNonce::from(nonce), Payload { msg: sealed, aad: label }).ok()?);
    plain.as_slice().try_into().ok().map(StoreKey::from_bytes)
}

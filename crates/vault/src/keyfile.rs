//! The keyfile: the store key, wrapped under the passphrase (argon2id, RFC 9106) and under the recovery code.
//!
//! A small JSON file. What it asks for is checked before it is believed: a weaker derivation than ours is refused, and so
//! is one that would eat the memory of the machine.

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use data_encoding::BASE64;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::error::VaultError;
use crate::secret::{Passphrase, StoreKey};
use crate::seed::Seed;

const VERSION: u32 = 1;
const LABEL: &[u8] = b"kintsugi keyfile v1";
const MAX_BYTES: usize = 8 * 1024;

/// 64 MiB, three passes, one lane: what new keyfiles use and the least that is taken.
const LEAST: Cost = Cost { memory_kib: 64 * 1024, passes: 3, lanes: 1 };
/// 4 GiB, 64 passes, 16 lanes: more is taken for an attempt to stall the machine.
const MOST: Cost = Cost { memory_kib: 4 * 1024 * 1024, passes: 64, lanes: 16 };

/// How the store key is protected.
pub enum Protection<'a> {
    /// By a passphrase.
    Passphrase(&'a Passphrase),
    /// By nothing but the laptop's own login and disk encryption.
    Nothing,
}

#[derive(Clone, Copy, PartialEq, Eq)]
struct Cost {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PassphraseSlot {
    kdf: String,
    memory_kib: u32,
    passes: u32,
    lanes: u32,
    salt: String,
    wrapped: String,
}

impl PassphraseSlot {
    const fn cost(&self) -> Cost {
        Cost { memory_kib: self.memory_kib, passes: self.passes, lanes: self.lanes }
    }
}

#[derive(Deserialize)]
struct Numbered {
    version: u32,
}

/// The wrapped store key of a home, and the home's random name in the keyring.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Keyfile {
    version: u32,
    home: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    passphrase: Option<PassphraseSlot>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unprotected: Option<String>,
    recovery: String,
}

impl Keyfile {
    /// Wraps a store key.
    ///
    /// # Errors
    /// [`VaultError::Keyfile`] when the derivation fails, for want of memory.
    pub fn new(key: &StoreKey, protection: &Protection<'_>, seed: &Seed) -> Result<Self, VaultError> {
        let home = data_encoding::HEXLOWER.encode(&crate::random::<16>());
        let recovery = wrap(&seed.recovery_key(), &slot_label("recovery", &home), key);
        let mut keyfile = Self { version: VERSION, home, passphrase: None, unprotected: None, recovery };
        keyfile.protect(key, protection)?;
        Ok(keyfile)
    }

    /// Replaces the protection of the store key; the recovery slot stays.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn protect(&mut self, key: &StoreKey, protection: &Protection<'_>) -> Result<(), VaultError> {
        (self.passphrase, self.unprotected) = match protection {
            Protection::Passphrase(passphrase) => (Some(self.passphrase_slot(key, passphrase)?), None),
            Protection::Nothing => (None, Some(BASE64.encode(key.as_bytes()))),
        };
        Ok(())
    }

    /// Reads a keyfile.
    ///
    /// # Errors
    /// [`VaultError::Keyfile`] when it is not one of this version, or its costs are out of bounds.
    pub fn parse(bytes: &[u8]) -> Result<Self, VaultError> {
        if bytes.len() > MAX_BYTES {
            return Err(VaultError::Keyfile("it is too large"));
        }
        // First alone, because a later version may have more fields.
        let unreadable = |_| VaultError::Keyfile("it cannot be read");
        if serde_json::from_slice::<Numbered>(bytes).map_err(unreadable)?.version != VERSION {
            return Err(VaultError::Keyfile("it was made by another version"));
        }
        let keyfile: Self = serde_json::from_slice(bytes).map_err(unreadable)?;
        if let Some(slot) = &keyfile.passphrase {
            check_cost(&slot.kdf, slot.cost())?;
        }
        Ok(keyfile)
    }

    /// The file's bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec_pretty(self).expect("strings and numbers are always JSON");
        bytes.push(b'\n');
        bytes
    }

    /// The home's random name, under which the keyring remembers its key.
    pub fn home(&self) -> &str {
        &self.home
    }

    /// Whether a passphrase is needed.
    pub const fn is_protected(&self) -> bool {
        self.unprotected.is_none()
    }

    /// Unwraps the key of a home without a passphrase; `None` when it has one.
    ///
    /// # Errors
    /// [`VaultError::Keyfile`] when the key is not one.
    pub fn unlock_unprotected(&self) -> Result<Option<StoreKey>, VaultError> {
        let Some(encoded) = &self.unprotected else { return Ok(None) };
        let bytes = Zeroizing::new(BASE64.decode(encoded.as_bytes()).unwrap_or_default());
        let key = bytes.as_slice().try_into().map_err(|_| VaultError::Keyfile("it cannot be read"))?;
        Ok(Some(StoreKey::from_bytes(key)))
    }

    /// Unwraps the key with the passphrase. Takes about a tenth of a second and 64 MiB, on purpose.
    ///
    /// # Errors
    /// [`VaultError::WrongPassphrase`], or [`VaultError::Keyfile`] where there is none or memory is short.
    pub fn unlock(&self, passphrase: &Passphrase) -> Result<StoreKey, VaultError> {
        let slot = self.passphrase.as_ref().ok_or(VaultError::Keyfile("it has no passphrase"))?;
        check_cost(&slot.kdf, slot.cost())?;
        let salt = BASE64.decode(slot.salt.as_bytes()).map_err(|_| VaultError::Keyfile("it cannot be read"))?;
        let key = stretch(passphrase, &salt, slot.cost())?;
        let label = passphrase_label(&self.home, slot.cost(), &slot.salt);
        unwrap(&key, &label, &slot.wrapped).ok_or(VaultError::WrongPassphrase)
    }

    /// Unwraps the key with the recovery code.
    ///
    /// # Errors
    /// [`VaultError::RecoveryCode`] when it is the code of another home.
    pub fn recover(&self, seed: &Seed) -> Result<StoreKey, VaultError> {
        let label = slot_label("recovery", &self.home);
        unwrap(&seed.recovery_key(), &label, &self.recovery).ok_or(VaultError::RecoveryCode)
    }

    fn passphrase_slot(&self, key: &StoreKey, passphrase: &Passphrase) -> Result<PassphraseSlot, VaultError> {
        let salt = crate::random::<16>();
        let encoded = BASE64.encode(&salt);
        let stretched = stretch(passphrase, &salt, LEAST)?;
        let wrapped = wrap(&stretched, &passphrase_label(&self.home, LEAST, &encoded), key);
        let Cost { memory_kib, passes, lanes } = LEAST;
        Ok(PassphraseSlot { kdf: "argon2id".into(), memory_kib, passes, lanes, salt: encoded, wrapped })
    }
}

fn check_cost(kdf: &str, cost: Cost) -> Result<(), VaultError> {
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

fn stretch(passphrase: &Passphrase, salt: &[u8], cost: Cost) -> Result<Zeroizing<[u8; 32]>, VaultError> {
    let failed = |_| VaultError::Keyfile("the derivation failed");
    let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, Some(32)).map_err(failed)?;
    let mut key = Zeroizing::new([0; 32]);
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    argon.hash_password_into(passphrase.as_bytes(), salt, &mut *key).map_err(failed)?;
    Ok(key)
}

fn slot_label(slot: &str, home: &str) -> Vec<u8> {
    [LABEL, b"/", slot.as_bytes(), b"/", home.as_bytes()].concat()
}

fn passphrase_label(home: &str, cost: Cost, salt: &str) -> Vec<u8> {
    let cost = format!("/{}/{}/{}/{salt}", cost.memory_kib, cost.passes, cost.lanes);
    [slot_label("passphrase", home), cost.into_bytes()].concat()
}

fn wrap(key: &[u8; 32], label: &[u8], store_key: &StoreKey) -> String {
    let nonce = crate::random::<24>();
    let cipher = XChaCha20Poly1305::new_from_slice(key).expect("a key of 32 bytes");
    let payload = Payload { msg: store_key.as_bytes().as_slice(), aad: label };
    let sealed = cipher.encrypt(&XNonce::from(nonce), payload).expect("32 bytes can be sealed");
    BASE64.encode(&[nonce.as_slice(), &sealed].concat())
}

fn unwrap(key: &[u8; 32], label: &[u8], wrapped: &str) -> Option<StoreKey> {
    let bytes = BASE64.decode(wrapped.as_bytes()).ok()?;
    let (nonce, sealed) = bytes.split_at_checked(24)?;
    let nonce: [u8; 24] = nonce.try_into().ok()?;
    let cipher = XChaCha20Poly1305::new_from_slice(key).ok()?;
    let plain = Zeroizing::new(cipher.decrypt(&XNonce::from(nonce), Payload { msg: sealed, aad: label }).ok()?);
    plain.as_slice().try_into().ok().map(StoreKey::from_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passphrase(text: &str) -> Passphrase {
        Passphrase::new(text.into()).expect("not empty")
    }

    #[test]
    fn passphrase_and_recovery_code_open_it_and_nothing_else_does() {
        let (key, seed) = (StoreKey::generate(), Seed::generate());
        let made =
            Keyfile::new(&key, &Protection::Passphrase(&passphrase("rain on tin")), &seed).expect("enough memory");
        let read = Keyfile::parse(&made.to_bytes()).expect("just written");
        assert!(read.is_protected());
        assert!(read.unlock_unprotected().expect("none").is_none());
        assert!(read.unlock(&passphrase("rain on tin")).expect("the passphrase").as_bytes() == key.as_bytes());
        assert!(matches!(read.unlock(&passphrase("rain on tim")), Err(VaultError::WrongPassphrase)));
        assert!(read.recover(&seed).expect("the code").as_bytes() == key.as_bytes());
        assert!(matches!(read.recover(&Seed::generate()), Err(VaultError::RecoveryCode)));
    }

    #[test]
    fn weaker_and_absurd_costs_are_refused_before_they_are_paid() {
        let made =
            Keyfile::new(&StoreKey::generate(), &Protection::Passphrase(&passphrase("rain on tin")), &Seed::generate())
                .expect("enough memory");
        let text = String::from_utf8(made.to_bytes()).expect("JSON");
        let changes = [
            ("\"memory_kib\": 65536", "\"memory_kib\": 65535"),
            ("\"memory_kib\": 65536", "\"memory_kib\": 4294967295"),
            ("\"passes\": 3", "\"passes\": 2"),
            ("\"passes\": 3", "\"passes\": 65"),
            ("\"lanes\": 1", "\"lanes\": 0"),
            ("argon2id", "argon2i"),
            ("\"version\": 1", "\"version\": 2"),
            ("\"version\": 1", "\"version\": 1, \"also\": 1"),
            ("\"lanes\": 1", "\"lanes\": 1, \"also\": 1"),
        ];
        for (from, to) in changes {
            assert!(text.contains(from), "{from}");
            let refused = Keyfile::parse(text.replace(from, to).as_bytes());
            assert!(matches!(refused, Err(VaultError::Keyfile(_))), "{to}");
        }
        assert!(Keyfile::parse(b"").is_err());
        assert!(Keyfile::parse(&vec![b' '; MAX_BYTES + 1]).is_err());
    }

    /// The vector in `docs/formats.md`: made once, opened for ever.
    #[test]
    fn the_keyfile_of_the_documentation() {
        let document = include_str!("../../../docs/formats.md");
        let (_, rest) = document.split_once("```json keyfile\n").expect("the documentation has a keyfile");
        let (text, _) = rest.split_once("```").expect("the block ends");
        let keyfile = Keyfile::parse(text.as_bytes()).expect("a keyfile of this version");
        let seed = Seed::from_bytes([0; 16]);
        assert!(document.contains(seed.words().as_str()));
        assert!(keyfile.unlock(&passphrase("rain on tin")).expect("the passphrase").as_bytes() == &[1; 32]);
        assert!(keyfile.recover(&seed).expect("the code").as_bytes() == &[1; 32]);
    }

    #[test]
    fn without_a_passphrase_it_opens_at_once() {
        let key = StoreKey::generate();
        let made = Keyfile::new(&key, &Protection::Nothing, &Seed::generate()).expect("nothing to derive");
        assert!(!made.is_protected());
        assert!(made.unlock_unprotected().expect("a key").expect("open").as_bytes() == key.as_bytes());
    }
}

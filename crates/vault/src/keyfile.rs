//! The keyfile: the store key, wrapped under the passphrase (argon2id, RFC 9106) and under the recovery code.
//!
//! A small JSON file. What it asks for is checked before it is believed: a weaker derivation than ours is refused, and so
//! is one that would eat the memory of the machine.

mod wrap;

use data_encoding::{BASE64, HEXLOWER};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zeroize::{Zeroize, Zeroizing};

use crate::error::VaultError;
use crate::secret::{Passphrase, StoreKey};
use crate::seed::Seed;
use wrap::{Cost, LEAST, check_cost, passphrase_label, slot_label, stretch, unwrap, wrap};

/// Version 1 had no check, and no key before this one.
const VERSION: u32 = 2;
const FIRST: u32 = 1;
const CHECK: &[u8] = b"kintsugi keyfile check v2\n";
const MAX_BYTES: usize = 8 * 1024;

/// How the store key is protected.
pub enum Protection<'a> {
    /// By a passphrase.
    Passphrase(&'a Passphrase),
    /// By nothing but the laptop's own login and disk encryption.
    Nothing,
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
    /// The store key before this one, under this one, until every row is sealed anew.
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<String>,
    /// Tells a damaged file from a wrong passphrase. Against somebody who writes it on purpose it does nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    check: Option<String>,
}

impl Drop for Keyfile {
    fn drop(&mut self) {
        self.unprotected.zeroize();
    }
}

impl Keyfile {
    /// Wraps a store key.
    ///
    /// # Errors
    /// [`VaultError::Keyfile`] when the derivation fails, for want of memory.
    pub fn new(key: &StoreKey, protection: &Protection<'_>, seed: &Seed) -> Result<Self, VaultError> {
        let home = data_encoding::HEXLOWER.encode(&crate::random::<16>());
        let recovery = wrap(&seed.recovery_key(), &slot_label("recovery", &home), key);
        let (passphrase, unprotected, before, check) = (None, None, None, None);
        let mut keyfile = Self { version: VERSION, home, passphrase, unprotected, recovery, before, check };
        keyfile.protect(key, protection)?;
        Ok(keyfile)
    }

    /// Replaces the protection of the store key; the recovery slot stays.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn protect(&mut self, key: &StoreKey, protection: &Protection<'_>) -> Result<(), VaultError> {
        let (passphrase, unprotected) = match protection {
            Protection::Passphrase(passphrase) => (Some(self.passphrase_slot(key, passphrase)?), None),
            Protection::Nothing => (None, Some(BASE64.encode(key.as_bytes()))),
        };
        self.unprotected.zeroize();
        (self.passphrase, self.unprotected) = (passphrase, unprotected);
        self.as_now();
        Ok(())
    }

    /// Takes another store key, and keeps the one before under it until the store has changed over: whoever opens it in
    /// between needs either.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub(crate) fn rekey(
        &mut self,
        before: &StoreKey,
        key: &StoreKey,
        protection: &Protection<'_>,
        seed: &Seed,
    ) -> Result<(), VaultError> {
        self.protect(key, protection)?;
        self.recovery = wrap(&seed.recovery_key(), &slot_label("recovery", &self.home), key);
        self.before = Some(wrap(key.as_bytes(), &slot_label("before", &self.home), before));
        self.as_now();
        Ok(())
    }

    /// The store key before this one, while the store may still have it.
    ///
    /// # Errors
    /// [`VaultError::Keyfile`] when it is not under this key.
    pub fn before(&self, key: &StoreKey) -> Result<Option<StoreKey>, VaultError> {
        let Some(wrapped) = &self.before else { return Ok(None) };
        let before = unwrap(key.as_bytes(), &slot_label("before", &self.home), wrapped);
        before.map(Some).ok_or(VaultError::Keyfile("its key from before cannot be read"))
    }

    /// The store has changed over.
    pub(crate) fn forget_before(&mut self) {
        self.before = None;
        self.as_now();
    }

    /// As this version writes it.
    fn as_now(&mut self) {
        self.version = VERSION;
        self.check = Some(self.checked());
    }

    /// Whether an earlier version wrote it.
    pub const fn is_of_before(&self) -> bool {
        self.version == FIRST
    }

    /// One of an earlier version becomes one of this version.
    pub(crate) fn renew(&mut self) {
        self.as_now();
    }

    /// Whether it is as it was written, as far as it says. Files of the first version said nothing.
    pub fn is_whole(&self) -> bool {
        self.version == FIRST || self.check.as_ref().is_some_and(|check| *check == self.checked())
    }

    fn checked(&self) -> String {
        let slot = self.passphrase.as_ref();
        let text = |of: fn(&PassphraseSlot) -> String| slot.map(of).unwrap_or_default();
        let fields = [
            self.home.clone(),
            text(|slot| slot.kdf.clone()),
            text(|slot| slot.memory_kib.to_string()),
            text(|slot| slot.passes.to_string()),
            text(|slot| slot.lanes.to_string()),
            text(|slot| slot.salt.clone()),
            text(|slot| slot.wrapped.clone()),
            self.unprotected.clone().unwrap_or_default(),
            self.recovery.clone(),
            self.before.clone().unwrap_or_default(),
        ];
        let mut hash = Sha256::new().chain_update(CHECK);
        for field in fields.map(Zeroizing::new) {
            hash.update(field.as_bytes());
            hash.update(b"\n");
        }
        HEXLOWER.encode(&hash.finalize()[..16])
    }

    /// Reads a keyfile.
    ///
    /// # Errors
    /// [`VaultError::KeyfileVersion`] when it is of a later version; [`VaultError::Keyfile`] when it is none, or its costs are out
    /// of bounds.
    pub fn parse(bytes: &[u8]) -> Result<Self, VaultError> {
        if bytes.len() > MAX_BYTES {
            return Err(VaultError::Keyfile("it is too large"));
        }
        // First alone, because a later version may have more fields.
        let unreadable = |_| VaultError::Keyfile("it cannot be read");
        let version = serde_json::from_slice::<Numbered>(bytes).map_err(unreadable)?.version;
        if !(FIRST..=VERSION).contains(&version) {
            return Err(VaultError::KeyfileVersion);
        }
        let keyfile: Self = serde_json::from_slice(bytes).map_err(unreadable)?;
        if version == FIRST && (keyfile.before.is_some() || keyfile.check.is_some()) {
            return Err(VaultError::Keyfile("it cannot be read"));
        }
        if let Some(slot) = &keyfile.passphrase {
            check_cost(&slot.kdf, slot.cost())?;
        }
        Ok(keyfile)
    }

    /// The file's bytes.
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let mut bytes = serde_json::to_vec_pretty(self).expect("strings and numbers are always JSON");
        bytes.push(b'\n');
        Zeroizing::new(bytes)
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
        let text = String::from_utf8(made.to_bytes().to_vec()).expect("JSON");
        let changes = [
            ("\"memory_kib\": 65536", "\"memory_kib\": 65535"),
            ("\"memory_kib\": 65536", "\"memory_kib\": 4294967295"),
            ("\"passes\": 3", "\"passes\": 2"),
            ("\"passes\": 3", "\"passes\": 65"),
            ("\"lanes\": 1", "\"lanes\": 0"),
            ("argon2id", "argon2i"),
            ("\"version\": 2", "\"version\": 3"),
            ("\"version\": 2", "\"version\": 1"),
            ("\"version\": 2", "\"version\": 2, \"also\": 1"),
            ("\"lanes\": 1", "\"lanes\": 1, \"also\": 1"),
        ];
        for (from, to) in changes {
            assert!(text.contains(from), "{from}");
            let refused = Keyfile::parse(text.replace(from, to).as_bytes());
            assert!(matches!(refused, Err(VaultError::Keyfile(_) | VaultError::KeyfileVersion)), "{to}");
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
        let mut keyfile = keyfile;
        keyfile.renew();
        assert!(document.contains(keyfile.check.as_deref().expect("version 2 has one")));
    }

    #[test]
    fn a_flipped_bit_shows_wherever_it_is() {
        let (key, seed) = (StoreKey::generate(), Seed::generate());
        for protection in [Protection::Passphrase(&passphrase("rain on tin")), Protection::Nothing] {
            let whole = Keyfile::new(&key, &protection, &seed).expect("enough memory").to_bytes();
            assert!(Keyfile::parse(&whole).expect("just written").is_whole());
            for at in (0..whole.len()).filter(|at| !whole[*at].is_ascii_whitespace()) {
                let mut flipped = whole.to_vec();
                flipped[at] ^= 1;
                assert!(!Keyfile::parse(&flipped).is_ok_and(|keyfile| keyfile.is_whole()), "byte {at}");
            }
        }
    }

    #[test]
    fn the_key_before_is_kept_under_the_new_one_until_it_is_forgotten() {
        let (old, new, seed) = (StoreKey::generate(), StoreKey::generate(), Seed::generate());
        let mut keyfile = Keyfile::new(&old, &Protection::Nothing, &seed).expect("nothing to derive");
        keyfile.rekey(&old, &new, &Protection::Nothing, &seed).expect("nothing to derive");
        let read = Keyfile::parse(&keyfile.to_bytes()).expect("just written");
        assert!(read.is_whole() && read.recover(&seed).expect("the code").as_bytes() == new.as_bytes());
        assert!(read.before(&new).expect("under it").expect("kept").as_bytes() == old.as_bytes());
        assert!(read.before(&old).is_err());
        keyfile.forget_before();
        assert!(keyfile.is_whole() && keyfile.before(&new).expect("none").is_none());
    }

    #[test]
    fn without_a_passphrase_it_opens_at_once() {
        let key = StoreKey::generate();
        let made = Keyfile::new(&key, &Protection::Nothing, &Seed::generate()).expect("nothing to derive");
        assert!(!made.is_protected());
        assert!(made.unlock_unprotected().expect("a key").expect("open").as_bytes() == key.as_bytes());
    }
}

//! Sealing: every value under XChaCha20-Poly1305, every row key a keyed hash.
//!
//! A sealed value is version byte 1, a random nonce of 24 bytes, the ciphertext and its tag of 16. Associated data are the
//! label, the table and the row key, so that rows cannot change places. `docs/formats.md` has a vector.

use std::ops::Deref;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::{Zeroize, Zeroizing};

use crate::error::VaultError;
use crate::secret::StoreKey;

const VERSION: u8 = 1;
/// How many bytes a nonce has. It stands behind the version.
pub(crate) const NONCE: usize = 24;
const LABEL: &[u8] = b"kintsugi row v1";

/// The key of a row: 16 bytes of HMAC-SHA256 over table and logical key; after a new store key over table and the key before.
pub type RowKey = [u8; 16];

/// Seals and opens the rows of one store.
pub struct Sealer {
    cipher: XChaCha20Poly1305,
    /// That of this store key last, after those of the store keys before.
    row_keys: Vec<Zeroizing<[u8; 32]>>,
}

impl Sealer {
    /// Derives both keys from the store key (HKDF-SHA256).
    pub fn new(key: &StoreKey) -> Self {
        let derive = |label: &[u8]| {
            let mut bytes = Zeroizing::new([0; 32]);
            Hkdf::<Sha256>::new(None, key.as_bytes()).expand(label, &mut *bytes).expect("far below 8160 bytes");
            bytes
        };
        let cipher = XChaCha20Poly1305::new_from_slice(&*derive(b"kintsugi seal key v1")).expect("a key of 32 bytes");
        Self { cipher, row_keys: vec![derive(b"kintsugi row key v1")] }
    }

    /// The same, for a store that had other keys before: the hash keys of these, the first one first.
    pub(crate) fn after(earlier: &[[u8; 32]], key: &StoreKey) -> Self {
        let mut sealer = Self::new(key);
        sealer.row_keys.splice(0..0, earlier.iter().map(|key| Zeroizing::new(*key)));
        sealer
    }

    /// The hash keys, that of this store key last.
    pub(crate) fn row_keys(&self) -> impl Iterator<Item = &Zeroizing<[u8; 32]>> {
        self.row_keys.iter()
    }

    /// The key under which a row is stored.
    pub fn row_key(&self, table: &'static str, logical: &[u8]) -> RowKey {
        let (first, later) = self.row_keys.split_first().expect("there is that of this store key");
        later.iter().fold(keyed(first, table, logical), |place, key| keyed(key, table, &place))
    }

    /// The key under which a row is stored that had this one under the store key before.
    pub(crate) fn after_key(&self, table: &'static str, before: &RowKey) -> RowKey {
        keyed(self.row_keys.last().expect("there is that of this store key"), table, before)
    }

    /// Seals a value for its place, under a fresh nonce.
    pub fn seal(&self, table: &'static str, key: &RowKey, value: &[u8]) -> Vec<u8> {
        self.seal_with(table, key, value, crate::random())
    }

    /// Seals under a given nonce, for the vector in the documentation.
    fn seal_with(&self, table: &'static str, key: &RowKey, value: &[u8], nonce: [u8; NONCE]) -> Vec<u8> {
        let payload = Payload { msg: value, aad: &associated(table, key) };
        let sealed = self.cipher.encrypt(&XNonce::from(nonce), payload).expect("values are far below 256 GiB");
        [&[VERSION], nonce.as_slice(), &sealed].concat()
    }

    /// Opens what was sealed for this place.
    ///
    /// # Errors
    /// [`VaultError::Damaged`] when it was not.
    pub fn open(&self, table: &'static str, key: &RowKey, sealed: &[u8]) -> Result<Opened, VaultError> {
        let damaged = || VaultError::Damaged { table };
        let (&version, rest) = sealed.split_first().ok_or_else(damaged)?;
        let (nonce, ciphertext) = rest.split_at_checked(NONCE).ok_or_else(damaged)?;
        let nonce: [u8; NONCE] = nonce.try_into().map_err(|_| damaged())?;
        if version != VERSION {
            return Err(damaged());
        }
        let payload = Payload { msg: ciphertext, aad: &associated(table, key) };
        self.cipher.decrypt(&XNonce::from(nonce), payload).map(Opened).map_err(|_| damaged())
    }
}

/// What was sealed, open. It is wiped when it is dropped: all at once, for a `Zeroizing<Vec<u8>>` goes byte by byte, which takes
/// longer than opening it.
pub struct Opened(Vec<u8>);

impl Deref for Opened {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl Drop for Opened {
    fn drop(&mut self) {
        self.0.as_mut_slice().zeroize();
    }
}

fn keyed(key: &Zeroizing<[u8; 32]>, table: &'static str, what: &[u8]) -> RowKey {
    let mut mac = Hmac::<Sha256>::new_from_slice(&**key).expect("HMAC takes a key of any length");
    mac.update(&[table.len() as u8]);
    mac.update(table.as_bytes());
    mac.update(what);
    let full: [u8; 32] = mac.finalize().into_bytes().into();
    let mut key = [0; 16];
    key.copy_from_slice(&full[..16]);
    key
}

fn associated(table: &str, key: &RowKey) -> Vec<u8> {
    [LABEL, &[table.len() as u8], table.as_bytes(), key, &[VERSION]].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_opens_only_in_its_place() {
        let sealer = Sealer::new(&StoreKey::generate());
        let (one, two) = (sealer.row_key("body", b"1"), sealer.row_key("body", b"2"));
        let sealed = sealer.seal("body", &one, b"words");
        assert_eq!(*sealer.open("body", &one, &sealed).expect("its place"), *b"words");
        assert!(sealer.open("body", &two, &sealed).is_err(), "another row");
        assert!(sealer.open("view", &one, &sealed).is_err(), "another table");
        assert!(Sealer::new(&StoreKey::generate()).open("body", &one, &sealed).is_err(), "another key");
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(sealer.open("body", &one, &changed).is_err(), "byte {at}");
            assert!(sealer.open("body", &one, &sealed[..at]).is_err(), "cut at {at}");
        }
    }

    /// The vector in `docs/formats.md`.
    #[test]
    fn the_sealed_row_of_the_documentation() {
        let sealer = Sealer::new(&StoreKey::from_bytes([1; 32]));
        let key = sealer.row_key("body", &[2; 32]);
        let sealed = sealer.seal_with("body", &key, b"kintsugi", [3; NONCE]);
        let document = include_str!("../../../docs/formats.md");
        let after = Sealer::after(&[*sealer.row_keys[0]], &StoreKey::from_bytes([4; 32])).row_key("body", &[2; 32]);
        for bytes in [key.as_slice(), &sealed, &after] {
            let hex = data_encoding::HEXLOWER.encode(bytes);
            assert!(document.contains(&hex), "docs/formats.md lacks {hex}");
        }
    }
}

//! The Keychain. It does not forget by itself: until when a key is good stands before it.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use keyring_core::api::CredentialStoreApi;
use keyring_core::{Entry, Error};
use zeroize::Zeroizing;

use crate::error::VaultError;
use crate::secret::StoreKey;

pub(super) struct Place(Entry);

impl Place {
    pub(super) fn of(home: &str) -> Option<Self> {
        apple_native_keyring_store::keychain::Store::new().ok()?.build("kintsugi", home, None).ok().map(Self)
    }

    pub(super) fn get(&self, now: SystemTime) -> Option<StoreKey> {
        let bytes = Zeroizing::new(self.0.get_secret().ok()?);
        let (until, key) = bytes.split_at_checked(8)?;
        let until = u64::from_be_bytes(until.try_into().ok()?);
        if since_epoch(now) >= until {
            // It is not given out, whether or not the Keychain lets go of it now.
            let _ = self.forget();
            return None;
        }
        key.try_into().ok().map(StoreKey::from_bytes)
    }

    pub(super) fn put(&self, key: &StoreKey, now: SystemTime, time: Duration) -> bool {
        let until = since_epoch(now).saturating_add(time.as_secs()).to_be_bytes();
        let bytes = Zeroizing::new([until.as_slice(), key.as_bytes()].concat());
        let put = self.0.set_secret(&bytes).is_ok();
        if !put {
            let _ = self.forget();
        }
        put
    }

    pub(super) fn renew(&self, key: &StoreKey, now: SystemTime, time: Duration) -> bool {
        self.get(now).is_some() && self.put(key, now, time)
    }

    pub(super) fn forget(&self) -> Result<bool, VaultError> {
        match self.0.delete_credential() {
            Ok(()) => Ok(true),
            Err(Error::NoEntry) => Ok(false),
            Err(_) => Err(VaultError::NotForgotten),
        }
    }
}

fn since_epoch(now: SystemTime) -> u64 {
    now.duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs())
}

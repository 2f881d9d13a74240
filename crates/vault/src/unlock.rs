//! Unlocking works like `sudo`: asked once, remembered for a while, forgotten at once by `lock`.
//!
//! On Linux the kernel's session keyring remembers, and forgets by itself; on macOS the Keychain remembers, and the time is
//! checked when it is read. Where there is neither, nothing is remembered and the passphrase is asked for each time.

#[cfg_attr(target_os = "linux", path = "unlock/linux.rs")]
#[cfg_attr(target_os = "macos", path = "unlock/macos.rs")]
#[cfg_attr(not(any(target_os = "linux", target_os = "macos")), path = "unlock/nowhere.rs")]
mod place;

use std::time::{Duration, SystemTime};

use crate::error::VaultError;
use crate::keyfile::Keyfile;
use crate::secret::StoreKey;
use place::Place;

/// Remembers the store key of one home.
pub struct UnlockCache(Option<Place>);

impl UnlockCache {
    /// The cache of the home that this keyfile belongs to.
    pub fn of(keyfile: &Keyfile) -> Self {
        Self(Place::of(keyfile.home()))
    }

    /// The remembered key, if its time has not passed at `now`.
    pub fn get(&self, now: SystemTime) -> Option<StoreKey> {
        self.0.as_ref()?.get(now)
    }

    /// Remembers the key for `time` from `now`; whether this machine could. Where it could not, it keeps nothing.
    pub fn remember(&self, key: &StoreKey, now: SystemTime, time: Duration) -> bool {
        self.0.as_ref().is_some_and(|place| place.put(key, now, time))
    }

    /// The journal was used: what is remembered stays for `time` from `now`. Whether there is anything.
    pub fn renew(&self, key: &StoreKey, now: SystemTime, time: Duration) -> bool {
        self.0.as_ref().is_some_and(|place| place.renew(key, now, time))
    }

    /// Forgets the key at once; whether there was one.
    ///
    /// # Errors
    /// [`VaultError::NotForgotten`] when the system does not let go of it.
    pub fn forget(&self) -> Result<bool, VaultError> {
        self.0.as_ref().map_or(Ok(false), Place::forget)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Protection, Seed};

    #[test]
    fn it_remembers_until_it_is_told_to_forget() {
        let key = StoreKey::generate();
        let keyfile = Keyfile::new(&key, &Protection::Nothing, &Seed::generate()).expect("nothing to derive");
        let cache = UnlockCache::of(&keyfile);
        let (now, minute) = (SystemTime::now(), Duration::from_secs(60));
        if !cache.remember(&key, now, minute) {
            assert!(cache.get(now).is_none(), "a machine without a keyring remembers nothing");
            assert!(!cache.renew(&key, now, minute));
            assert!(!cache.forget().expect("nothing to forget"));
            eprintln!("SKIPPED in part: this machine has no keyring, only forgetting was checked");
            return;
        }
        assert!(cache.get(now).is_some_and(|held| held.as_bytes() == key.as_bytes()));
        assert!(cache.renew(&key, now, minute));
        assert!(cache.forget().expect("it lets go"));
        assert!(cache.get(now).is_none() && !cache.renew(&key, now, minute));
    }
}

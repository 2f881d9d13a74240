//! Unlocking works like `sudo`: asked once, remembered for a while, forgotten at once by `lock`.
//!
//! On Linux the kernel's session keyring remembers, and forgets by itself; on macOS the Keychain remembers, and the time is
//! checked when it is read. Where there is neither, nothing is remembered and the passphrase is asked for each time.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use keyring_core::Entry;
use zeroize::Zeroizing;

use crate::keyfile::Keyfile;
use crate::secret::StoreKey;

const SERVICE: &str = "kintsugi";

/// Remembers the store key of one home.
pub struct UnlockCache {
    entry: Option<Entry>,
    home: String,
}

impl UnlockCache {
    /// The cache of the home that this keyfile belongs to.
    pub fn of(keyfile: &Keyfile) -> Self {
        let home = keyfile.home().to_owned();
        Self { entry: entry(&home), home }
    }

    /// The remembered key, if its time has not passed at `now`.
    pub fn get(&self, now: SystemTime) -> Option<StoreKey> {
        let bytes = Zeroizing::new(self.entry.as_ref()?.get_secret().ok()?);
        let (until, key) = bytes.split_at_checked(8)?;
        let until = u64::from_be_bytes(until.try_into().ok()?);
        if since_epoch(now) >= until {
            self.forget();
            return None;
        }
        key.try_into().ok().map(StoreKey::from_bytes)
    }

    /// Remembers the key for `time` from `now`; whether this machine could.
    pub fn remember(&self, key: &StoreKey, now: SystemTime, time: Duration) -> bool {
        let Some(entry) = &self.entry else { return false };
        let until = since_epoch(now).saturating_add(time.as_secs()).to_be_bytes();
        let bytes = Zeroizing::new([until.as_slice(), key.as_bytes()].concat());
        entry.set_secret(&bytes).is_ok() && expire(&self.home, time)
    }

    /// Forgets the key at once; whether there was one.
    pub fn forget(&self) -> bool {
        self.entry.as_ref().is_some_and(|entry| entry.delete_credential().is_ok())
    }
}

fn since_epoch(now: SystemTime) -> u64 {
    now.duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs())
}

#[cfg(target_os = "linux")]
fn entry(home: &str) -> Option<Entry> {
    use keyring_core::api::CredentialStoreApi;
    linux_keyutils_keyring_store::Store::new().ok()?.build(SERVICE, home, None).ok()
}

/// Has the kernel itself drop the key when its time is over, also when no command of ours runs again.
#[cfg(target_os = "linux")]
fn expire(home: &str, time: Duration) -> bool {
    use linux_keyutils::{KeyRing, KeyRingIdentifier};
    let seconds = usize::try_from(time.as_secs()).unwrap_or(usize::MAX).max(1);
    let session = KeyRing::from_special_id(KeyRingIdentifier::Session, false);
    let key = session.and_then(|session| session.search(&format!("keyring:{home}@{SERVICE}")));
    key.and_then(|key| key.set_timeout(seconds)).is_ok()
}

#[cfg(target_os = "macos")]
fn entry(home: &str) -> Option<Entry> {
    use keyring_core::api::CredentialStoreApi;
    apple_native_keyring_store::keychain::Store::new().ok()?.build(SERVICE, home, None).ok()
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn entry(_home: &str) -> Option<Entry> {
    None
}

#[cfg(not(target_os = "linux"))]
fn expire(_home: &str, _time: Duration) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Protection, Seed};

    #[test]
    fn it_remembers_until_the_time_is_over_or_it_is_told_to_forget() {
        let key = StoreKey::generate();
        let keyfile = Keyfile::new(&key, &Protection::Nothing, &Seed::generate()).expect("nothing to derive");
        let cache = UnlockCache::of(&keyfile);
        let now = SystemTime::now();
        if !cache.remember(&key, now, Duration::from_secs(60)) {
            assert!(cache.get(now).is_none(), "a machine without a keyring remembers nothing");
            eprintln!("SKIPPED in part: this machine has no keyring, only forgetting was checked");
            return;
        }
        assert!(cache.get(now).is_some_and(|held| held.as_bytes() == key.as_bytes()));
        assert!(cache.get(now + Duration::from_secs(60)).is_none(), "its time is over");
        assert!(cache.remember(&key, now, Duration::from_secs(60)));
        assert!(cache.forget());
    }
}

//! The kernel's session keyring (keyrings(7)). It forgets by itself, also when no command of ours runs again.

use std::time::{Duration, SystemTime};

use linux_keyutils::{Key, KeyError, KeyRing, KeyRingIdentifier};
use zeroize::Zeroizing;

use crate::error::VaultError;
use crate::secret::StoreKey;

pub(super) struct Place {
    session: KeyRing,
    name: String,
}

impl Place {
    /// Where the login has a session keyring. Without one the kernel gives out the keyring that all processes of the user
    /// share: nobody ends that at logout, so nothing is put there.
    pub(super) fn of(home: &str) -> Option<Self> {
        let ring = |which| KeyRing::from_special_id(which, false).ok();
        let (session, shared) = (ring(KeyRingIdentifier::Session)?, ring(KeyRingIdentifier::UserSession)?);
        (session != shared).then(|| Self { session, name: format!("kintsugi:{home}") })
    }

    /// Whose time is over, the kernel does not give out.
    pub(super) fn get(&self, _now: SystemTime) -> Option<StoreKey> {
        let mut bytes = Zeroizing::new([0; 32]);
        let length = self.session.search(&self.name).ok()?.read(&mut *bytes).ok()?;
        (length == bytes.len()).then(|| StoreKey::from_bytes(*bytes))
    }

    pub(super) fn put(&self, key: &StoreKey, _now: SystemTime, time: Duration) -> bool {
        let Ok(own) = KeyRing::from_special_id(KeyRingIdentifier::Process, true) else { return false };
        // Until it has its time it is in the keyring of this process, and ends with it.
        let Ok(made) = own.add_key(&self.name, key.as_bytes()) else { return false };
        let put = set_time(made, time).and_then(|()| self.session.link_key(made)).is_ok();
        // From here on it is kept by the session alone; where that failed, by nobody.
        let let_go = own.unlink_key(made).is_ok();
        if put && let_go {
            return true;
        }
        let _ = self.session.unlink_key(made);
        let _ = made.invalidate();
        false
    }

    pub(super) fn renew(&self, _key: &StoreKey, _now: SystemTime, time: Duration) -> bool {
        self.session.search(&self.name).and_then(|key| set_time(key, time)).is_ok()
    }

    pub(super) fn forget(&self) -> Result<bool, VaultError> {
        let key = match self.session.search(&self.name) {
            Ok(key) => key,
            Err(KeyError::KeyDoesNotExist | KeyError::KeyExpired | KeyError::KeyRevoked) => return Ok(false),
            Err(_) => return Err(VaultError::NotForgotten),
        };
        let gone = key.invalidate().or_else(|_| self.session.unlink_key(key));
        gone.map(|()| true).map_err(|_| VaultError::NotForgotten)
    }
}

fn set_time(key: Key, time: Duration) -> Result<(), KeyError> {
    // None at all would be for ever.
    key.set_timeout(usize::try_from(time.as_secs()).unwrap_or(usize::MAX).max(1))
}

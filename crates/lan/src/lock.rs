//! One process owns the network key: with two, the partner reaches the wrong one half of the time.

use std::fs::{File, OpenOptions, TryLockError};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// Held while an endpoint of this home is open; freed by the system when the process ends in any way.
pub struct EndpointLock {
    _file: File,
}

impl EndpointLock {
    /// Takes the lock; `None` when another process has it.
    ///
    /// # Errors
    /// When the file cannot be made or locked.
    pub fn take(path: &Path) -> std::io::Result<Option<Self>> {
        let mut options = OpenOptions::new();
        let file = options.write(true).create(true).truncate(false).mode(0o600).open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

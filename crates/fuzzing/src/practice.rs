//! Definitions of practices: TOML that somebody wrote, on this laptop or on the other.

use std::time::Duration;

use kintsugi_home::repertoire::Practice;
use kintsugi_journal::EntryId;

/// Reads a definition. What is read is the same practice once it is printed and read again.
///
/// # Panics
/// When it is not.
pub fn practice(bytes: &[u8]) {
    let id = EntryId::from_bytes([1; 16]);
    let Ok(practice) = Practice::read(id, &String::from_utf8_lossy(bytes)) else { return };
    assert!(practice.time() <= Duration::from_secs(20 * 180 * 60));
    assert_eq!(Practice::read(id, &practice.to_toml()).as_ref(), Ok(&practice));
}

//! Keyfiles, as they lie on a disk that somebody else could write to.

use kintsugi_vault::Keyfile;

/// Reads a keyfile. What is read is the same file once it is written and read again, and asking it for a key ends well.
/// (Not with a passphrase: that takes a tenth of a second, on purpose.)
///
/// # Panics
/// When it does not.
pub fn keyfile(bytes: &[u8]) {
    let Ok(keyfile) = Keyfile::parse(bytes) else { return };
    let written = keyfile.to_bytes();
    if let Ok(again) = Keyfile::parse(&written) {
        assert_eq!(again.to_bytes(), written);
    } else {
        assert!(written.len() > bytes.len(), "only what has grown by its line ends may be too large now");
    }
    let _ = keyfile.unlock_unprotected();
}

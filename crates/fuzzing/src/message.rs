//! Messages of a pairing.

use kintsugi_sync::pairing::Message;

/// Reads the bytes behind a length. What is read says the same once it is written and read again.
///
/// # Panics
/// When it does not.
pub fn message(bytes: &[u8]) {
    let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    if Message::length(length.to_be_bytes()).is_err() {
        return;
    }
    if let Ok(message) = Message::decode(bytes) {
        let again = message.encode();
        assert!(again.len() - 4 <= bytes.len());
        assert!(Message::decode(&again[4..]) == Ok(message));
    }
}

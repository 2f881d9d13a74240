//! Frames, as they come over the wire and out of bundles.

use kintsugi_sync::{FIRST_LATER, Frame};

/// Reads the bytes behind a length. What is read says the same once it is written and read again.
///
/// # Panics
/// When it does not.
pub fn frame(bytes: &[u8]) {
    match Frame::decode(bytes) {
        Ok(Frame::Later(number)) => assert!(number >= FIRST_LATER),
        Ok(frame) => {
            let again = frame.encode().expect("what was read is no larger than what came");
            assert!(again.len() - 4 <= bytes.len());
            assert_eq!(Frame::decode(&again[4..]), Ok(frame));
        }
        Err(_) => {}
    }
}

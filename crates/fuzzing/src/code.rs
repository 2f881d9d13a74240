//! Codes, as somebody types them.

use kintsugi_sync::pairing::PairingSecret;

/// Reads a code. What is read is the same code once it is written and read again.
///
/// # Panics
/// When it is not.
pub fn code(bytes: &[u8]) {
    if let Ok(secret) = PairingSecret::from_code(&String::from_utf8_lossy(bytes)) {
        let code = secret.to_code();
        let again = PairingSecret::from_code(&code).expect("a code of our own");
        assert_eq!(again.to_code(), code);
    }
    // And the other way round: every secret has a code.
    let mut secret = [0; 10];
    secret.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
    let code = PairingSecret::new(secret).to_code();
    assert_eq!(PairingSecret::from_code(&code).expect("a code of our own").to_code(), code);
}

//! Randomness: the operating system's, and no other.

/// `N` fresh random bytes.
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system has randomness once it is running");
    bytes
}

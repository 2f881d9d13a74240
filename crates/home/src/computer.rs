//! One laptop each: a home that is opened on another computer than before says so, once for each.
//!
//! A home that was copied, and is used in both places, is the same laptop to the partner's: lines of both come together there,
//! and private ones never do. Nobody else can notice.

use sha2::{Digest, Sha256};

use crate::{Home, HomeError};

/// What stands before the mark of a computer among what is said once.
const MARK: &str = "computer ";

impl Home {
    /// Whether it is to be said now that this home has been on another computer. `computer` tells computers apart, such as
    /// machine-id(5); only a hash of it is kept, which no other home has.
    ///
    /// # Errors
    /// As every writing function here.
    pub fn is_elsewhere(&self, computer: &[u8]) -> Result<bool, HomeError> {
        let elsewhere = self.vault().read()?.said_once()?.iter().any(|said| said.starts_with(MARK));
        Ok(self.say_once(&self.mark_of(computer))? && elsewhere)
    }

    fn mark_of(&self, computer: &[u8]) -> String {
        let hash = Sha256::new().chain_update(b"kintsugi computer v1").chain_update(self.identity().device().id());
        let hash = hash.chain_update(computer).finalize();
        let hex: String = hash[..8].iter().map(|byte| format!("{byte:02x}")).collect();
        format!("{MARK}{hex}")
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::alone;

    #[test]
    fn a_home_that_was_copied_says_so_once_on_each_other_computer() {
        let (_root, home) = alone();
        let says = |computer: &str| home.is_elsewhere(computer.as_bytes()).expect("a sound store");
        assert!(!says("the first"), "where it began");
        assert!(!says("the first"));
        assert!(says("the second"));
        assert!(!says("the second"), "once");
        assert!(!says("the first"), "it is known there");
    }

    #[test]
    fn what_is_kept_of_a_computer_is_of_this_home_alone() {
        let (one, other) = (alone(), alone());
        assert_ne!(one.1.mark_of(b"a computer"), other.1.mark_of(b"a computer"));
        assert!(!one.1.mark_of(b"a computer").contains("a computer"));
    }
}

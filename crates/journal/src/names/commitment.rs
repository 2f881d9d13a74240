//! Commitments: what a document holds in place of words.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::names::id::{EntryId, PersonId};
use crate::names::round_id::RoundId;

/// 32 random bytes that keep a short line from being guessed from its commitment.
pub type Salt = [u8; 32];

const LABEL: &[u8] = b"kintsugi commitment v1";

/// SHA-256 over label, person, entry, round, revision, salt and the length-prefixed body.
///
/// It binds the words to one person, one entry and one revision, and proves them to nobody: anyone who holds body and salt
/// can compute it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Commitment([u8; 32]);

impl Commitment {
    pub(crate) fn to(
        person: PersonId,
        entry: EntryId,
        round: Option<RoundId>,
        revision: u32,
        salt: &Salt,
        body: &[u8],
    ) -> Self {
        let mut hash = Sha256::new();
        hash.update(LABEL);
        hash.update(person.as_bytes());
        hash.update(entry.as_bytes());
        // A round begins with a byte that is not zero, so zeros are "no round".
        match round {
            None => hash.update([0; 4]),
            Some(round) => hash.update(round.to_bytes()),
        }
        hash.update(revision.to_be_bytes());
        hash.update(salt);
        hash.update((body.len() as u64).to_be_bytes());
        hash.update(body);
        Self(hash.finalize().into())
    }

    /// Takes 32 bytes as they are.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for Commitment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Commitment({:02x}{:02x}…)", self.0[0], self.0[1])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names::round_id::Topic;

    #[test]
    fn each_input_changes_it() {
        let (ana, ben) = (PersonId::from_bytes([1; 16]), PersonId::from_bytes([2; 16]));
        let (one, two) = (EntryId::from_bytes([1; 16]), EntryId::from_bytes([2; 16]));
        let base = Commitment::to(ana, one, None, 1, &[0; 32], b"words");
        let letter = |number| Some(RoundId { topic: Topic::Letter, number });
        let miss = Some(RoundId { topic: Topic::Miss, number: 1 });
        assert_ne!(
            Commitment::to(ana, one, letter(1), 1, &[0; 32], b"words"),
            Commitment::to(ana, one, miss, 1, &[0; 32], b"words")
        );
        for other in [
            Commitment::to(ben, one, None, 1, &[0; 32], b"words"),
            Commitment::to(ana, two, None, 1, &[0; 32], b"words"),
            Commitment::to(ana, one, letter(1), 1, &[0; 32], b"words"),
            Commitment::to(ana, one, None, 2, &[0; 32], b"words"),
            Commitment::to(ana, one, None, 1, &[1; 32], b"words"),
            Commitment::to(ana, one, None, 1, &[0; 32], b"word"),
        ] {
            assert_ne!(base, other);
        }
    }
}

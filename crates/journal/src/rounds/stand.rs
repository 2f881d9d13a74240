//! How a round stands with both, in 32 bytes: what the two compare before a word of it crosses.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::names::commitment::Commitment;
use crate::rounds::mark::RoundMark;
use crate::rounds::side::RoundSide;

/// SHA-256 over a round and what both persons have said of it: their marks and what is sealed. Two laptops that name the
/// same stand mean the same words; whoever withdraws, seals or says no afterwards makes another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Stand([u8; 32]);

impl Stand {
    /// The stand of a round of which these are the two sides, in either order.
    pub fn of(one: &RoundSide, other: &RoundSide) -> Self {
        let mut hash = Sha256::new();
        hash.update(b"kintsugi stand v1");
        hash.update(one.round.to_bytes());
        let mut sides = [one, other];
        sides.sort_unstable_by_key(|side| side.person);
        for side in sides {
            hash.update(mark(side.mark));
            let mut sealed: Vec<Commitment> = side.sealed().map(|seal| seal.commitment).collect();
            sealed.sort_unstable();
            hash.update(u32::try_from(sealed.len()).unwrap_or(u32::MAX).to_be_bytes());
            sealed.iter().for_each(|commitment| hash.update(commitment.as_bytes()));
        }
        Self(hash.finalize().into())
    }

    /// As it crosses.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Takes 32 bytes.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

/// 21 bytes: which mark, and the digest of the words that are ready, or zeros.
fn mark(mark: RoundMark) -> [u8; 21] {
    let mut bytes = [0; 21];
    match mark {
        RoundMark::Waiting => {}
        RoundMark::Ready(digest) => {
            bytes[0] = 1;
            bytes[1..].copy_from_slice(digest.as_bytes());
        }
        RoundMark::Opened => bytes[0] = 2,
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names::doc_id::DocId;
    use crate::names::id::{EntryId, PersonId};
    use crate::names::round_id::{RoundId, Topic};
    use crate::rounds::side::Seal;

    const LETTER: RoundId = RoundId { topic: Topic::Letter, number: 1 };

    /// A side that is ready with these words.
    fn side(round: RoundId, person: u8, commitments: &[u8]) -> RoundSide {
        let person = PersonId::from_bytes([person; 16]);
        let mut side = RoundSide::new(round, person);
        for n in commitments {
            let entry = EntryId::from_bytes([*n; 16]);
            let commitment = Commitment::from_bytes([*n; 32]);
            side.put(entry, Some(Seal { entry, doc: DocId::drawer(person), commitment, opened: false, edited: false }));
        }
        RoundSide { mark: RoundMark::Ready(side.digest()), ..side }
    }

    #[test]
    fn both_laptops_name_the_same_stand_whoever_asks() {
        let (ana, ben) = (side(LETTER, 1, &[4, 9]), side(LETTER, 2, &[5]));
        assert_eq!(Stand::of(&ana, &ben), Stand::of(&ben, &ana));
    }

    #[test]
    fn whatever_is_withdrawn_sealed_or_unsaid_makes_another_stand() {
        let (ana, ben) = (side(LETTER, 1, &[4, 9]), side(LETTER, 2, &[5]));
        let stand = Stand::of(&ana, &ben);
        let opened = {
            let mut opened = ana.clone();
            opened.seals.iter_mut().for_each(|seal| seal.opened = true);
            opened
        };
        for (other, what) in [
            (side(LETTER, 1, &[4]), "withdrawn"),
            (side(LETTER, 1, &[4, 9, 11]), "sealed besides"),
            (side(LETTER, 1, &[4, 8]), "withdrawn, and sealed anew"),
            (RoundSide { mark: RoundMark::Waiting, ..ana.clone() }, "no longer ready"),
            (RoundSide { mark: RoundMark::Opened, ..ana.clone() }, "opened"),
            (opened, "its records are open"),
            (side(RoundId { number: 2, ..LETTER }, 1, &[4, 9]), "another round"),
            (side(LETTER, 1, &[5]), "the words of the other"),
        ] {
            assert_ne!(Stand::of(&other, &ben), stand, "{what}");
        }
        // Words that change sides are not the same words.
        assert_ne!(Stand::of(&side(LETTER, 1, &[4, 9, 5]), &side(LETTER, 2, &[])), stand);
    }

    /// The vector in `docs/formats.md`.
    #[test]
    fn the_stand_of_the_documentation() {
        let stand = Stand::of(&side(LETTER, 1, &[4]), &side(LETTER, 2, &[5]));
        let hex = data_encoding::HEXLOWER.encode(stand.as_bytes());
        assert!(include_str!("../../../../docs/formats.md").contains(&hex), "docs/formats.md lacks {hex}");
    }
}

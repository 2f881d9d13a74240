//! What may take the place of words: a change of words counts itself as one.
//!
//! Who reads must see that words were changed, and the number of the revision says so. So a record that takes the place of
//! others has a higher revision than each of them. Two kinds of change are none of the words: that what is sealed opens, and
//! that one of several values that say the same is chosen. A record that takes the place of none may have any revision: pages
//! are written anew at pairing, and a line is then as old as it was.

use crate::entries::record::{Record, Visibility};

impl Record {
    /// Whether it may take the place of these, by what it and they are alone.
    pub fn may_replace(&self, replaced: &[Self]) -> bool {
        let settles = replaced.contains(self);
        let opens = |before: &Self| self.visibility == Visibility::Open && before.visibility == Visibility::Sealed;
        replaced
            .iter()
            .all(|before| self.revision > before.revision || (self.has_words_of(before) && (settles || opens(before))))
    }

    /// Whether it stands for the same words in the same round, whoever may read them.
    fn has_words_of(&self, other: &Self) -> bool {
        (self.revision, self.round, self.commitment) == (other.revision, other.round, other.commitment)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names::commitment::Commitment;
    use crate::names::round_id::{RoundId, Topic};

    const LETTER: RoundId = RoundId { topic: Topic::Letter, number: 1 };

    fn open(words: u8, revision: u32) -> Record {
        let commitment = Commitment::from_bytes([words; 32]);
        Record { visibility: Visibility::Open, revision, round: Some(LETTER), commitment, later: false }
    }

    fn sealed(words: u8, revision: u32) -> Record {
        Record { visibility: Visibility::Sealed, ..open(words, revision) }
    }

    #[test]
    fn other_words_count_higher_than_all_whose_place_they_take() {
        assert!(open(2, 2).may_replace(&[open(1, 1)]));
        assert!(open(3, 4).may_replace(&[open(1, 3), open(2, 2)]), "what was written apart is settled");
        for replaced in [&[open(1, 2)][..], &[open(1, 3)], &[open(1, 1), open(3, 2)]] {
            assert!(!open(2, 2).may_replace(replaced), "{replaced:?}");
        }
        assert!(!open(2, u32::MAX).may_replace(&[open(1, u32::MAX)]));
    }

    #[test]
    fn what_takes_the_place_of_none_may_be_as_old_as_it_is() {
        assert!(open(1, 1).may_replace(&[]) && open(1, 7).may_replace(&[]));
    }

    #[test]
    fn what_is_sealed_opens_with_the_same_words_in_the_same_round_and_does_not_close_again() {
        assert!(open(1, 1).may_replace(&[sealed(1, 1)]));
        assert!(open(1, 1).may_replace(&[sealed(1, 1), sealed(1, 1)]));
        assert!(!open(2, 1).may_replace(&[sealed(1, 1)]), "other words");
        assert!(!open(1, 1).may_replace(&[sealed(1, 2)]), "another revision");
        assert!(!Record { round: None, ..open(1, 1) }.may_replace(&[sealed(1, 1)]), "another round");
        assert!(!sealed(1, 1).may_replace(&[open(1, 1)]), "closed again");
    }

    #[test]
    fn one_of_several_that_say_the_same_may_be_chosen() {
        assert!(open(1, 1).may_replace(&[open(1, 1)]));
        assert!(open(1, 1).may_replace(&[sealed(1, 1), open(1, 1)]));
        // Made apart and then chosen, words would change without a word about it.
        assert!(!open(2, 1).may_replace(&[open(1, 1), open(2, 1)]));
        assert!(!open(2, 1).may_replace(&[open(1, 3), open(2, 1)]));
    }
}

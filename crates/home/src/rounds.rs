//! Rounds of this home: what both write before either reads.
//!
//! Committing seals an entry for a round; ready says that exactly these words may be opened; withdrawing destroys them: see
//! `sealing`. A round opens in a meeting: see `opening`.
//!
//! Which round comes next is counted here and not taken from what somebody claims: the rounds of a topic follow one another
//! from 1, and one is over when I have opened it, or when words of the partner stand open in it. A mark of the partner alone,
//! whatever its number, moves nothing.

use std::collections::BTreeMap;

use kintsugi_journal::{DocId, Document, PersonId, RoundId, RoundSide, Topic};
use kintsugi_vault::Reader;

use crate::{Home, HomeError};

/// A round, as this home knows it.
pub struct Round {
    /// Which.
    pub id: RoundId,
    /// My side.
    pub mine: RoundSide,
    /// The partner's.
    pub theirs: RoundSide,
    /// Sealed words of mine are on this laptop.
    pub here: bool,
    /// Sealed words of mine are not on this laptop: they were sealed after the copy that was restored, or on an earlier laptop.
    /// Those that are here count all the same.
    pub lost: bool,
}

impl Round {
    /// Whether it is over: nothing can join it any more. I have opened mine, or words of the partner stand open in it; some of
    /// them may still be on their way here.
    pub fn is_opened(&self) -> bool {
        self.mine.has_opened() || self.theirs.has_shown()
    }

    /// How it stands for who looks.
    pub fn standing(&self) -> Standing {
        match self {
            _ if self.is_opened() => Standing::Open,
            _ if self.here && self.mine.is_ready() && !self.lost => Standing::Ready,
            _ if self.here => Standing::Sealed,
            _ if self.lost => Standing::Lost,
            // Whether the partner has sealed anything shows nowhere before it opens.
            _ => Standing::Nothing,
        }
    }

    /// Whether words of mine wait in it, and are here.
    pub const fn has_mine(&self) -> bool {
        self.here
    }
}

/// How a round stands for who looks: only what they themselves did, until it is open. Nothing here says whether the other has
/// sealed or withdrawn anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nothing of mine is in it.
    Nothing,
    /// Words of mine were sealed in it and none of them are here. Writing anew, or withdrawing, clears their place.
    Lost,
    /// My words wait and are not ready, or others that are not here stand beside them: being ready clears their place.
    Sealed,
    /// My words are ready.
    Ready,
    /// Open.
    Open,
}

impl Standing {
    /// Its name, for scripts.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Nothing => "none",
            Self::Lost => "lost",
            Self::Sealed => "sealed",
            Self::Ready => "ready",
            Self::Open => "open",
        }
    }
}

impl Home {
    /// All rounds, by topic and number.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn rounds(&self) -> Result<Vec<Round>, HomeError> {
        self.rounds_in(&self.vault().read()?)
    }

    /// The rounds of one topic.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn rounds_of(&self, topic: Topic) -> Result<Vec<Round>, HomeError> {
        self.rounds_of_in(&self.vault().read()?, topic)
    }

    fn rounds_in(&self, reader: &Reader<'_>) -> Result<Vec<Round>, HomeError> {
        let partner = reader.partner()?.map(|partner| partner.person);
        rounds_in(reader, self.identity().person(), partner)
    }

    pub(crate) fn rounds_of_in(&self, reader: &Reader<'_>, topic: Topic) -> Result<Vec<Round>, HomeError> {
        Ok(self.rounds_in(reader)?.into_iter().filter(|round| round.id.topic == topic).collect())
    }

    /// How the round of this topic stands that is in hand.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn standing(&self, topic: Topic) -> Result<Standing, HomeError> {
        Ok(in_hand(&self.rounds_of(topic)?).map_or(Standing::Nothing, Round::standing))
    }

    /// The round of this topic in which words of mine wait. Words that came too late for their round wait as well, and so does
    /// the place of words that are lost.
    ///
    /// # Errors
    /// [`HomeError::NothingSealed`].
    pub fn sealed_round(&self, topic: Topic) -> Result<RoundId, HomeError> {
        let mut rounds = self.rounds_of(topic)?.into_iter().rev();
        let waiting = rounds.find(|round| round.mine.sealed().next().is_some());
        Ok(waiting.ok_or(HomeError::NothingSealed)?.id)
    }
}

/// The number of the round that comes next, of all rounds of one topic in their order: one after the last that is over. The
/// first gap ends the count.
pub(crate) fn next_number(rounds: &[Round]) -> u32 {
    let numbers = rounds.iter().zip(1..).take_while(|(round, number)| round.id.number == *number && round.is_opened());
    numbers.last().map_or(1, |(round, _)| round.id.number.saturating_add(1))
}

/// The round that is in hand, of all rounds of one topic in their order: the one that comes next, where it is begun, or else
/// the last that is over.
pub fn in_hand(rounds: &[Round]) -> Option<&Round> {
    let next = next_number(rounds);
    let numbered = |number| rounds.iter().find(|round| round.id.number == number);
    numbered(next).filter(|round| round.standing() != Standing::Nothing).or_else(|| numbered(next - 1))
}

pub(crate) fn rounds_in(reader: &Reader<'_>, me: PersonId, partner: Option<PersonId>) -> Result<Vec<Round>, HomeError> {
    let mut rounds: BTreeMap<RoundId, Round> = BTreeMap::new();
    for side in reader.round_sides()? {
        let id = side.round;
        let empty = |person| RoundSide::new(id, person);
        let round = rounds.entry(id).or_insert_with(|| Round {
            id,
            mine: empty(me),
            theirs: empty(partner.unwrap_or(PersonId::from_bytes([0; 16]))),
            here: false,
            lost: false,
        });
        if side.person == me {
            for seal in side.sealed() {
                let here = reader.body(&seal.commitment)?.is_some();
                (round.here, round.lost) = (round.here || here, round.lost || !here);
            }
            round.mine = side;
        } else if Some(side.person) == partner {
            round.theirs = side;
        }
    }
    Ok(rounds.into_values().collect())
}

/// What these documents say of each round, person by person.
pub(crate) fn sides_of<'d>(
    documents: impl Iterator<Item = (DocId, &'d Document)>,
) -> BTreeMap<(RoundId, PersonId), RoundSide> {
    let mut sides: BTreeMap<(RoundId, PersonId), RoundSide> = BTreeMap::new();
    for (doc, document) in documents.filter(|(doc, _)| doc.is_shared()) {
        let Some(person) = doc.person() else { continue };
        for entry in document.entries() {
            let state = document.record(entry);
            for round in state.rounds() {
                let side = sides.entry((round, person)).or_insert_with(|| RoundSide::new(round, person));
                side.note(doc, entry, &state);
            }
        }
        for round in document.marked_rounds() {
            let side = sides.entry((round, person)).or_insert_with(|| RoundSide::new(round, person));
            side.mark = document.round_mark(round);
        }
    }
    sides.retain(|_, side| !side.is_empty());
    sides
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{TODAY, alone, body, evening, lose_words, open_mine};
    use kintsugi_journal::{Kind, RoundMark};

    fn letter(home: &Home) -> RoundId {
        home.seal(Topic::Letter, body(Kind::Letter, "words"), &evening()).expect("sealed").0
    }

    fn stands(home: &Home) -> Standing {
        home.standing(Topic::Letter).expect("a sound store")
    }

    #[test]
    fn a_letter_goes_from_nothing_to_open() {
        let (_root, home) = alone();
        assert_eq!(stands(&home), Standing::Nothing);
        let round = letter(&home);
        assert_eq!((stands(&home), home.sealed_round(Topic::Letter).expect("it waits")), (Standing::Sealed, round));
        home.make_ready(&[round]).expect("ready");
        assert_eq!(stands(&home), Standing::Ready);
        open_mine(&home, round);
        assert_eq!(stands(&home), Standing::Open);
        assert!(matches!(home.sealed_round(Topic::Letter), Err(HomeError::NothingSealed)));
    }

    /// It was shown as sealed and ready, and no command could leave it but writing another one.
    #[test]
    fn a_letter_that_is_lost_is_neither_sealed_nor_ready_and_can_be_left() {
        let (_root, home) = alone();
        for ready in [false, true] {
            let round = letter(&home);
            if ready {
                home.make_ready(&[round]).expect("ready");
            }
            lose_words(&home, round);
            assert_eq!(stands(&home), Standing::Lost, "ready: {ready}");
            home.withdraw(home.sealed_round(Topic::Letter).expect("its place waits")).expect("cleared");
            assert_eq!(stands(&home), Standing::Nothing, "ready: {ready}");
        }
        let round = letter(&home);
        lose_words(&home, round);
        letter(&home);
        home.make_ready(&[round]).expect("written anew");
        assert_eq!(stands(&home), Standing::Ready);
    }

    /// A copy was restored and a letter written before the place of an earlier one came back: it could be called ready by
    /// nobody, and a second one was accepted beside it.
    #[test]
    fn a_letter_that_is_here_counts_whatever_is_lost_beside_it() {
        let (_root, home) = alone();
        let round = letter(&home);
        lose_words(&home, round);
        home.change(|writer, views| home.seal_beside(writer, views, round, body(Kind::Letter, "here"), TODAY))
            .expect("sealed");
        let stand = || home.rounds_of(Topic::Letter).expect("a sound store").pop().expect("a round");
        assert!(stand().lost && stand().has_mine() && stands(&home) == Standing::Sealed);
        let again = home.seal(Topic::Letter, body(Kind::Letter, "another"), &evening());
        assert!(matches!(again, Err(HomeError::AlreadySealed)));
        home.make_ready(&[round]).expect("it is here");
        assert!(!stand().lost && stands(&home) == Standing::Ready);
        assert_eq!(stand().mine.seals.len(), 1, "the place of what is not here is cleared");
    }

    fn over(number: u32) -> Round {
        let id = RoundId { topic: Topic::Letter, number };
        let [me, ben] = [1, 9].map(|person| RoundSide::new(id, PersonId::from_bytes([person; 16])));
        Round { id, mine: RoundSide { mark: RoundMark::Opened, ..me }, theirs: ben, here: false, lost: false }
    }

    #[test]
    fn the_next_round_is_one_after_the_last_that_is_over_and_a_gap_ends_the_count() {
        let next = |numbers: &[u32]| next_number(&numbers.iter().copied().map(over).collect::<Vec<_>>());
        assert_eq!((next(&[]), next(&[1]), next(&[1, 2, 3])), (1, 2, 4));
        assert_eq!((next(&[2]), next(&[1, 2, 4]), next(&[u32::MAX])), (1, 3, 1));
    }

    #[test]
    fn what_the_partner_marks_alone_is_not_over() {
        let Round { id, mine, theirs, .. } = over(1);
        let claimed =
            Round { id, mine: RoundSide { mark: RoundMark::Waiting, ..mine }, theirs, here: false, lost: false };
        let claimed = Round { theirs: RoundSide { mark: RoundMark::Opened, ..claimed.theirs.clone() }, ..claimed };
        assert!(!claimed.is_opened() && claimed.standing() == Standing::Nothing);
        assert!(in_hand(&[claimed]).is_none());
    }

    #[test]
    fn there_is_nothing_to_call_ready_or_to_withdraw_where_nothing_is_sealed() {
        let (_root, home) = alone();
        let round = RoundId { topic: Topic::Letter, number: 1 };
        assert!(matches!(home.make_ready(&[round]), Err(HomeError::NothingSealed)));
        assert!(matches!(home.withdraw(round), Err(HomeError::NothingSealed)));
        letter(&home);
        let again = home.seal(Topic::Letter, body(Kind::Letter, "another"), &evening());
        assert!(matches!(again, Err(HomeError::AlreadySealed)));
    }
}

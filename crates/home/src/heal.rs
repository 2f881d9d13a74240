//! What was half made is made whole.
//!
//! An answer, and what somebody misses, is ready to be opened for as long as it waits: nobody can say so separately. A store
//! may hold one that is sealed and not ready. An earlier version was ended between the two, or dropped the mark when a pairing
//! shared less than all, or took back one of several. Its words would wait for ever while the screen says that they open.

use kintsugi_journal::{Key, RoundMark, RoundSide, Value};
use kintsugi_vault::Writer;

use crate::opening::are_here;
use crate::sealing::is_ready_at_once;
use crate::views::Views;
use crate::{Home, HomeError};

impl Home {
    /// Marks as ready what waits and is ready by its nature, as it is sealed now. Words that are not here any more, and rounds
    /// that have opened, stay as they are.
    pub(crate) fn heal(&self, writer: &Writer<'_>, views: &mut Views) -> Result<(), HomeError> {
        let me = self.identity().person();
        let mut puts: Vec<(Key, Value)> = Vec::new();
        for side in writer.round_sides()?.into_iter().filter(|side| side.person == me && is_half_made(side)) {
            if are_here(writer, &side)? {
                puts.push((Key::Round(side.round), RoundMark::Ready(side.digest()).to_value_for(side.round.topic)));
            }
        }
        if puts.is_empty() { Ok(()) } else { self.put_round_marks(writer, views, &puts) }
    }
}

fn is_half_made(side: &RoundSide) -> bool {
    let waits = side.sealed().next().is_some() && !side.has_opened();
    is_ready_at_once(side.round.topic) && waits && !side.is_ready()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Share;
    use crate::testing::{TODAY, alone, body, drawer_of, evening};
    use kintsugi_journal::{EntryId, Kind, RoundId, Topic};

    const MISS: RoundId = RoundId { topic: Topic::Miss, number: 1 };

    fn question() -> RoundId {
        RoundId { topic: Topic::Question(EntryId::from_bytes([7; 16])), number: 1 }
    }

    fn is_ready(home: &Home, round: RoundId) -> bool {
        let rounds = home.rounds().expect("a sound store");
        rounds.iter().any(|other| other.id == round && other.mine.is_ready() && other.has_mine())
    }

    /// Seals without saying that it is ready, as a process did that was ended in between.
    fn half(home: &Home, round: RoundId, kind: Kind) {
        home.change(|writer, views| home.seal_for(writer, views, round, body(kind, "half made"), TODAY))
            .expect("sealed");
        assert!(!is_ready(home, round));
    }

    #[test]
    fn an_answer_and_what_is_missed_are_sealed_and_ready_in_one() {
        let (_root, home) = alone();
        for (round, kind) in [(question(), Kind::Answer), (MISS, Kind::Miss)] {
            let (sealed, _) = home.seal(round.topic, body(kind, "whole"), &evening()).expect("sealed");
            assert_eq!(sealed, round);
            assert!(is_ready(&home, round));
        }
        let (letter, _) = home.seal(Topic::Letter, body(Kind::Letter, "waits"), &evening()).expect("sealed");
        assert!(!is_ready(&home, letter), "a letter is ready when its writer says so");
    }

    #[test]
    fn what_is_sealed_and_not_ready_is_ready_once_the_store_is_derived() {
        let (_root, home) = alone();
        half(&home, question(), Kind::Answer);
        half(&home, MISS, Kind::Miss);
        home.derive_all().expect("derived");
        assert!(is_ready(&home, question()) && is_ready(&home, MISS));
        assert!(home.verify().expect("a report").problems.is_empty());
    }

    #[test]
    fn a_mark_over_other_words_than_those_that_wait_is_set_right() {
        let (_root, home) = alone();
        let (round, _) = home.seal(MISS.topic, body(Kind::Miss, "one"), &evening()).expect("sealed");
        half(&home, round, Kind::Miss);
        home.derive_all().expect("derived");
        assert!(is_ready(&home, MISS));
    }

    #[test]
    fn a_letter_that_nobody_called_ready_stays_so() {
        let (_root, home) = alone();
        let (letter, _) = home.seal(Topic::Letter, body(Kind::Letter, "waits"), &evening()).expect("sealed");
        home.derive_all().expect("derived");
        assert!(!is_ready(&home, letter));
    }

    #[test]
    fn taking_back_one_of_several_answers_leaves_the_others_ready() {
        let (_root, home) = alone();
        let (round, line) = home.seal(MISS.topic, body(Kind::Miss, "one"), &evening()).expect("sealed");
        half(&home, round, Kind::Miss);
        home.delete(&home.find(&line.entry.to_string()).expect("found")).expect("taken back");
        assert!(is_ready(&home, MISS));
    }

    /// `ask answer`, then `pair --share today` the day after: the mark was dropped and the answer kept.
    #[test]
    fn what_is_shared_at_pairing_stays_ready_and_what_is_withheld_is_not_named() {
        for (share, stays) in [(Share::From(TODAY), true), (Share::Nothing(TODAY), false)] {
            let (_root, home) = alone();
            home.seal(MISS.topic, body(Kind::Miss, "kept"), &evening()).expect("sealed");
            let day_before = TODAY.yesterday().expect("a day");
            let old = kintsugi_journal::Words { day: day_before, ..body(Kind::Miss, "from before") };
            home.change(|writer, views| home.seal_for(writer, views, MISS, old, TODAY)).expect("sealed");
            home.seal(
                question().topic,
                kintsugi_journal::Words { day: day_before, ..body(Kind::Answer, "old") },
                &evening(),
            )
            .expect("sealed");
            home.change(|writer, views| home.withhold(writer, views, share)).expect("withheld");
            assert_eq!(is_ready(&home, MISS), stays, "{share:?}");
            assert!(!is_ready(&home, question()), "what moved away waits for nobody");
            assert_eq!(
                drawer_of(&home).marked_rounds().len(),
                usize::from(stays),
                "no mark tells of what was withheld"
            );
            assert!(home.verify().expect("a report").problems.is_empty(), "{share:?}");
        }
    }

    #[test]
    fn a_letter_says_again_that_it_is_ready_after_a_pairing_that_shares_less_than_all() {
        let (_root, home) = alone();
        let (letter, _) = home.seal(Topic::Letter, body(Kind::Letter, "kept"), &evening()).expect("sealed");
        home.make_ready(&[letter]).expect("ready");
        home.change(|writer, views| home.withhold(writer, views, Share::From(TODAY))).expect("withheld");
        assert!(!is_ready(&home, letter));
        home.make_ready(&[letter]).expect("said again");
        assert!(is_ready(&home, letter));
    }
}

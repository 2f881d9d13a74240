//! A partner with a patched program claims rounds that never were. Which round comes next is counted here, and letters, answers
//! and readings go on opening.

use kintsugi_home::{Home, Moment, Standing, Wait};
use kintsugi_journal::{
    Body, DocId, EntryId, Key, Kind, LinesOpen, RoundId, RoundMark, RoundSide, Topic, Value, Visibility, Week,
};
use kintsugi_tests::Patched;
use kintsugi_tests::memory::{self, Fate, assert_sound, body, evening_of, meet, meet_over, texts_on_disk};

struct Couple {
    _root: tempfile::TempDir,
    ana: Home,
    ben: Home,
}

fn couple() -> Couple {
    let root = kintsugi_tests::folder(true);
    let (ana, ben) = memory::couple(root.path());
    Couple { _root: root, ana, ben }
}

const fn letter(number: u32) -> RoundId {
    RoundId { topic: Topic::Letter, number }
}

fn evening() -> Moment {
    evening_of("2026-06-03".parse().expect("a day"))
}

fn this_week() -> Week {
    Week::of("2026-06-03".parse().expect("a day"), jiff::civil::Weekday::Monday)
}

impl Couple {
    fn drawer(&self) -> DocId {
        DocId::drawer(self.ben.identity().person())
    }

    /// Ben's laptop says of these rounds that it has opened them.
    fn claim(&self, rounds: impl IntoIterator<Item = RoundId>) {
        let marks = rounds.into_iter().map(|round| (Key::Round(round), RoundMark::Opened.to_value()));
        let marks: Vec<(Key, Value)> = marks.collect();
        let receipts = Patched::of(&self.ben, self.drawer()).put(&marks).hand_to(&self.ana);
        assert!(receipts.iter().all(|receipt| receipt.refused.is_empty()), "nothing is refused for its number");
    }

    /// The same with words of his that stand open in each.
    fn claim_with_words(&self, rounds: impl IntoIterator<Item = RoundId> + Clone) {
        let mut patched = Patched::of(&self.ben, self.drawer());
        for (n, round) in rounds.clone().into_iter().enumerate() {
            let entry = EntryId::from_bytes([u8::try_from(n).expect("few") + 100; 16]);
            patched = patched.say(entry, 1, Some(round), &line("claimed"));
        }
        assert!(patched.hand_to(&self.ana).iter().all(|receipt| receipt.refused.is_empty()));
        self.claim(rounds);
    }

    /// Both write a letter, both are ready, and they meet.
    fn letters_open(&self) -> RoundId {
        let rounds = [&self.ana, &self.ben].map(|home| {
            let (round, _) = home.seal(Topic::Letter, body(Kind::Letter, "a letter"), &evening()).expect("sealed");
            home.make_ready(&[round]).expect("ready");
            round
        });
        assert_eq!(rounds[0], rounds[1], "both mean the same round");
        let (one, other) = meet(&self.ana, &self.ben);
        assert!(one.up_to_date && other.up_to_date);
        for home in [&self.ana, &self.ben] {
            assert_eq!(home.standing(Topic::Letter).expect("sound"), Standing::Open);
            assert_sound(home);
        }
        rounds[0]
    }
}

fn line(text: &str) -> Body {
    let day = "2026-06-03".parse().expect("a day");
    Body { kind: Kind::Note, day, order: 7, text: text.into(), tags: Vec::new(), rest: Vec::new() }
}

/// After one mark of the highest number there was none that comes next, and no letter ever opened again.
#[test]
fn a_mark_of_the_highest_number_ends_nothing() {
    let couple = couple();
    couple.claim([letter(u32::MAX), letter(7)]);
    assert_eq!(couple.ana.standing(Topic::Letter).expect("sound"), Standing::Nothing);
    assert_eq!(couple.letters_open(), letter(1));
    assert_eq!(couple.letters_open(), letter(2));
}

#[test]
fn words_that_stand_open_in_a_round_far_away_move_nothing() {
    let couple = couple();
    couple.claim_with_words([letter(u32::MAX), letter(3)]);
    assert_eq!(couple.letters_open(), letter(1));
}

#[test]
fn a_mark_on_the_round_in_hand_does_not_end_it_for_me() {
    let couple = couple();
    couple.claim([letter(1)]);
    assert_eq!(couple.ana.standing(Topic::Letter).expect("sound"), Standing::Nothing);
    let (round, _) = couple.ana.seal(Topic::Letter, body(Kind::Letter, "a letter"), &evening()).expect("sealed");
    couple.ana.make_ready(&[round]).expect("ready");
    assert_eq!((round, couple.ana.standing(Topic::Letter).expect("sound")), (letter(1), Standing::Ready));
    meet(&couple.ana, &couple.ben);
    assert!(texts_on_disk(&couple.ben).iter().all(|text| text != "a letter"), "no words of Ben are here");
    assert_sound(&couple.ana);
}

/// 26,000 marks moved her line of the week to the year 2524.
#[test]
fn weeks_that_are_claimed_do_not_move_a_line() {
    let couple = couple();
    couple.ana.put_lines_open(LinesOpen::Weekly).expect("chosen");
    let week = this_week().number();
    couple.claim((week - 100..week + 2_600).map(|number| RoundId { topic: Topic::Reading, number }));
    let saved = couple.ana.save_line(body(Kind::Hard, "a long day"), Wait::AsChosen, &evening()).expect("saved");
    assert_eq!(saved.visibility, Visibility::Sealed);
    let sealed = |round: &RoundSide| round.sealed().next().is_some();
    let rounds = couple.ana.rounds().expect("sound");
    let mine: Vec<u32> = rounds.iter().filter(|round| sealed(&round.mine)).map(|round| round.id.number).collect();
    assert_eq!(mine, [week]);
    let reading = couple.ana.reading(&evening()).expect("a reading");
    assert_eq!((reading.due.len(), reading.weeks.len(), reading.from.year()), (1, 1, 2026));
    // The claim opens mine once I am ready, as a week in which he wrote nothing.
    couple.ana.make_ready(&reading.due).expect("ready");
    let opened = couple.ana.rounds().expect("sound").into_iter().filter(|round| round.mine.is_opened()).count();
    assert_eq!(opened, 1);
    assert_sound(&couple.ana);
    assert!(meet(&couple.ana, &couple.ben).0.up_to_date);
    couple.letters_open();
}

/// With words in them this week and the next are over. Then a line stays with its writer, and nothing of it is sent.
#[test]
fn a_line_for_which_no_reading_comes_stays_with_me() {
    let couple = couple();
    couple.ana.put_lines_open(LinesOpen::Weekly).expect("chosen");
    let weeks = |count: u32| (this_week().number()..).take(count as usize);
    let reading = |number| RoundId { topic: Topic::Reading, number };
    let save = |text: &str| couple.ana.save_line(body(Kind::Hard, text), Wait::AsChosen, &evening()).expect("saved");
    couple.claim_with_words(weeks(1).map(reading));
    assert_eq!(save("for the next").visibility, Visibility::Sealed);
    couple.claim_with_words(weeks(9).map(reading));
    assert_eq!(save("with me").visibility, Visibility::Private);
    meet(&couple.ana, &couple.ben);
    assert!(texts_on_disk(&couple.ben).iter().all(|text| text != "with me" && text != "for the next"));
    assert_sound(&couple.ana);
    couple.letters_open();
}

#[test]
fn a_reading_covers_no_years_that_the_partner_claims() {
    let couple = couple();
    couple.ana.put_lines_open(LinesOpen::Weekly).expect("chosen");
    couple.claim_with_words((1..40).map(|number| RoundId { topic: Topic::Reading, number }));
    let reading = couple.ana.reading(&evening()).expect("a reading");
    assert_eq!((reading.due.len(), reading.weeks.len(), reading.from.year()), (1, 1, 2026));
}

/// The wire is cut after he opened his letter with hers in his hands; then he takes it back. Hers waited for ever.
#[test]
fn a_letter_that_was_opened_and_taken_back_before_the_other_side_heard_ends_its_round() {
    let mut seen = 0;
    for cut in 1..30 {
        let couple = couple();
        for home in [&couple.ana, &couple.ben] {
            let (round, _) = home.seal(Topic::Letter, body(Kind::Letter, "a letter"), &evening()).expect("sealed");
            home.make_ready(&[round]).expect("ready");
        }
        let _ = meet_over(&couple.ana, &couple.ben, |number| if number >= cut { Fate::CutShort } else { Fate::Arrive });
        let is_open = |home: &Home| home.standing(Topic::Letter).expect("sound") == Standing::Open;
        let (first, second) = match (is_open(&couple.ana), is_open(&couple.ben)) {
            (true, false) => (&couple.ana, &couple.ben),
            (false, true) => (&couple.ben, &couple.ana),
            _ => continue,
        };
        seen += 1;
        let mine = first.rounds_of(Topic::Letter).expect("sound")[0].mine.seals[0].entry;
        first.delete(&first.find(&mine.to_string()).expect("it is there")).expect("taken back");
        meet(first, second);
        assert!(is_open(second), "cut at {cut}");
        assert_eq!(couple.letters_open(), letter(2));
    }
    assert!(seen > 0, "there is such a moment");
}

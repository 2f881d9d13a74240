//! What happens while the words cross: sealed anew in the middle, cut after one side has opened, a document that cannot cross.

use kintsugi_home::Home;
use kintsugi_journal::{Actor, DocId, Document, Key, Kind, SettingName, Topic, Value};
use kintsugi_tests::memory::{Fate, assert_sound, body, evening_of, meet, meet_over, texts_on_disk};
use kintsugi_tests::{copy_folder, is_slow};
use kintsugi_vault::DocRow;

use super::{Couple, LETTER, NAMES, Step, restore, words};

/// Both are ready and nothing has crossed yet; the words of `first` go first. A copy of Ana's home from before is beside.
fn both_ready(first: usize) -> Couple {
    for _ in 0..64 {
        let mut couple = Couple::new();
        copy_folder(&couple.path(0), &couple.root.path().join("before"));
        for step in [Step::Commit(0), Step::Commit(1), Step::Ready(0), Step::Ready(1)] {
            couple.apply(step);
        }
        let side = |who: usize| couple.homes[who].rounds().expect("sound")[0].mine.clone();
        if side(first).leads(&side(1 - first)) {
            return couple;
        }
    }
    panic!("64 coins fell on one side");
}

/// Another process of the same person withdraws, writes other words and is ready with them, while the two laptops meet. Both
/// are ready all the time as far as each can see, only no longer with the words that were meant.
#[test]
fn who_withdraws_and_seals_anew_in_the_middle_of_a_meeting_is_never_said_to_have_sent_false_words() {
    let today = "2026-06-03".parse().expect("a day");
    let each = if is_slow() { 1 } else { 3 };
    let mut in_between = 0;
    for (first, who) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
        for at in (1_u64..).step_by(each) {
            let couple = both_ready(first);
            let (home, mut sealed_anew, mut frames) = (&couple.homes[who], false, 0);
            meet_over(&couple.homes[0], &couple.homes[1], |n| {
                frames = n;
                if n == at && !couple.is_open(who) {
                    home.withdraw(LETTER).expect("it is not open here");
                    home.seal(Topic::Letter, body(Kind::Letter, "other words"), &evening_of(today))
                        .expect("sealed anew");
                    home.make_ready(&[LETTER]).expect("ready with these");
                    sealed_anew = true;
                }
                Fate::Arrive
            })
            .expect("a sound wire");
            for _ in 0..2 {
                meet(&couple.homes[0], &couple.homes[1]);
            }
            let case = format!("{} first, {} anew before frame {at}", NAMES[first], NAMES[who]);
            for home in &couple.homes {
                assert!(home.held_back().expect("sound").is_empty(), "{case}: {:?}", home.held_back());
                assert_sound(home);
            }
            assert!(couple.is_open(0) && couple.is_open(1), "{case}: both are ready and it is not open");
            let there = texts_on_disk(&couple.homes[1 - who]);
            let old = there.contains(&words(who, 1));
            assert!(old || there.contains(&"other words".to_owned()), "{case}: {there:?}");
            in_between += u32::from(sealed_anew && !old);
            if frames < at {
                break;
            }
        }
    }
    assert!(in_between > 2, "there are moments before the words cross");
}

/// The meeting was cut when the letter of Ana was there and open, and before that of Ben came. Then that laptop goes back to
/// a copy from before the letter, and another one is written.
#[test]
fn a_letter_that_was_opened_there_comes_back_to_a_laptop_that_no_longer_knows_it() {
    let today = "2026-06-03".parse().expect("a day");
    let mut opened_there = 0;
    for at in 1.. {
        let mut couple = both_ready(0);
        let cut =
            meet_over(&couple.homes[0], &couple.homes[1], |n| if n == at { Fate::CutShort } else { Fate::Arrive });
        if cut.is_ok() {
            break;
        }
        couple.restart();
        let only_there = couple.is_open(1) && !couple.is_open(0);
        opened_there += u32::from(only_there);

        let path = couple.path(0);
        couple.homes[0] = restore(&path, &couple.root.path().join("before"));
        let ana = &couple.homes[0];
        ana.seal(Topic::Letter, body(Kind::Letter, "another letter"), &evening_of(today))
            .expect("nothing is known here");
        ana.make_ready(&[LETTER]).expect("ready");
        for _ in 0..3 {
            meet(&couple.homes[0], &couple.homes[1]);
        }
        let there = couple.homes.each_ref().map(texts_on_disk);
        if only_there {
            assert!(couple.is_open(0) && couple.both_read_both(), "cut at {at}: {there:?}");
            assert!(there[0].contains(&words(0, 1)), "cut at {at}");
            // She called it ready: it has opened as well, where that came first, or it waits for the next round.
            let waits = couple.homes[0].sealed_round(Topic::Letter).ok().map(|round| round.number);
            let crossed = there[1].contains(&"another letter".to_owned());
            assert_eq!(waits, (!crossed).then_some(2), "cut at {at}");
        }
        assert!(there[0].contains(&"another letter".to_owned()), "cut at {at}");
        couple.homes.iter().for_each(assert_sound);
    }
    assert!(opened_there > 0, "there are moments in which only one is open");
}

/// A change on the table that Ben's laptop does not take, as that of a program with a fault would be.
fn put_what_is_refused(ana: &Home) {
    let actor = Actor::new([0x66; 16], ana.identity().person());
    let mut table = Document::new(DocId::Table, actor);
    let put = (Key::Setting(SettingName::DayStart), Value::Int(99));
    let changes = table.put(&[put]).expect("a write");
    let writer = ana.vault().write().expect("a moment");
    let mut row = DocRow::new(DocId::Table);
    writer.append(&mut row, &changes, table.heads()).expect("room");
    writer.commit().expect("durable");
}

#[test]
fn a_document_that_cannot_cross_keeps_no_letter_closed() {
    let couple = both_ready(0);
    put_what_is_refused(&couple.homes[0]);
    let (one, other) = meet(&couple.homes[0], &couple.homes[1]);
    assert!(!one.up_to_date && !other.up_to_date, "the table is not the same");
    assert_eq!(couple.homes[1].held_back().expect("sound").len(), 1, "and it is named");
    assert!(couple.is_open(0) && couple.is_open(1) && couple.both_read_both());
}

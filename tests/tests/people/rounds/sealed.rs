//! What is sealed: withdrawn, it leaves nothing; it cannot be changed, and the next one waits for its round.

use kintsugi_journal::{Kind, RoundId, Topic, Week};
use kintsugi_tests::memory::{body, evening_of, meet, texts_on_disk};

use super::{Couple, Step, line};

#[test]
fn words_that_are_withdrawn_leave_no_text_anywhere() {
    let mut couple = Couple::new();
    let week = Week::of("2026-06-03".parse().expect("a day"), jiff::civil::Weekday::Monday);
    line(&couple.homes[0], week, "a line for the reading");
    for step in [Step::Commit(0), Step::Ready(0), Step::Meet, Step::Withdraw(0)] {
        couple.apply(step);
    }
    couple.homes[0].withdraw(RoundId::reading(week)).expect("it is not open yet");
    couple.apply(Step::Meet);
    for home in &couple.homes {
        assert!(texts_on_disk(home).is_empty(), "{:?}", texts_on_disk(home));
        let lines = home.all_lines(|_| true).expect("a sound store");
        assert!(lines.is_empty(), "no trace on any screen");
        assert!(
            home.rounds()
                .expect("sound")
                .iter()
                .all(|round| round.mine.seals.is_empty() && round.theirs.seals.is_empty())
        );
    }
}

#[test]
fn sealed_words_cannot_be_changed_and_a_second_letter_waits() {
    let mut couple = Couple::new();
    couple.apply(Step::Commit(0));
    let sealed = &couple.homes[0].all_lines(|_| true).expect("sound")[0].line.entry.to_string();
    let found = couple.homes[0].find(sealed).expect("it is mine");
    let pace = kintsugi_home::Pace::AtOnce;
    let refused = couple.homes[0].edit(&found, "other words".into(), pace).expect_err("refused");
    assert!(matches!(refused, kintsugi_home::HomeError::Sealed), "{refused}");
    let today = "2026-06-03".parse().expect("a day");
    let second =
        couple.homes[0].seal(Topic::Letter, body(Kind::Letter, "another"), &evening_of(today)).expect_err("refused");
    assert!(matches!(second, kintsugi_home::HomeError::AlreadySealed), "{second}");
}

#[test]
fn a_new_letter_after_an_opened_one_begins_the_next_round_and_the_opened_one_stays_as_it_is() {
    let mut couple = Couple::new();
    for step in [Step::Commit(0), Step::Commit(1), Step::Ready(1), Step::Ready(0), Step::Meet] {
        couple.apply(step);
    }
    assert!(couple.both_read_both());
    let mine = couple.homes[1].rounds().expect("sound")[0].mine.seals[0].entry.to_string();
    let found = couple.homes[1].find(&mine).expect("it is mine");
    let edited = couple.homes[1].edit(&found, "other words".into(), kintsugi_home::Pace::AtOnce);
    assert!(matches!(edited, Err(kintsugi_home::HomeError::Sealed)));
    let today = "2026-06-04".parse().expect("a day");
    let (round, _) =
        couple.homes[1].seal(Topic::Letter, body(Kind::Letter, "a second one"), &evening_of(today)).expect("sealed");
    assert_eq!(round.number, 2);
    meet(&couple.homes[0], &couple.homes[1]);
    assert!(!texts_on_disk(&couple.homes[0]).contains(&"a second one".to_owned()));
}

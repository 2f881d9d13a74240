//! Letters after a laptop came back from a copy, or is a new one.

use kintsugi_journal::{Kind, Topic};
use kintsugi_tests::copy_folder;
use kintsugi_tests::memory::{assert_sound, body, evening_of, meet, partner, texts_on_disk};
use kintsugi_vault::PartnerState;

use super::{Couple, NAMES, Step, restore, words};

#[test]
fn after_a_restored_backup_an_opened_letter_comes_back_to_both() {
    for who in [0, 1] {
        let mut couple = Couple::new();
        let backup = couple.root.path().join("backup");
        copy_folder(&couple.path(who), &backup);
        for step in [Step::Commit(0), Step::Commit(1), Step::Ready(0), Step::Ready(1), Step::Meet] {
            couple.apply(step);
        }
        let path = couple.path(who);
        couple.homes[who] = restore(&path, &backup);
        meet(&couple.homes[0], &couple.homes[1]);
        assert!(couple.both_read_both() && couple.is_open(0) && couple.is_open(1), "{} restored", NAMES[who]);
        couple.check(&[]);
    }
}

#[test]
fn a_letter_that_a_restored_backup_lacks_is_cleared_and_written_anew() {
    let mut couple = Couple::new();
    let backup = couple.root.path().join("backup");
    copy_folder(&couple.path(0), &backup);
    for step in [Step::Commit(0), Step::Ready(0), Step::Meet] {
        couple.apply(step);
    }
    let path = couple.path(0);
    couple.homes[0] = restore(&path, &backup);
    couple.written[0] = 5;
    for step in [Step::Commit(0), Step::Meet, Step::Ready(0), Step::Commit(1), Step::Ready(1), Step::Meet, Step::Meet] {
        couple.apply(step);
    }
    assert!(couple.both_read_both(), "{:?} {:?}", texts_on_disk(&couple.homes[0]), texts_on_disk(&couple.homes[1]));
    couple.check(&[]);
}

#[test]
fn a_new_laptop_gets_the_opened_letters_back_and_no_sealed_one() {
    let mut couple = Couple::new();
    for step in
        [Step::Commit(0), Step::Commit(1), Step::Ready(0), Step::Ready(1), Step::Meet, Step::Commit(0), Step::Meet]
    {
        couple.apply(step);
    }
    let fresh = couple.root.path().join("fresh");
    let seed = kintsugi_vault::Seed::from_words(&couple.homes[0].identity().seed().words()).expect("12 words");
    let created = kintsugi_home::create(&fresh, "Ana", &kintsugi_vault::Protection::Nothing, seed).expect("a home");
    let ana = created.home;
    ana.begin_partnership(&partner(&couple.homes[1], PartnerState::Paired), kintsugi_home::Share::All).expect("paired");
    meet(&ana, &couple.homes[1]);
    let there = texts_on_disk(&ana);
    assert!(there.contains(&words(0, 1)) && there.contains(&words(1, 1)), "{there:?}");
    assert!(!there.contains(&words(0, 2)), "sealed words were only on the lost laptop");
    let round = ana.rounds().expect("sound").pop().expect("a second round");
    assert!(round.lost && !round.has_mine(), "and that is said");
    let today = "2026-07-01".parse().expect("a day");
    let (again, _) = ana
        .seal(Topic::Letter, body(Kind::Letter, "written anew"), &evening_of(today))
        .expect("it can be written anew");
    ana.make_ready(&[again]).expect("ready");
    assert!(ana.rounds().expect("sound").iter().all(|round| !round.lost), "what is lost is cleared");
    assert_sound(&ana);
}

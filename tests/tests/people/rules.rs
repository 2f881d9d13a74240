//! Rules of the application that need two people, on two open homes.

use jiff::civil::{Date, date};
use kintsugi_home::{HomeError, Moment, Standing, Wait};
use kintsugi_journal::{Audience, Draft, Kind, Topic, Words};
use kintsugi_tests::memory::{body, evening_of, home, meet, pair};

const TODAY: Date = date(2026, 6, 3);

fn evening() -> Moment {
    let zoned: jiff::ZonedDateTime = "2026-06-03T20:30:00+02:00[Europe/Berlin]".parse().expect("a moment");
    Moment::new(zoned.timestamp(), zoned.time_zone().clone())
}

/// Ana and Ben, paired.
fn couple() -> (tempfile::TempDir, [kintsugi_home::Home; 2]) {
    let root = kintsugi_tests::folder(true);
    let homes = ["Ana", "Ben"].map(|name| home(root.path(), name));
    pair(&homes[0], &homes[1]);
    (root, homes)
}

fn for_both(words: Words) -> Draft {
    Draft { words, audience: Audience::Both }
}

#[test]
fn a_slip_of_the_other_that_is_done_leaves_no_copy_of_its_words() {
    let (_root, [ana, ben]) = couple();
    ben.save(for_both(body(Kind::Slip, "words of Ben")), &evening()).expect("saved");
    meet(&ana, &ben);
    ana.draw(&evening_of(TODAY)).expect("drawn").expect("a slip");
    let (slip, act) = ana.finish_slip(body(Kind::Act, "a slip"), &evening()).expect("done");
    assert_eq!((slip.mine, act.text.as_deref()), (false, Some("a slip")));
    // The slip of the day is there for both: each has an act.
    ben.draw(&evening_of(TODAY)).expect("drawn").expect("the same one");
    let (_, act) = ben.finish_slip(body(Kind::Act, "a slip"), &evening()).expect("done");
    assert_eq!(act.text.as_deref(), Some("words of Ben"), "his own words are his");
    meet(&ana, &ben);
    for home in [&ana, &ben] {
        assert_eq!(home.jar().expect("sound").len(), 1, "it comes back");
        assert_eq!(home.day(&evening()).expect("a day").tracker.hearts, 1, "both did it: a heart");
    }
}

#[test]
fn a_routine_is_done_by_both_only_when_both_did_it() {
    let (_root, [ana, ben]) = couple();
    ana.save(for_both(body(Kind::Routine, "a walk")), &evening()).expect("saved");
    meet(&ana, &ben);
    let walk = |home: &kintsugi_home::Home| home.thing(Kind::Routine, "a walk").expect("there");
    let mine = ana.routine_done(walk(&ana), body(Kind::Done, ""), &evening()).expect("noted");
    assert_eq!((mine.mine, mine.both), (true, false));
    meet(&ana, &ben);
    let theirs = &ben.routines(&evening_of(TODAY)).expect("sound")[0];
    assert_eq!((theirs.mine, theirs.both), (false, false), "nobody is told what only the other did");
    assert!(ben.routine_done(walk(&ben), body(Kind::Done, ""), &evening()).expect("noted").both);
}

#[test]
fn who_is_not_alone_is_not_told_that_repair_takes_two() {
    let (_root, [ana, ben]) = couple();
    ben.save_for_both(body(Kind::Act, "tea"), Wait::Not, &evening()).expect("saved");
    for _ in 0..8 {
        ana.save_for_both(body(Kind::Act, "a call"), Wait::Not, &evening()).expect("saved");
    }
    meet(&ana, &ben);
    assert!(!ana.takes_two().expect("sound"));
}

#[test]
fn what_both_miss_opens_in_one_meeting_and_is_planned_by_either() {
    let (_root, [ana, ben]) = couple();
    for (home, text) in [(&ana, "the walk"), (&ben, "the song")] {
        assert_eq!(home.standing(Topic::Miss).expect("sound"), Standing::Nothing);
        home.seal(Topic::Miss, body(Kind::Miss, text), &evening_of(TODAY)).expect("sealed");
        assert_eq!(home.standing(Topic::Miss).expect("sound"), Standing::Ready);
    }
    meet(&ana, &ben);
    meet(&ana, &ben);
    let song = ana.missed().expect("sound").into_iter().find(|one| !one.mine).expect("it is open");
    ana.plan_missed(&song, TODAY).expect("planned");
    meet(&ana, &ben);
    let planned = ben.around(&evening_of(TODAY)).expect("sound").planned;
    assert_eq!(planned.iter().map(|(day, one)| (*day, one.text.as_str())).collect::<Vec<_>>(), [(TODAY, "the song")]);
    assert!(matches!(ben.find_missed("zzzz"), Err(HomeError::NoSuchThing(_))));
}

#[test]
fn a_practice_of_the_other_is_not_mine_to_change() {
    let (_root, [ana, ben]) = couple();
    let text = "name = \"tea\"\ntitle = \"Tea\"\n[[step]]\ntitle = \"a\"\nminutes = 1";
    let tea = ana.add_practice(body(Kind::Practice, text), &evening()).expect("added");
    meet(&ana, &ben);
    assert!(matches!(ben.change_practice(&tea, text.to_owned()), Err(HomeError::NotYours)));
    assert!(matches!(ben.add_practice(body(Kind::Practice, text), &evening()), Err(HomeError::NameTaken(_))));
}

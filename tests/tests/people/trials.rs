//! What living with the program showed, each test named after its trial: practices, jar and plans, used against the other.

use jiff::ToSpan;
use jiff::civil::{Date, date};
use kintsugi_home::repertoire::{Source, practice, shipped};
use kintsugi_home::{Home, HomeError, Moment, Moved, Wait};
use kintsugi_journal::{Audience, ChangeHash, DocId, Draft, EntryId, Focus, Key, Kind, Schedule, Value};
use kintsugi_tests::memory::{body, evening_of, home, meet, pair};

const TODAY: Date = date(2026, 6, 3);

fn evening() -> Moment {
    evening_of(TODAY)
}

/// Ana and Ben, paired.
fn couple() -> (tempfile::TempDir, [Home; 2]) {
    let root = kintsugi_tests::folder(true);
    let homes = ["Ana", "Ben"].map(|name| home(root.path(), name));
    pair(&homes[0], &homes[1]);
    (root, homes)
}

/// Saves something for both, past every rule of the program: as a changed one may.
fn save(home: &Home, kind: Kind, text: &str) -> EntryId {
    let draft = Draft { words: body(kind, text), audience: Audience::Both };
    home.save(draft, &evening()).expect("saved").entry
}

/// All that the documents of a home say, by their heads.
fn documents(home: &Home) -> Vec<(DocId, Vec<ChangeHash>)> {
    let rows = home.vault().read().expect("a moment").documents().expect("sound");
    let mut all: Vec<_> = rows.into_iter().map(|row| (row.doc, row.heads)).collect();
    all.sort();
    all
}

fn definition(name: &str, more: &str) -> String {
    format!("name = \"{name}\"\ntitle = \"From Ana\"\n{more}\n[[step]]\ntitle = \"a\"\nminutes = 1")
}

#[test]
fn focus_pick_touch() {
    let (_root, [ana, ben]) = couple();
    let touch = practice(&ana, "touch").expect("it comes along").id;
    assert!(matches!(ana.pick_focus(touch, &evening()), Err(HomeError::NeverPlanned)));
    // A changed program puts it on the table all the same.
    let focus = Focus { practice: touch, from: TODAY, days: 7, note: None, ended: false };
    ana.put_on_table(&[(Key::Focus, Value::Bytes(focus.encode()))]).expect("put");
    meet(&ana, &ben);
    assert!(ben.table().expect("sound").focus.value.is_some(), "it came");
    assert!(ben.around(&evening()).expect("a day").focus.is_none());
    assert!(ben.focus(&evening()).expect("sound").now.is_none());
    // Also under a name of Ana's own that needs a yes each time.
    let own = save(&ana, Kind::Practice, &definition("closeness", "consent = true"));
    ana.put_on_table(&[(Key::Focus, Value::Bytes(Focus { practice: own, ..focus }.encode()))]).expect("put");
    meet(&ana, &ben);
    assert!(ben.around(&evening()).expect("a day").focus.is_none());
}

#[test]
fn practice_add_with_the_name_touch_and_no_consent() {
    let (_root, [ana, ben]) = couple();
    save(&ana, Kind::Practice, &definition("touch", ""));
    ben.add_practice(body(Kind::Practice, &definition("walk", "")), &evening()).expect("his own way to walk");
    meet(&ana, &ben);
    let touch = shipped().into_iter().find(|one| one.name == "touch").expect("it comes along");
    assert_eq!(practice(&ben, "touch").expect("there"), touch, "it stays as it came along");
    // What Ana adapts for herself still asks both, and is hers alone; so is Ben's.
    let adapted = practice(&ana, "touch").expect("there");
    assert!(adapted.consent && !adapted.trace && adapted.stop_word == touch.stop_word);
    assert_eq!(practice(&ana, "walk").expect("there").source, Source::Along);
    assert_eq!(practice(&ben, "walk").expect("there").title, "From Ana");
}

#[test]
fn a_practice_that_is_new_from_the_partner_asks_before_its_first_start() {
    let (_root, [ana, ben]) = couple();
    let tea = ana.add_practice(body(Kind::Practice, &definition("tea", "consent = true")), &evening()).expect("added");
    meet(&ana, &ben);
    let theirs = || practice(&ben, "tea").expect("it came");
    assert_eq!(theirs().source, Source::Theirs(tea.id));
    assert!(ben.is_new_from_partner(&theirs()).expect("sound"));
    assert!(!ana.is_new_from_partner(&tea).expect("sound"), "she wrote it");
    ben.is_looked_at(&theirs()).expect("kept");
    assert!(!ben.is_new_from_partner(&theirs()).expect("sound"), "once");
    // Another wording is new again: a yes that is no longer asked for would be such a one.
    ana.change_practice(&tea, definition("tea", "")).expect("changed");
    meet(&ana, &ben);
    assert!(ben.is_new_from_partner(&theirs()).expect("sound"));
}

#[test]
fn three_hundred_slips_in_the_jar() {
    let (_root, [ana, ben]) = couple();
    ben.add_slip(body(Kind::Slip, "of Ben"), &evening()).expect("added");
    // The program itself stops at 30; a changed one does not.
    for n in 0..300 {
        save(&ana, Kind::Slip, &format!("of Ana {n}"));
    }
    assert!(matches!(ana.add_slip(body(Kind::Slip, "one more"), &evening()), Err(HomeError::JarFull(30))));
    meet(&ana, &ben);
    assert_eq!(ben.jar().expect("sound").len(), 31);
    let days = (0..20).map(|n| evening_of(TODAY.saturating_add(n.days())));
    let drawn: Vec<[EntryId; 2]> =
        days.map(|day| [&ana, &ben].map(|home| home.draw(&day).expect("drawn").expect("a slip").slip.id)).collect();
    assert!(drawn.iter().all(|[ana, ben]| ana == ben), "apart, both draw the same");
    let own = ben.jar().expect("sound").into_iter().find(|slip| slip.mine).expect("his").id;
    assert_eq!(drawn.iter().filter(|[slip, _]| *slip == own).count(), 10, "every other day is his");
}

#[test]
fn a_slip_that_is_not_for_me_is_passed_untold() {
    let (_root, [ana, ben]) = couple();
    for text in ["tea", "a walk", "a song"] {
        save(&ana, Kind::Slip, text);
    }
    meet(&ana, &ben);
    let drawn = |home: &Home| home.draw(&evening()).expect("drawn").expect("a slip").slip.id;
    let slip = drawn(&ana);
    assert_eq!(drawn(&ben), slip);
    meet(&ana, &ben);
    let before = documents(&ana);
    ben.pass_slip(&evening()).expect("passed");
    assert_ne!(drawn(&ben), slip, "he is offered another one");
    meet(&ana, &ben);
    assert_eq!(drawn(&ana), slip, "and hers stays");
    assert!(documents(&ana) == before, "nothing came of it");
    // Done by both on one day, each for themselves, it is a heart.
    ana.finish_slip(body(Kind::Act, "a slip"), &evening()).expect("done");
    ben.finish_slip(body(Kind::Act, "a slip"), &evening()).expect("done");
    meet(&ana, &ben);
    assert_eq!(ben.day(&evening()).expect("a day").tracker.hearts, 1);
}

#[test]
fn removing_the_others_slip_routine_or_question_hides_it_here_alone() {
    let (_root, [ana, ben]) = couple();
    let definition = definition("tea", "");
    let texts =
        [(Kind::Slip, "a slip"), (Kind::Routine, "a walk"), (Kind::Question, "why?"), (Kind::Practice, &definition)];
    let things = texts.map(|(kind, text)| (kind, save(&ana, kind, text)));
    meet(&ana, &ben);
    let before = documents(&ana);
    for (kind, thing) in things {
        ben.take_away(thing).expect("hidden");
        assert!(ben.things(kind).expect("sound").is_empty(), "{kind:?}");
    }
    meet(&ana, &ben);
    meet(&ana, &ben);
    assert!(documents(&ana) == before, "she learns nothing of it");
    for (kind, thing) in things {
        assert!(ana.things(kind).expect("sound").iter().any(|other| other.id == thing), "{kind:?} is still there");
        ana.take_away(thing).expect("she takes it away");
    }
    meet(&ana, &ben);
    assert!(ana.jar().expect("sound").is_empty() && ana.things(Kind::Routine).expect("sound").is_empty());
}

const SATURDAY: Schedule = Schedule { weekday: 6, minute: 600, place: None };
const SUNDAY: Schedule = Schedule { weekday: 7, minute: 600, place: None };

#[test]
fn a_check_in_moved_by_one_is_told_once() {
    let (_root, [ana, ben]) = couple();
    ana.sit_down(SATURDAY, None, &evening()).expect("agreed");
    meet(&ana, &ben);
    ben.sitting_is_shown(&evening()).expect("shown");
    assert_eq!(ben.moved_sitting(&evening()).expect("sound"), None);
    ana.sit_down(SUNDAY, None, &evening()).expect("moved");
    assert_eq!(ana.moved_sitting(&evening()).expect("sound"), None, "who moves it knows");
    meet(&ana, &ben);
    assert_eq!(
        ben.moved_sitting(&evening()).expect("sound"),
        Some(Moved { before: Some(SATURDAY), now: Some(SUNDAY) })
    );
    ben.sitting_is_shown(&evening()).expect("shown");
    assert_eq!(ben.moved_sitting(&evening()).expect("sound"), None);
    ben.cancel_sitting().expect("either may");
    assert!(matches!(ben.cancel_sitting(), Err(HomeError::NoSitting)));
    meet(&ana, &ben);
    assert!(ana.sitting(&evening()).expect("sound").is_none());
    assert_eq!(ana.moved_sitting(&evening()).expect("sound"), Some(Moved { before: Some(SUNDAY), now: None }));
}

#[test]
fn a_place_of_420_letters_on_the_others_day() {
    let (_root, [ana, ben]) = couple();
    let long = "You know what you did. ".repeat(20);
    let refused = ana.sit_down(SUNDAY, Some(body(Kind::Place, &long)), &evening());
    assert!(matches!(refused, Err(HomeError::LongPlace(60))));
    // A changed program writes it all the same.
    let place = save(&ana, Kind::Place, &format!("kitchen\n{long}"));
    let schedule = Schedule { place: Some(place), ..SUNDAY };
    ana.put_on_table(&[(Key::Schedule, Value::Bytes(schedule.encode()))]).expect("put");
    meet(&ana, &ben);
    let shown = ben.sitting(&evening()).expect("sound").expect("agreed").place;
    assert_eq!(shown.as_deref(), Some("kitchen"));
    let place = save(&ana, Kind::Place, &long);
    ana.put_on_table(&[(Key::Schedule, Value::Bytes(Schedule { place: Some(place), ..SUNDAY }.encode()))])
        .expect("put");
    meet(&ana, &ben);
    let shown = ben.sitting(&evening()).expect("sound").expect("agreed").place.expect("one");
    assert!(shown.chars().count() <= 60, "{shown}");
}

#[test]
fn a_time_of_quiet_hides_what_comes_and_is_told_nobody() {
    let (_root, [ana, ben]) = couple();
    let write =
        |home: &Home, text: &str| drop(home.save_line(body(Kind::Note, text), Wait::Not, &evening()).expect("saved"));
    write(&ana, "before");
    ana.sit_down(SATURDAY, None, &evening()).expect("agreed");
    meet(&ana, &ben);
    let seen = |moment: &Moment| -> Vec<String> {
        let sight = ben.sight(moment).expect("sound");
        let lines = ben.lines(TODAY, TODAY).expect("sound").into_iter().filter(|listed| sight.shows(listed));
        let mut texts: Vec<String> = lines.filter_map(|listed| listed.line.text).collect();
        texts.sort_unstable();
        texts
    };
    let hers = documents(&ana);
    ben.begin_quiet(TODAY.saturating_add(3.days()), &evening()).expect("quiet");
    meet(&ana, &ben);
    assert!(documents(&ana) == hers, "nobody is told");
    (0..60).for_each(|n| write(&ana, &format!("note {n}")));
    write(&ben, "mine");
    save(&ana, Kind::Slip, "a slip of the quiet");
    ana.sit_down(SUNDAY, None, &evening()).expect("moved");
    meet(&ana, &ben);
    assert_eq!(ben.lines(TODAY, TODAY).expect("sound").len(), 62, "it was taken in");
    assert_eq!(seen(&evening()), ["before", "mine"]);
    assert_eq!(ben.around(&evening()).expect("a day").sitting.expect("agreed").schedule, SATURDAY);
    assert_eq!(ben.moved_sitting(&evening()).expect("sound"), None);
    let slip = ben.draw(&evening()).expect("drawn");
    assert!(slip.is_none_or(|drawn| drawn.slip.text != "a slip of the quiet"));
    assert_eq!(ben.end_quiet_that_is_over(&evening()).expect("sound"), None, "it goes on");
    // A plan of his own shows at once.
    let monday = Schedule { weekday: 1, ..SUNDAY };
    ben.sit_down(monday, None, &evening()).expect("moved");
    assert_eq!(ben.around(&evening()).expect("a day").sitting.expect("agreed").schedule, monday);
    let after = evening_of(TODAY.saturating_add(3.days()));
    assert_eq!(seen(&after).len(), 62);
    assert_eq!(ben.end_quiet_that_is_over(&after).expect("sound"), Some(true));
    assert_eq!(ben.end_quiet_that_is_over(&after).expect("sound"), None, "said once");
}

#[test]
fn an_act_in_a_time_of_quiet_is_not_told_of() {
    let (_root, [ana, ben]) = couple();
    ben.begin_quiet(TODAY.saturating_add(1.days()), &evening()).expect("quiet");
    ana.save_for_both(body(Kind::Act, "tea"), Wait::Not, &evening()).expect("saved");
    meet(&ana, &ben);
    assert_eq!(ben.end_quiet().expect("sound"), Some(false));
}

/// Nobody opened today after the first quiet was over, so nobody ended it.
#[test]
fn a_new_time_of_quiet_hides_nothing_that_was_shown_before_it() {
    let (_root, [ana, ben]) = couple();
    ben.begin_quiet(TODAY.saturating_add(1.days()), &evening()).expect("quiet");
    let shown = save(&ana, Kind::Note, "between the two");
    meet(&ana, &ben);
    let later = evening_of(TODAY.saturating_add(9.days()));
    ben.begin_quiet(TODAY.saturating_add(12.days()), &later).expect("quiet");
    let hidden = save(&ana, Kind::Note, "in the second one");
    meet(&ana, &ben);
    let sight = ben.sight(&later).expect("sound");
    let shows = |entry| {
        let lines = ben.all_lines(|line| line.entry == entry).expect("sound");
        lines.first().is_some_and(|listed| sight.shows(listed))
    };
    assert_eq!((shows(shown), shows(hidden)), (true, false));
}

//! What living with the program showed, each test named after its trial: practices, jar and plans, used against the other.

use jiff::civil::{Date, date};
use kintsugi_home::repertoire::{Source, practice, shipped};
use kintsugi_home::{Home, HomeError, Moment};
use kintsugi_journal::{Audience, Draft, EntryId, Focus, Key, Kind, Value};
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

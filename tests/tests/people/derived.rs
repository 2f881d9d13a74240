//! What is derived can be made anew from documents and bodies, at any moment, and says the same.

use std::path::Path;

use jiff::civil::date;
use kintsugi_home::{Home, Pace};
use kintsugi_journal::{Audience, Draft, EntryId, Key, Kind, SettingName, Topic, Value};
use kintsugi_tests::memory::{
    Fate, assert_sound, body, draft, evening_of, home, lines, marks, meet, meet_over, pair, reopen, write,
};

/// As a store is that another version has derived, or that was just brought along.
fn forget_what_is_derived(home: &Home) {
    let writer = home.vault().write().expect("a moment");
    writer.clear_derived().expect("room");
    writer.commit().expect("durable");
}

fn slip(home: &Home, text: &str) -> EntryId {
    let draft = Draft { words: body(Kind::Slip, text), audience: Audience::Both };
    home.write(vec![draft], &evening_of(date(2026, 6, 3)), Pace::AtOnce).expect("a write")[0].entry
}

/// Two people with some of everything, not all of it met yet.
fn couple(root: &Path) -> (Home, Home) {
    let (ana, ben) = (home(root, "Ana"), home(root, "Ben"));
    pair(&ana, &ben);
    let day = date(2026, 6, 3);
    let line = write(&ana, "The first words.");
    let gone = write(&ana, "Taken back.");
    slip(&ana, "Walk to the river");
    slip(&ben, "Breakfast outside");
    ben.draw(&evening_of(day)).expect("a write").expect("there are slips");
    ana.put_on_table(&[(Key::Skipped(day), Value::Bool(true))]).expect("a write");
    ana.put_setting(SettingName::DayStart, 5).expect("a write");
    for home in [&ana, &ben] {
        let (round, _) = home.seal(Topic::Letter, body(Kind::Letter, "A letter"), &evening_of(day)).expect("sealed");
        home.make_ready(&[round]).expect("ready");
    }
    meet(&ana, &ben);
    meet(&ana, &ben);
    ana.edit(&ana.find(&line.to_string()).expect("it is there"), "Other words.".into(), Pace::AtOnce).expect("an edit");
    ana.star(&ana.find(&line.to_string()).expect("it is there"), true).expect("a star");
    ana.delete(&ana.find(&gone.to_string()).expect("it is there")).expect("taken back");
    ben.write(vec![draft("For me alone.", "2026-05-01", 1, true)], &evening_of(day), Pace::AtOnce).expect("a write");
    (ana, ben)
}

/// All that screens are made of.
fn says(home: &Home) -> impl PartialEq + std::fmt::Debug + use<> {
    let reader = home.vault().read().expect("a moment");
    let mut wanted: Vec<_> = reader.wanted().expect("sound").iter().map(|row| row.record.commitment).collect();
    wanted.sort();
    let mut sides = reader.round_sides().expect("sound");
    sides.sort_by_key(|side| (side.round, side.person));
    let settings = reader.journal_settings().expect("sound");
    let span = reader.span().expect("sound");
    drop(reader);
    let counted = (home.count_entries().expect("sound"), span);
    (lines(home), home.table().expect("sound"), marks(home), settings, sides, wanted, counted)
}

#[test]
fn after_it_was_forgotten_the_next_process_says_the_same() {
    let root = tempfile::tempdir().expect("a temporary folder");
    let (ana, ben) = couple(root.path());
    for home in [ana, ben] {
        let (before, path) = (says(&home), home.folder().path().to_owned());
        forget_what_is_derived(&home);
        drop(home);
        let home = reopen(&path);
        assert_eq!(says(&home), before);
        assert_sound(&home);
    }
}

#[test]
fn it_can_be_derived_wherever_a_meeting_was_cut() {
    for at in 1.. {
        let root = tempfile::tempdir().expect("a temporary folder");
        let (ana, ben) = couple(root.path());
        let cut = meet_over(&ana, &ben, |n| if n == at { Fate::CutShort } else { Fate::Arrive });
        assert_sound(&ben);
        let before = says(&ben);
        forget_what_is_derived(&ben);
        let ben = reopen(ben.folder().path());
        assert_eq!(says(&ben), before, "cut at frame {at}");
        assert!(meet(&ana, &ben).0.up_to_date, "and they go on");
        assert!(lines(&ben).iter().any(|line| line.text.as_deref() == Some("Other words.")));
        assert_sound(&ben);
        if cut.is_ok() {
            assert!(at > 5, "there was something to cut");
            return;
        }
    }
}

/// An older program kept the partner's mark without knowing what it asks for.
/// Each is written by two that know nothing of each other, without opening the document.
#[test]
fn marks_and_lines_written_apart_meet_as_if_the_documents_had_been_opened() {
    let root = tempfile::tempdir().expect("a temporary folder");
    let (ana, ben) = couple(root.path());
    let practice = EntryId::from_bytes([3; 16]);
    for n in 0..120_i8 {
        let day = date(2026, 1 + n / 28, 1 + n % 28);
        for home in [&ana, &ben] {
            home.put_on_table(&[(Key::Took(day, practice), Value::Bool(true))]).expect("a write");
            write(home, &format!("line {n} of {}", home.identity().name()));
        }
    }
    assert!(meet(&ana, &ben).0.up_to_date);
    assert_eq!(marks(&ana), marks(&ben));
    assert_eq!(marks(&ana).took.len(), 120);
    let written = |home: &Home| {
        let texts = lines(home).into_iter().filter_map(|line| line.text);
        texts.filter(|text| text.starts_with("line ")).count()
    };
    assert_eq!((written(&ana), written(&ben)), (240, 240));
    assert!(ben.held_back().expect("sound").is_empty() && ana.held_back().expect("sound").is_empty());
    assert_sound(&ana);
    assert_sound(&ben);
}

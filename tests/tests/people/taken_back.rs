//! What is taken back before the other laptop was shown anything of it: nobody ever learns that it was there.

use jiff::{SignedDuration, Timestamp};
use kintsugi_home::{Home, Pace};
use kintsugi_journal::{Actor, DocId, Document, EntryId, Kind, Operation, Topic};
use kintsugi_tests::memory::{
    Fate, assert_sound, body, draft, evening_of, home, lines, meet, meet_at, meet_over, pair, reopen, texts_on_disk,
    write,
};
use kintsugi_tests::{copy_folder, folder};

struct Two {
    root: tempfile::TempDir,
    ana: Home,
    ben: Home,
}

fn two() -> Two {
    let root = folder(true);
    let (ana, ben) = (home(root.path(), "Ana"), home(root.path(), "Ben"));
    pair(&ana, &ben);
    Two { root, ana, ben }
}

/// Every key that any change of any document of this home ever put, each once for each time.
fn ever_put(home: &Home) -> Vec<String> {
    let reader = home.vault().read().expect("a moment");
    let mut keys = Vec::new();
    for row in reader.documents().expect("sound rows") {
        let (snapshot, changes) = (reader.snapshot(&row).expect("sound"), reader.changes(&row).expect("sound"));
        let actor = Actor::new([0; 16], home.identity().person());
        let document = Document::load(row.doc, actor, snapshot.as_deref(), &changes).expect("a sound document");
        for change in document.changes_since(&[]).expect("our own changes") {
            keys.extend(change.operations.iter().filter_map(Operation::put).map(|put| put.key.clone()));
        }
    }
    keys
}

/// That no laptop of these has anything of this entry, nor a mark that anything at all was taken back.
fn assert_unknown(homes: [&Home; 2], entry: EntryId) {
    for home in homes {
        let keys = ever_put(home);
        let telling = |key: &&String| key.contains(&entry.to_string()) || key.ends_with("/deleted");
        assert_eq!(keys.iter().find(telling), None, "{}", home.identity().name());
        assert_sound(home);
    }
}

fn delete(home: &Home, entry: EntryId) {
    home.delete(&home.find(&entry.to_string()).expect("a line")).expect("taken back");
}

fn texts(home: &Home) -> Vec<String> {
    lines(home).into_iter().filter_map(|line| line.text).collect()
}

#[test]
fn a_line_with_an_edit_and_a_star_is_as_if_it_had_never_been() {
    let Two { ana, ben, root: _root } = two();
    write(&ana, "before");
    let doomed = write(&ana, "said in anger");
    write(&ana, "after");
    let found = ana.find(&doomed.to_string()).expect("a line");
    ana.star(&found, true).expect("a star");
    ana.edit(&found, "said in anger, twice".into(), Pace::AtOnce).expect("an edit");
    delete(&ana, doomed);
    assert!(ana.find(&doomed.to_string()).is_err());
    assert!(meet(&ana, &ben).0.up_to_date);
    assert_unknown([&ana, &ben], doomed);
    assert_eq!(texts(&ben), ["before", "after"]);
    assert_eq!(texts(&ana), texts(&ben));
    assert!(texts_on_disk(&ana).iter().all(|text| !text.contains("anger")));
}

#[test]
fn what_waits_beside_it_goes_on_waiting_and_what_does_not_goes_at_once() {
    let Two { ana, ben, root: _root } = two();
    let now = Timestamp::from_second(1_780_000_000).expect("in range");
    let day = jiff::civil::date(2026, 6, 3);
    let line = |text: &str, pace| {
        let draft = draft(text, "2026-06-03", 1_780_000_000, false);
        // Each as a process of its own.
        let home = reopen(ana.folder().path());
        home.write(vec![draft], &evening_of(day), pace).expect("a write")[0].entry
    };
    let minutes = |n| Pace::After(now + SignedDuration::from_mins(n));
    line("known", Pace::AtOnce);
    assert!(meet_at(&ana, &ben, Some(now), |_| Fate::Arrive).expect("a sound wire").0.up_to_date);
    let doomed = line("said in anger", minutes(10));
    line("waits a little", minutes(10));
    line("waits longer", minutes(20));
    line("at once", Pace::AtOnce);
    delete(&ana, doomed);

    let meet_in = |n| meet_at(&ana, &ben, Some(now + SignedDuration::from_mins(n)), |_| Fate::Arrive).map(drop);
    for (after, there) in [(0, 2), (11, 3), (21, 4)] {
        meet_in(after).expect("a sound wire");
        assert_eq!(texts(&ben).len(), there, "after {after} minutes: {:?}", texts(&ben));
    }
    assert_eq!(texts(&ana), texts(&ben));
    assert_unknown([&ana, &ben], doomed);
}

/// Wherever the first meeting is cut, either Ben has nothing of it, or he has it and sees that it was taken back.
#[test]
fn what_was_shown_counts_as_sent_even_where_the_meeting_was_cut() {
    for cut in 1..64 {
        let Two { ana, ben, root: _root } = two();
        write(&ana, "stays");
        let line = write(&ana, "said in anger");
        let whole = meet_over(&ana, &ben, |n| if n == cut { Fate::CutShort } else { Fate::Arrive }).is_ok();
        let had = ever_put(&ben).contains(&format!("entry/{line}"));
        delete(&ana, line);
        assert!(meet(&ana, &ben).0.up_to_date, "cut {cut}");
        let put = ever_put(&ben);
        assert!(!had || put.contains(&format!("entry/{line}/deleted")), "cut {cut}");
        assert!(!texts(&ben).contains(&"said in anger".to_owned()), "cut {cut}");
        assert_eq!(texts(&ben), ["stays"], "cut {cut}");
        assert_sound(&ana);
        assert_sound(&ben);
        if whole {
            return;
        }
    }
    panic!("the meeting is longer than this test thinks");
}

#[test]
fn of_a_line_that_is_known_an_edit_that_is_not_goes_without_a_trace() {
    let Two { ana, ben, root: _root } = two();
    let line = write(&ana, "known");
    meet(&ana, &ben);
    let found = ana.find(&line.to_string()).expect("a line");
    ana.edit(&found, "said in anger".into(), Pace::AtOnce).expect("an edit");
    delete(&ana, line);
    assert!(meet(&ana, &ben).0.up_to_date);
    let put: Vec<String> = ever_put(&ben).into_iter().filter(|key| key.contains(&line.to_string())).collect();
    assert_eq!(put, [format!("entry/{line}"), format!("entry/{line}/deleted")], "once written, once taken back");
    assert!(ben.find(&line.to_string()).expect("its place").line.is_deleted());
    assert!(ana.find(&line.to_string()).expect("its place").line.is_deleted());
    assert_sound(&ana);
    assert_sound(&ben);
}

#[test]
fn a_letter_that_is_withdrawn_before_any_meeting_was_never_begun() {
    let Two { ana, ben, root: _root } = two();
    let evening = evening_of(jiff::civil::date(2026, 6, 3));
    let (round, sealed) = ana.seal(Topic::Letter, body(Kind::Letter, "a hard one"), &evening).expect("sealed");
    ana.make_ready(&[round]).expect("ready");
    ana.withdraw(round).expect("withdrawn");
    write(&ana, "a line");
    assert!(meet(&ana, &ben).0.up_to_date);
    assert_unknown([&ana, &ben], sealed.entry);
    for home in [&ana, &ben] {
        assert!(ever_put(home).iter().all(|key| !key.starts_with("round/")), "{}", home.identity().name());
        assert!(home.rounds_of(Topic::Letter).expect("a sound store").is_empty());
    }
    for home in [&ana, &ben] {
        let (round, _) = home.seal(Topic::Letter, body(Kind::Letter, "a kind one"), &evening).expect("sealed");
        home.make_ready(&[round]).expect("ready");
    }
    meet(&ana, &ben);
    assert!(ben.rounds_of(Topic::Letter).expect("a sound store")[0].is_opened(), "the next one opens as ever");
}

#[test]
fn what_stands_in_a_bundle_counts_as_sent() {
    let Two { ana, ben, root: _root } = two();
    let line = write(&ana, "said in anger");
    let mut bundle = Vec::new();
    ana.write_bundle(false, &mut bundle).expect("a bundle");
    delete(&ana, line);
    ben.take_in_bundle(|| Ok(bundle.as_slice()), |_| ()).expect("a bundle of Ana's");
    assert_eq!(texts(&ben), ["said in anger"]);
    assert!(meet(&ana, &ben).0.up_to_date);
    assert!(texts(&ben).is_empty() && ben.find(&line.to_string()).expect("its place").line.is_deleted());
}

/// A copy of the folder was put back that does not know what was sent after it was made.
#[test]
fn what_comes_back_all_the_same_is_taken_back_at_once() {
    for told in [false, true] {
        let Two { ana, ben, root } = two();
        let line = write(&ana, "said in anger");
        write(&ana, "stays");
        copy_folder(ana.folder().path(), &root.path().join("copy"));
        meet(&ana, &ben);
        let ana = reopen(&root.path().join("copy"));
        if told {
            ana.restored().expect("as any restore ends");
        }
        delete(&ana, line);
        assert_eq!(ever_put(&ana).iter().any(|key| key.ends_with("/deleted")), told);
        assert!(meet(&ana, &ben).0.up_to_date);
        for home in [&ana, &ben] {
            assert_eq!(texts(home), ["stays"], "told: {told}");
            assert_sound(home);
        }
        assert!(ben.find(&line.to_string()).expect("he has had it").line.is_deleted(), "told: {told}");
    }
}

#[test]
fn a_private_page_forgets_what_is_deleted_on_it() {
    let Two { ana, ben, root: _root } = two();
    let day = jiff::civil::date(2026, 6, 3);
    let private = |text: &str| {
        let draft = draft(text, "2026-06-03", 1_780_000_000, true);
        ana.write(vec![draft], &evening_of(day), Pace::AtOnce).expect("a write")[0].entry
    };
    let (doomed, kept) = (private("for nobody"), private("for me alone"));
    ana.star(&ana.find(&kept.to_string()).expect("a line"), true).expect("a star");
    delete(&ana, doomed);
    meet(&ana, &ben);
    assert_unknown([&ana, &ben], doomed);
    let line = ana.find(&kept.to_string()).expect("a line").line;
    assert!(line.starred && matches!(line.doc, DocId::Private { .. }));
}

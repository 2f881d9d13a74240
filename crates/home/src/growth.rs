//! Two homes of different versions. Ana's program is the next version, Ben's is this one, until he updates it.

use std::path::Path;

use jiff::civil::{Date, date};
use kintsugi_journal::{
    Actor, Audience, DocId, Document, Draft, EntryId, Key, Kind, Line, LinesOpen, SettingName, Topic, Value,
    Vocabulary, Words,
};
use kintsugi_sync::{Intake, Replica};
use kintsugi_vault::{PairSecret, Partner, PartnerState, Protection, Seed};

use crate::testing::evening;
use crate::{Home, HomeError, Pace, Share, create};

const TODAY: Date = date(2026, 6, 3);

struct Two {
    _root: tempfile::TempDir,
    ana: Home,
    ben: Home,
}

fn home(root: &Path, name: &str) -> Home {
    create(&root.join(name), name, &Protection::Nothing, Seed::generate()).expect("a new home").home
}

fn partner(of: &Home) -> Partner {
    Partner {
        state: PartnerState::Paired,
        person: of.identity().person(),
        name: of.identity().name().to_owned(),
        key: of.identity().person_key(),
        device: of.identity().device().id(),
        journal: [7; 16],
        secret: PairSecret([9; 32]),
        addresses: Vec::new(),
        last_meeting: None,
    }
}

fn two() -> Two {
    let root = tempfile::tempdir().expect("a folder");
    let (ana, ben) = (home(root.path(), "Ana"), home(root.path(), "Ben"));
    ana.begin_partnership(&partner(&ben), Share::All).expect("a partner");
    ben.begin_partnership(&partner(&ana), Share::All).expect("a partner");
    let ana = ana.knowing(Vocabulary::LATER).expect("a sound store");
    Two { _root: root, ana, ben }
}

fn words(kind: Kind, text: &str) -> Words {
    Words { kind, day: TODAY, text: text.into(), tags: Vec::new(), written_at: None }
}

fn write(home: &Home, kind: Kind, text: &str) -> EntryId {
    let draft = Draft { words: words(kind, text), audience: Audience::Both };
    home.write(vec![draft], &evening(), Pace::AtOnce).expect("a write")[0].entry
}

/// Everything that `from` has crosses to `to`, and then the words that are due. Nothing of it is refused.
fn cross(from: &Home, to: &Home) {
    let side = from.side_for(to.identity().person());
    let mut changes = Vec::new();
    for (doc, _) in side.digests(Vocabulary::LATER).expect("a sound store") {
        changes.extend(
            side.changes(doc, &to.side_for(from.identity().person()).heads(doc).expect("sound")).expect("sound"),
        );
    }
    take_in(from, to, Intake { changes, bodies: Vec::new(), openings: Vec::new() });
    let wanted = to.side_for(from.identity().person()).wanted().expect("a sound store");
    let body = |commitment| side.bodies(&[commitment], 1).expect("sound").remove(0).map(|body| (commitment, body));
    let bodies = wanted.into_iter().filter_map(body).collect();
    take_in(from, to, Intake { changes: Vec::new(), bodies, openings: Vec::new() });
}

fn take_in(from: &Home, to: &Home, intake: Intake) {
    let receipt = to.take_in(from.identity().person(), intake).expect("a sound store");
    assert_eq!((receipt.refused, receipt.incomplete), (Vec::new(), Vec::new()));
}

fn same(two: &Two) -> bool {
    let digests = |home: &Home, other: &Home| {
        let mut digests = home.side_for(other.identity().person()).digests(Vocabulary::LATER).expect("sound");
        digests.sort_unstable_by_key(|(doc, _)| *doc);
        digests
    };
    digests(&two.ana, &two.ben) == digests(&two.ben, &two.ana)
}

fn sound(home: &Home) {
    assert_eq!(home.verify().expect("a report").problems, Vec::new(), "{}", home.identity().name());
}

/// What stands on the table of a home under this key.
fn on_table(home: &Home, key: Key) -> Option<Value> {
    let reader = home.vault().read().expect("a moment");
    let row = reader.document(DocId::Table).expect("sound").expect("a table");
    let (snapshot, changes) = (reader.snapshot(&row).expect("sound"), reader.changes(&row).expect("sound"));
    let actor = Actor::new([0; 16], home.identity().person());
    let found = Document::load(DocId::Table, actor, snapshot.as_deref(), &changes).expect("a sound document");
    let found = found.knowing(home.vocabulary());
    found.keys().contains(&key).then(|| found.value(key)).flatten()
}

/// A line, whether or not it is of a kind that is read among the others.
fn line_of(home: &Home, entry: EntryId) -> Line {
    home.all_lines(|line| line.entry == entry).expect("a sound store").pop().expect("it is here").line
}

#[test]
fn what_the_next_version_writes_is_kept_and_understood_after_an_update() {
    let mut two = two();
    let mark = Key::Trial(EntryId::from_bytes([1; 16]));
    let setting = Key::Setting(SettingName::Trial);
    let puts = [(mark, Value::Bytes(vec![1])), (setting, Value::Bytes(vec![3]))];
    two.ana.put_on_table(&puts).expect("a write");
    let entry = write(&two.ana, Kind::Trial, "what the next version says");
    let (round, _) = two.ana.seal(Topic::Trial, words(Kind::Trial, "sealed"), &evening()).expect("sealed");
    two.ana.make_ready(&[round]).expect("ready");
    cross(&two.ana, &two.ben);

    // This version goes on with everything else.
    let mine = write(&two.ben, Kind::Note, "a line of this version");
    two.ben.put_on_table(&[(Key::Done(EntryId::from_bytes([2; 16])), Value::Bool(true))]).expect("a write");
    two.ben.put_lines_open(LinesOpen::Weekly).expect("a wish");
    cross(&two.ben, &two.ana);
    assert!(same(&two));
    assert!(two.ben.held_back().expect("a sound store").is_empty());
    assert_eq!(two.ana.journal_settings().expect("sound").lines_open, LinesOpen::Weekly);
    assert!(two.ana.find(&mine.to_string()).is_ok());

    // Nothing of what is new shows, but a line without words on its day.
    assert_eq!((on_table(&two.ben, mark), on_table(&two.ben, setting)), (None, None));
    assert!(two.ben.rounds().expect("a sound store").is_empty());
    let line = two.ben.find(&entry.to_string()).expect("its day is known").line;
    assert!(line.later && line.text.is_none() && line.kind.is_none() && line.day == TODAY);
    sound(&two.ana);
    sound(&two.ben);

    two.ben = two.ben.knowing(Vocabulary::LATER).expect("an update");
    assert_eq!(on_table(&two.ben, mark), Some(Value::Bytes(vec![1])));
    assert_eq!(on_table(&two.ben, setting), Some(Value::Bytes(vec![3])));
    let line = line_of(&two.ben, entry);
    assert_eq!(
        (line.text.as_deref(), line.kind, line.later),
        (Some("what the next version says"), Some(Kind::Trial), false)
    );
    let rounds = two.ben.rounds_of(Topic::Trial).expect("a sound store");
    assert!(rounds.len() == 1 && rounds[0].theirs.is_ready());
    sound(&two.ben);
}

/// The words of a topic that Ben's program does not know wait on Ana's laptop; once opened, they go along.
#[test]
fn sealed_words_of_an_unknown_topic_are_not_asked_for() {
    let two = two();
    two.ana.seal(Topic::Trial, words(Kind::Trial, "sealed"), &evening()).expect("sealed");
    cross(&two.ana, &two.ben);
    let side = two.ben.side_for(two.ana.identity().person());
    assert!(side.wanted().expect("a sound store").is_empty());
    sound(&two.ben);
}

#[test]
fn what_cannot_be_read_is_not_edited_and_can_be_deleted() {
    let two = two();
    let entry = write(&two.ana, Kind::Trial, "what the next version says");
    // Ana goes back to this version.
    let ana = two.ana.knowing(Vocabulary::CURRENT).expect("a sound store");
    let found = ana.find(&entry.to_string()).expect("its day is known");
    assert!(found.line.later);
    let edited = ana.edit(&found, "other words".into(), Pace::AtOnce);
    assert!(matches!(edited, Err(HomeError::Later)));
    ana.delete(&found).expect("deleting is always possible");
    assert!(ana.find(&entry.to_string()).is_err(), "nobody else has had it");
    sound(&ana);
}

#[test]
fn taking_back_and_editing_reach_who_cannot_read_it() {
    let two = two();
    let edited = write(&two.ana, Kind::Trial, "first words");
    let deleted = write(&two.ana, Kind::Trial, "words that go");
    cross(&two.ana, &two.ben);
    let count = |home: &Home| {
        let mut bodies = 0;
        home.vault()
            .read()
            .expect("a moment")
            .each_body(|_| {
                bodies += 1;
                Ok(())
            })
            .expect("sound");
        bodies
    };
    assert_eq!(count(&two.ben), 2);
    let found = two.ana.find(&edited.to_string()).expect("a line");
    two.ana.edit(&found, "second words".into(), Pace::AtOnce).expect("an edit");
    let found = two.ana.find(&deleted.to_string()).expect("a line");
    two.ana.delete(&found).expect("taken back");
    cross(&two.ana, &two.ben);
    assert_eq!(count(&two.ben), 1, "old words go when the new ones are here, readable or not");
    let line = two.ben.find(&deleted.to_string()).expect("Ben has had it").line;
    assert!(line.is_deleted() && !line.later);
    sound(&two.ben);
    let ben = two.ben.knowing(Vocabulary::LATER).expect("an update");
    let line = line_of(&ben, edited);
    assert_eq!(line.text.as_deref(), Some("second words"));
    sound(&ben);
}

#[test]
fn the_time_of_a_line_stays_on_the_laptop_on_which_it_was_written() {
    let two = two();
    let at = jiff::Timestamp::from_second(1_780_506_000).expect("in range");
    let written_at = Some(kintsugi_journal::WrittenAt { at, offset_minutes: 120 });
    let draft = Draft { words: Words { written_at, ..words(Kind::Note, "late at night") }, audience: Audience::Both };
    let entry = two.ana.write(vec![draft], &evening(), Pace::AtOnce).expect("a write")[0].entry.to_string();
    cross(&two.ana, &two.ben);
    assert_eq!(two.ana.find(&entry).expect("a line").line.written_at, written_at);
    assert_eq!(two.ben.find(&entry).expect("a line").line.written_at, None);
    two.ana.edit(&two.ana.find(&entry).expect("a line"), "later still".into(), Pace::AtOnce).expect("an edit");
    let line = two.ana.find(&entry).expect("a line").line;
    assert_eq!((line.written_at, line.edited), (written_at, true), "an edit keeps it");
    sound(&two.ana);
}

#[test]
fn lines_of_one_day_stand_in_the_order_in_which_they_were_written_on_both_laptops() {
    let two = two();
    let texts: Vec<String> = (0..12).map(|n| format!("line {n}")).collect();
    for text in &texts {
        write(&two.ana, Kind::Note, text);
    }
    cross(&two.ana, &two.ben);
    for home in [&two.ana, &two.ben] {
        let lines = home.lines(TODAY, TODAY).expect("a sound store");
        let shown: Vec<String> = lines.into_iter().filter_map(|listed| listed.line.text).collect();
        assert_eq!(shown, texts, "{}", home.identity().name());
    }
}

/// A program that knows more looks at a refusal again, and forgets it where the change is taken in.
#[test]
fn what_an_older_program_refused_is_looked_at_again_after_an_update() {
    let two = two();
    two.ana.put_on_table(&[(Key::Trial(EntryId::from_bytes([1; 16])), Value::Bytes(vec![1]))]).expect("a write");
    let side = two.ana.side_for(two.ben.identity().person());
    let (change, tag) = side.changes(DocId::Table, &[]).expect("sound").remove(0);
    // As if the program before had not been able to keep a later key.
    let row = kintsugi_vault::HeldRow {
        key: change.fingerprint(&tag),
        change: change.hash,
        reason: "a key that does not belong there".into(),
        vocabulary: Vocabulary::CURRENT,
    };
    two.ben.change(|writer, _| Ok(writer.put_held(&row)?)).expect("a row");
    let offer = || Intake { changes: vec![(change.clone(), tag)], bodies: Vec::new(), openings: Vec::new() };
    take_in(&two.ana, &two.ben, offer());
    assert_eq!(two.ben.held_back().expect("sound").len(), 1, "the same program does not ask again");
    let ben = two.ben.knowing(Vocabulary::LATER).expect("an update");
    take_in(&two.ana, &ben, offer());
    assert!(ben.held_back().expect("sound").is_empty());
    assert_eq!(on_table(&ben, Key::Trial(EntryId::from_bytes([1; 16]))), Some(Value::Bytes(vec![1])));
    sound(&ben);
}

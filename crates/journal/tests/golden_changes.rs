//! Changes and a snapshot as the merge library encoded them once. Hashes depend on its encoding: if it changes, documents of two
//! laptops never become one again, so these bytes are read, and made again with the same hashes, for ever.
//!
//! `cargo test -p kintsugi-journal --test golden_changes -- --ignored` makes the file anew; see `tests/golden/README.md`.

use std::fs;
use std::path::PathBuf;

use data_encoding::HEXLOWER;
use kintsugi_journal::{
    Actor, ChangeHash, DocId, Document, EntryId, Key, Month, PersonId, SettingName, StoredChange, Value,
};

const ANA: PersonId = PersonId::from_bytes([1; 16]);
const BEN: PersonId = PersonId::from_bytes([2; 16]);

/// One history of a document.
struct Case {
    name: &'static str,
    document: Document,
    changes: Vec<StoredChange>,
}

impl Case {
    fn begin(name: &'static str, doc: DocId) -> Self {
        Self { name, document: Document::new(doc, Actor::new([7; 16], ANA)), changes: Vec::new() }
    }

    fn put(mut self, key: Key, value: Value) -> Self {
        self.changes.extend(self.document.put(&[(key, value)]).expect("a write"));
        self
    }

    fn say(mut self, text: &str) -> Self {
        self.changes.extend(self.document.edit_text(text).expect("a write"));
        self
    }

    /// What Ben wrote apart, from the beginning.
    fn apart(mut self, key: Key, value: Value) -> Self {
        let mut other = Document::new(self.document.id(), Actor::new([8; 16], BEN));
        let changes = other.put(&[(key, value)]).expect("a write");
        self.document.adopt(&changes).expect("they fit");
        self.changes.extend(changes);
        self
    }
}

fn cases() -> Vec<Case> {
    let page = DocId::Page { person: ANA, month: Month::from_index(24_317) };
    let entry = EntryId::from_bytes([9; 16]);
    let (day_start, week_start) = (Key::Setting(SettingName::DayStart), Key::Setting(SettingName::WeekStart));
    let apart = |name| {
        let case = Case::begin(name, DocId::Table).put(day_start, Value::Int(5));
        case.apart(day_start, Value::Int(6))
    };
    let letters: String = ('a'..='z').cycle().take(200).collect();
    vec![
        Case::begin("put", DocId::Table).put(day_start, Value::Int(5)),
        apart("put-replacing-two").put(day_start, Value::Int(7)),
        apart("two-dependencies").put(week_start, Value::Int(7)),
        Case::begin("delete-mark", page).put(Key::Deleted(entry), Value::Bool(true)),
        Case::begin("insert", DocId::Agreement).say("We say it."),
        Case::begin("remove", DocId::Agreement).say("We say it.").say("We say"),
        Case::begin("200-operations", DocId::Agreement).say(&letters),
    ]
}

fn file() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden/changes.txt")
}

/// The bytes that stand behind a name: one change after the other, or one snapshot.
fn golden(name: &str) -> Vec<Vec<u8>> {
    let text = fs::read_to_string(file()).expect("a golden file");
    let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' ')).expect("a line of this name");
    line.split(' ').map(|hex| HEXLOWER.decode(hex.as_bytes()).expect("hex")).collect()
}

fn load(doc: DocId, snapshot: Option<&[u8]>, changes: &[Vec<u8>]) -> Document {
    Document::load(doc, Actor::new([9; 16], BEN), snapshot, changes).expect("what was written once is read")
}

#[test]
fn changes_of_an_earlier_year_are_read_and_made_again() {
    for case in cases() {
        let doc = case.document.id();
        let loaded = load(doc, None, &golden(case.name));
        assert_eq!(loaded.heads(), case.document.heads(), "{}: the same changes have the same hashes", case.name);
        assert_eq!((loaded.keys(), loaded.text()), (case.document.keys(), case.document.text()), "{}", case.name);
        for key in loaded.keys() {
            assert_eq!(loaded.value(key), case.document.value(key), "{}", case.name);
        }
        let operations = crosses(&loaded);
        let most = if case.name == "200-operations" { 200 } else { 10 };
        assert!((1..=most).contains(&operations), "{}: {operations} operations", case.name);
    }
}

/// Sends a document over as operations, and gives back how many its longest change has: as a partner's laptop builds it, by
/// way of the merge library's hidden interface.
fn crosses(document: &Document) -> usize {
    let mut history = Document::new(document.id(), Actor::new([9; 16], BEN)).history();
    let mut built = Vec::new();
    let mut longest = 0;
    for proposal in document.changes_since(&[]).expect("our own changes") {
        longest = longest.max(proposal.operations.len());
        let change = history.build(&proposal).expect("in order");
        assert_eq!(change.hash(), proposal.hash, "built from operations it is the same change");
        history.add(&change);
        built.push(change);
    }
    let empty = Document::new(document.id(), Actor::new([9; 16], BEN));
    assert_eq!(empty.rehearse(&built).expect("honest changes").document.heads(), document.heads());
    longest
}

#[test]
fn what_replaces_two_and_what_follows_two_says_so() {
    let last = |name| -> (usize, usize) {
        let loaded = load(DocId::Table, None, &golden(name));
        let proposals = loaded.changes_since(&[]).expect("our own changes");
        let last = proposals.last().expect("there are three");
        (last.deps.len(), last.operations[0].names().len())
    };
    assert_eq!(last("put-replacing-two"), (2, 2));
    assert_eq!(last("two-dependencies"), (2, 0));
}

#[test]
fn a_snapshot_of_an_earlier_year_is_read_and_written_on() {
    let snapshot = golden("snapshot").remove(0);
    let case = cases().into_iter().find(|case| case.name == "two-dependencies").expect("it is there");
    let mut loaded = load(DocId::Table, Some(&snapshot), &[]);
    let heads: Vec<ChangeHash> = loaded.heads();
    assert_eq!(heads, case.document.heads());
    loaded.put(&[(Key::Setting(SettingName::DayStart), Value::Int(3))]).expect("a write");
    let again = load(DocId::Table, Some(&loaded.snapshot().expect("it loads again")), &[]);
    assert_eq!(again.setting(SettingName::DayStart).value, 3);
    for cut in [1, snapshot.len() / 2, snapshot.len() - 1] {
        let actor = Actor::new([9; 16], BEN);
        let read = Document::load(DocId::Table, actor, Some(&snapshot[..cut]), &[]);
        assert!(read.is_err() || read.is_ok_and(|read| read.heads() != heads), "cut at {cut}");
    }
}

#[test]
#[ignore = "makes the golden file anew"]
fn write_the_golden_file() {
    let mut text = String::new();
    let mut line = |name: &str, bytes: &[Vec<u8>]| {
        let hex: Vec<String> = bytes.iter().map(|bytes| HEXLOWER.encode(bytes)).collect();
        text.push_str(&format!("{name} {}\n", hex.join(" ")));
    };
    for case in cases() {
        line(case.name, &case.changes.iter().map(|change| change.bytes.clone()).collect::<Vec<_>>());
        if case.name == "two-dependencies" {
            line("snapshot", &[case.document.snapshot().expect("it loads again")]);
        }
    }
    fs::create_dir_all(file().parent().expect("it is in a folder")).expect("a folder");
    fs::write(file(), text).expect("a file");
}

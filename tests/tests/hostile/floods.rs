//! A hostile partner who sends much: sound changes in a bad order, more heads, pages and marks than there is space for. Ana's
//! laptop takes what it has space for in short steps, blames nobody for the rest, writes in between, and meets Ben's honest
//! laptop as ever. With `KINTSUGI_SLOW` the floods are as large as those that once stopped it.

use kintsugi_home::Home;
use kintsugi_journal::{
    Actor, AuthorTag, Commitment, DocId, Document, EntryId, Key, Month, OpRef, Operation, PersonId, Proposal, Record,
    SettingName, Value, Visibility,
};
use kintsugi_simulation::memory::{self, assert_sound, lines, meet, reopen, write};
use kintsugi_sync::gate::Refused;
use kintsugi_sync::{Intake, Receipt};

/// Ana, and Ben, whose laptop sends what his own program never would, with his own marks of it.
struct Couple {
    root: tempfile::TempDir,
    ana: Home,
    ben: Home,
}

fn couple() -> Couple {
    let root = kintsugi_tests::folder(true);
    let (ana, ben) = memory::couple(root.path());
    Couple { root, ana, ben }
}

/// So many, or as many as once stopped a laptop.
fn few(few: usize, many: usize) -> usize {
    if kintsugi_tests::is_slow() { many } else { few }
}

fn page(person: PersonId) -> DocId {
    DocId::Page { person, month: Month::of("2026-07-01".parse().expect("a day")) }
}

fn id(n: usize) -> [u8; 32] {
    let mut id = [0xa7; 32];
    id[..8].copy_from_slice(&n.to_be_bytes());
    id
}

fn entry_id(n: usize) -> EntryId {
    EntryId::from_bytes(*id(n).first_chunk().expect("half"))
}

fn entry(n: usize) -> (Key, Value) {
    let commitment = Commitment::from_bytes(id(n));
    let record = Record { visibility: Visibility::Open, revision: 1, round: None, commitment, later: false };
    (Key::Entry(entry_id(n)), Value::Bytes(record.encode()))
}

impl Couple {
    fn ben(&self) -> PersonId {
        self.ben.identity().person()
    }

    /// Changes that Ben's actor of this number makes on an empty document.
    fn written(&self, doc: DocId, actor: usize, puts: impl IntoIterator<Item = Vec<(Key, Value)>>) -> Vec<Proposal> {
        let name = *id(actor).first_chunk().expect("half");
        let mut document = Document::new(doc, Actor::new(name, self.ben()));
        puts.into_iter().for_each(|puts| drop(document.put(&puts).expect("a write")));
        document.changes_since(&[]).expect("our own changes")
    }

    /// With the marks by which Ben's own laptop knows what he wrote.
    fn signed(&self, proposals: Vec<Proposal>) -> Intake {
        let tag = |one: &Proposal| self.ben.identity().tag_secret().tag(self.ben(), one.doc, &one.hash);
        let changes: Vec<(Proposal, AuthorTag)> = proposals.into_iter().map(|one| (one.clone(), tag(&one))).collect();
        Intake { changes, bodies: Vec::new(), openings: Vec::new() }
    }

    /// Another process of Ana's.
    fn beside(&self) -> Home {
        reopen(&self.root.path().join("Ana"))
    }

    /// Ana's laptop takes them in.
    fn takes_in(&self, proposals: Vec<Proposal>) -> Receipt {
        self.ana.take_in(self.ben(), self.signed(proposals)).expect("a sound store")
    }

    /// How much of something a document has on Ana's laptop.
    fn count(&self, doc: DocId, of: impl Fn(&Document) -> usize) -> usize {
        let reader = self.ana.vault().read().expect("a moment");
        let Some(row) = reader.document(doc).expect("a sound row") else { return 0 };
        let (snapshot, changes) = (reader.snapshot(&row).expect("sound"), reader.changes(&row).expect("sound"));
        let actor = Actor::new([1; 16], self.ben());
        of(&Document::load(doc, actor, snapshot.as_deref(), &changes).expect("a sound document"))
    }

    /// After it: both write, also on what both keep, meet and have the same; both stores are sound, and nobody is blamed.
    fn life_goes_on(&self) {
        write(&self.ana, "Ana writes on");
        write(&self.ben, "Ben writes on");
        self.ana.put_setting(SettingName::DayStart, 5).expect("a write");
        self.ana.put_on_table(&[(Key::Focus, Value::Bytes(vec![1]))]).expect("a write");
        let (one, other) = meet(&self.ana, &self.ben);
        assert!(one.up_to_date && other.up_to_date);
        assert_eq!(lines(&self.ana), lines(&self.ben));
        for home in [&self.ana, &self.ben] {
            assert_sound(home);
            assert!(home.held_back().expect("a sound store").is_empty());
        }
    }
}

#[test]
fn changes_in_reverse_are_taken_in_by_short_steps_between_which_others_write() {
    let couple = couple();
    let count = few(3000, 10_000);
    let mut proposals = couple.written(page(couple.ben()), 0, (0..count).map(|n| vec![entry(n)]));
    proposals.reverse();
    let beside = couple.beside();
    let mut steps = couple.ana.steps(couple.ben(), couple.signed(proposals));
    let mut taken = 0;
    loop {
        let more = steps.take().expect("a sound store");
        taken += 1;
        let here = couple.count(page(couple.ben()), |document| document.entries().len());
        assert_eq!(here, count.min(taken * 1024), "so many in one transaction, and no more");
        write(&beside, "a line between two steps");
        if !more {
            break;
        }
    }
    assert!(steps.into_receipt().refused.is_empty());
    couple.life_goes_on();
}

#[test]
fn steps_that_are_cut_leave_a_sound_store_and_the_rest_comes_at_the_next_meeting() {
    let couple = couple();
    let all = couple.written(page(couple.ben()), 0, (0..2500).map(|n| vec![entry(n)]));
    let mut steps = couple.ana.steps(couple.ben(), couple.signed(all.clone()));
    steps.take().expect("a sound store");
    drop(steps);
    assert_sound(&couple.ana);
    assert!(couple.takes_in(all).refused.is_empty());
    assert_eq!(couple.count(page(couple.ben()), |document| document.entries().len()), 2500);
    couple.life_goes_on();
}

#[test]
fn what_somebody_else_wrote_into_the_document_meanwhile_is_not_lost() {
    let couple = couple();
    let marks = (0..2500).map(|n| vec![(Key::Done(entry_id(n)), Value::Bool(true))]);
    let beside = couple.beside();
    let proposals = couple.written(DocId::Table, 0, marks);
    let mut steps = couple.ana.steps(couple.ben(), couple.signed(proposals));
    let mut hour = 0;
    while steps.take().expect("a sound store") {
        hour += 1;
        beside.put_setting(SettingName::DayStart, hour).expect("a write");
    }
    assert_eq!(couple.ana.journal_settings().expect("sound").day_start, i8::try_from(hour).expect("few"));
    couple.life_goes_on();
}

#[test]
fn one_reference_to_nothing_takes_nobody_along() {
    let couple = couple();
    let sound = (1..=25).flat_map(|actor| {
        let puts = (0..few(8, 32)).map(move |n| vec![entry(actor * 100 + n)]);
        couple.written(page(couple.ben()), actor, puts)
    });
    let mut proposals: Vec<Proposal> = sound.collect();
    let count = proposals.len();
    let mut dangling = couple.written(page(couple.ben()), 0, [vec![entry(9999)]]).remove(0);
    let Operation::Put(put) = &mut dangling.operations[0] else { panic!("it puts a value") };
    put.replaces = vec![OpRef { counter: 7, actor: dangling.actor }];
    proposals.insert(0, dangling);
    assert_eq!(couple.takes_in(proposals).refused, [Refused::Unmergeable]);
    assert_eq!(couple.count(page(couple.ben()), |document| document.entries().len()), count);
    write(&couple.ben, "Ben writes on");
    assert!(meet(&couple.ana, &couple.ben).1.up_to_date);
}

#[test]
fn more_heads_than_one_change_can_follow() {
    let couple = couple();
    let doc = DocId::Page { person: couple.ben(), month: Month::of("2026-06-01".parse().expect("a day")) };
    let apart = (0..few(300, 10_000)).flat_map(|n| couple.written(doc, n, [vec![entry(n)]]));
    assert!(couple.takes_in(apart.collect()).refused.is_empty(), "they are left where they are");
    assert_eq!(couple.count(doc, |document| document.heads().len()), 32);
    couple.life_goes_on();
}

#[test]
fn more_pages_than_can_be_named() {
    let couple = couple();
    let months = (0..u16::MAX).step_by(few(64, 3));
    let pages = months.clone().map(|month| DocId::Page { person: couple.ben(), month: Month::from_index(month) });
    let deleted = || vec![(Key::Deleted(EntryId::from_bytes([7; 16])), Value::Bool(true))];
    let proposals = pages.flat_map(|doc| couple.written(doc, 0, [deleted()]));
    assert!(couple.takes_in(proposals.collect()).refused.is_empty(), "they are left where they are");
    let here = couple.ana.vault().read().expect("a moment").documents().expect("sound").len();
    let with_a_day = months.filter(|month| (1900 * 12..2201 * 12).contains(month)).count();
    assert!((with_a_day..with_a_day + 9).contains(&here), "{here} documents");
    couple.life_goes_on();
}

#[test]
fn more_marks_than_the_table_has_space_for() {
    if !kintsugi_tests::is_slow() {
        return;
    }
    let couple = couple();
    let mark = |n: usize| (Key::Done(entry_id(n)), Value::Bool(true));
    let marks: Vec<(Key, Value)> = (0..100_000).map(mark).collect();
    assert!(couple.takes_in(couple.written(DocId::Table, 0, [marks])).refused.is_empty());
    assert_eq!(couple.count(DocId::Table, |table| table.keys().len()), 8100, "changes of a hundred each");
    couple.life_goes_on();
}

#[test]
fn more_values_under_one_key_than_one_change_can_replace() {
    let couple = couple();
    let mut proposals = couple.written(DocId::Table, 0, (0..100).map(|n| vec![(Key::Focus, Value::Bytes(vec![n]))]));
    // Each replaces nothing, so that all of them stand beside one another.
    let mut history = Document::new(DocId::Table, Actor::new([0; 16], couple.ben())).history();
    let mut before = None;
    for proposal in &mut proposals {
        let Operation::Put(put) = &mut proposal.operations[0] else { panic!("it puts a value") };
        put.replaces.clear();
        proposal.deps = before.into_iter().collect();
        let built = history.build(proposal).expect("it can be built");
        proposal.hash = built.hash();
        before = Some(proposal.hash);
        history.add(&built);
    }
    assert!(couple.takes_in(proposals).refused.is_empty());
    assert_eq!(couple.count(DocId::Table, |table| table.standing("focus").len()), 32);
    couple.life_goes_on();
    assert_eq!(couple.count(DocId::Table, |table| table.standing("focus").len()), 1, "Ana's own choice settled it");
}

#[test]
fn a_longer_agreement_than_two_can_have_written() {
    if !kintsugi_tests::is_slow() {
        return;
    }
    let couple = couple();
    let apart = (1..=3).flat_map(|actor| {
        let name = *id(actor).first_chunk().expect("half");
        let mut text = Document::new(DocId::Agreement, Actor::new(name, couple.ben()));
        text.edit_text(&"We honour this. ".repeat(400)).expect("a write");
        text.changes_since(&[]).expect("our own changes")
    });
    assert!(couple.takes_in(apart.collect()).refused.is_empty());
    let letters = couple.count(DocId::Agreement, |agreement| agreement.text().chars().count());
    assert_eq!(letters, 16_000);
    couple.life_goes_on();
}

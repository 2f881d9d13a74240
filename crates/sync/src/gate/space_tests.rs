//! What there is no space for is left where it is, and never refused.

use super::bounds::{MOST_KEYS, MOST_LETTERS, MOST_VALUES};
use super::tests::{ANA, BEN, Nothing, page, secret, untagged};
use super::*;
use kintsugi_journal::{Actor, Month, Operation, Value};

fn takes_in(doc: DocId, proposals: Vec<Proposal>) -> Admission {
    takes_in_on(&Document::new(doc, Actor::new([0; 16], ANA)), proposals)
}

fn takes_in_on(base: &Document, proposals: Vec<Proposal>) -> Admission {
    let tag = secret();
    let authority = Authority { me: ANA, partner: BEN, tag: &tag, vocabulary: Vocabulary::CURRENT };
    let admission = admit(base, untagged(proposals), &authority, &Nothing);
    assert!(admission.refused.is_empty() && !admission.incomplete);
    admission
}

fn written(doc: DocId, puts: &[(Key, Value)]) -> Vec<Proposal> {
    let mut document = Document::new(doc, Actor::new([9; 16], BEN));
    document.put(puts).expect("a write");
    document.changes_since(&[]).expect("our own changes")
}

fn done(n: usize) -> (Key, Value) {
    let mut id = [0; 16];
    id[..8].copy_from_slice(&n.to_be_bytes());
    (Key::Done(EntryId::from_bytes(id)), Value::Bool(true))
}

#[test]
fn marks_beyond_what_a_document_has_space_for() {
    let marks: Vec<(Key, Value)> = (0..MOST_KEYS + 200).map(done).collect();
    let admission = takes_in(DocId::Table, written(DocId::Table, &marks));
    assert_eq!(admission.left.iter().map(|left| left.why).collect::<Vec<_>>()[..2], [NotNow::Space, NotNow::Follows]);
    let table = admission.verified.expect("the others").into_document();
    assert_eq!(table.keys().len(), MOST_KEYS / 100 * 100);
}

/// Ben's table with as many keys as it may have.
fn full() -> Document {
    let mut table = Document::new(DocId::Table, Actor::new([9; 16], BEN));
    let focus = (Key::Focus, Value::Bytes(vec![1]));
    let all: Vec<(Key, Value)> = std::iter::once(focus).chain((1..MOST_KEYS).map(done)).collect();
    table.put(&all).expect("a write");
    table
}

#[test]
fn a_full_document_takes_what_changes_a_key_and_no_new_one() {
    let (base, mut table) = (full(), full());
    assert_eq!((base.keys().len(), base.heads() == table.heads()), (MOST_KEYS, true));
    table.put(&[(Key::Focus, Value::Bytes(vec![2]))]).expect("a write");
    let changed = takes_in_on(&base, table.changes_since(&base.heads()).expect("our own changes"));
    assert_eq!((changed.left.len(), changed.verified.is_some()), (0, true));
    table.put(&[done(MOST_KEYS)]).expect("a write");
    table.put(&[(Key::Focus, Value::Bytes(vec![3]))]).expect("a write");
    let more = takes_in_on(&base, table.changes_since(&base.heads()).expect("our own changes"));
    assert_eq!(more.left.iter().map(|left| left.why).collect::<Vec<_>>(), [NotNow::Space, NotNow::Follows]);
    assert_eq!(more.verified.expect("the first").changes().len(), 1);
}

#[test]
fn pages_and_years_without_a_day_that_can_be_written_about() {
    let month = |index| DocId::Page { person: BEN, month: Month::from_index(index) };
    let deleted = (Key::Deleted(EntryId::from_bytes([1; 16])), Value::Bool(true));
    for (doc, passes) in [(month(0), true), (month(1), false), (page(BEN), true), (month(60_000), false)] {
        let admission = takes_in(doc, written(doc, std::slice::from_ref(&deleted)));
        assert_eq!((admission.verified.is_some(), admission.left.len()), (passes, usize::from(!passes)), "{doc:?}");
    }
}

#[test]
fn values_beside_one_another_beyond_what_one_change_replaces() {
    let mut document = Document::new(DocId::Table, Actor::new([9; 16], BEN));
    for n in 0..100 {
        document.put(&[(Key::Focus, Value::Bytes(vec![n]))]).expect("a write");
    }
    let mut history = Document::new(DocId::Table, Actor::new([0; 16], ANA)).history();
    let (mut proposals, mut before) = (Vec::new(), Vec::new());
    for mut proposal in document.changes_since(&[]).expect("our own changes") {
        let Operation::Put(put) = &mut proposal.operations[0] else { panic!("it puts a value") };
        put.replaces.clear();
        proposal.deps = before;
        let built = history.build(&proposal).expect("it can be built");
        proposal.hash = built.hash();
        before = vec![proposal.hash];
        history.add(&built);
        proposals.push(proposal);
    }
    let admission = takes_in(DocId::Table, proposals);
    assert_eq!((admission.left.len(), admission.left[0].why), (100 - MOST_VALUES, NotNow::Space));
    assert_eq!(admission.verified.expect("the first").document().standing("focus").len(), MOST_VALUES);
}

/// So many letters, each put before all others: 200 in a change.
fn letters(count: usize) -> Vec<Proposal> {
    let mut history = Document::new(DocId::Agreement, Actor::new([0; 16], ANA)).history();
    let mut deps = Document::new(DocId::Agreement, Actor::new([0; 16], ANA)).heads();
    let letter = || Operation::Insert { after: None, letter: 'a' };
    let change = |seq: usize| {
        let operations = (0..200).map(|_| letter()).collect();
        let seq = u64::try_from(seq).expect("few");
        let actor = Actor::new([9; 16], BEN);
        let proposal = Proposal { doc: DocId::Agreement, actor, seq, deps: deps.clone(), operations, hash: [0; 32] };
        let built = history.build(&proposal).expect("it can be built");
        history.add(&built);
        deps = vec![built.hash()];
        Proposal { hash: built.hash(), ..proposal }
    };
    (1..=count / 200).map(change).collect()
}

#[test]
fn letters_beyond_what_two_can_have_written_apart() {
    let admission = takes_in(DocId::Agreement, letters(MOST_LETTERS + 400));
    assert_eq!(admission.left.iter().map(|left| left.why).collect::<Vec<_>>(), [NotNow::Space, NotNow::Follows]);
    assert_eq!(admission.verified.expect("most of it").document().text().chars().count(), MOST_LETTERS);
}

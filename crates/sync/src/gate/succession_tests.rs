//! Words that change count as changed: a partner whose program says otherwise is refused, and nothing honest is.

use super::tests::{ANA, BEN, Nothing, page, secret, untagged};
use super::*;
use kintsugi_journal::{Actor, OpRef, Operation, Put, Record, RoundId, Topic, Value, Visibility};

const LINE: EntryId = EntryId::from_bytes([1; 16]);
const WEEK: RoundId = RoundId { topic: Topic::Reading, number: 6_597 };

fn record(words: u8, revision: u32) -> Record {
    let commitment = Commitment::from_bytes([words; 32]);
    Record { visibility: Visibility::Open, revision, round: None, commitment, later: false }
}

fn sealed(words: u8) -> Record {
    Record { visibility: Visibility::Sealed, round: Some(WEEK), ..record(words, 1) }
}

fn put(record: Record) -> (Key, Value) {
    (Key::Entry(LINE), Value::Bytes(record.encode()))
}

/// A page of Ben, open in a process of his.
fn open(actor: u8) -> Document {
    Document::new(page(BEN), Actor::new([actor; 16], BEN))
}

/// What Ben's laptop proposes after it wrote these, one after the other, whatever program it runs.
fn writes(records: &[Record]) -> Vec<Proposal> {
    let mut document = open(9);
    for record in records {
        document.put(&[put(*record)]).expect("a write");
    }
    document.changes_since(&[]).expect("our own changes")
}

fn takes_in(proposals: Vec<Proposal>) -> Admission {
    let tag = secret();
    let authority = Authority { me: ANA, partner: BEN, tag: &tag, vocabulary: Vocabulary::CURRENT };
    admit(&Document::new(page(BEN), Actor::new([0; 16], ANA)), untagged(proposals), &authority, &Nothing)
}

fn refusals(admission: &Admission) -> Vec<Refused> {
    admission.refused.iter().map(|(_, _, why)| *why).collect()
}

#[track_caller]
fn passes(proposals: Vec<Proposal>) -> Document {
    let count = proposals.len();
    let admission = takes_in(proposals);
    assert_eq!((refusals(&admission), admission.left.len()), (Vec::new(), 0));
    let verified = admission.verified.expect("honest changes");
    assert_eq!(verified.changes().len(), count);
    let bytes: Vec<_> = verified.changes().iter().map(|change| change.bytes.clone()).collect();
    Document::load(page(BEN), Actor::new([7; 16], BEN), None, &bytes).expect("what was stored")
}

#[test]
fn other_words_with_the_same_or_a_lower_revision_are_refused() {
    for records in [[record(1, 1), record(2, 1)], [record(1, 3), record(2, 3)], [record(1, 3), record(2, 2)]] {
        assert_eq!(refusals(&takes_in(writes(&records))), [Refused::Revision]);
    }
}

#[test]
fn an_edit_and_a_line_that_opens_pass() {
    passes(writes(&[record(1, 1), record(2, 2), record(3, 9)]));
    passes(writes(&[sealed(1), Record { visibility: Visibility::Open, ..sealed(1) }]));
    let other = Record { visibility: Visibility::Open, ..sealed(2) };
    assert_eq!(refusals(&takes_in(writes(&[sealed(1), other]))), [Refused::Revision]);
}

#[test]
fn an_edit_of_two_that_were_made_apart_passes_only_above_both() {
    for (revision, expected) in [(4, Vec::new()), (3, vec![Refused::Revision])] {
        let first = writes(&[record(1, 1)]);
        let [mut one, other] = [passes(first.clone()), passes(first)];
        one.put(&[put(record(2, 2))]).expect("a write");
        let mut apart = Document::new(page(BEN), Actor::new([8; 16], BEN));
        apart.adopt(&stored(&other)).expect("the same page");
        apart.put(&[put(record(3, 3))]).expect("a write");
        one.adopt(&stored(&apart)).expect("it fits");
        one.put(&[put(record(4, revision))]).expect("a write");
        assert_eq!(refusals(&takes_in(one.changes_since(&[]).expect("our own changes"))), expected);
    }
}

/// All changes of a document, as they are stored.
fn stored(document: &Document) -> Vec<kintsugi_journal::StoredChange> {
    let mut history = open(0).history();
    let proposals = document.changes_since(&[]).expect("our own changes");
    let built = proposals.iter().map(|proposal| {
        let built = history.build(proposal).expect("in order");
        history.add(&built);
        built.stored()
    });
    built.collect()
}

/// Two laptops of one person opened the same line, and a third write chooses one of the two.
#[test]
fn one_of_two_that_say_the_same_may_be_chosen_again() {
    let opened = Record { visibility: Visibility::Open, ..sealed(1) };
    let first = stored(&passes(writes(&[sealed(1)])));
    let apart = [10, 11].map(|actor| {
        let mut document = open(actor);
        document.adopt(&first).expect("the same page");
        document.put(&[put(opened)]).expect("it opens");
        document
    });
    let [mut one, other] = apart;
    one.adopt(&stored(&other)).expect("it fits");
    passes(one.changes_since(&[]).expect("our own changes"));
    // A restored copy had not seen the first.
    let mut three = open(12);
    three.adopt(&stored(&one)).expect("the same page");
    three.put(&[put(Record { revision: 2, ..record(2, 2) })]).expect("an edit");
    passes(three.changes_since(&[]).expect("our own changes"));
}

/// Put beside the words as if made apart, and then chosen: so they would change without a word about it.
#[test]
fn words_put_apart_with_the_same_revision_are_not_chosen_in_place_of_the_first() {
    let (mut one, mut apart) = (open(9), open(8));
    one.put(&[put(record(1, 1))]).expect("a write");
    apart.put(&[put(record(2, 1))]).expect("a write that replaces none");
    one.adopt(&stored(&apart)).expect("it fits");
    for chosen in [record(1, 1), record(2, 1)] {
        let mut settled = open(7);
        settled.adopt(&stored(&one)).expect("the same page");
        settled.put(&[put(chosen)]).expect("a write");
        let admission = takes_in(settled.changes_since(&[]).expect("our own changes"));
        assert_eq!(refusals(&admission), [Refused::Revision]);
        assert_eq!(admission.verified.expect("what is honest").document().record(LINE).current.len(), 2);
    }
}

/// The second of two changes, which replaces the operation of the first, as another put.
fn instead(change: impl FnOnce(&mut Put)) -> Vec<Proposal> {
    let mut proposals = writes(&[record(1, 1), record(2, 2)]);
    let Operation::Put(put) = &mut proposals[1].operations[0] else { panic!("it puts a value") };
    change(put);
    let mut history = open(0).history();
    let first = history.build(&proposals[0]).expect("the first");
    history.add(&first);
    proposals[1].hash = history.build(&proposals[1]).expect("it can be built").hash();
    proposals
}

#[test]
fn a_value_of_another_key_is_not_taken_away() {
    let other = Key::Entry(EntryId::from_bytes([2; 16])).to_string();
    for key in [other, "mood/later".to_owned()] {
        let admission = takes_in(instead(|put| put.key = key));
        assert_eq!(refusals(&admission), [Refused::Unmergeable]);
        assert_eq!(admission.verified.expect("the line").document().record(LINE).current, [record(1, 1)]);
    }
}

#[test]
fn what_takes_the_place_of_something_that_nobody_put_is_refused() {
    let nobody = OpRef { counter: 1, actor: Actor::new([5; 16], BEN) };
    let mut proposals = instead(|put| put.key = "mood/later".into());
    let Operation::Put(put) = &mut proposals[1].operations[0] else { panic!("it puts a value") };
    put.replaces = vec![nobody];
    assert_eq!(refusals(&takes_in(proposals)), [Refused::Unmergeable]);
}

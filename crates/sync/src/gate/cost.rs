//! What the gate costs, by counts: it grows with what came, in whatever order a hostile laptop sends it.

use std::cell::Cell;

use super::tests::{ANA, BEN, page, secret, untagged};
use super::*;
use kintsugi_journal::{Actor, OpRef, Operation, Record, Value, Visibility};

/// Counts how often it is asked.
#[derive(Default)]
struct Counting {
    refusals: Cell<usize>,
    owners: Cell<usize>,
}

impl Ledger for Counting {
    fn was_refused(&self, _: &Proposal, _: AuthorTag) -> bool {
        self.refusals.set(self.refusals.get() + 1);
        false
    }
    fn owner_of(&self, _: &Commitment) -> Option<(DocId, EntryId)> {
        self.owners.set(self.owners.get() + 1);
        None
    }
}

fn entry(n: usize) -> (Key, Value) {
    let mut id = [0; 32];
    id[..8].copy_from_slice(&n.to_be_bytes());
    let commitment = Commitment::from_bytes(id);
    let record = Record { visibility: Visibility::Open, revision: 1, round: None, commitment, later: false };
    let half = id.first_chunk::<16>().expect("half of it");
    (Key::Entry(EntryId::from_bytes(*half)), Value::Bytes(record.encode()))
}

/// So many changes of Ben's page, each after the one before.
fn chain(count: usize) -> Vec<Proposal> {
    let mut doc = Document::new(page(BEN), Actor::new([9; 16], BEN));
    (0..count).for_each(|n| drop(doc.put(&[entry(n)]).expect("a write")));
    doc.changes_since(&[]).expect("our own changes")
}

/// The same in another order: every 7,919th, round and round.
fn shuffled(proposals: Vec<Proposal>) -> Vec<Proposal> {
    let count = proposals.len();
    (0..count).map(|n| proposals[n * 7919 % count].clone()).collect()
}

/// Ana's laptop looks at the changes of one document. Gives back how often it asked its store, too.
fn admitted(proposals: Vec<Proposal>) -> (Admission, usize) {
    let doc = proposals.first().map_or(page(BEN), |first| first.doc);
    let (tag, ledger) = (secret(), Counting::default());
    let authority = Authority { me: ANA, partner: BEN, tag: &tag, vocabulary: Vocabulary::CURRENT };
    let base = Document::new(doc, Actor::new([0; 16], ANA));
    let admission = admit(&base, untagged(proposals), &authority, &ledger);
    (admission, ledger.refusals.get() + ledger.owners.get())
}

fn passes_at_linear_cost(count: usize) {
    let forward = chain(count);
    let backward: Vec<Proposal> = forward.iter().rev().cloned().collect();
    for proposals in [shuffled(forward.clone()), forward, backward] {
        let (admission, asked) = admitted(proposals);
        assert_eq!(admission.verified.expect("all of it").changes().len(), count);
        assert_eq!((asked, admission.rehearsals), (2 * count, 1), "once for each, and one rehearsal");
    }
}

#[test]
fn changes_in_any_order_are_each_looked_at_once() {
    [1, 100, 1000].into_iter().for_each(passes_at_linear_cost);
}

#[test]
fn ten_thousand_changes_in_reverse_too() {
    let backward: Vec<Proposal> = chain(10_000).into_iter().rev().collect();
    let (admission, asked) = admitted(backward);
    assert_eq!(admission.verified.expect("all of it").changes().len(), 10_000);
    assert_eq!((asked, admission.rehearsals), (20_000, 1));
}

#[test]
fn what_waits_for_something_that_is_not_here_is_looked_at_once_and_not_rehearsed() {
    let mut proposals = chain(800);
    proposals.remove(0);
    proposals.reverse();
    let (admission, asked) = admitted(proposals);
    assert!(admission.incomplete && admission.verified.is_none() && admission.refused.is_empty());
    assert_eq!((asked, admission.rehearsals, admission.left.len()), (799, 0, 0));
}

/// Lets the last of three changes of the agreement write its letter after the one that took a letter out, which is no letter:
/// only a rehearsal shows it.
fn misfit(three: &mut [Proposal]) {
    let [first, second, third] = three else { panic!("three changes") };
    let taken_out = OpRef { counter: 3, actor: third.actor };
    third.operations = vec![Operation::Insert { after: Some(taken_out), letter: 'c' }];
    let mut history = Document::new(DocId::Agreement, Actor::new([0; 16], ANA)).history();
    for earlier in [&*first, &*second] {
        history.add(&history.build(earlier).expect("it can be built"));
    }
    third.hash = history.build(third).expect("it can be built").hash();
}

/// Changes of Ben's to the agreement, written apart three by three, of which the last of those at `misfits` fit nowhere.
fn apart(count: usize, misfits: &[usize]) -> Vec<Proposal> {
    let three = |n: usize| {
        let actor = Actor::new([u8::try_from(n).expect("few"); 16], BEN);
        let mut doc = Document::new(DocId::Agreement, actor);
        let begun = doc.heads();
        ["a", "", "b"].iter().for_each(|text| drop(doc.edit_text(text).expect("an edit")));
        let mut three = doc.changes_since(&begun).expect("our own changes");
        if misfits.contains(&n) {
            misfit(&mut three);
        }
        three
    };
    (0..count).flat_map(three).collect()
}

#[test]
fn one_that_does_not_fit_is_found_in_few_rehearsals_and_takes_nobody_along() {
    for at in [0, 13, 29] {
        let (admission, _) = admitted(apart(30, &[at]));
        let refused: Vec<Refused> = admission.refused.iter().map(|(_, _, why)| *why).collect();
        assert_eq!(refused, [Refused::Unmergeable]);
        assert_eq!(admission.verified.expect("the others").changes().len(), 89);
        let rehearsals = admission.rehearsals;
        assert!((2..=14).contains(&rehearsals), "{rehearsals} rehearsals of 90 changes");
    }
    assert_eq!(admitted(apart(1, &[0])).0.rehearsals, 4, "all three, the first, the second, and the third by itself");
}

#[test]
fn of_many_that_do_not_fit_some_are_found_and_the_rest_is_left() {
    let (admission, _) = admitted(apart(30, &(0..30).collect::<Vec<_>>()));
    assert_eq!(admission.refused.len(), 8);
    assert!(admission.left.iter().all(|left| left.why == NotNow::Untried) && !admission.left.is_empty());
    assert!(admission.rehearsals <= 60, "{} rehearsals", admission.rehearsals);
}

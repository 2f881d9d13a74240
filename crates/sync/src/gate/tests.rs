//! Each refusal by name, on bare documents. The same from a hostile laptop, through session and store, is in
//! `tests/tests/hostile/refusals.rs`.

use super::*;
use kintsugi_journal::{Actor, Month, OpRef, Operation, Record, Refusal, Value, Visibility};

pub(super) const ANA: PersonId = PersonId::from_bytes([1; 16]);
pub(super) const BEN: PersonId = PersonId::from_bytes([2; 16]);

pub(super) struct Nothing;

impl Ledger for Nothing {
    fn was_refused(&self, _: &Proposal, _: AuthorTag) -> bool {
        false
    }
    fn owner_of(&self, _: &Commitment) -> Option<(DocId, EntryId)> {
        None
    }
}

/// Holds this commitment for an entry on Ana's page.
struct Owned(Commitment);

/// Holds each commitment for the entry on Ben's page that has it.
struct Own;

impl Ledger for Own {
    fn was_refused(&self, _: &Proposal, _: AuthorTag) -> bool {
        false
    }
    fn owner_of(&self, commitment: &Commitment) -> Option<(DocId, EntryId)> {
        Some((page(BEN), EntryId::from_bytes(*commitment.as_bytes().first_chunk().expect("half of it"))))
    }
}

impl Ledger for Owned {
    fn was_refused(&self, _: &Proposal, _: AuthorTag) -> bool {
        false
    }
    fn owner_of(&self, commitment: &Commitment) -> Option<(DocId, EntryId)> {
        (*commitment == self.0).then_some((page(ANA), EntryId::from_bytes([200; 16])))
    }
}

/// Refused this change at an earlier meeting.
struct Remembered(ChangeHash);

impl Ledger for Remembered {
    fn was_refused(&self, proposal: &Proposal, _: AuthorTag) -> bool {
        proposal.hash == self.0
    }
    fn owner_of(&self, _: &Commitment) -> Option<(DocId, EntryId)> {
        None
    }
}

pub(super) fn page(person: PersonId) -> DocId {
    DocId::Page { person, month: Month::from_index(24_000) }
}

fn entry(n: u8) -> (Key, Value) {
    let commitment = Commitment::from_bytes([n; 32]);
    let record = Record { visibility: Visibility::Open, revision: 1, round: None, commitment, later: false };
    (Key::Entry(EntryId::from_bytes([n; 16])), Value::Bytes(record.encode()))
}

/// The changes of a page of `person` on which entries 1 to `count` were written.
fn written(person: PersonId, count: u8) -> Vec<Proposal> {
    let mut doc = Document::new(page(person), Actor::new([9; 16], person));
    for n in 1..=count {
        doc.put(&[entry(n)]).expect("a write");
    }
    doc.changes_since(&[]).expect("our own changes")
}

pub(super) fn secret() -> TagSecret {
    TagSecret::new([42; 32])
}

fn admit_at_anas(doc: DocId, proposals: Vec<(Proposal, AuthorTag)>, ledger: &dyn Ledger) -> Admission {
    let tag = secret();
    let authority = Authority { me: ANA, partner: BEN, tag: &tag, vocabulary: Vocabulary::CURRENT };
    admit(&Document::new(doc, Actor::new([0; 16], ANA)), proposals, &authority, ledger)
}

pub(super) fn untagged(proposals: Vec<Proposal>) -> Vec<(Proposal, AuthorTag)> {
    proposals.into_iter().map(|proposal| (proposal, AuthorTag([0; 16]))).collect()
}

fn refusals(admission: &Admission) -> Vec<Refused> {
    admission.refused.iter().map(|(_, _, why)| *why).collect()
}

#[test]
fn the_partners_changes_pass_in_any_order_and_their_tags_are_kept() {
    let mut proposals = untagged(written(BEN, 3));
    proposals.reverse();
    let admission = admit_at_anas(page(BEN), proposals, &Nothing);
    let verified = admission.verified.expect("honest changes");
    assert_eq!(verified.document().entries().len(), 3);
    assert_eq!(verified.changes().len(), 3);
    assert_eq!(verified.tags().len(), 3);
    assert_eq!(verified.touched(), [1, 2, 3].map(|n| entry(n).0));
    let again = Document::load(page(BEN), Actor::new([0; 16], ANA), Some(verified.snapshot()), &[]);
    assert_eq!(again.expect("one block of bytes").heads(), verified.document().heads());
    assert!(admission.refused.is_empty() && !admission.incomplete);
}

#[test]
fn my_own_words_come_back_with_my_tag_and_only_with_it() {
    let proposals = written(ANA, 1);
    let hash = proposals[0].hash;
    let right = secret().tag(ANA, page(ANA), &hash);
    let other_document = secret().tag(ANA, DocId::Table, &hash);
    let back = admit_at_anas(page(ANA), vec![(proposals[0].clone(), right)], &Nothing);
    assert!(back.verified.expect("my own words").tags().is_empty(), "my own tags need no keeping");
    for wrong in [AuthorTag([0; 16]), other_document] {
        let refused = admit_at_anas(page(ANA), vec![(proposals[0].clone(), wrong)], &Nothing);
        assert_eq!(refusals(&refused), [Refused::Untagged]);
        assert!(refused.verified.is_none());
    }
}

#[test]
fn a_change_on_my_page_by_the_partner_and_on_theirs_by_me_are_refused() {
    let forged = Proposal { doc: page(ANA), ..written(BEN, 1).remove(0) };
    let refused = admit_at_anas(page(ANA), untagged(vec![forged]), &Nothing);
    assert_eq!(refusals(&refused), [Refused::Rule(Refusal::NotTheirPage)]);
    let forged = Proposal { doc: page(BEN), ..written(ANA, 1).remove(0) };
    let refused = admit_at_anas(page(BEN), untagged(vec![forged]), &Nothing);
    assert_eq!(refusals(&refused), [Refused::Rule(Refusal::NotTheirPage)]);
}

#[test]
fn a_wrong_hash_a_skipped_number_and_their_followers_are_refused() {
    let honest = written(BEN, 3);
    let mut wrong = honest.clone();
    wrong[0].hash = [5; 32];
    let refused = admit_at_anas(page(BEN), untagged(wrong), &Nothing);
    assert_eq!(refusals(&refused), [Refused::Hash]);
    assert!(refused.incomplete, "the others follow a change that never came");

    let mut skipped = honest.clone();
    skipped[1].seq = 3;
    let refused = admit_at_anas(page(BEN), untagged(skipped), &Nothing);
    assert_eq!(refusals(&refused), [Refused::Sequence, Refused::FollowsRefused]);
    assert_eq!(refused.verified.expect("the first is honest").changes().len(), 1);
}

#[test]
fn a_copied_commitment_is_refused() {
    let mut twice = written(BEN, 1).remove(0);
    let Operation::Put(copy) = twice.operations[0].clone() else { panic!("it puts a value") };
    let key = Key::Entry(EntryId::from_bytes([2; 16])).to_string();
    twice.operations.push(Operation::Put(kintsugi_journal::Put { key, ..copy }));
    let refused = admit_at_anas(page(BEN), vec![(announced(twice), AuthorTag([0; 16]))], &Nothing);
    assert_eq!(refusals(&refused), [Refused::CopiedCommitment]);
}

#[test]
fn a_commitment_that_came_just_before_for_another_entry_is_left_where_it_is() {
    let (mut doc, copy) = (Document::new(page(BEN), Actor::new([9; 16], BEN)), (entry(2).0, entry(1).1));
    doc.put(&[entry(1), entry(3)]).expect("a write of two");
    doc.put(&[copy]).expect("a write");
    let admission = admit_at_anas(page(BEN), untagged(doc.changes_since(&[]).expect("our own changes")), &Nothing);
    assert_eq!((refusals(&admission), left(&admission)), (Vec::new(), vec![NotNow::Owned]));
    let verified = admission.verified.expect("the first");
    assert_eq!(verified.document().entries().len(), 2);
    let owner = |n: u8| verified.commitments().get(&Commitment::from_bytes([n; 32])).copied();
    assert_eq!([owner(1), owner(3)], [1, 3].map(|n| Some(EntryId::from_bytes([n; 16]))));
}

#[test]
fn a_commitment_that_stands_for_this_entry_already_passes() {
    let apart = |n: u8| {
        let mut doc = Document::new(page(BEN), Actor::new([n; 16], BEN));
        doc.put(&[entry(1)]).expect("a write");
        doc.changes_since(&[]).expect("our own changes").remove(0)
    };
    let admission = admit_at_anas(page(BEN), untagged(vec![apart(8), apart(9)]), &Own);
    assert_eq!((refusals(&admission), left(&admission)), (Vec::new(), Vec::new()));
    assert_eq!(admission.verified.expect("both").changes().len(), 2);
}

/// Somebody announces a hash that is another change's, before that one comes: at once, or in an earlier step.
#[test]
fn what_follows_a_change_passes_though_another_was_refused_under_its_hash() {
    let honest = written(BEN, 2);
    let forged = Proposal { hash: honest[0].hash, seq: 1, deps: Vec::new(), ..written(BEN, 3).remove(2) };
    let all = || untagged([vec![forged.clone()], honest.clone()].concat());
    let admission = admit_at_anas(page(BEN), all(), &Nothing);
    assert_eq!((refusals(&admission), left(&admission)), (vec![Refused::Hash], Vec::new()));
    assert_eq!(admission.verified.expect("the true one, and what follows it").changes().len(), 2);

    let (tag, mut base) = (secret(), Document::new(page(BEN), Actor::new([0; 16], ANA)));
    let authority = Authority { me: ANA, partner: BEN, tag: &tag, vocabulary: Vocabulary::CURRENT };
    let (mut queue, mut refused) = (Queue::of(all()), Vec::new());
    while !queue.is_empty() {
        let step = queue.admit(&base, &authority, &Nothing, 1);
        queue.advance(&step);
        refused.extend(refusals(&step));
        base = step.verified.map_or(base, Verified::into_document);
    }
    assert_eq!((refused, base.entries().len()), (vec![Refused::Hash], 2));
}

/// The same change with its true hash.
pub(super) fn announced(proposal: Proposal) -> Proposal {
    let history = Document::new(proposal.doc, Actor::new([0; 16], ANA)).history();
    let hash = history.build(&proposal).expect("it can be built").hash();
    Proposal { hash, ..proposal }
}

fn left(admission: &Admission) -> Vec<NotNow> {
    admission.left.iter().map(|left| left.why).collect()
}

#[test]
fn what_another_document_decides_is_left_where_it_is_with_all_that_follows() {
    let admission = admit_at_anas(page(BEN), untagged(written(BEN, 2)), &Owned(Commitment::from_bytes([1; 32])));
    assert_eq!(left(&admission), [NotNow::Owned, NotNow::Follows]);
    assert!(admission.refused.is_empty() && !admission.incomplete && admission.verified.is_none());
}

#[test]
fn a_second_change_with_the_same_number_is_left_where_it_is() {
    let (mut once, mut again) =
        (Document::new(page(BEN), Actor::new([9; 16], BEN)), Document::new(page(BEN), Actor::new([9; 16], BEN)));
    once.put(&[entry(1)]).expect("a write");
    again.put(&[entry(2)]).expect("a write by the same actor");
    for (first, second) in [(&once, &again), (&again, &once)] {
        let both = [first, second].map(|doc| doc.changes_since(&[]).expect("our own changes").remove(0));
        let admission = admit_at_anas(page(BEN), untagged(both.to_vec()), &Nothing);
        assert_eq!((refusals(&admission), left(&admission)), (Vec::new(), vec![NotNow::Numbered]));
        assert_eq!(admission.verified.expect("the one that came first").changes().len(), 1);
    }
}

#[test]
fn heads_that_one_change_cannot_follow_wait_until_they_are_merged() {
    let apart = |n: u8| {
        let mut doc = Document::new(page(BEN), Actor::new([n; 16], BEN));
        doc.put(&[entry(n)]).expect("a write");
        doc.changes_since(&[]).expect("our own changes").remove(0)
    };
    let proposals: Vec<Proposal> = (1..=40).map(apart).collect();
    let admission = admit_at_anas(page(BEN), untagged(proposals), &Nothing);
    assert_eq!(left(&admission), [NotNow::Heads; 8]);
    assert_eq!(admission.verified.expect("the others").document().heads().len(), 32);
    assert!(admission.refused.is_empty());
}

#[test]
fn more_steps_than_a_change_may_have_are_refused() {
    let mut high = written(BEN, 1).remove(0);
    let Operation::Put(put) = high.operations[0].clone() else { panic!("it puts a value") };
    high.operations = vec![Operation::Put(put); 201];
    assert_eq!(refusals(&admit_at_anas(page(BEN), untagged(vec![high]), &Nothing)), [Refused::Size]);
}

#[test]
fn a_step_of_a_later_version_waits_and_its_followers_with_it() {
    let mut proposals = written(BEN, 2);
    proposals[0].operations = vec![Operation::Later(vec![9, 9])];
    let admission = admit_at_anas(page(BEN), untagged(proposals.clone()), &Nothing);
    assert_eq!(left(&admission), [NotNow::Later, NotNow::Follows]);
    assert!(admission.refused.is_empty() && !admission.incomplete);
    proposals[0].doc = page(ANA);
    let admission = admit_at_anas(page(ANA), untagged(proposals), &Nothing);
    assert_eq!(refusals(&admission)[0], Refused::Rule(Refusal::NotTheirPage), "who may write is asked first");
}

/// Each in a step of its own.
fn in_steps(doc: DocId, proposals: Vec<Proposal>, ledger: &dyn Ledger) -> Vec<Admission> {
    let (tag, base) = (secret(), Document::new(doc, Actor::new([0; 16], ANA)));
    let authority = Authority { me: ANA, partner: BEN, tag: &tag, vocabulary: Vocabulary::CURRENT };
    let (mut queue, mut steps) = (Queue::of(untagged(proposals)), Vec::new());
    while !queue.is_empty() {
        let step = queue.admit(&base, &authority, ledger, 1);
        queue.advance(&step);
        steps.push(step);
    }
    steps
}

#[test]
fn what_did_not_pass_in_one_step_is_known_in_the_next() {
    let two = written(BEN, 2);
    let steps =
        in_steps(page(ANA), two.iter().map(|one| Proposal { doc: page(ANA), ..one.clone() }).collect(), &Nothing);
    let refused: Vec<Vec<Refused>> = steps.iter().map(refusals).collect();
    assert_eq!(refused, [[Refused::Rule(Refusal::NotTheirPage)], [Refused::FollowsRefused]]);
    let steps = in_steps(page(BEN), two.clone(), &Owned(Commitment::from_bytes([1; 32])));
    assert_eq!(steps.iter().map(left).collect::<Vec<_>>(), [[NotNow::Owned], [NotNow::Follows]]);
    let steps = in_steps(page(BEN), two.clone(), &Remembered(two[0].hash));
    assert_eq!(steps.len(), 2);
    for step in steps {
        let said_nothing = refusals(&step).is_empty() && left(&step).is_empty() && step.verified.is_none();
        assert!(said_nothing && !step.incomplete, "it was said when it was refused, and is not asked for");
    }
}

#[test]
fn a_step_takes_as_much_as_it_may_and_at_least_one_change() {
    let mut wide = Document::new(page(BEN), Actor::new([9; 16], BEN));
    wide.put(&[entry(1), entry(2), entry(3)]).expect("a write of three");
    (4..=6).for_each(|n| drop(wide.put(&[entry(n)]).expect("a write")));
    let (tag, mut base) = (secret(), Document::new(page(BEN), Actor::new([0; 16], ANA)));
    let authority = Authority { me: ANA, partner: BEN, tag: &tag, vocabulary: Vocabulary::CURRENT };
    let mut queue = Queue::of(untagged(wide.changes_since(&[]).expect("our own changes")));
    let mut operations = Vec::new();
    while !queue.is_empty() {
        let step = queue.admit(&base, &authority, &Nothing, 2);
        queue.advance(&step);
        operations.push(step.operations);
        base = step.verified.expect("honest changes").into_document();
    }
    assert_eq!(operations, [3, 2, 1]);
}

#[test]
fn missing_dependencies_are_an_ask_and_no_refusal() {
    let late = written(BEN, 3).split_off(2);
    let admission = admit_at_anas(page(BEN), untagged(late), &Nothing);
    assert!(admission.incomplete && admission.refused.is_empty() && admission.verified.is_none());
}

#[test]
fn an_empty_change_and_a_reference_to_nothing_are_refused() {
    let empty = Proposal { operations: Vec::new(), ..written(BEN, 1).remove(0) };
    assert_eq!(refusals(&admit_at_anas(page(BEN), untagged(vec![empty]), &Nothing)), [Refused::Size]);
    // It replaces an operation that nobody made, which is seen without a rehearsal.
    let mut dangling = written(BEN, 1).remove(0);
    let Operation::Put(put) = &mut dangling.operations[0] else { panic!("it puts a value") };
    put.replaces = vec![OpRef { counter: u64::from(u32::MAX), actor: Actor::new([7; 16], BEN) }];
    let admission = admit_at_anas(page(BEN), untagged(vec![dangling]), &Nothing);
    assert_eq!((refusals(&admission), admission.rehearsals), (vec![Refused::Unmergeable], 0));
}

//! What is larger than anything an honest laptop writes is refused, and what is as large as it may be is not.

use std::sync::LazyLock;

use sha2::{Digest, Sha256};

use super::tests::{ANA, BEN, Nothing, announced, secret, untagged};
use super::*;
use kintsugi_journal::{Actor, Limits, OpRef, Operation, Put, Value};

static LIMITS: LazyLock<Limits> = LazyLock::new(|| Vocabulary::CURRENT.limits());

fn takes_in(proposal: Proposal) -> Admission {
    let tag = secret();
    let authority = Authority { me: ANA, partner: BEN, tag: &tag, vocabulary: Vocabulary::CURRENT };
    let base = Document::new(proposal.doc, Actor::new([0; 16], ANA));
    admit(&base, untagged(vec![announced(proposal)]), &authority, &Nothing)
}

fn change(operations: Vec<Operation>) -> Proposal {
    let actor = Actor::new([9; 16], BEN);
    Proposal { doc: DocId::Table, actor, seq: 1, deps: Vec::new(), operations, hash: [0; 32] }
}

fn put(key: String, value: Vec<u8>) -> Operation {
    Operation::Put(Put { key, value: Value::Bytes(value), replaces: Vec::new() })
}

fn is_refused(admission: &Admission) -> bool {
    let refused: Vec<Refused> = admission.refused.iter().map(|(_, _, why)| *why).collect();
    assert!(refused.is_empty() || refused == [Refused::Size], "{refused:?}");
    assert_eq!(refused.is_empty(), admission.verified.is_some());
    !refused.is_empty()
}

#[test]
fn a_change_has_at_least_one_step_and_no_more_than_it_may() {
    let steps = |count: usize| change((0..count).map(|n| put(format!("mood/{n}"), vec![1])).collect());
    assert!(!is_refused(&takes_in(steps(LIMITS.operations))));
    assert!(is_refused(&takes_in(steps(LIMITS.operations + 1))));
}

#[test]
fn a_key_is_no_longer_than_it_may_be() {
    let key = |length: usize| change(vec![put(format!("mood/{}", "x".repeat(length - 5)), vec![1])]);
    assert!(!is_refused(&takes_in(key(LIMITS.key_bytes))));
    assert!(is_refused(&takes_in(key(LIMITS.key_bytes + 1))));
}

/// Values that no packing makes smaller.
#[test]
fn a_change_is_no_larger_than_it_may_be_as_it_is_stored() {
    let noise = |n: usize, part: u8| Sha256::new().chain_update(n.to_be_bytes()).chain_update([part]).finalize();
    let value = |n: usize| (0..8).flat_map(|part| noise(n, part)).collect::<Vec<u8>>();
    let values = |count: usize| change((0..count).map(|n| put(format!("mood/{n}"), value(n))).collect());
    assert!(!is_refused(&takes_in(values(150))));
    assert!(is_refused(&takes_in(values(LIMITS.operations))), "each of them may be so large, and not all");
}

#[test]
fn what_names_or_follows_more_than_one_change_may_is_refused() {
    let names = |count: usize| {
        let op = |counter: usize| OpRef { counter: counter as u64 + 1, actor: Actor::new([9; 16], BEN) };
        let replaces = (0..count).map(op).collect();
        let put = Put { key: "mood/x".into(), value: Value::Bytes(vec![1]), replaces };
        change(vec![Operation::Put(put)])
    };
    let follows = |count: u8| Proposal {
        deps: (0..count).map(|n| [n; 32]).collect(),
        ..change(vec![put("mood/x".into(), vec![1])])
    };
    let (tag, base) = (secret(), Document::new(DocId::Table, Actor::new([0; 16], ANA)));
    let authority = Authority { me: ANA, partner: BEN, tag: &tag, vocabulary: Vocabulary::CURRENT };
    let refused = |proposal: Proposal| {
        let admission = admit(&base, untagged(vec![proposal]), &authority, &Nothing);
        admission.refused.iter().any(|(_, _, why)| *why == Refused::Size)
    };
    assert!(!refused(names(LIMITS.replaced)) && refused(names(LIMITS.replaced + 1)));
    let most = u8::try_from(LIMITS.deps).expect("few");
    assert!(!refused(follows(most)) && refused(follows(most + 1)));
}

//! What a changed program says in a session: frames of the right form that nobody honest sends so.

use kintsugi_journal::{
    Actor, AuthorTag, Commitment, DocId, Document, EntryId, Key, Month, Operation, PersonId, Proposal, Put, Record,
    RootDigest, Stand, Value, Visibility, WantedDigest,
};
use kintsugi_sync::{End, Frame, Name};

/// Changes of a person on a page of theirs, each of which writes so many lines; their words never come.
///
/// # Panics
/// When there are more lines than fit into one change.
pub fn written(person: PersonId, changes: u32, lines: u32) -> Vec<Proposal> {
    let page = DocId::Page { person, month: Month::from_index(24_000) };
    let mut document = Document::new(page, Actor::new([9; 16], person));
    for n in 0..changes {
        let puts: Vec<(Key, Value)> = (0..lines).map(|line| entry(n * lines + line)).collect();
        document.put(&puts).expect("a write");
    }
    document.changes_since(&[]).expect("our own changes")
}

fn entry(n: u32) -> (Key, Value) {
    let (mut commitment, mut id) = ([0; 32], [0; 16]);
    commitment[..4].copy_from_slice(&n.to_be_bytes());
    id[..4].copy_from_slice(&n.to_be_bytes());
    let commitment = Commitment::from_bytes(commitment);
    let record = Record { visibility: Visibility::Open, revision: 1, round: None, commitment, later: false };
    (Key::Entry(EntryId::from_bytes(id)), Value::Bytes(record.encode()))
}

/// A change with these operations and a hash of its own, so that each number is refused anew.
pub fn unlike(person: PersonId, n: u32, operations: Vec<Operation>) -> Proposal {
    let mut hash = [9; 32];
    hash[..4].copy_from_slice(&n.to_be_bytes());
    Proposal { operations, hash, ..written(person, 1, 1).remove(0) }
}

/// The operations of a change that is full of large values.
pub fn large_values() -> Vec<Operation> {
    let put = Put { key: "a".into(), value: Value::Bytes(vec![1; 250]), replaces: Vec::new() };
    vec![Operation::Put(put); 200]
}

/// A change as it is sent, with no proof of its author.
pub fn as_frame(proposal: Proposal) -> Frame {
    Frame::Change((proposal, AuthorTag([0; 16])).into())
}

/// The end of a turn in which something was said.
pub fn end(ready: Vec<(Name, Stand)>) -> Frame {
    let (root, wanted) = (RootDigest::of(&[]), WantedDigest::of(&[]));
    Frame::End(End { root, wanted, received: 0, quiet: false, ready, waits: false })
}

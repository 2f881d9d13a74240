//! A flood takes no memory: growth under 16 MiB, whatever the partner's laptop sends. One test, alone in its process.

#![allow(clippy::print_stderr)] // seeds, and checks that could not be made here, are said aloud

use kintsugi_journal::{
    Actor, AuthorTag, Commitment, DocId, Document, EntryId, Key, Month, Operation, PersonId, Proposal, Put, Record,
    RootDigest, Stand, Value, Visibility, WantedDigest,
};
use kintsugi_sync::{Breach, End, Frame, FrameError, Name};
use kintsugi_tests::memory::{Side, home, lines, meet, pair, write};
use kintsugi_tests::{growth_kib, skipped};

const LIMIT_KIB: u64 = 16 * 1024;

/// The frames number n of a flood.
type Flood = Box<dyn Fn(u32) -> Vec<Frame>>;

/// Changes of the partner on a page of theirs, each of which writes so many lines.
fn written(partner: PersonId, changes: u32, lines: u32) -> Vec<Proposal> {
    let mut document =
        Document::new(DocId::Page { person: partner, month: Month::from_index(24_000) }, Actor::new([9; 16], partner));
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

/// The end of a turn in which something was said.
fn end(ready: Vec<(Name, Stand)>) -> Frame {
    let (root, wanted) = (RootDigest::of(&[]), WantedDigest::of(&[]));
    Frame::End(End { root, wanted, received: 0, quiet: false, ready, waits: false })
}

#[test]
fn a_flood_is_cut_off_before_it_costs_memory() {
    let root = kintsugi_tests::folder(true);
    let (ana, ben) = (home(root.path(), "Ana"), home(root.path(), "Ben"));
    pair(&ana, &ben);
    write(&ana, "a line");
    meet(&ana, &ben);
    let partner = ben.identity().person();
    let month = move |n: u16| Month::from_index(24_000 + n);

    let wanted = || Frame::Wanted(vec![Commitment::from_bytes([1; 32]); 2000]);
    let heads = move |n: u16| Frame::Heads {
        doc: DocId::Page { person: partner, month: month(n) }.into(),
        heads: vec![[1; 32]; 64],
    };
    let body = |_| Frame::Body { commitment: Commitment::from_bytes([1; 32]), salt: [0; 32], length: 60_000 };
    let orphan = written(partner, 2, 1).remove(1);
    // Each is another change, so that each is refused anew.
    let change = move |n: u32, operations| {
        let mut hash = [9; 32];
        hash[..4].copy_from_slice(&n.to_be_bytes());
        let proposal = Proposal { operations, hash, ..written(partner, 1, 1).remove(0) };
        vec![Frame::Change((proposal, AuthorTag([0; 16])).into())]
    };
    let steps = |count| vec![Operation::Later(Vec::new()); count];
    let large = || {
        let put = Put { key: "a".into(), value: Value::Bytes(vec![1; 250]), replaces: Vec::new() };
        vec![Operation::Put(put); 200]
    };
    let taken = written(partner, 40, 200);
    let again = move |_| vec![wanted(), end(Vec::new())];
    let ready = move |_| {
        let named = (Name::from_bytes(vec![7; 900]), Stand::from_bytes([1; 32]));
        vec![end(vec![named; 64])]
    };
    let floods: [(&str, Flood, Option<Breach>); 10] = [
        ("wanted bodies", Box::new(move |_| vec![wanted()]), Some(Breach::Flood)),
        ("heads", Box::new(move |n| (0..4).map(|more| heads((n * 4 + more) as u16)).collect()), Some(Breach::Flood)),
        ("bodies that nobody wants", Box::new(move |n| vec![body(n), Frame::Chunk(vec![7; 60_000])]), None),
        (
            "changes whose dependencies never come",
            Box::new(move |_| vec![Frame::Change((orphan.clone(), AuthorTag([0; 16])).into())]),
            None,
        ),
        ("small steps", Box::new(move |n| change(n, steps(4000))), Some(Breach::Flood)),
        (
            "more steps than any change has",
            Box::new(move |n| change(n, steps(60_000))),
            Some(Breach::Frame(FrameError::Malformed)),
        ),
        ("large values", Box::new(move |n| change(n, large())), Some(Breach::Flood)),
        (
            "many small writes that are as they should be",
            Box::new(move |n| {
                let change = taken.get(n as usize).cloned();
                change.map(|change| Frame::Change((change, AuthorTag([0; 16])).into())).into_iter().collect()
            }),
            None,
        ),
        ("what is wanted, said anew in each turn", Box::new(again), None),
        ("rounds that nobody knows, ready in each turn", Box::new(ready), None),
    ];
    for (name, flood, expected) in floods {
        let mut breach = None;
        let grown = growth_kib(|| {
            let mut side = Side::new(&ana);
            side.speak();
            for frame in [Frame::Hello(ben.pair().expect("a partner").hello()), end(Vec::new())] {
                side.hear(&frame.encode().expect("small")).expect("a greeting");
            }
            side.speak();
            for n in 0..300_u32 {
                if side.session.outcome().is_some() {
                    break;
                }
                let outcome = flood(n).iter().try_for_each(|frame| side.hear(&frame.encode().expect("it fits")));
                if let Err(found) = outcome {
                    breach = Some(found);
                    break;
                }
                side.speak();
            }
        });
        assert_eq!(breach, expected, "{name}");
        match grown {
            Some(kib) => {
                eprintln!("{name}: {kib} KiB");
                assert!(kib < LIMIT_KIB, "{name}: grew by {kib} KiB");
            }
            None => skipped(&format!("this system does not tell how much memory {name} took")),
        }
    }
    write(&ana, "and life goes on");
    meet(&ana, &ben);
    assert!(lines(&ben).iter().any(|line| line.text.as_deref() == Some("and life goes on")));
}

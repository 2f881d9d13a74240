//! A flood takes no memory: growth under 16 MiB, whatever the partner's laptop sends. One test, alone in its process.

#![allow(clippy::print_stderr)] // seeds, and checks that could not be made here, are said aloud

use kintsugi_journal::{AuthorTag, Commitment, DocId, Month, Operation, Stand};
use kintsugi_sync::{Breach, Frame, FrameError, Name};
use kintsugi_tests::flood::{as_frame, end, large_values, unlike, written};
use kintsugi_tests::memory::{Side, home, lines, meet, pair, write};
use kintsugi_tests::{growth_kib, skipped};

const LIMIT_KIB: u64 = 16 * 1024;

/// The frames number n of a flood.
type Flood = Box<dyn Fn(u32) -> Vec<Frame>>;

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
    let change = move |n, operations| vec![as_frame(unlike(partner, n, operations))];
    let steps = |count| vec![Operation::Later(Vec::new()); count];
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
        ("large values", Box::new(move |n| change(n, large_values())), Some(Breach::Flood)),
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

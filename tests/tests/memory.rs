//! A flood takes no memory: growth under 16 MiB, whatever the partner's laptop sends. One test, alone in its process.

#![allow(clippy::print_stderr)] // seeds, and checks that could not be made here, are said aloud

use kintsugi_journal::{
    Actor, AuthorTag, Commitment, DocId, Document, EntryId, Key, Month, Record, RootDigest, Value, Visibility,
    WantedDigest,
};
use kintsugi_sync::{Breach, End, Frame};
use kintsugi_tests::memory::{Side, home, meet, pair, write};
use kintsugi_tests::skipped;

const LIMIT_KIB: u64 = 16 * 1024;

fn status_kib(field: &str) -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with(field))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// How far the process grows at its highest while `work` runs; nothing where the system does not tell.
fn growth_kib(work: impl FnOnce()) -> Option<u64> {
    std::fs::write("/proc/self/clear_refs", "5").ok()?;
    let before = status_kib("VmRSS")?;
    work();
    Some(status_kib("VmHWM")?.saturating_sub(before))
}

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
    let orphan = {
        let mut document =
            Document::new(DocId::Page { person: partner, month: month(0) }, Actor::new([9; 16], partner));
        for n in 0..2_u8 {
            let commitment = Commitment::from_bytes([n; 32]);
            let record = Record { visibility: Visibility::Open, revision: 1, round: None, commitment, later: false };
            let put = (Key::Entry(EntryId::from_bytes([n; 16])), Value::Bytes(record.encode()));
            document.put(&[put]).expect("a write");
        }
        document.changes_since(&[]).expect("our own changes").remove(1)
    };
    let floods: [(&str, Flood, Option<Breach>); 4] = [
        ("wanted bodies", Box::new(move |_| vec![wanted()]), Some(Breach::Flood)),
        ("heads", Box::new(move |n| vec![heads(n as u16)]), Some(Breach::Flood)),
        ("bodies that nobody wants", Box::new(move |n| vec![body(n), Frame::Chunk(vec![7; 60_000])]), None),
        (
            "changes whose dependencies never come",
            Box::new(move |_| vec![Frame::Change((orphan.clone(), AuthorTag([0; 16])).into())]),
            None,
        ),
    ];
    for (name, flood, expected) in floods {
        let mut breach = None;
        let grown = growth_kib(|| {
            let mut side = Side::new(&ana);
            side.speak();
            let end = Frame::End(End {
                root: RootDigest::of(&[]),
                wanted: WantedDigest::of(&[]),
                received: 0,
                quiet: false,
                ready: Vec::new(),
                waits: false,
            });
            for frame in [Frame::Hello(ben.pair().expect("a partner").hello()), end] {
                side.hear(&frame.encode().expect("small")).expect("a greeting");
            }
            side.speak();
            for n in 0..1500_u32 {
                let outcome = flood(n).iter().try_for_each(|frame| side.hear(&frame.encode().expect("it fits")));
                if let Err(found) = outcome {
                    breach = Some(found);
                    break;
                }
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
    assert!(meet(&ana, &ben).0.up_to_date);
}

//! The gate and whole sessions in memory, at 1,000, 10,000 and 100,000 entries.

use criterion::{BatchSize, BenchmarkId, Criterion, criterion_group, criterion_main};
use kintsugi_bench::{couple, prepared};
use kintsugi_journal::{
    Actor, AuthorTag, Commitment, DocId, Document, EntryId, Key, Month, PersonId, Record, TagSecret, Value, Visibility,
    Vocabulary,
};
use kintsugi_sync::gate::{Authority, Ledger, admit};
use kintsugi_tests::memory::{meet, write};

const SIZES: [usize; 3] = [1_000, 10_000, 100_000];

struct Nothing;

impl Ledger for Nothing {
    fn was_refused(&self, _: &kintsugi_journal::Proposal, _: AuthorTag) -> bool {
        false
    }
    fn owner_of(&self, _: &Commitment) -> Option<(DocId, EntryId)> {
        None
    }
}

/// A month of so many entries, one change each.
fn month(entries: u8) -> Document {
    let ben = PersonId::from_bytes([2; 16]);
    let doc = DocId::Page { person: ben, month: Month::from_index(24_000) };
    let mut document = Document::new(doc, Actor::new([1; 16], ben));
    for n in 0..entries {
        let record = Record {
            visibility: Visibility::Open,
            revision: 1,
            round: None,
            commitment: Commitment::from_bytes([n; 32]),
            later: false,
        };
        document.put(&[(Key::Entry(EntryId::from_bytes([n; 16])), Value::Bytes(record.encode()))]).expect("a write");
    }
    document
}

fn gate(criterion: &mut Criterion) {
    let (ana, ben) = (PersonId::from_bytes([1; 16]), PersonId::from_bytes([2; 16]));
    let tag = TagSecret::new([0; 32]);
    let whole = month(181);
    let all: Vec<_> =
        whole.changes_since(&[]).expect("ours").into_iter().map(|one| (one, AuthorTag([0; 16]))).collect();
    let mut group = criterion.benchmark_group("gate");
    for (name, known) in [("one change into a month of 180", 180), ("a month of 181 changes", 0)] {
        group.bench_function(name, |bench| {
            let mut base = Document::new(whole.id(), Actor::new([3; 16], ana));
            if known > 0 {
                let authority = Authority { me: ana, partner: ben, tag: &tag, vocabulary: Vocabulary::CURRENT };
                let admission = admit(&base, all[..known].to_vec(), &authority, &Nothing);
                let snapshot = admission.verified.expect("honest").document().snapshot().expect("sound");
                base = Document::load(whole.id(), Actor::new([3; 16], ana), Some(&snapshot), &[]).expect("sound");
            }
            bench.iter_batched(
                || all[known..].to_vec(),
                |news| {
                    let authority = Authority { me: ana, partner: ben, tag: &tag, vocabulary: Vocabulary::CURRENT };
                    assert!(admit(&base, news, &authority, &Nothing).verified.is_some());
                },
                BatchSize::SmallInput,
            );
        });
    }
    group.finish();
}

fn session(criterion: &mut Criterion) {
    for size in SIZES {
        let couple = couple(&prepared(), size);
        // What the other bench wrote is brought across first.
        meet(&couple.ana, &couple.ben);
        let mut group = criterion.benchmark_group("session");
        group.sample_size(20);
        group.bench_function(BenchmarkId::new("nothing new", size), |bench| {
            bench.iter(|| assert_eq!(meet(&couple.ana, &couple.ben).0.turns, 1));
        });
        group.bench_function(BenchmarkId::new("one new entry", size), |bench| {
            bench.iter_batched(
                || write(&couple.ana, "one more line"),
                |_| assert!(meet(&couple.ana, &couple.ben).0.up_to_date),
                BatchSize::PerIteration,
            );
        });
        group.finish();
    }
}

criterion_group!(meeting, gate, session);
criterion_main!(meeting);

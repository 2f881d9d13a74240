//! Writing and reading in a home of 1,000, 10,000 and 100,000 entries, in process.

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use kintsugi_bench::{RARE, couple, draft, prepared};
use kintsugi_home::Pace;
use kintsugi_journal::Month;
use kintsugi_tests::memory::evening_of;

const SIZES: [usize; 3] = [1_000, 10_000, 100_000];

fn benches(criterion: &mut Criterion) {
    let today = "2026-06-30".parse().expect("a day");
    for size in SIZES {
        let home = couple(&prepared(), size).ana;
        let mut group = criterion.benchmark_group("journal");
        group.sample_size(20);
        group.bench_function(BenchmarkId::new("write", size), |bench| {
            bench.iter(|| home.write(vec![draft(size - 1, size)], &evening_of(today), Pace::AtOnce).expect("a write"));
        });
        group.bench_function(BenchmarkId::new("commit", size), |bench| {
            bench.iter(|| home.put_local_settings(&home.local_settings().expect("sound")).expect("a commit"));
        });
        group.bench_function(BenchmarkId::new("today", size), |bench| {
            bench.iter(|| {
                let from = "2026-06-24".parse().expect("a day");
                (
                    home.lines(from, today).expect("sound"),
                    home.tracker(Month::of(today), Month::of(today)).expect("sound").hearts,
                )
            });
        });
        group.bench_function(BenchmarkId::new("search", size), |bench| {
            bench.iter(|| {
                home.all_lines(|line| line.text.as_deref().is_some_and(|text| text.contains(RARE))).expect("sound")
            });
        });
        group.finish();
    }
}

criterion_group!(journal, benches);
criterion_main!(journal);

//! What stays flat: ten years of day marks, and a month with very many lines. Prints means in milliseconds, as a table: of
//! the time that a processor worked on it where the system tells, so that other work on the machine does not count.
//!
//! Each write and each look opens the home anew, as every command is a process of its own.

use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use jiff::ToSpan;
use jiff::civil::date;
use kintsugi_bench::{draft_on, id, marks_of};
use kintsugi_home::{Home, Pace};
use kintsugi_journal::{Key, Month, Value};
use kintsugi_tests::memory::{evening_of, home, meet, pair, reopen};

/// The first of the ten years.
const FIRST: i16 = 2026;
const YEARS: i16 = 10;
/// How often each thing is done: a short document is folded once in so many writes.
const TIMES: usize = 51;

fn main() {
    let root = tempfile::tempdir().expect("a temporary folder");
    let mut out = std::io::stdout().lock();
    writeln!(out, "| | table write | meeting over one mark | status | today |\n| --- | --- | --- | --- | --- |")
        .expect("a screen");
    years(root.path(), &mut out);
    writeln!(out, "\n| entries in the month | write |\n| --- | --- |").expect("a screen");
    for entries in [30, 300, 3000] {
        let took = month(root.path(), entries);
        writeln!(out, "| {entries} | {} |", millis(took)).expect("a screen");
    }
}

/// Ten years of about 1,500 marks each, measured at the end of each.
fn years(root: &Path, out: &mut impl Write) {
    let (ana, ben) = (home(root, "Ana"), home(root, "Ben"));
    pair(&ana, &ben);
    assert!(meet(&ana, &ben).0.up_to_date);
    let (path, other) = (ana.folder().path().to_owned(), ben.folder().path().to_owned());
    drop((ana, ben));
    for year in FIRST..FIRST + YEARS {
        fill(&path, &other, year);
        let end = date(year, 12, 28);
        let mut n = 0;
        let mut next = || {
            n += 1;
            (Key::Took(end, id(100 + n)), Value::Bool(true))
        };
        let write = mean(|| reopen(&path).put_on_table(&[next()]).expect("a write"));
        assert!(meet(&reopen(&path), &reopen(&other)).0.up_to_date);
        let intake = mean(|| {
            let (ana, ben) = (reopen(&path), reopen(&other));
            ben.put_on_table(&[next()]).expect("a write");
            assert!(meet(&ana, &ben).0.up_to_date);
        });
        let status = mean(|| {
            let home = reopen(&path);
            (home.is_up_to_date(), home.held_back(), home.count_nowhere(), home.count_entries())
        });
        let today = mean(|| {
            let home = reopen(&path);
            let month = Month::of(end);
            let around = (
                home.sitting(&evening_of(end)),
                home.drawn(&evening_of(end)),
                home.table().map(|table| table.focus_on(end)),
            );
            (home.lines(end, end), home.tracker(month, month).map(|tracker| tracker.hearts), around)
        });
        let [write, intake, status, today] = [write, intake, status, today].map(millis);
        writeln!(out, "| {year} | {write} | {intake} | {status} | {today} |").expect("a screen");
    }
}

/// The marks of one year: three practices and a slip on each day, a week read each week. Each is a change of its own, and a
/// process makes about twenty.
fn fill(ana: &Path, ben: &Path, year: i16) {
    let days = date(year, 1, 1).series(1.day()).take_while(|day| *day < date(year, 12, 28));
    for (n, day) in days.enumerate() {
        let path = if n / 5 % 2 == 0 { ana } else { ben };
        let home = reopen(path);
        for mark in marks_of(day) {
            home.put_on_table(&[mark]).expect("a write");
        }
        if n % 60 == 0 {
            assert!(meet(&reopen(ana), &reopen(ben)).0.up_to_date);
        }
    }
    assert!(meet(&reopen(ana), &reopen(ben)).0.up_to_date);
}

/// One more line in a month that has so many.
fn month(root: &Path, entries: usize) -> Duration {
    let home = home(root, &format!("month-{entries}"));
    let path = home.folder().path().to_owned();
    drop(home);
    let (first, mut n) = (date(2026, 6, 1), 0);
    let mut line = || {
        n += 1;
        let day = first.saturating_add(i32::try_from(n % 30).expect("small").days());
        draft_on(day, n)
    };
    for _ in 0..entries / 10 {
        let home: Home = reopen(&path);
        for _ in 0..10 {
            home.write(vec![line()], &evening_of(first), Pace::AtOnce).expect("a write");
        }
    }
    // A long document is folded once in so many writes.
    let times = TIMES.max(entries / 16 + 14);
    mean_of(times, || reopen(&path).write(vec![line()], &evening_of(first), Pace::AtOnce).expect("a write"))
}

fn mean<T>(once: impl FnMut() -> T) -> Duration {
    mean_of(TIMES, once)
}

fn mean_of<T>(times: usize, mut once: impl FnMut() -> T) -> Duration {
    let (begun, before) = (Instant::now(), worked());
    for _ in 0..times {
        drop(std::hint::black_box(once()));
    }
    let passed = before.zip(worked()).map_or(begun.elapsed(), |(before, after)| after.saturating_sub(before));
    passed / times as u32
}

/// How long a processor has worked on this thread, as Linux tells.
fn worked() -> Option<Duration> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    told.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}

fn millis(time: Duration) -> String {
    format!("{:.2}", time.as_secs_f64() * 1000.0)
}

//! Prepares the homes that the benches use: `prepare 1000 10000 100000`. Prints the time of each first meeting.

use std::io::Write;
use std::time::Instant;

fn main() {
    let mut out = std::io::stdout();
    for entries in std::env::args().skip(1).filter_map(|text| text.parse().ok()) {
        let started = Instant::now();
        kintsugi_bench::couple(&kintsugi_bench::prepared(), entries);
        writeln!(out, "{entries} entries: ready after {:.1} s", started.elapsed().as_secs_f64()).expect("stdout");
    }
}

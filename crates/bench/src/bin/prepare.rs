//! Prepares the homes that the benches use: `prepare 1000 10000 100000`. Prints the time of each first meeting. With `apart`
//! before a number, two homes that have not met yet. `live ANA BEN 2026` lets two homes that are paired live through a year.

use std::io::Write;
use std::time::Instant;

fn main() {
    let mut out = std::io::stdout();
    let mut arguments = std::env::args().skip(1).peekable();
    if arguments.next_if(|first| first == "apart").is_some() {
        let entries = arguments.next().and_then(|text| text.parse().ok()).expect("a number");
        let folder = kintsugi_bench::prepared().join("apart");
        std::fs::create_dir_all(&folder).expect("a folder");
        drop(kintsugi_bench::apart(&folder, entries));
        return;
    }
    if arguments.next_if(|first| first == "live").is_some() {
        let mut folder = || arguments.next().map(std::path::PathBuf::from).expect("a folder");
        let (ana, ben) = (folder(), folder());
        let year = arguments.next().and_then(|text| text.parse().ok()).expect("a year");
        return kintsugi_bench::live(&ana, &ben, year);
    }
    for entries in arguments.filter_map(|text| text.parse().ok()) {
        let started = Instant::now();
        kintsugi_bench::couple(&kintsugi_bench::prepared(), entries);
        writeln!(out, "{entries} entries: ready after {:.1} s", started.elapsed().as_secs_f64()).expect("stdout");
    }
}

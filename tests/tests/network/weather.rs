//! Bad links: loss, delay, order, doubles, flapping. Nothing is lost, and both have everything soon after it is over.

use std::time::Duration;

use kintsugi_tests::company::{Company, until_in_touch, until_read};
use kintsugi_tests::note;

const HEALED: Duration = Duration::from_secs(30);

/// Both write while it lasts; after it both have all of it.
fn under(company: &Company, name: &str, during: impl FnOnce()) {
    let lines: Vec<String> = (0..4).map(|n| format!("{name} {n}")).collect();
    for (n, line) in lines.iter().enumerate() {
        let writer = if n % 2 == 0 { &company.two.ana } else { &company.two.ben };
        writer.write(line, &["--now"]);
    }
    during();
    for reader in [&company.two.ana, &company.two.ben] {
        let took = until_read(reader, &lines);
        note(&format!("{name}: {} has everything {} ms after", reader.name, took.as_millis()));
        assert!(took < HEALED, "{name}");
    }
}

#[test]
fn loss_delay_disorder_and_doubles() {
    let company = Company::with_weather(&["a", "b"]);
    company.pair();
    let _watches = company.watch();
    until_in_touch(&company.two.ana);
    for what in ["loss 30", "delay 200", "reorder 25", "duplicate 5", "loss 100"] {
        company.lab.weather(what);
        under(&company, what, || {
            std::thread::sleep(Duration::from_secs(5));
            company.lab.weather("clear");
        });
    }
}

#[test]
fn a_link_that_flaps() {
    let company = Company::paired(&["a", "b"]);
    let _watches = company.watch();
    until_in_touch(&company.two.ana);
    let flap = || {
        company.lab.sh("for n in $(seq 20); do ip link set va down; sleep 0.5; ip link set va up; sleep 0.5; done");
    };
    under(&company, "flapping", flap);
}

#[test]
fn a_pairing_and_a_first_meeting_over_a_bad_link() {
    let company = Company::with_weather(&["a", "b"]);
    for n in 0..50 {
        company.two.ana.write(&format!("line {n}"), &[]);
    }
    company.lab.weather("loss 10");
    company.pair();
    assert_eq!(company.two.ben.entries().len(), 50);
}

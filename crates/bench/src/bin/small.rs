//! What a meeting says where little is new: flights and bytes of both sides together, without what the transport adds. In homes
//! of so many entries: `small 1000 10000`.

use std::io::Write;

use kintsugi_home::Home;
use kintsugi_tests::memory::{Side, meet, write};

fn main() {
    let mut out = std::io::stdout();
    for entries in std::env::args().skip(1).filter_map(|text| text.parse().ok()) {
        let couple = kintsugi_bench::couple(&kintsugi_bench::prepared(), entries);
        let (ana, ben) = (&couple.ana, &couple.ben);
        meet(ana, ben);
        let (flights, bytes) = said(ana, ben);
        writeln!(out, "{entries} entries, nothing new: {flights} flights, {bytes} bytes").expect("stdout");
        write(ana, "We walked home slowly after supper, and you asked twice about the letter.");
        let (flights, bytes) = said(ana, ben);
        writeln!(out, "{entries} entries, one new: {flights} flights, {bytes} bytes").expect("stdout");
    }
}

/// How often both spoke at once, and how much they said, until both have everything.
fn said(ana: &Home, ben: &Home) -> (usize, usize) {
    let (mut a, mut b) = (Side::new(ana), Side::new(ben));
    let (mut flights, mut bytes) = (0, 0);
    loop {
        let (from_a, from_b) = (a.speak(), b.speak());
        if from_a.is_empty() && from_b.is_empty() {
            break;
        }
        flights += 1;
        bytes += from_a.iter().chain(&from_b).map(Vec::len).sum::<usize>();
        from_a.iter().try_for_each(|frame| b.hear(frame)).expect("an honest side");
        from_b.iter().try_for_each(|frame| a.hear(frame)).expect("an honest side");
    }
    for side in [&a, &b] {
        let outcome = side.session.outcome().expect("it came to its end");
        assert!(outcome.up_to_date);
        side.finish(&outcome).expect("a sound store");
    }
    (flights, bytes)
}

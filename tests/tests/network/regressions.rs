//! Each failure that people know from tools like this one, by its name. Some live where they fit better:
//!
//! - a length header that allocates gigabytes: `memory.rs`, and the unit tests of `frame.rs`
//! - a torn partner file: the partner is a row in one transaction, `crash.rs`
//! - a second process stealing the connection: `together::only_one_process_owns_the_connection`
//! - a watch that starves when its terminal closes: `together::a_watch_whose_output_nobody_reads_goes_on`, and below

use std::time::{Duration, Instant};

use kintsugi_tests::company::{Company, Watch, standing, until_in_touch, until_read};
use kintsugi_tests::{Person, open_window_for};

#[test]
fn a_pairing_that_succeeds_can_sync_afterwards() {
    let company = Company::new(&["a", "b"]);
    company.two.ana.write("before", &[]);
    company.pair();
    // Not only over the connection of the pairing: by new processes, in both directions, and by a watch.
    company.two.ben.write("after", &[]);
    company.two.sync();
    let _watches = company.watch();
    company.two.ana.write("by itself", &["--now"]);
    until_read(&company.two.ben, &["before".into(), "after".into(), "by itself".into()]);
}

#[test]
fn a_removed_device_does_not_come_back() {
    let company = Company::paired(&["a", "b", "c"]);
    company.two.sync();
    let words = company.two.ben.home.with_extension("words");
    let words = words.to_str().expect("a plain path");
    let new = company.lab.seat(company.two.ben.at(company.two.root.path().join("Ben2")), "c");
    new.ok(&["init", "--name", "Ben", "--no-passphrase", "--new-laptop", "--recovery-file", words]);
    let (window, ticket) = open_window_for(&company.two.ana, &["device", "replace"], &[]);
    assert_eq!(new.run(&["join", &ticket, "--yes"]).code, 0);
    assert_eq!(window.wait_with_output().code, 0);
    // The old laptop stays in touch as before, with keys that were valid, while Ana and the new one do.
    let _ana = Watch::start(&company.two.ana);
    let _new = Watch::start(&new);
    let mut old = Watch::start(&company.two.ben);
    until_in_touch(&new);
    company.two.ben.write("from the old laptop", &["--now"]);
    new.write("from the new laptop", &["--now"]);
    until_read(&company.two.ana, &["from the new laptop".into()]);
    std::thread::sleep(Duration::from_secs(3));
    assert!(!company.two.ana.entries().iter().any(|entry| entry[3] == "from the old laptop"));
    assert!(!company.two.ben.entries().iter().any(|entry| entry[3] == "from the new laptop"));
    assert!(old.is_running());
}

#[test]
fn the_first_to_connect_is_not_trusted() {
    let company = Company::new(&["a", "b", "c"]);
    let cem = company.lab.seat(Person::new("Cem", company.two.root.path()), "c");
    cem.init();
    let mut window = company.two.ana.begin(&["pair", "--yes", "--json"]);
    let code = kintsugi_tests::first_line(&mut window)["code"].as_str().expect("a code").to_owned();
    // Cem is first, and has a code of his own making.
    let mut wrong = kintsugi_sync::pairing::PairingSecret::new([9; 10]).to_code();
    if wrong == code {
        wrong = kintsugi_sync::pairing::PairingSecret::new([8; 10]).to_code();
    }
    assert_eq!(cem.fails(&["join", &wrong, "--yes"], 4)["code"], "not-near");
    assert_eq!(company.two.ben.run(&["join", &code, "--yes"]).code, 0);
    let hosted: kintsugi_tests::Run = window.wait_with_output().expect("it ends").into();
    assert_eq!(hosted.json()["partner"], "Ben");
}

#[test]
fn stale_addresses_do_not_stall_for_half_a_minute() {
    let company = Company::paired(&["a", "b"]);
    // Both remember where they were; both are elsewhere now.
    company.lab.move_to("a", "192.168.77.71");
    company.lab.move_to("b", "192.168.77.72");
    company.two.ana.write("found again", &[]);
    let since = Instant::now();
    company.two.sync();
    assert!(since.elapsed() < Duration::from_secs(15), "{:?}", since.elapsed());
    assert_eq!(company.two.ben.entries().len(), 1);
}

#[test]
fn what_was_written_before_is_delivered_like_what_comes_after() {
    let company = Company::new(&["a", "b"]);
    for n in 0..3 {
        company.two.ana.write(&format!("past {n}"), &["--day", "2025-03-01"]);
        company.two.ben.write(&format!("past {n}"), &[]);
    }
    company.pair();
    for person in [&company.two.ana, &company.two.ben] {
        assert_eq!(person.entries().len(), 6, "{}", person.name);
    }
}

#[test]
fn a_watch_ends_cleanly_with_its_terminal() {
    let company = Company::paired(&["a", "b"]);
    let (ana, ben) = company.watch();
    until_in_touch(&company.two.ana);
    company.lab.sh(&format!("kill -HUP {}", ana.id()));
    // Ben's side learns at once that she has gone, and not by a timeout; her next command needs no waiting either.
    let since = Instant::now();
    while standing(&company.two.ben)["together"] != false {
        assert!(since.elapsed() < Duration::from_secs(10), "he was told");
    }
    company.two.ana.write("later", &[]);
    assert_eq!(company.two.ana.ok(&["sync"])["sent"], 1);
    drop((ana, ben));
}

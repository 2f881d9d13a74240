//! New addresses, no router, no addresses at all: the two find each other again.

use std::time::{Duration, Instant};

use expectrl::session::OsSession;
use expectrl::{Eof, Expect, Session};
use kintsugi_tests::company::{Company, Watch, standing, until_in_touch, until_read};
use kintsugi_tests::note;

/// Writes at `a` and waits until it is read at `b`, and the other way round.
fn both_ways(company: &Company, what: &str) {
    let (there, back) = (format!("{what}, there"), format!("{what}, back"));
    let since = Instant::now();
    company.two.ana.write(&there, &["--now"]);
    company.two.ben.write(&back, &["--now"]);
    until_read(&company.two.ben, &[there]);
    until_read(&company.two.ana, &[back]);
    note(&format!("{what}: {} ms", since.elapsed().as_millis()));
}

#[test]
fn a_new_address_on_either_side_and_on_both() {
    let company = Company::paired(&["a", "b"]);
    let _watches = company.watch();
    until_in_touch(&company.two.ana);
    both_ways(&company, "at first");
    // Which of the two dials depends on their ids: both are tried.
    company.lab.move_to("a", "192.168.77.51");
    both_ways(&company, "Ana's address changed");
    company.lab.move_to("b", "192.168.77.52");
    both_ways(&company, "Ben's address changed");
    company.lab.move_to("a", "192.168.77.53");
    company.lab.move_to("b", "192.168.77.54");
    both_ways(&company, "both addresses changed");
    company.lab.on("a", "ip link set eth0 down; sleep 3; ip link set eth0 up");
    both_ways(&company, "the link was gone for three seconds");
    // Another network altogether, as when both go from the kitchen to the garden.
    for (host, n) in [("a", 5), ("b", 6)] {
        company.lab.on(host, &format!("ip addr flush dev eth0; ip addr add 10.4.4.{n}/24 dev eth0"));
    }
    both_ways(&company, "another network");
}

#[test]
fn a_partner_who_comes_back_is_heard_at_once() {
    let company = Company::paired(&["a", "b"]);
    let _ana = Watch::start(&company.two.ana);
    let ben = Watch::start(&company.two.ben);
    until_in_touch(&company.two.ben);
    ben.cut();
    company.two.ana.write("while Ben was away", &["--now"]);
    let _ben = Watch::start(&company.two.ben);
    until_read(&company.two.ben, &["while Ben was away".to_owned()]);
    both_ways(&company, "after the restart");
}

#[test]
fn a_cable_between_two_laptops_is_enough() {
    let company = Company::new(&["a", "b"]);
    for (host, n) in [("a", 21), ("b", 22)] {
        company.lab.on(host, &format!("ip addr flush dev eth0; ip addr add 169.254.7.{n}/16 dev eth0"));
    }
    company.pair();
    company.two.ana.write("over a cable", &[]);
    company.two.sync();
    assert_eq!(company.two.ben.entries().len(), 1);
}

#[test]
fn unique_local_addresses_of_ipv6_are_enough() {
    let company = Company::new(&["a", "b"]);
    for (host, n) in [("a", 21), ("b", 22)] {
        company.lab.on(
            host,
            &format!("ip addr flush dev eth0 scope global; ip -6 addr add fd00:77::{n}/64 dev eth0 nodad; sleep 0.1"),
        );
    }
    company.pair();
    company.two.ana.write("without IPv4", &[]);
    company.two.sync();
    assert_eq!(company.two.ben.entries().len(), 1);
}

#[test]
fn two_networks_are_both_used() {
    let company = Company::paired(&["a", "b"]);
    // Ben goes over to a second network that Ana is on, too.
    company.lab.sh("ip link add lan2 netns a type veth peer name lan2 netns b");
    company.lab.on("a", "ip addr add 10.9.9.1/24 dev lan2; ip link set lan2 up");
    company.lab.on("b", "ip addr flush dev eth0; ip addr add 10.9.9.2/24 dev lan2; ip link set lan2 up");
    company.two.ana.write("on the second network", &[]);
    company.two.sync();
    assert_eq!(company.two.ben.entries().len(), 1);
}

#[test]
fn with_two_networks_somebody_is_asked_once() {
    let company = Company::paired(&["a", "b"]);
    second_network(&company);
    let mut sync = Session::spawn(company.two.ana.line(&["sync", "--wait", "1"])).expect("a pseudo-terminal");
    sync.set_expect_timeout(Some(std::time::Duration::from_secs(20)));
    sync.expect("Which one is yours?").expect("a question");
    sync.send_line("attic").expect("an answer");
    sync.expect("Which one is yours?").expect("once more, because there is no attic");
    sync.send_line("eth0").expect("an answer");
    sync.expect("was not reached").expect("an end");
    drop(sync);
    assert_eq!(company.two.ana.ok(&["config"])["networks"], serde_json::json!(["eth0"]));
    company.two.ana.write("at home", &[]);
    company.two.sync();
    // The chosen network is gone: nothing else is used instead.
    company.lab.on("a", "ip addr flush dev eth0");
    let error = company.two.ana.fails(&["sync", "--wait", "1"], 4);
    assert_eq!(error["code"], "no-network");
}

/// A second network on Ana's laptop, which leads nowhere.
fn second_network(company: &Company) {
    let line = "ip link add office type veth peer name office1; ip link set office1 up; ip link set office up";
    company.lab.on("a", &format!("{line}; ip addr add 10.7.7.7/24 dev office"));
}

/// Somebody has begun a watch at a terminal and went away.
fn watch_at_terminal(company: &Company) -> OsSession {
    let mut watch = Session::spawn(company.two.ana.line(&["sync", "--watch"])).expect("a pseudo-terminal");
    watch.set_expect_timeout(Some(Duration::from_secs(20)));
    watch
}

/// Found with a watch at a terminal: a second network made it ask which one is home, and nothing crossed until somebody typed.
#[test]
fn a_second_network_does_not_hold_up_a_watch_that_nobody_looks_at() {
    let company = Company::paired(&["a", "b"]);
    let mut watch = watch_at_terminal(&company);
    let _ben = Watch::start(&company.two.ben);
    until_in_touch(&company.two.ana);
    second_network(&company);
    watch.expect("on another network, too (office). It goes on with eth0").expect("it says so");
    both_ways(&company, "a second network");
    company.lab.move_to("a", "192.168.77.61");
    both_ways(&company, "a new address beside it");
    // What somebody chooses holds at once.
    company.two.ana.ok(&["config", "network", "office"]);
    let since = Instant::now();
    while standing(&company.two.ana)["together"] != false {
        assert!(since.elapsed() < Duration::from_secs(20), "it goes on with a network that is not home");
    }
    company.two.ana.ok(&["config", "network", "eth0"]);
    both_ways(&company, "chosen again");
    company.two.ana.ok(&["lock"]);
    watch.expect(Eof).expect("it hears a lock");
}

#[test]
fn a_watch_that_begins_on_two_networks_asks_nobody() {
    let company = Company::paired(&["a", "b"]);
    second_network(&company);
    let mut watch = watch_at_terminal(&company);
    let _ben = Watch::start(&company.two.ben);
    watch.expect("on more than one network, and each is used (eth0, office)").expect("it says so");
    both_ways(&company, "two networks from the beginning");
    company.two.ana.ok(&["lock"]);
    watch.expect(Eof).expect("it hears a lock");
}

#[test]
fn without_a_network_the_words_are_safe_and_said_to_be() {
    let company = Company::paired(&["a", "b"]);
    company.lab.on("a", "ip addr flush dev eth0");
    let error = company.two.ana.fails(&["sync", "--wait", "1"], 4);
    assert_eq!(error["code"], "no-network");
    // A watch waits for a network, and goes on when there is one.
    let _watches = company.watch();
    company.two.ana.write("offline", &["--now"]);
    std::thread::sleep(std::time::Duration::from_secs(1));
    company.lab.on("a", "ip addr add 192.168.77.60/24 dev eth0");
    until_read(&company.two.ben, &["offline".to_owned()]);
}

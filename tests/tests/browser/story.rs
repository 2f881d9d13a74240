//! The story of two people in two browsers at two laptops, from nothing to the second evening: once as the page is, and once without
//! any script. Nothing but what stands on the page is used.

use std::net::IpAddr;
use std::time::{Duration, Instant};

use kintsugi_tests::{Clock, Lab, Packet, Person, Recorder, is_slow};

use crate::gone::PASSPHRASE;
use crate::pairing;
use crate::seat::Seat;

/// What they write; none of it may stand in an address.
const WORDS: [&str; 6] = ["gooseberry", "quince", "medlar", "damson", "mulberry", "rowan"];

/// The first run, up to the first line and the first act.
fn begins(seat: &Seat, line: &str) {
    seat.click("form[action='/begin/note'] button");
    seat.tab.type_into("#name", seat.person.name);
    seat.tab.type_into("#passphrase", PASSPHRASE);
    seat.send("#again", PASSPHRASE, "form[action='/begin/name'] button:not([formaction])");
    let twelve = "[...document.querySelectorAll('.twelve li')].map((word) => word.innerText.trim()).join(' ')";
    let words = seat.tab.text_of(twelve);
    seat.click("form[action='/begin/words'] button:not([formaction])");
    let asked = seat.tab.text_of("document.querySelector('h1').innerText.match(/[0-9]+/)[0]");
    let word = words.split(' ').nth(asked.parse::<usize>().expect("a number") - 1).expect("twelve words");
    seat.send("#word", word, "form[action='/begin/word'] button:not([formaction])");
    seat.send("#text", line, "form[action='/write'] button");
    seat.shows(line);
    seat.reached("the first line");
    assert_eq!(seat.clicks(), 5);
    seat.send("#act", &format!("an act of {}", seat.person.name), "form[action='/act'] button");
}

/// One shows a code, the other types it as it stands there; both compare four words.
fn pair(ana: &Seat, ben: &Seat) {
    let code = pairing::shows_a_code(ana);
    pairing::types_it(ben, &code);
    pairing::compare([ana, ben]);
    pairing::agree([ana, ben]);
    for seat in [ana, ben] {
        seat.click("form[action='/pair/stop'] button");
    }
}

/// Writes in anger, and takes it back in time.
fn takes_back(seat: &Seat, line: &str) {
    seat.send("#text", line, "form[action='/write'] button");
    let of = format!(
        "[...document.querySelectorAll('article.entry')].find((one) => one.innerText.includes('{line}')).querySelector('a[href$=\"/back\"]').getAttribute('href')"
    );
    let way = seat.tab.text_of(&of);
    seat.click(&format!("a[href='{way}']"));
    seat.click(&format!("form[action='{way}'] button"));
    seat.shows("Taken back.");
    assert!(!seat.tab.words().contains(line));
}

/// A letter each, sealed; once both may be opened, and the laptops have met, each reads both.
fn letters(ana: &Seat, ben: &Seat, texts: [&str; 2]) {
    for (seat, text) in [ana, ben].into_iter().zip(texts) {
        seat.click("a[href='/together']");
        seat.click("main a[href='/letters']");
        seat.send("#part-0", text, "form[action='/letters'] button:not([formaction])");
        seat.click("form[action='/letters/ready'] button");
        seat.shows("Your letter is sealed and ready.");
    }
    meet(ana, ben);
    for seat in [ana, ben] {
        let since = Instant::now();
        while !seat.look("/letters").contains("Letters that are open") {
            assert!(since.elapsed() < Duration::from_secs(60), "{}", seat.tab.words());
            std::thread::sleep(Duration::from_millis(100));
        }
        seat.click("a[href='/letters/1']");
        texts.iter().for_each(|text| seat.shows(text));
    }
}

fn meet(one: &Seat, other: &Seat) {
    one.look("/meet");
    one.click("form[action='/meet/now'] button");
    one.tab.until(&format!("You and {} have the same now.", other.person.name));
}

/// One laptop, both before it.
fn read_together(seat: &Seat, lines: &[&str]) {
    seat.click("a[href='/together']");
    seat.click("main a[href='/reading']");
    seat.click("form[action='/reading/begin'] button");
    let mut read = String::new();
    while !seat.tab.words().contains("Were both of you here?") {
        read += &seat.tab.words();
        seat.click("a[rel='next']");
    }
    assert!(lines.iter().all(|line| read.contains(line)), "{read}");
    seat.click("form[action='/reading/done'] button");
}

/// An evening with everything that it offers, and nothing skipped.
fn evening(seat: &Seat, line: &str) {
    seat.click("a[href='/more']");
    seat.click("main a[href='/evening']");
    loop {
        let title = seat.tab.text_of("document.querySelector('h1').innerText");
        match title.as_str() {
            "New here" => seat.click("form[action='/evening/read'] button"),
            "A line of yours" => seat.send("#text", line, "form[action='/write'] button"),
            "A small act" => seat.send("#act", "the call", "form[action='/act'] button"),
            "Meet" => {
                seat.click("form[action='/meet/now'] button");
                seat.tab.until("have the same now.");
                seat.click("a[rel='next']");
            }
            "The evening" => break,
            _ => seat.click("a[rel='next']"),
        }
    }
    seat.shows("That was the evening. Sleep well.");
    seat.reached("an evening");
    assert!(seat.clicks() <= 10, "{}", seat.clicks());
    seat.click("main a[href='/']");
    seat.shows(line);
}

fn at_home(lab: &Lab, root: &std::path::Path, name: &'static str, host: &str) -> Option<Person> {
    let mut person = lab.seat(Person::new(name, root), host);
    person.clock = Some(Clock::at("2026-06-03 20:30:00")?);
    Some(person)
}

/// From nothing to a heart, letters, a reading, and an evening of the next day.
fn lives_through(lab: &Lab, root: &std::path::Path, script: bool) -> Option<()> {
    let [ana, ben] = [("Ana", "a"), ("Ben", "b")].map(|(name, host)| at_home(lab, root, name, host));
    let (mut ana, mut ben) = (Seat::take(ana?, script)?, Seat::take(ben?, script)?);
    begins(&ana, WORDS[0]);
    begins(&ben, WORDS[1]);
    pair(&ana, &ben);
    for seat in [&ana, &ben] {
        seat.shows(WORDS[0]);
        seat.shows(WORDS[1]);
        seat.shows("One heart");
        seat.reached("the first shared line and the first heart");
        assert!(seat.clicks() <= 11, "{}", seat.clicks());
    }
    takes_back(&ana, WORDS[2]);
    letters(&ana, &ben, [WORDS[3], WORDS[4]]);
    read_together(&ana, &[WORDS[0], WORDS[1]]);
    let month = |seat: &Seat| (seat.look("/hearts"), seat.tab.text_of("document.querySelector('table').innerText")).1;
    assert!(month(&ana).contains('3') && month(&ana) == month(&ben));
    assert!(!ben.look("/read").contains(WORDS[2]), "what was taken back in time never came");
    for seat in [&ana, &ben] {
        seat.asked_nobody_else(&WORDS);
    }
    ben.again("2026-06-04 20:29:00");
    ana.again("2026-06-04 20:30:00");
    evening(&ana, WORDS[5]);
    ana.asked_nobody_else(&WORDS);
    Some(())
}

/// Every packet of both laptops is recorded; there is a way out, and nothing takes it.
#[test]
fn two_people_begin_pair_and_live_through_two_evenings_in_two_browsers() {
    if !is_slow() {
        return;
    }
    let root = kintsugi_tests::folder(true);
    let lab = Lab::new(&["a", "b", "gw"]);
    for host in ["a", "b"] {
        lab.on(host, &format!("ip route add default via {}", lab.address("gw")));
    }
    let recorders = ["a", "b"].map(|host| Recorder::start(&lab, host, &root.path().join(host)));
    let lived = lives_through(&lab, root.path(), true);
    let laptops: Vec<IpAddr> = ["a", "b"].map(|host| lab.address(host).parse().expect("an address")).into();
    for packets in recorders.map(Recorder::stop) {
        // What stays on one laptop is the browser and its page.
        let stays = |packet: &Packet| [packet.from, packet.to].iter().all(|ip| ip.is_some_and(|ip| ip.is_loopback()));
        let astray = packets.iter().filter(|packet| !stays(packet) && !packet.is_at_home(&laptops));
        let astray: Vec<String> = astray.map(Packet::to_string).collect();
        assert!(astray.is_empty(), "{}", astray.join("\n"));
        let talk = packets.iter().filter(|packet| packet.kind == "udp" && !packet.is_mdns()).count();
        assert!(lived.is_none() || talk > 20, "the two talked: {talk} packets");
    }
}

#[test]
fn so_do_two_whose_browsers_run_no_script() {
    if !is_slow() {
        return;
    }
    let root = kintsugi_tests::folder(true);
    let lab = Lab::new(&["a", "b"]);
    lives_through(&lab, root.path(), false);
}

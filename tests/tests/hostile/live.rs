//! The worst attacks against the program itself: a process of it stays in touch or pairs, real packets on loopback, and the other
//! laptop is a patched one. What is judged are counts; how long things took is said, for whoever runs it with the program that
//! people get (`just attack`).

use std::net::SocketAddr;
use std::process::{Child, Command};
use std::sync::Arc;
use std::time::{Duration, Instant};

use kintsugi_home::Home;
use kintsugi_journal::{ChangeHash, Proposal};
use kintsugi_meet::{Error, run};
use kintsugi_sync::Frame;
use kintsugi_sync::pairing::{Message, Ticket};
use kintsugi_tests::flood::{as_frame, end, large_values, unlike, written};
use kintsugi_tests::in_between::Eve;
use kintsugi_tests::memory::{home, reopen};
use kintsugi_tests::patched_laptop::{Line, PatchedLaptop};
use kintsugi_tests::{Growth, Two, first_line, open_window, processor_ticks, repeats, skipped};

/// Ana stays in touch with the program; Ben's laptop is in other hands.
struct Watched {
    two: Two,
    watch: Watch,
    ana: Home,
    ben: Home,
}

/// The process that stays in touch; it does not outlive a test that fails.
struct Watch(Child);

impl Drop for Watch {
    fn drop(&mut self) {
        // Where it has ended by itself there is nothing left to end.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Watched {
    fn begin() -> Self {
        let two = Two::paired();
        two.ana.write("a line of Ana", &["--now"]);
        two.ben.write("a line of Ben", &["--now"]);
        two.sync();
        let watch = Watch(two.ana.begin(&["sync", "--watch", "--quiet"]));
        let (ana, ben) = (reopen(&two.ana.home), reopen(&two.ben.home));
        Self { two, watch, ana, ben }
    }

    fn while_attacked(&self, attack: impl AsyncFnOnce(&PatchedLaptop<'_>)) {
        run(async {
            attack(&PatchedLaptop::of(&self.ben).await).await;
            Ok::<(), Error>(())
        })
        .expect("a runtime");
    }

    /// How far the watch has grown meanwhile.
    fn growth(&self, attack: impl AsyncFnOnce(&PatchedLaptop<'_>)) -> Option<u64> {
        self.while_attacked(async |ben| drop(ben.connect(&self.ana).await));
        let growth = Growth::of(&self.watch.0.id().to_string());
        self.while_attacked(attack);
        growth.and_then(|growth| growth.kib())
    }

    /// Ctrl-C is heard; then Ben's honest program meets her, her line is there, and nobody is blamed.
    fn end(mut self) {
        let told = Instant::now();
        Command::new("kill").args(["-INT", &self.watch.0.id().to_string()]).status().expect("kill");
        assert!(self.watch.0.wait().expect("it ends").success());
        eprintln!("Ctrl-C heard after {} ms", told.elapsed().as_millis());
        let line = self.two.ana.write("and life goes on", &["--now"]);
        drop((self.ana, self.ben));
        self.two.sync();
        assert!(self.two.ben.entries().iter().any(|entry| entry[0] == line));
        for person in [&self.two.ana, &self.two.ben] {
            assert_eq!(person.ok(&["verify"])["ok"], true);
            let screen = person.run(&["status"]).stdout;
            for word in ["tamper", "attack", "suspicious", "cheat", "blame"] {
                assert!(!screen.contains(word), "{screen}");
            }
        }
    }
}

fn frame(frame: &Frame) -> Vec<u8> {
    frame.encode().expect("it fits")
}

/// A greeting, then whatever Ben's program likes, until she has looked at it or hangs up; whether she has looked at all of it.
async fn say(line: &mut Line, ben: &PatchedLaptop<'_>, frames: impl Iterator<Item = Frame>) -> bool {
    let hello = ben.home().pair().expect("a partner").hello();
    let greeting = [frame(&Frame::Hello(hello)), frame(&end(Vec::new()))];
    for bytes in greeting.into_iter().chain(frames.map(|one| frame(&one))).chain([frame(&end(Vec::new()))]) {
        if line.say(&bytes).await.is_none() {
            return false;
        }
    }
    // Her greeting and her first turn end while she takes in; the next one comes after it.
    let mut ends = 0;
    while ends < 3 {
        let Some(bytes) = line.hear().await else { return false };
        ends += u32::from(matches!(Frame::decode(&bytes[4..]), Ok(Frame::End(_))));
    }
    true
}

/// Twenty lines of Ana's, as she would write them, one after the other. How long the longest took.
fn twenty_lines(two: &Two) -> Duration {
    let one = |n: u32| {
        let begun = Instant::now();
        two.ana.write(&format!("line {n}"), &["--now"]);
        begun.elapsed()
    };
    (0..20).map(one).max().expect("twenty")
}

/// She looks at all of it, and writes twenty lines meanwhile. What is on Ben's page then.
fn looked_at_while_she_writes(watched: &Watched, proposals: Vec<Proposal>) -> Vec<ChangeHash> {
    let doc = proposals[0].doc;
    let two = &watched.two;
    std::thread::scope(|scope| {
        let writing = scope.spawn(move || twenty_lines(two));
        watched.while_attacked(async |ben| {
            let mut line = ben.connect(&watched.ana).await;
            assert!(say(&mut line, ben, proposals.into_iter().map(as_frame)).await, "she takes her time, and goes on");
        });
        let longest = writing.join().expect("every line is saved");
        eprintln!("the longest of twenty writes meanwhile took {} ms", longest.as_millis());
    });
    let reader = watched.ana.vault().read().expect("a moment");
    reader.document(doc).expect("a sound row").map_or_else(Vec::new, |row| row.heads)
}

fn changes() -> u32 {
    u32::try_from(repeats("KINTSUGI_CHANGES", 1000)).expect("a number")
}

#[test]
fn while_changes_come_in_reverse_her_lines_are_saved() {
    let watched = Watched::begin();
    let mut proposals = written(watched.ben.identity().person(), changes(), 1);
    let (last, all_at_once) = (proposals[proposals.len() - 1].hash, proposals.len() <= 1000);
    proposals.reverse();
    let heads = looked_at_while_she_writes(&watched, proposals);
    // Of more than she looks at in one piece the rest is asked for, in order.
    assert!(!all_at_once || heads == [last], "what is sound is taken in");
    watched.end();
}

#[test]
fn while_changes_follow_what_is_nowhere_her_lines_are_saved() {
    let watched = Watched::begin();
    let mut proposals = written(watched.ben.identity().person(), changes(), 1);
    let missing = proposals.len() / 2;
    proposals.remove(missing);
    let last = proposals[missing - 1].hash;
    assert_eq!(looked_at_while_she_writes(&watched, proposals), [last], "what is sound is taken in");
    watched.end();
}

#[test]
fn large_values_and_words_without_end_take_no_memory_of_the_watch() {
    let watched = Watched::begin();
    let person = watched.ben.identity().person();
    let large = |n| as_frame(unlike(person, n, large_values()));
    let grown = watched.growth(async |ben| {
        let mut line = ben.connect(&watched.ana).await;
        assert!(!say(&mut line, ben, (0..2000).map(large)).await, "she does not hear all of it");
    });
    match grown {
        Some(kib) => {
            eprintln!("large values: the watch grew by {kib} KiB");
            assert!(kib < 16 * 1024, "it grew by {kib} KiB");
        }
        None => skipped("this system does not tell how much memory a process takes"),
    }
    watched.end();
}

#[test]
fn more_words_than_there_is_room_for_are_named_and_take_no_memory() {
    let watched = Watched::begin();
    watched.two.ana.ok(&["config", "room-megabytes", "1"]);
    let long = "on and on ".repeat(6_000);
    let file = watched.two.root.path().join("long");
    std::fs::write(&file, &long).expect("a file");
    for _ in 0..repeats("KINTSUGI_LONG_LINES", 60) {
        let text = std::fs::read(&file).expect("a file");
        assert_eq!(watched.two.ben.run_with(&["write", "-", "--now"], &text).code, 0);
    }
    let grown = watched.growth(async |ben| {
        let mut line = ben.connect(&watched.ana).await;
        ben.session(&mut line).await.expect("an honest session");
    });
    match grown {
        Some(kib) => {
            eprintln!("words: the watch grew by {kib} KiB");
            assert!(kib < 16 * 1024, "it grew by {kib} KiB");
        }
        None => skipped("this system does not tell how much memory a process takes"),
    }
    let status = watched.two.ana.run(&["status"]).stdout;
    assert!(status.contains("of Ben's lines wait on the other laptop"), "{status}");
    watched.end();
}

/// Says which share of a core a process takes while this goes on.
async fn share_of_a_core(process: u32, name: &str, attack: impl Future<Output = ()>) {
    let (before, begun) = (processor_ticks(process), Instant::now());
    let seconds = Duration::from_secs(repeats("KINTSUGI_SECONDS", 3));
    assert!(tokio::time::timeout(seconds, attack).await.is_err(), "it goes on without end");
    match before.zip(processor_ticks(process)) {
        Some((before, after)) => {
            eprintln!("{name}: {:.2} % of a core", (after - before) as f64 / begun.elapsed().as_secs_f64());
        }
        None => skipped("this system does not tell how long a process computes"),
    }
}

#[test]
fn sessions_and_pings_without_end_keep_no_line_from_crossing() {
    let watched = Watched::begin();
    let (ana, process) = (&watched.ana, watched.watch.0.id());
    watched.while_attacked(async |ben| {
        let sessions = async {
            let mut line = ben.connect(ana).await;
            while ben.session(&mut line).await.is_some() {}
            std::future::pending().await
        };
        share_of_a_core(process, "session after session", sessions).await;
        let pings = async {
            loop {
                let line = &mut ben.connect(ana).await;
                let hello = frame(&Frame::Hello(ben.home().pair().expect("a partner").hello()));
                let mut more = line.say(&hello).await;
                while more.is_some() {
                    more = line.say(&frame(&Frame::Ping)).await;
                }
            }
        };
        share_of_a_core(process, "pings inside sessions, and dialled again", pings).await;
        let written = watched.two.ana.write("a line of hers", &["--now"]);
        let mut line = ben.connect(ana).await;
        ben.session(&mut line).await.expect("she speaks first, and to the end");
        let here = kintsugi_tests::memory::lines(ben.home());
        assert!(here.iter().any(|line| line.entry.to_string() == written), "it has crossed");
    });
    watched.end();
}

/// Both show the words now, and say yes at once, unseen. She hears it and goes.
async fn relay(eve: &Eve, window: ([u8; 32], &[SocketAddr])) {
    let (_, mut ana, mut ben) = eve.between(window).await;
    for with in [&mut ana, &mut ben] {
        while with.hear().await.is_some_and(|said| !matches!(said, Message::Name(_))) {}
        with.hear().await;
    }
}

#[test]
fn in_no_window_do_both_screens_show_the_same_words_to_somebody_in_between() {
    for window in 0..repeats("KINTSUGI_WINDOWS", 2) {
        let two = Two::with_journals();
        let (mut shown, text) = open_window(&two.ana, &[]);
        let ticket = || Ticket::decode(&text, 0).expect("a sound ticket");
        let mut joined = None;
        run(async {
            let eve = Eve::new(home(two.root.path(), "Eve"), Arc::new(ticket().secret)).await;
            let (endpoint, addresses) = eve.place();
            let hers = Ticket { endpoint, addresses, ..ticket() }.encode();
            joined = Some(two.ben.begin(&["join", &hers, "--yes", "--json"]));
            let anas = ticket();
            let met = relay(&eve, (anas.endpoint, &anas.addresses));
            let met = tokio::time::timeout(Duration::from_secs(30), met);
            met.await.expect("both are honest, and quick");
            Ok::<(), Error>(())
        })
        .expect("a runtime");
        let mut joined = joined.expect("begun");
        let (ana, ben) = (shown.next_answer(), first_line(&mut joined));
        shown.close();
        joined.kill().expect("it can be ended");
        joined.wait().expect("it ends");
        assert!(ana["words"].is_array() && ben["words"].is_array(), "both screens show words: {ana} {ben}");
        assert_ne!(ana, ben, "window {window}: they see that somebody is there");
    }
}

//! A watch that somebody else on this laptop ends: it says why, and writes nothing more.

use std::io::{Read, Write};
use std::os::unix::net::UnixDatagram;
use std::path::Path;
use std::process::Child;
use std::time::{Duration, Instant};

use kintsugi_tests::company::standing;
use kintsugi_tests::{Person, Run, Two};
use rusqlite::Connection;

/// What a newer program does first.
fn take_over(person: &Person) {
    let store = Connection::open(person.home.join("journal.db")).expect("a store");
    let format: i64 = store.pragma_query_value(None, "user_version", |row| row.get(0)).expect("a format");
    store.pragma_update(None, "user_version", format + 1).expect("another format");
}

/// The bytes of the store and its log.
fn bytes(home: &Path) -> [Vec<u8>; 2] {
    ["journal.db", "journal.db-wal"].map(|name| std::fs::read(home.join(name)).unwrap_or_default())
}

/// A watch, once it listens.
fn watch(person: &Person) -> Child {
    let watch = person.begin(&["sync", "--watch"]);
    until_it_listens(person);
    watch
}

fn until_it_listens(person: &Person) {
    let since = Instant::now();
    while standing(person).is_null() {
        assert!(since.elapsed() < Duration::from_secs(20), "it does not listen");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// How it ended, within a while.
fn ended(mut watch: Child) -> Run {
    let since = Instant::now();
    while watch.try_wait().expect("it can be waited for").is_none() {
        if since.elapsed() > Duration::from_secs(20) {
            watch.kill().expect("it can be ended");
            panic!("it goes on");
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    watch.wait_with_output().expect("it has ended").into()
}

fn assert_says_why(run: &Run) {
    assert_eq!(run.code, 5, "{}", run.stderr);
    assert!(run.stderr.contains("newer kintsugi has taken over"), "{}", run.stderr);
}

#[test]
fn it_ends_as_soon_as_the_newer_program_has_written() {
    let two = Two::paired();
    let watch = watch(&two.ana);
    take_over(&two.ana);
    let before = bytes(&two.ana.home);
    // The newer program has committed, and says so.
    UnixDatagram::unbound().and_then(|bell| bell.send_to(&[1], two.ana.home.join("bell"))).expect("it listens");
    assert_says_why(&ended(watch));
    assert_eq!(bytes(&two.ana.home), before, "it wrote nothing more");
}

#[test]
fn it_ends_when_the_other_laptop_comes_and_takes_nothing_in() {
    let two = Two::paired();
    two.ben.write("for the newer program", &[]);
    let watch = watch(&two.ana);
    take_over(&two.ana);
    let before = bytes(&two.ana.home);
    assert_eq!(two.ben.fails(&["sync", "--wait", "5"], 4)["code"], "partner-unreachable");
    assert_says_why(&ended(watch));
    assert_eq!(bytes(&two.ana.home), before, "it took nothing in");
}

#[test]
fn a_watch_that_is_ended_by_a_lock_says_so_in_its_window() {
    let two = Two::paired();
    let watch = watch(&two.ana);
    two.ana.ok(&["lock"]);
    let run = ended(watch);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("such as kintsugi lock"), "{}", run.stderr);
}

/// Found by ending one on a busy machine: what was said last was lost with the process, so the window closed without a word.
#[test]
fn what_a_watch_says_last_waits_for_a_window_that_is_slow_to_read() {
    let two = Two::paired();
    let (mut read, mut write) = std::io::pipe().expect("a pipe");
    // Full to the last byte, so that not even its first sentence has gone out when it ends.
    let room = rustix::pipe::fcntl_setpipe_size(&write, 4096).expect("a small pipe");
    write.write_all(&vec![b'.'; room]).expect("it takes as much as it holds");
    let mut command = two.ana.command(&["sync", "--watch"]);
    let mut watch = command.stderr(write).spawn().expect("it starts");
    drop(command);
    until_it_listens(&two.ana);
    two.ana.ok(&["lock"]);
    let (socket, since) = (two.ana.home.join("socket"), Instant::now());
    while socket.exists() && since.elapsed() < Duration::from_secs(20) {
        std::thread::sleep(Duration::from_millis(10));
    }
    // All is over but the last words; a moment later somebody reads them.
    std::thread::sleep(Duration::from_millis(300));
    let mut said = String::new();
    read.read_to_string(&mut said).expect("a window");
    assert!(watch.wait().expect("it ends").success());
    assert!(said.contains("such as kintsugi lock"), "{}", said.trim_matches('.'));
}

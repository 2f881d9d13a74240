//! What another program of the same user, or the system after a crash, sees of a process that holds a secret.

use std::io::Read;
use std::io::{Seek, SeekFrom};
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use kintsugi_tests::{Two, skipped};

const NOBODY: u32 = 65_534;
const SECRET: &str = "a passphrase that is long enough to be found again";

fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|data| data.uid() == 0)
}

/// Root may do anything: then it is somebody else.
fn as_somebody(command: &mut Command) -> &mut Command {
    if is_root() { command.uid(NOBODY).gid(NOBODY) } else { command }
}

/// Waits for what is sure to come, for a while.
fn wait_for(what: &str, come: impl Fn() -> bool) {
    let since = Instant::now();
    while !come() {
        assert!(since.elapsed() < Duration::from_secs(30), "{what} did not come");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// A command that has the journal open and waits for words.
fn waiting(two: &Two) -> Child {
    let secret = two.secret("passphrase", SECRET);
    if is_root() {
        for path in [two.root.path(), secret.as_ref()] {
            chown(path, Some(NOBODY), Some(NOBODY)).expect("root may do so");
        }
    }
    let mut init = two.ana.command(&["init", "--name", "Ana", "--passphrase-file", &secret, "--quiet"]);
    assert!(as_somebody(&mut init).output().expect("it starts").status.success());
    let mut write = two.ana.command(&["write", "-", "--passphrase-file", &secret]);
    let child = as_somebody(&mut write).stdin(Stdio::piped()).spawn().expect("it starts");
    // SQLite has it open.
    let maps = format!("/proc/{}/maps", child.id());
    wait_for("the open journal", || std::fs::read_to_string(&maps).is_ok_and(|maps| maps.contains("journal.db-shm")));
    child
}

fn end(mut child: Child) {
    child.kill().expect("it runs");
    child.wait().expect("it ends");
}

#[test]
fn nobody_else_may_look_and_no_core_is_left() {
    let two = Two::strangers();
    let child = waiting(&two);
    let process = format!("/proc/{}", child.id());
    // What cannot be dumped belongs to root (proc(5)), and only root may trace it.
    let owner = std::fs::metadata(format!("{process}/environ")).expect("it runs").uid();
    let user = if is_root() { NOBODY } else { std::fs::metadata("/proc/self").expect("I run").uid() };
    let limits = std::fs::read_to_string(format!("{process}/limits"));
    end(child);
    assert_ne!(owner, user);
    match limits {
        Ok(limits) => {
            let core = limits.lines().find(|line| line.starts_with("Max core file size")).expect("a limit");
            assert_eq!(core.split_whitespace().nth(4), Some("0"), "{core}");
        }
        Err(_) => skipped("only root may read the limits of such a process"),
    }
}

/// Root looks through all of its memory.
#[test]
fn the_passphrase_is_wiped_once_it_has_opened_the_journal() {
    if !is_root() {
        return skipped("only root may look into such a process, so its memory was not searched");
    }
    let two = Two::strangers();
    let child = waiting(&two);
    let maps = std::fs::read_to_string(format!("/proc/{}/maps", child.id())).expect("it runs");
    let mut memory = std::fs::File::open(format!("/proc/{}/mem", child.id())).expect("root may look");
    let mut found = Vec::new();
    let mut seen = 0;
    for line in maps.lines().filter(|line| line.contains("rw-p")) {
        let (from, to) = line.split_whitespace().next().and_then(|range| range.split_once('-')).expect("a range");
        let [from, to] = [from, to].map(|number| u64::from_str_radix(number, 16).expect("a number"));
        let mut bytes = vec![0; usize::try_from(to - from).expect("it fits")];
        if memory.seek(SeekFrom::Start(from)).and_then(|_| memory.read_exact(&mut bytes)).is_ok() {
            seen += bytes.len();
            found.extend(
                bytes.windows(SECRET.len()).position(|part| part == SECRET.as_bytes()).map(|_| line.to_owned()),
            );
        }
    }
    end(child);
    assert!(seen > 100_000, "hardly anything was looked at");
    assert!(found.is_empty(), "it is still in {found:?}");
}

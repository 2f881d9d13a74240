//! The machine is in the way: a full disk, a file that may not grow, a clock of another age, a killed program's leavings.
//! What cannot be done is said, and no word is lost.

use std::fs::File;
use std::path::Path;
use std::process::{Command, Stdio};

use kintsugi_tests::{Clock, Lab, Person, Run, Two};

/// Through a shell that does this first.
fn after(person: &Person, first: &str, arguments: &[&str]) -> Run {
    let program = person.line(arguments);
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("{first}; exec \"$0\" \"$@\"")]).arg(program.get_program()).args(program.get_args());
    shell.envs(program.get_envs().filter_map(|(name, value)| Some((name, value?))));
    shell.stdin(Stdio::null()).output().expect("it starts").into()
}

#[test]
fn an_answer_that_cannot_be_written_out_is_an_error_and_a_closed_pipe_is_none() {
    let two = Two::with_journals();
    two.ana.write("a line", &[]);
    let run = |to: File| -> Run {
        let child = two.ana.command(&["read", "--json"]).stdout(to).spawn().expect("it starts");
        child.wait_with_output().expect("it ends").into()
    };
    let full = run(File::options().write(true).open("/dev/full").expect("a device"));
    assert_eq!(full.error(1)["code"], "not-shown");
    let closed = two.ana.command(&["read", "--json"]).spawn().map(|mut child| {
        drop(child.stdout.take());
        child.wait_with_output().expect("it ends")
    });
    assert_eq!(Run::from(closed.expect("it starts")).code, 0);
}

#[test]
fn a_file_that_may_not_grow_is_said_and_does_not_end_the_program_silently() {
    let two = Two::with_journals();
    two.ana.write("before", &[]);
    let long = "word ".repeat(2_000);
    let run = after(&two.ana, "ulimit -f 1", &["write", &long, "--json"]);
    assert!(run.code > 0 && run.code < 100, "{}: {}", run.code, run.stderr);
    let error = run.error(run.code);
    assert!(error["hint"].as_str().is_some_and(|hint| hint.contains("this was not saved")), "{error}");
    assert_eq!(two.ana.entries().len(), 1);
    assert_eq!(two.ana.ok(&["verify"])["ok"], true);
    two.ana.write("after", &[]);
}

#[test]
fn a_clock_of_another_age_is_said_and_loses_nothing() {
    let mut two = Two::with_journals();
    two.ana.write("a line", &[]);
    let Some(clock) = Clock::at("9999-12-31 23:59:30") else { return };
    two.ana.clock = Some(clock);
    for arguments in [&["today"][..], &["write", "another line"], &["tracker"], &["status"]] {
        let run = two.ana.run(arguments);
        assert!(run.code != 101 && !run.stderr.contains("fault of its own"), "{arguments:?}: {}", run.stderr);
    }
    two.ana.clock = None;
    assert_eq!(two.ana.ok(&["verify"])["ok"], true);
    assert_eq!(two.ana.entries()[0][3], "a line");
}

/// The clock was a year ahead when they met.
#[test]
fn a_meeting_is_never_named_on_a_day_to_come() {
    let mut two = Two::paired();
    let Some(clock) = Clock::at("2040-01-02 12:00:00") else { return };
    two.ana.clock = Some(clock);
    two.ben.write("a line", &[]);
    two.sync();
    assert_eq!(two.ana.ok(&["status"])["last_meeting"], "2040-01-02");
    two.ana.clock = Clock::at("2039-12-30 12:00:00");
    assert_eq!(two.ana.ok(&["status"])["last_meeting"], "2039-12-30");
}

#[test]
fn what_a_killed_program_left_on_the_stick_is_swept_and_what_is_being_written_is_not() {
    let two = Two::paired();
    two.ana.write("a line", &[]);
    let stick = two.root.path().join("stick");
    std::fs::create_dir(&stick).expect("a folder");
    let (left, held) = (stick.join(".kintsugi-left"), stick.join(".kintsugi-held"));
    std::fs::write(&left, "half").expect("a file");
    let being_written = File::create(&held).expect("a file");
    being_written.lock().expect("a lock");
    two.ana.ok(&["bundle", "export", stick.join("for-ben").to_str().expect("a plain path")]);
    assert!(!left.exists() && held.exists());
}

/// Somebody whose journal is on a disk of so many kilobytes; their 12 words are not.
fn on_a_disk_of(kilobytes: u32, root: &Path, lab: &Lab) -> Person {
    let disk = root.join("disk");
    std::fs::create_dir(&disk).expect("a folder");
    lab.sh(&format!("mount -t tmpfs -o size={kilobytes}k tmpfs {}", disk.display()));
    let ana = lab.seat(Person::new("Ana", &disk), "ana");
    let words = root.join("words").display().to_string();
    ana.ok(&["init", "--name", "Ana", "--no-passphrase", "--recovery-file", &words]);
    ana
}

/// Writes until nothing goes any more, and on; what was said to be saved, by id.
fn fill(ana: &Person) -> Vec<(String, String)> {
    let mut saved = Vec::new();
    let mut refused = 0;
    for n in 0..40 {
        let text = format!("line {n}: {}", "so it was ".repeat(n % 7 * 40)).trim_end().to_owned();
        let run = ana.run(&["write", &text, "--json"]);
        if run.code == 0 {
            saved.push((run.json()["id"].as_str().expect("an id").to_owned(), text));
        } else {
            assert_eq!(run.error(1)["code"], "disk-full");
            refused += 1;
        }
    }
    assert!(refused > 10, "it never filled: {refused} refused");
    saved
}

fn all_there(ana: &Person, saved: &[(String, String)]) {
    let entries = ana.entries();
    assert_eq!(entries.len(), saved.len());
    assert!(saved.iter().all(|(id, text)| entries.iter().any(|entry| entry[0] == *id && entry[3] == *text)));
    assert_eq!(ana.ok(&["verify"])["ok"], true);
}

/// The home on a disk that was mounted to be read alone, with lines in the log that are not in the store.
#[test]
fn where_nothing_can_be_written_everything_can_be_read() {
    let lab = Lab::new(&["ana"]);
    let root = tempfile::tempdir().expect("a folder");
    let ana = on_a_disk_of(4096, root.path(), &lab);
    let id = ana.write("in the store", &["--tag", "home"]);
    ana.write("in the log", &["--private"]);
    let before = ana.entries();
    assert_eq!(before.len(), 2);
    let disk = root.path().join("disk");
    for also in ["", "rm Ana/journal.db-shm; ", "rm -f Ana/endpoint.lock Ana/journal.count; "] {
        let disk = disk.display();
        lab.sh(&format!("mount -o remount,rw {disk}; cd {disk}; {also}cd /; mount -o remount,ro {disk}"));
        assert_eq!(ana.entries(), before, "{also}");
        let sheet = root.path().join(format!("sheet{}", also.len())).display().to_string();
        let screens: [&[&str]; 8] = [
            &["today"],
            &["read"],
            &["search", "log"],
            &["show", &id],
            &["status"],
            &["tracker"],
            &["verify"],
            &["export", "--sheet", &sheet, "--yes"],
        ];
        for screen in screens {
            let run = ana.run(screen);
            assert_eq!(run.code, 0, "{screen:?}: {}{}", run.stdout, run.stderr);
            assert!(run.stderr.contains("nothing can be saved here"), "{screen:?}: {}", run.stderr);
        }
        for change in
            [&["write", "not saved"][..], &["delete", &id, "--yes"], &["star", &id], &["config", "unlock-minutes", "3"]]
        {
            assert_eq!(ana.fails(change, 1)["code"], "read-only", "{change:?}");
        }
    }
    lab.sh(&format!("mount -o remount,rw {}", disk.display()));
    assert_eq!(ana.entries(), before);
    ana.write("saved again", &[]);
}

/// 256 KB hold a journal and hardly a line.
#[test]
fn on_a_disk_that_is_too_small_what_was_said_is_so() {
    let lab = Lab::new(&["ana"]);
    let root = tempfile::tempdir().expect("a folder");
    let ana = on_a_disk_of(256, root.path(), &lab);
    all_there(&ana, &fill(&ana));
}

#[test]
fn a_small_disk_fills_and_taking_back_goes_through() {
    let lab = Lab::new(&["ana"]);
    let root = tempfile::tempdir().expect("a folder");
    let ana = on_a_disk_of(512, root.path(), &lab);
    let mut saved = fill(&ana);
    assert!(!saved.is_empty());
    while let Some((id, _)) = saved.pop() {
        ana.ok(&["delete", &id, "--yes"]);
        all_there(&ana, &saved);
    }
    // There is room again.
    ana.write("after all", &[]);
}

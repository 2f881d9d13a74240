//! Bad input of every kind: a clear error, the right code, nothing lost.

use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use kintsugi_tests::{Run, Two, program, skipped};

fn alone() -> Two {
    let two = Two::strangers();
    two.ana.init();
    two
}

/// Where the words were put, by the hint.
fn kept(error: &serde_json::Value) -> Vec<u8> {
    let hint = error["hint"].as_str().expect("a hint");
    let path = hint.split_whitespace().last().expect("a path");
    std::fs::read(path).unwrap_or_else(|_| panic!("no words at {path}: {hint}"))
}

#[test]
fn texts_that_cannot_be_kept_are_refused_and_given_back() {
    let two = alone();
    let before = two.ana.entries();
    let write = |bytes: &[u8]| two.ana.run_with(&["write", "-", "--json", "--no-input"], bytes).error(2);
    assert_eq!(write(b"")["code"], "words");
    assert_eq!(write(b"  \n\t\n")["code"], "words");
    let huge = vec![b'a'; 10 * 1024 * 1024];
    assert_eq!(kept(&write(&huge)).len(), huge.len());
    assert_eq!(kept(&write(b"nul \0 byte")), b"nul \0 byte");
    assert_eq!(kept(&write(b"escape \x1b[2J")), b"escape \x1b[2J");
    assert_eq!(kept(&write(b"not utf-8 \xff\xfe")), b"not utf-8 \xff\xfe");
    assert_eq!(two.ana.fails(&["write", ""], 2)["code"], "words");
    assert_eq!(two.ana.fails(&["write", "x", "--tag", "two words"], 2)["code"], "words");
    assert_eq!(two.ana.entries(), before);
    // At the limit it is taken, line ends of another system included.
    let line = [vec![b'b'; 64 * 1024 - 1], b"\r\n".to_vec()].concat();
    assert_eq!(two.ana.run_with(&["write", "-", "--json"], &line).code, 0);
    assert_eq!(two.ana.entries()[0][3].len(), 64 * 1024 - 1);
}

#[test]
fn days_that_do_not_exist_are_refused_by_name() {
    let two = alone();
    let message = |day: &str| {
        let error = two.ana.fails(&["write", "words", "--day", day], 2);
        error["message"].as_str().expect("a message").to_owned()
    };
    assert_eq!(message("2026-02-30"), "there is no day 2026-02-30");
    assert_eq!(message("06/07/2025"), "“06/07/2025” can be read as Sun 6 July or as Sat 7 June");
    assert!(message("last week").contains("more than one day"));
    assert!(message("2999-01-01").contains("has not come yet"));
    assert!(message("tomorrow").contains("has not come yet"));
    assert_eq!(two.ana.fails(&["read", "--from", "someday"], 2)["code"], "usage");
    assert_eq!(two.ana.fails(&["tracker", "--month", "2026-13"], 2)["code"], "usage");
    assert!(two.ana.entries().is_empty());
}

#[test]
fn ids_that_are_unknown_or_not_unique_are_refused() {
    let two = alone();
    let mut ids: Vec<String> = Vec::new();
    // With 33 random ids two must begin with the same of 32 characters.
    for n in 0..33 {
        ids.push(two.ana.write(&format!("line {n}"), &[]));
    }
    let twice = ids.iter().find(|id| ids.iter().filter(|other| other[..1] == id[..1]).count() > 1).expect("33 of 32");
    assert_eq!(two.ana.fails(&["show", &twice[..1]], 2)["code"], "ambiguous-id");
    assert_eq!(two.ana.ok(&["show", &twice[..20].to_uppercase()])["id"], **twice);
    for unknown in ["zzzzzzzz", "", "not an id", "00000000000000000000000000"] {
        assert_eq!(two.ana.fails(&["show", unknown], 2)["code"], "no-such-entry", "{unknown:?}");
    }
    assert_eq!(two.ana.fails(&["delete", &ids[0]], 2)["code"], "usage", "nothing destructive without --yes");
    assert_eq!(two.ana.entries().len(), 33);
}

#[test]
fn options_may_stand_before_and_after_the_text() {
    let two = alone();
    two.ana.ok(&["write", "--kind", "hard", "one", "two"]);
    two.ana.ok(&["write", "three", "four", "--kind", "hard", "--tag", "x"]);
    let answer = two.ana.ok(&["read", "--kind", "hard"]);
    let texts: Vec<_> =
        answer["entries"].as_array().expect("entries").iter().map(|entry| entry["text"].clone()).collect();
    assert_eq!(texts, ["one two", "three four"]);
    assert_eq!(two.ana.fails(&["write", "--kind", "angry", "x"], 2)["code"], "usage");
    assert_eq!(two.ana.fails(&["wirte", "x"], 2)["code"], "usage");
}

#[test]
fn a_home_that_others_can_see_is_refused_with_what_mends_it() {
    let two = alone();
    let mode = |mode| std::fs::set_permissions(&two.ana.home, std::fs::Permissions::from_mode(mode)).expect("a mode");
    mode(0o755);
    let error = two.ana.fails(&["read"], 1);
    assert_eq!(error["code"], "folder");
    assert!(error["hint"].as_str().expect("a hint").contains("chmod -R go-rwx"));
    mode(0o700);
    std::fs::set_permissions(two.ana.home.join("journal.db"), std::fs::Permissions::from_mode(0o644)).expect("a mode");
    assert_eq!(two.ana.fails(&["read"], 1)["code"], "folder");
    let link = two.root.path().join("link");
    std::os::unix::fs::symlink(&two.ana.home, &link).expect("a link");
    assert_eq!(two.ana.at(link).fails(&["read"], 1)["code"], "folder");
    assert_eq!(two.ben.fails(&["read"], 1)["code"], "no-home");
    assert_eq!(two.ana.fails(&["init", "--name", "Again", "--no-passphrase"], 1)["code"], "home-exists");
}

#[test]
fn init_takes_no_folder_with_something_in_it_and_needs_a_name() {
    let two = Two::strangers();
    std::fs::create_dir(&two.ana.home).expect("a folder");
    std::fs::write(two.ana.home.join("taxes.pdf"), "x").expect("a file");
    assert_eq!(two.ana.fails(&["init", "--name", "Ana", "--no-passphrase"], 1)["code"], "folder");
    assert_eq!(two.ana.files().len(), 1, "nothing was added");
    assert_eq!(two.ben.fails(&["init", "--name", "Ben"], 2)["code"], "usage", "no passphrase was given");
    assert_eq!(two.ben.fails(&["init", "--name", " ", "--no-passphrase"], 2)["code"], "usage");
    assert!(!two.ben.home.exists());
}

/// Runs a script in a mount namespace of its own. `None`, said aloud, where this user may not make one.
fn in_own_mounts(two: &Two, script: &str) -> Option<Run> {
    let unshare = |script: &str| {
        let mut command = Command::new("unshare");
        command.args(["-m", "sh", "-ec", script]);
        command.env("PROGRAM", program()).env("KINTSUGI_HOME", &two.ana.home).env("ROOT", two.root.path());
        command.output().ok().map(Run::from)
    };
    if unshare("mount -t tmpfs none /mnt").is_none_or(|run| run.code != 0) {
        skipped(&format!("this user may not mount, so {script:?} was not tried"));
        return None;
    }
    unshare(script)
}

#[test]
fn a_full_disk_loses_nothing_that_was_saved() {
    let two = Two::strangers();
    std::fs::create_dir(&two.ana.home).expect("a folder");
    // A disk of 600 KiB: written to until it is full, read after that, and again when there is room.
    let script = r#"
        mount -t tmpfs -o size=600k,mode=0700 none "$KINTSUGI_HOME"
        "$PROGRAM" init --name Ana --no-passphrase --recovery-file "$ROOT/words" >/dev/null
        saved=0
        while echo "words that must not be lost" | "$PROGRAM" write - --json --no-input >>"$ROOT/out" 2>"$ROOT/err"; do saved=$((saved+1)); test $saved -lt 500; done
        "$PROGRAM" read --json --last 1000 >"$ROOT/read"
        mount -o remount,size=4m "$KINTSUGI_HOME"
        "$PROGRAM" write "there is room again" >/dev/null
        "$PROGRAM" verify --json
        echo $saved
    "#;
    let Some(run) = in_own_mounts(&two, script) else { return };
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    let file = |name: &str| std::fs::read_to_string(two.root.path().join(name)).expect("a file");
    let error: serde_json::Value = serde_json::from_str(file("err").lines().last().expect("an error")).expect("JSON");
    assert_eq!(error["error"]["code"], "disk-full", "{error}");
    assert_eq!(String::from_utf8(kept(&error["error"])).expect("text"), "words that must not be lost\n".trim_end());
    let read: serde_json::Value = serde_json::from_str(&file("read")).expect("JSON");
    let saved = run.stdout.lines().last().expect("a count");
    assert_eq!(read["entries"].as_array().expect("entries").len().to_string(), saved);
    assert!(run.stdout.contains("\"ok\":true"), "{}", run.stdout);
}

#[test]
fn a_read_only_home_is_said_to_be_one() {
    let two = alone();
    two.ana.write("before", &[]);
    let script = r#"
        mount --bind "$KINTSUGI_HOME" "$KINTSUGI_HOME"
        mount -o remount,ro,bind "$KINTSUGI_HOME"
        echo "not to be lost" | "$PROGRAM" write - --json --no-input
    "#;
    let Some(run) = in_own_mounts(&two, script) else { return };
    let error = run.error(1);
    assert_eq!(error["code"], "read-only");
    assert_eq!(kept(&error), b"not to be lost");
    assert_eq!(two.ana.entries().len(), 1);
}

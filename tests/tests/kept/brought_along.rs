//! Words that were written elsewhere come in whole and leave whole, on the real binary.

use std::fmt::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::Duration;

use expectrl::{Eof, Expect, Regex};
use kintsugi_tests::terminal::at_terminal;
use kintsugi_tests::{Person, Two};
use serde_json::{Value, json};

fn text(path: &Path) -> &str {
    path.to_str().expect("a plain path")
}

/// jrnl's file with so many lines, one a day from 2020 on.
fn journal(two: &Two, lines: usize) -> String {
    let path = two.root.path().join("journal.txt");
    let mut all = String::new();
    for n in 0..lines {
        let _ =
            writeln!(all, "[{}-{:02}-{:02} 21:04] Line {n} of before.\n", 2020 + n / 336, n / 28 % 12 + 1, n % 28 + 1);
    }
    std::fs::write(&path, all).expect("written");
    text(&path).to_owned()
}

fn bring(person: &Person, path: &str, options: &[&str]) -> Value {
    person.ok(&[&["import", "--format", "jrnl", path], options].concat())
}

#[test]
fn what_comes_along_is_private_known_again_and_taken_back_as_one() {
    let two = Two::paired();
    let path = journal(&two, 3);
    let dry = bring(&two.ana, &path, &["--dry-run"]);
    assert_eq!((&dry["added"], &dry["import"]), (&json!(3), &Value::Null));
    assert!(two.ana.entries().is_empty());
    let answer = bring(&two.ana, &path, &[]);
    assert_eq!(
        answer,
        json!({"import": 1, "added": 3, "private": 3, "open": 0, "already_there": 0, "changed": 0, "changes": [],
               "skipped": [], "not_carried": {}, "dry_run": false})
    );
    two.sync();
    assert!(two.ben.entries().is_empty(), "nobody else has them");
    assert_eq!(two.ben.disk_holds(b"of before"), None);
    let again = bring(&two.ana, &path, &[]);
    assert_eq!((&again["added"], &again["already_there"]), (&json!(0), &json!(3)));
    assert_eq!(two.ana.ok(&["import", "--undo", "1"])["removed"], 3);
    assert!(two.ana.ok(&["read", "--from", "2020-01-01"])["entries"].as_array().expect("a list").is_empty());
    assert_eq!(bring(&two.ana, &path, &[])["added"], 3);
    assert_eq!(two.ana.ok(&["verify"])["ok"], true);
}

#[test]
fn open_lines_cross_and_days_to_come_stay_private() {
    let two = Two::paired();
    let path = two.root.path().join("j.txt");
    std::fs::write(&path, "[2020-05-01 21:04] Of then\n[2199-05-01 08:00] Of a day to come\n").expect("written");
    let answer = bring(&two.ana, text(&path), &["--open"]);
    assert_eq!((&answer["open"], &answer["private"]), (&json!(1), &json!(1)));
    assert_eq!(answer["not_carried"], json!({"open_days_to_come": 1}));
    two.sync();
    let of_ben = two.ben.ok(&["read", "--from", "2020-01-01"]);
    let seen: Vec<_> =
        of_ben["entries"].as_array().expect("a list").iter().map(|one| (&one["day"], &one["text"])).collect();
    assert_eq!(seen, [(&json!("2020-05-01"), &json!("Of then"))]);
    assert_eq!(of_ben["entries"][0]["written_at"], Value::Null);
    two.ana.ok(&["import", "--undo", "1"]);
    two.sync();
    let left = two.ben.ok(&["read", "--from", "2020-01-01"]);
    assert_eq!(left["entries"][0]["deleted"], true);
    assert_eq!(two.ben.disk_holds(b"Of then"), None);
}

#[test]
fn an_import_that_is_killed_is_simply_begun_again() {
    let two = Two::with_journals();
    let path = journal(&two, 3_000);
    for after in [40, 300, 900] {
        let mut child = two.ana.begin(&["import", "--format", "jrnl", &path, "--json"]);
        std::thread::sleep(Duration::from_millis(after));
        // It may have ended by itself.
        let _ = child.kill();
        child.wait().expect("it ends");
        assert_eq!(two.ana.ok(&["verify"])["ok"], true);
    }
    bring(&two.ana, &path, &[]);
    let lines = two.ana.ok(&["read", "--from", "2020-01-01"]);
    let mut texts: Vec<&str> =
        lines["entries"].as_array().expect("a list").iter().filter_map(|one| one["text"].as_str()).collect();
    assert_eq!(texts.len(), 3_000);
    texts.sort_unstable();
    texts.dedup();
    assert_eq!(texts.len(), 3_000, "none is doubled");
    assert_eq!(bring(&two.ana, &path, &[])["already_there"], 3_000);
}

/// Ten years take a while: whoever waits sees how far it is, and may stop; the next one goes on.
#[test]
fn a_long_import_shows_how_far_it_has_come() {
    let two = Two::with_journals();
    let path = journal(&two, 20_000);
    let mut import = at_terminal(&two.ana, &["import", "--format", "jrnl", &path], &[]);
    // The file is read to its end before that.
    import.set_expect_timeout(Some(Duration::from_secs(120)));
    let bar = Regex("taking in [=> ]{24} [0-9]+ of 20000 lines, [0-9a-z]+ left");
    import.expect(bar).expect("a bar that moves");
    import.send("\u{3}").expect("Ctrl-C");
    import.expect(Eof).expect("an end");
    import.get_process().wait().expect("an end");
    assert_eq!(two.ana.ok(&["verify"])["ok"], true);
    let few = journal(&two, 2);
    let run = two.ana.run(&["import", "--format", "jrnl", &few]);
    assert!(run.code == 0 && !run.stderr.contains("taking in"), "{}", run.stderr);
}

#[test]
fn a_source_that_is_broken_adds_nothing() {
    let two = Two::with_journals();
    let path = two.root.path().join("cut.json");
    std::fs::write(&path, r#"{"entries":[{"title":"a","body":"","date":"2026-01-01","time":"10:00"},{"title":"b"#)
        .expect("written");
    let error = two.ana.fails(&["import", "--format", "jrnl", text(&path)], 1);
    assert_eq!(error["code"], "import");
    assert!(error["hint"].as_str().is_some_and(|hint| hint.contains("Nothing was added")), "{error}");
    assert_eq!(two.ana.ok(&["import", "--list"]), json!({"imports": []}));
    assert_eq!(two.ana.fails(&["import", "--undo", "4"], 2)["code"], "no-such-import");
}

#[test]
fn an_export_is_for_its_owner_and_brings_everything_back() {
    let two = Two::with_journals();
    for (words, options) in [("a long day", &["--kind", "hard", "--tag", "work"][..]), ("for me", &["--private"][..])] {
        two.ana.write(words, options);
    }
    let before = two.ana.ok(&["read"]);
    for format in ["md", "json", "jrnl", "jrnl-json", "dayone", "html", "txt"] {
        let path = two.root.path().join(format!("out.{format}"));
        let answer = two.ana.ok(&["export", "--format", format, "-o", text(&path)]);
        assert_eq!(answer["entries"], if format == "html" { 1 } else { 2 }, "{format}");
        let mode = std::fs::metadata(&path).expect("there").permissions().mode();
        assert_eq!(mode & 0o077, 0, "{format}");
        assert_eq!(two.ana.fails(&["export", "--format", format, "-o", text(&path)], 2)["code"], "usage", "{format}");
    }
    for (form, format) in
        [("markdown", "md"), ("json", "json"), ("jrnl", "jrnl"), ("jrnl", "jrnl-json"), ("dayone", "dayone")]
    {
        let path = two.root.path().join(format!("out.{format}"));
        let answer = two.ana.ok(&["import", "--format", form, text(&path)]);
        // jrnl names nothing: there the same words are another piece.
        let here = if form == "jrnl" { json!(null) } else { json!(2) };
        assert!(form == "jrnl" || answer["already_there"] == here, "{format}: {answer}");
        if let Some(number) = answer["import"].as_u64() {
            two.ana.ok(&["import", "--undo", &number.to_string()]);
        }
    }
    assert_eq!(two.ana.ok(&["read"])["entries"], before["entries"]);
    let told = two.ben.ok(&["import", "--format", "json", text(&two.root.path().join("out.json"))]);
    assert_eq!(told["added"], 2, "a journal of somebody else is theirs to bring along");
}

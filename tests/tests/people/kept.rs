//! Words that one of the two keeps on a page of their own.

use kintsugi_tests::{Person, Two};
use serde_json::Value;

fn notes(person: &Person, text: &str) -> Vec<Value> {
    let read = person.ok(&["read", "--from", "2000-01-01"]);
    let entries = read["entries"].as_array().expect("entries").iter();
    entries.filter(|entry| entry["text"] == text).cloned().collect()
}

/// Ben takes a line back that Ana has kept. It is gone from both journals as ever, her note is there, and he learns nothing.
#[test]
fn kept_words_stay_with_who_kept_them_and_nobody_else_learns_of_it() {
    let two = Two::paired();
    let line = two.ben.write("I will be home at six.", &[]);
    two.sync();
    let day = notes(&two.ana, "I will be home at six.")[0]["day"].clone();
    let kept = two.ana.ok(&["keep", &line[..8]]);
    assert_eq!((&kept["kept_from"]["author"], &kept["kept_from"]["day"]), (&"Ben".into(), &day));
    let again = two.sync();
    assert_eq!((&again.ben["received"], &again.ana["sent"]), (&0.into(), &0.into()), "nothing crosses");

    two.ben.ok(&["delete", &line, "--yes"]);
    two.sync();
    let note = &notes(&two.ana, "I will be home at six.")[..];
    assert_eq!(note.len(), 1, "{note:?}");
    for (field, value) in [("author", "Ana"), ("visibility", "private"), ("kind", "note")] {
        assert_eq!(note[0][field], value, "{note:?}");
    }
    assert_eq!((&note[0]["kept_from"]["author"], &note[0]["tags"]), (&"Ben".into(), &Value::Array(Vec::new())));
    assert!(two.ana.run(&["read"]).stdout.contains("kept, from Ben, "));
    assert!(notes(&two.ben, "I will be home at six.").is_empty());
    assert!(two.ben.disk_holds(b"kept").is_none());

    // Not aloud, not in a picked page, not changed, not sent.
    assert!(!two.ana.run(&["read", "--together", "--json"]).stdout.contains("home at six"));
    let page = two.root.path().join("page.html");
    let page = page.to_str().expect("a plain path");
    two.ana.write("of my own", &[]);
    two.ana.ok(&["export", "--sheet", page, "--yes"]);
    assert!(!std::fs::read_to_string(page).expect("a page").contains("home at six"));
    let id = note[0]["id"].as_str().expect("an id");
    let picked = two.ana.fails(&["export", "--sheet", "other.html", "--only", id, "--yes"], 2);
    assert!(picked["hint"].as_str().is_some_and(|hint| hint.contains("--theirs")), "{picked}");
    assert_eq!(two.ana.fails(&["edit", id, "at seven"], 1)["code"], "kept");
    assert_eq!(two.ana.fails(&["share", id], 1)["code"], "kept");
    two.ana.ok(&["delete", id, "--yes"]);
    assert!(notes(&two.ana, "I will be home at six.").is_empty());
}

#[test]
fn what_is_sealed_or_taken_back_cannot_be_kept_and_an_opened_letter_can() {
    let two = Two::paired();
    let hers = two.ana.ok(&["letter", "write", "I was late."])["id"].as_str().expect("an id").to_owned();
    assert_eq!(two.ana.fails(&["keep", &hers], 1)["code"], "not-open");
    let his = two.ben.ok(&["letter", "write", "I was loud."])["id"].as_str().expect("an id").to_owned();
    for person in [&two.ana, &two.ben] {
        person.ok(&["letter", "ready"]);
    }
    assert_eq!(two.ana.fails(&["keep", &his], 2)["code"], "no-such-entry", "nothing says that it is there");
    two.sync();
    two.ana.ok(&["keep", &his]);
    two.ana.ok(&["keep", &hers]);
    assert_eq!(notes(&two.ana, "I was loud.").len(), 1);
    let line = two.ana.write("for a moment", &["--now"]);
    two.sync();
    two.ana.ok(&["delete", &line, "--yes"]);
    assert_eq!(two.ana.fails(&["keep", &line], 1)["code"], "taken-back");
}

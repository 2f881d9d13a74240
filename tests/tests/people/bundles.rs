//! Two who meet over a file: there and back, twice, late, out of order, and files that are not for them.

use std::fs;
use std::path::{Path, PathBuf};

use kintsugi_tests::memory::reopen;
use kintsugi_tests::{Person, Two};

fn file(two: &Two, name: &str) -> PathBuf {
    two.root.path().join(name)
}

fn export(person: &Person, path: &Path) {
    person.ok(&["bundle", "export", text(path)]);
}

fn import(person: &Person, path: &Path) -> u64 {
    let answer = person.ok(&["bundle", "import", text(path)]);
    assert_eq!(answer["refused"], 0, "{answer}");
    answer["received"].as_u64().expect("a number")
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a plain path")
}

fn texts(person: &Person) -> Vec<String> {
    let mut texts: Vec<String> = person.entries().into_iter().map(|[_, _, _, text]| text).collect();
    texts.sort();
    texts
}

#[test]
fn words_go_there_and_back_without_a_network() {
    let two = Two::paired();
    two.ana.write("from Ana", &[]);
    two.ana.write("for Ana alone", &["--private"]);
    two.ben.write("from Ben", &[]);
    let (to_ben, to_ana) = (file(&two, "to-ben"), file(&two, "to-ana"));
    export(&two.ana, &to_ben);
    assert_eq!(import(&two.ben, &to_ben), 1);
    assert_eq!(import(&two.ben, &to_ben), 0, "taken in twice");
    export(&two.ben, &to_ana);
    assert_eq!(import(&two.ana, &to_ana), 1);
    assert_eq!(texts(&two.ben), ["from Ana", "from Ben"]);
    assert_eq!(two.ana.ok(&["status"])["up_to_date"], true, "Ben's bundle says that he has it");
    let bytes = fs::read(&to_ben).expect("the bundle");
    assert!(!bytes.windows(8).any(|window| window == b"from Ana"), "sealed");
    // What Ben is known to have is not carried again.
    let again = file(&two, "again");
    let packed = two.ana.ok(&["bundle", "export", text(&again)]);
    assert_eq!((packed["changes"].clone(), packed["bodies"].clone()), (0.into(), 0.into()));
}

#[test]
fn old_bundles_missing_bundles_and_any_order_are_fine() {
    let two = Two::paired();
    let mut bundles = Vec::new();
    for n in 0..4 {
        two.ana.write(&format!("line {n}"), &[]);
        let path = file(&two, &format!("bundle-{n}"));
        export(&two.ana, &path);
        bundles.push(path);
    }
    // The first never arrives; each later one holds all that Ben has not acknowledged.
    assert_eq!(import(&two.ben, &bundles[2]), 3);
    assert_eq!(import(&two.ben, &bundles[1]), 0);
    assert_eq!(import(&two.ben, &bundles[3]), 1);
    assert_eq!(import(&two.ben, &bundles[0]), 0);
    assert_eq!(texts(&two.ben).len(), 4);
}

#[test]
fn what_was_taken_back_stays_away_when_an_old_bundle_comes_late() {
    let two = Two::paired();
    let id = two.ana.write("said in anger", &[]);
    let (old, new) = (file(&two, "old"), file(&two, "new"));
    export(&two.ana, &old);
    two.ana.ok(&["delete", &id, "--yes"]);
    export(&two.ana, &new);
    import(&two.ben, &new);
    import(&two.ben, &old);
    assert!(two.ben.ok(&["search", "anger"])["entries"].as_array().expect("entries").is_empty());
    assert!(two.ben.disk_holds(b"said in anger").is_none());
}

#[test]
fn a_restored_backup_is_made_whole_by_a_bundle() {
    let two = Two::paired();
    two.ana.write("before", &[]);
    let (one, back, whole) = (file(&two, "one"), file(&two, "back"), file(&two, "whole"));
    export(&two.ana, &one);
    let backup = two.root.path().join("backup");
    two.ben.copy_home(&backup);
    import(&two.ben, &one);
    let theirs = file(&two, "theirs");
    export(&two.ben, &theirs);
    import(&two.ana, &theirs);
    two.ben.restore_home(&backup);
    // Ana believes that Ben has everything; his next bundle tells her otherwise.
    for _ in 0..2 {
        let _ = fs::remove_file(&back);
        export(&two.ben, &back);
    }
    two.ana.ok(&["bundle", "import", text(&back)]);
    export(&two.ana, &whole);
    import(&two.ben, &whole);
    assert_eq!(texts(&two.ben), ["before"]);
}

#[test]
fn what_is_not_for_this_laptop_is_refused_by_name() {
    let two = Two::paired();
    let others = Two::paired();
    two.ana.write("words", &[]);
    let path = file(&two, "bundle");
    export(&two.ana, &path);
    let refused = |person: &Person, path: &Path, code: &str| {
        let before = person.ok(&["read", "--from", "2000-01-01"]);
        assert_eq!(person.fails(&["bundle", "import", text(path)], 5)["code"], code);
        assert_eq!(person.ok(&["read", "--from", "2000-01-01"]), before, "nothing of it was taken in");
    };
    refused(&two.ana, &path, "bundle-direction");
    refused(&others.ben, &path, "bundle-journal");
    let bytes = fs::read(&path).expect("the bundle");
    let other = file(&two, "other");
    for cut in [10, 60, bytes.len() - 1] {
        fs::write(&other, &bytes[..cut]).expect("a file");
        refused(&two.ben, &other, "bundle-broken");
    }
    for at in [45, 70, bytes.len() / 2, bytes.len() - 1] {
        let mut changed = bytes.clone();
        changed[at] ^= 1;
        fs::write(&other, changed).expect("a file");
        refused(&two.ben, &other, "bundle-broken");
    }
    fs::write(&other, "a letter").expect("a file");
    refused(&two.ben, &other, "not-a-bundle");
    two.ben.fails(&["bundle", "import", text(&file(&two, "nowhere"))], 2);
    two.ana.fails(&["bundle", "export", text(&path)], 2);
    assert_eq!(fs::read(&path).expect("the bundle"), bytes, "a file that is there is not overwritten");
}

/// Over a stick nobody knows whether the other is still ready: what is sealed stays sealed until the laptops meet.
#[test]
fn a_bundle_says_that_something_is_sealed_and_opens_nothing() {
    let two = Two::paired();
    for (n, (writer, reader)) in
        [(&two.ana, &two.ben), (&two.ben, &two.ana), (&two.ana, &two.ben)].into_iter().enumerate()
    {
        if n < 2 {
            writer.ok(&["letter", "write", &format!("the letter of {}", writer.name)]);
            writer.ok(&["letter", "ready"]);
        }
        let bundle = file(&two, &format!("bundle-{n}"));
        export(writer, &bundle);
        import(reader, &bundle);
    }
    for person in [&two.ana, &two.ben] {
        assert_eq!(person.ok(&["letter"])["state"], "ready", "{}", person.name);
        assert_eq!(person.fails(&["letter", "read"], 1)["code"], "nothing-open");
        assert_eq!(
            reopen(&person.home).verify().expect("a report").bodies,
            1,
            "only {}'s own letter is here",
            person.name
        );
    }
    two.sync();
    for person in [&two.ana, &two.ben] {
        assert_eq!(person.ok(&["letter", "read"])["letters"].as_array().map(Vec::len), Some(2));
    }
}

/// One command on both sides, and a folder that both see.
#[test]
fn a_folder_is_a_place_to_meet() {
    let two = Two::paired();
    let folder = file(&two, "stick");
    fs::create_dir(&folder).expect("a folder");
    let sync = |person: &Person| person.ok(&["bundle", "sync", text(&folder)]);
    let lying = || fs::read_dir(&folder).expect("the folder").count();
    two.ana.write("from Ana", &[]);
    two.ben.write("from Ben", &[]);
    assert_eq!(sync(&two.ana)["left"], true);
    assert_eq!(sync(&two.ana)["removed"], 1, "a newer one of the same takes the place of the one before");
    assert_eq!(lying(), 1);
    let there = sync(&two.ben);
    assert_eq!((&there["received"], &there["removed"], &there["left"]), (&1.into(), &1.into(), &true.into()));
    let here = sync(&two.ana);
    assert_eq!((&here["received"], &here["removed"], &here["left"]), (&1.into(), &1.into(), &false.into()));
    assert_eq!(two.ana.ok(&["status"])["up_to_date"], true, "Ben's file says that he has it");
    let last = sync(&two.ben);
    assert_eq!((&last["received"], &last["left"]), (&0.into(), &false.into()));
    assert_eq!(two.ben.ok(&["status"])["up_to_date"], true);
    assert_eq!(lying(), 0, "nothing is left that nobody needs");
    assert_eq!(sync(&two.ana)["removed"], 0);
    assert_eq!(texts(&two.ana), ["from Ana", "from Ben"]);
    assert_eq!(texts(&two.ben), ["from Ana", "from Ben"]);
}

/// `status` tells from memory what waits for a stick: it may be in a drawer, and what is on it is not asked for.
#[test]
fn what_waits_for_a_stick_is_told_without_the_stick() {
    let two = Two::paired();
    let folder = file(&two, "a stick");
    fs::create_dir(&folder).expect("a folder");
    let sync = |person: &Person| person.ok(&["bundle", "sync", text(&folder)]);
    let said = || two.ana.run(&["status"]).stdout;
    let waits = || two.ana.ok(&["status"])["waits"].clone();
    two.ana.write("from Ana", &[]);
    assert_eq!(waits(), serde_json::json!([]), "no stick was ever used");
    sync(&two.ana);
    assert!(said().contains(&format!("What you wrote was left in {}.", folder.display())), "{}", said());
    let away = file(&two, "in a drawer");
    fs::rename(&folder, &away).expect("taken out");
    two.ana.write("two", &[]);
    two.ana.write("three", &[]);
    assert_eq!(waits(), serde_json::json!([{"for": "stick", "count": 2, "until": null}]));
    let line = format!("2 lines of yours wait for the stick: kintsugi bundle sync '{}'", folder.display());
    assert!(said().contains(&line), "{}", said());
    two.sync();
    assert_eq!(waits(), serde_json::json!([]), "the laptops have met without it");
    assert!(!said().contains("stick"), "{}", said());
    two.ana.ok(&["act", "the call"]);
    fs::rename(&away, &folder).expect("put in");
    sync(&two.ana);
    sync(&two.ben);
    sync(&two.ana);
    assert_eq!(two.ana.ok(&["status"])["up_to_date"], true);
    assert_eq!(waits(), serde_json::json!([]));
    assert!(!said().contains("stick"), "{}", said());
}

#[test]
fn what_is_not_for_this_journal_stays_in_the_folder_as_it_is() {
    let (two, others) = (Two::paired(), Two::paired());
    let folder = file(&two, "stick");
    fs::create_dir(&folder).expect("a folder");
    let sync = |person: &Person| person.ok(&["bundle", "sync", text(&folder)]);
    others.ana.write("of other people", &[]);
    sync(&others.ana);
    fs::write(folder.join("kintsugi-0001-0000.meet"), b"no such thing").expect("a file");
    fs::write(folder.join("holiday.jpg"), b"a picture").expect("a file");
    two.ana.write("from Ana", &[]);
    sync(&two.ana);
    let cut = folder.join("kintsugi-9999-0000.meet");
    let own = fs::read_dir(&folder).expect("the folder").flatten().map(|file| file.path());
    let own = own
        .filter(|path| path.extension().is_some_and(|kind| kind == "meet"))
        .max_by_key(|path| path.metadata().and_then(|data| data.modified()).expect("a time"));
    let bytes = fs::read(own.expect("Ana's file")).expect("bytes");
    fs::write(&cut, &bytes[..bytes.len() / 2]).expect("a file");
    let there = sync(&two.ben);
    assert_eq!((&there["received"], &there["other"]), (&1.into(), &3.into()), "{there}");
    assert!(cut.exists() && folder.join("holiday.jpg").exists());
    assert_eq!(sync(&others.ben)["received"], 1, "and theirs is whole");
    two.ana.fails(&["bundle", "sync", text(&file(&two, "nowhere"))], 2);
}

//! Laptops that are lost, replaced, or come back; and leaving.

use kintsugi_tests::{Person, Two, open_window_for};

/// Ben on a new laptop, with his 12 words.
fn new_laptop(two: &Two, name: &str) -> Person {
    let ben = two.ben.at(two.root.path().join(name));
    let words = two.ben.home.with_extension("words");
    let words = words.to_str().expect("a plain path");
    let made = ben.ok(&["init", "--no-passphrase", "--new-laptop", "--recovery-file", words]);
    assert!(made["name"].is_null(), "it comes from the partner's laptop");
    ben
}

fn replace(two: &Two, by: &Person) {
    let (window, ticket) = open_window_for(&two.ana, &["device", "replace"], &[]);
    let joined = by.run(&["join", &ticket, "--yes", "--json"]);
    assert_eq!(joined.code, 0, "{}", joined.stderr);
    let hosted = window.wait_with_output();
    assert_eq!(hosted.code, 0, "{}", hosted.stderr);
}

fn meet(ana: &Person, ben: &Person) {
    let (one, two) = (ana.begin(&["sync", "--json"]), ben.begin(&["sync", "--json"]));
    for child in [one, two] {
        let run: kintsugi_tests::Run = child.wait_with_output().expect("it ends").into();
        assert_eq!(run.code, 0, "{}", run.stderr);
    }
}

#[test]
fn a_new_laptop_gets_everything_back_and_the_old_one_is_refused() {
    let two = Two::paired();
    let mine = two.ben.write("Ben's own words", &[]);
    two.ana.write("Ana's words", &[]);
    two.sync();
    let ben = new_laptop(&two, "Ben2");
    replace(&two, &ben);
    let entries = ben.entries();
    assert_eq!(entries.len(), 2, "{entries:?}");
    assert_eq!((&ben.ok(&["status"])["name"], &two.ana.ok(&["status"])["partner"]), (&"Ben".into(), &"Ben".into()));
    // They are his: he can change them.
    ben.ok(&["edit", &mine, "Ben's words, from a new laptop"]);
    meet(&two.ana, &ben);
    assert!(two.ana.entries().iter().any(|entry| entry[3] == "Ben's words, from a new laptop"));
    // The old laptop comes back with keys that were valid: refused in the handshake, nothing moves.
    let before = two.ana.files().len();
    two.ben.write("from the laptop that was lost", &[]);
    let waiting = two.ana.begin(&["sync", "--wait", "4", "--json"]);
    let refused = two.ben.fails(&["sync", "--wait", "4"], 5);
    assert_eq!(refused["code"], "refused");
    assert_eq!(waiting.wait_with_output().expect("it ends").status.code(), Some(4));
    assert_eq!(two.ana.files().len(), before);
    assert!(two.ana.ok(&["search", "lost"])["entries"].as_array().expect("entries").is_empty());
    let devices = two.ana.ok(&["device", "list"]);
    let replaced = devices["devices"].as_array().expect("devices").iter().filter(|device| device["replaced"] == true);
    assert_eq!(replaced.count(), 1);
}

#[test]
fn a_replaced_laptop_can_neither_pair_again_nor_send_a_bundle() {
    let two = Two::paired();
    two.sync();
    let ben = new_laptop(&two, "Ben2");
    replace(&two, &ben);
    let file = two.root.path().join("bundle");
    let file = file.to_str().expect("a plain path");
    two.ben.write("late", &[]);
    two.ben.ok(&["bundle", "export", file]);
    assert_eq!(two.ana.fails(&["bundle", "import", file], 5)["code"], "bundle-replaced");
    // Even with the code in hand: its id is refused before a byte of it is read.
    two.ben.ok(&["leave", "--yes"]);
    let (window, ticket) = open_window_for(&two.ana, &["device", "replace"], &[]);
    let refused = two.ben.fails(&["join", &ticket, "--yes"], 5);
    assert_eq!(refused["code"], "refused");
    window.close();
    meet(&two.ana, &ben);
}

#[test]
fn only_the_same_person_can_take_a_place() {
    let two = Two::paired();
    let stranger = Person::new("Cem", two.root.path());
    stranger.init();
    let (window, ticket) = open_window_for(&two.ana, &["device", "replace"], &[]);
    assert_eq!(stranger.fails(&["join", &ticket, "--yes"], 5)["code"], "refused");
    let hosted = window.wait_with_output();
    assert_eq!(hosted.error(5)["code"], "another-person");
    assert_eq!(two.ana.ok(&["status"])["partner"], "Ben");
    two.sync();
}

#[test]
fn a_replacement_that_is_cut_is_done_again() {
    let two = Two::paired();
    two.ana.write("kept", &[]);
    two.sync();
    let ben = new_laptop(&two, "Ben2");
    // The new laptop is lost, too, right after; its home is gone with it.
    replace(&two, &ben);
    let third = new_laptop(&two, "Ben3");
    replace(&two, &third);
    assert_eq!(third.entries().len(), 1);
    // The same laptop once more is no other laptop.
    third.ok(&["leave", "--yes"]);
    replace(&two, &third);
    meet(&two.ana, &third);
    assert_eq!(two.ana.entries().len(), 1);
}

#[test]
fn leaving_is_silent_and_for_one_person_only() {
    let two = Two::paired();
    two.ben.write("until now", &[]);
    two.sync();
    assert_eq!(two.ana.fails(&["leave"], 2)["code"], "usage");
    two.ana.ok(&["leave", "--yes"]);
    assert_eq!(two.ana.fails(&["sync", "--wait", "1"], 1)["code"], "left");
    assert_eq!(two.ana.fails(&["bundle", "export", "/nowhere/file"], 1)["code"], "left");
    assert_eq!(two.ana.entries().len(), 1, "what was read stays");
    // Nothing tells Ben.
    assert_eq!(two.ben.fails(&["sync", "--wait", "1"], 4)["code"], "partner-unreachable");
    assert_eq!(two.ben.ok(&["status"])["paired"], true);
    // Nobody else takes the place.
    let stranger = Person::new("Cem", two.root.path());
    stranger.init();
    let (window, ticket) = open_window_for(&two.ana, &["pair"], &[]);
    assert_eq!(stranger.fails(&["join", &ticket, "--yes"], 5)["code"], "refused");
    assert_eq!(window.wait_with_output().error(5)["code"], "another-person");
    let (window, ticket) = open_window_for(&stranger, &["pair"], &[]);
    assert_eq!(two.ana.fails(&["join", &ticket, "--yes"], 5)["code"], "another-person");
    assert_eq!(window.wait_with_output().code, 5);
}

/// Ana has said yes to Cem, who was faster, and notices. He has written nothing, so for her it is undone; her line is on his
/// laptop, so for him it is not.
#[test]
fn a_partner_taken_by_mistake_can_be_undone_until_something_of_theirs_has_come() {
    let two = Two::with_journals();
    let cem = Person::new("Cem", two.root.path());
    cem.init();
    two.ana.write("for Ben", &[]);
    take(&two.ana, &cem);
    two.ana.ok(&["agreement", "edit", "we tell each other"]);
    let (window, ticket) = open_window_for(&two.ana, &["pair"], &[]);
    assert_eq!(two.ben.fails(&["join", &ticket, "--yes"], 5)["code"], "refused");
    let kept = window.wait_with_output().error(5);
    assert_eq!(kept["code"], "another-person");
    assert!(kept["hint"].as_str().is_some_and(|hint| hint.contains("kintsugi leave")), "{kept}");
    assert_eq!(two.ana.ok(&["leave", "--yes"])["undone"], true);
    let status = two.ana.ok(&["status"]);
    assert_eq!((&status["paired"], &status["partner"]), (&false.into(), &serde_json::Value::Null));
    assert_eq!(two.ana.fails(&["leave", "--yes"], 1)["code"], "not-paired");
    let his = cem.ok(&["leave", "--yes"]);
    assert_eq!(his["undone"], false, "a line of hers is there");

    // The right one comes, and gets what she wrote, once.
    take(&two.ana, &two.ben);
    for person in [&two.ana, &two.ben] {
        assert_eq!(person.entries().len(), 1, "{}", person.name);
        assert_eq!(person.ok(&["agreement"])["text"], "we tell each other", "{}", person.name);
        assert_eq!(person.ok(&["verify"])["ok"], true);
    }
    assert_eq!(two.ana.ok(&["status"])["partner"], "Ben");
    two.ben.write("for Ana", &[]);
    two.sync();
    assert_eq!(two.ana.entries().len(), 2);
    assert_eq!(two.ana.ok(&["leave", "--yes"])["undone"], false, "now it is a partnership");
}

/// Both undo it, in whatever order, and then find that it was no mistake: nothing is there twice.
#[test]
fn what_was_undone_goes_on_with_the_same_person_where_it_was() {
    let two = Two::with_journals();
    two.ana.write("before", &[]);
    take(&two.ana, &two.ben);
    two.ana.ok(&["agreement", "edit", "we tell each other"]);
    two.sync();
    assert_eq!(two.ana.ok(&["leave", "--yes"])["undone"], true);
    assert_eq!(two.ben.ok(&["leave", "--yes"])["undone"], false);
    take(&two.ben, &two.ana);
    two.ben.write("after", &[]);
    two.sync();
    for person in [&two.ana, &two.ben] {
        assert_eq!(person.entries().len(), 2, "{}", person.name);
        assert_eq!(person.ok(&["agreement"])["text"], "we tell each other", "{}", person.name);
        assert_eq!(person.ok(&["verify"])["ok"], true);
    }
}

/// One shows a code and the other takes it, over four words and two yes.
fn take(host: &Person, guest: &Person) {
    let (window, ticket) = open_window_for(host, &["pair"], &[]);
    let joined = guest.run(&["join", &ticket, "--yes"]);
    assert_eq!(joined.code, 0, "{}", joined.stderr);
    let hosted = window.wait_with_output();
    assert_eq!(hosted.code, 0, "{}", hosted.stderr);
}

#[test]
fn laptops_are_listed_and_named() {
    let two = Two::paired();
    let devices = two.ana.ok(&["device", "list"]);
    let id = devices["devices"][1]["id"].as_str().expect("an id").to_owned();
    two.ana.ok(&["device", "rename", &id[..8], "the old ThinkPad"]);
    assert_eq!(two.ana.ok(&["device", "list"])["devices"][1]["name"], "the old ThinkPad");
    two.ana.fails(&["device", "rename", "zz", "x"], 2);
    assert_eq!(two.ben.ok(&["device", "list"])["devices"][0]["id"], id.as_str());
}

/// Sealed words were only on the laptop that is gone. They were called sealed and ready, and nothing could take their place
/// back.
#[test]
fn sealed_words_that_went_with_a_laptop_are_told_as_lost_and_their_place_can_be_cleared() {
    let two = Two::paired();
    two.ben.ok(&["letter", "write", "I was loud."]);
    two.ben.ok(&["letter", "ready"]);
    two.ben.ok(&["ask", "answer", "1", "of Ben"]);
    two.ben.ok(&["miss", "write", "the walk"]);
    two.sync();
    let ben = new_laptop(&two, "Ben2");
    replace(&two, &ben);
    for command in ["letter", "miss"] {
        assert_eq!(ben.ok(&[command])["state"], "lost", "{command}");
        assert!(ben.run(&[command]).stdout.contains("not on this laptop any more"), "{command}");
    }
    assert_eq!(ben.ok(&["ask"])["questions"][0]["state"], "lost");
    assert!(!ben.run(&["today"]).stdout.contains("sealed and ready"));

    // A letter and its place are let go, an answer is written anew, and that one opens.
    ben.ok(&["letter", "withdraw", "--yes"]);
    assert_eq!(ben.ok(&["letter"])["state"], "none");
    ben.ok(&["ask", "answer", "1", "of Ben, anew"]);
    assert_eq!(ben.ok(&["ask"])["questions"][0]["state"], "ready");
    two.ana.ok(&["ask", "answer", "1", "of Ana"]);
    meet(&two.ana, &ben);
    meet(&two.ana, &ben);
    for person in [&two.ana, &ben] {
        let read = person.ok(&["ask", "read", "1"]);
        assert_eq!(read["rounds"][0]["answers"].as_array().map(Vec::len), Some(2), "{}: {read}", person.name);
        assert_eq!(person.ok(&["verify"])["ok"], true);
    }
}

//! The agreement: what comes in while somebody edits stays, and so does what both said yes to.

use kintsugi_tests::memory::{assert_sound, home, meet, pair};
use kintsugi_tests::{Clock, Person, Two};
use serde_json::{Value, json};

#[test]
fn what_came_in_while_the_editor_was_open_stays() {
    let root = kintsugi_tests::folder(true);
    let (ana, ben) = (home(root.path(), "Ana"), home(root.path(), "Ben"));
    pair(&ana, &ben);
    ana.edit_agreement(&ana.agreement().expect("sound"), "We knock.\nWe eat together.").expect("written");
    meet(&ana, &ben);
    let opened = ana.agreement().expect("the editor opens on it");
    ben.edit_agreement(&ben.agreement().expect("sound"), "We knock.\nWe eat together, on Sundays.").expect("written");
    meet(&ana, &ben);
    let saved = ana.edit_agreement(&opened, "We always knock.\nWe eat together.").expect("the editor closes");
    assert_eq!(saved.text, "We always knock.\nWe eat together, on Sundays.");
    meet(&ana, &ben);
    assert_eq!(ben.agreement().expect("sound").text, saved.text);
    assert_sound(&ana);
    assert_sound(&ben);
}

#[test]
fn an_agreement_begun_apart_is_one() {
    let root = kintsugi_tests::folder(true);
    let (ana, ben) = (home(root.path(), "Ana"), home(root.path(), "Ben"));
    pair(&ana, &ben);
    ana.edit_agreement(&ana.agreement().expect("sound"), "From Ana.\n").expect("written");
    ben.edit_agreement(&ben.agreement().expect("sound"), "From Ben.\n").expect("written");
    assert!(meet(&ana, &ben).0.up_to_date);
    let text = ana.agreement().expect("sound").text;
    assert!(text.contains("From Ana.\n") && text.contains("From Ben.\n"), "{text}");
    assert_eq!(text, ben.agreement().expect("sound").text);
    for n in 0..60 {
        let long = format!("{text}Line {n}.\n");
        ana.edit_agreement(&ana.agreement().expect("sound"), &long).expect("written, and folded now and then");
    }
    assert!(meet(&ana, &ben).0.up_to_date);
    assert_eq!(meet(&ana, &ben).0.turns, 1);
    assert_sound(&ben);
}

#[test]
fn what_each_began_alone_stands_before_both_one_below_the_other() {
    let root = kintsugi_tests::folder(true);
    let (ana, ben) = (home(root.path(), "Ana"), home(root.path(), "Ben"));
    for (home, text) in [(&ana, "We knock."), (&ben, "We eat together.")] {
        home.edit_agreement(&home.agreement().expect("sound"), text).expect("begun");
    }
    pair(&ana, &ben);
    assert!(meet(&ana, &ben).0.up_to_date);
    let text = ana.agreement().expect("sound").text;
    let parts: Vec<&str> = text.split_terminator("\n\n").collect();
    assert!(parts == ["We knock.", "We eat together."] || parts == ["We eat together.", "We knock."], "{text:?}");
    assert_eq!(text, ben.agreement().expect("sound").text);
    assert_sound(&ana);
    assert_sound(&ben);
}

/// An edit by one was the agreement from then on, without a sign.
#[test]
fn what_both_said_yes_to_stays_on_show_until_both_say_yes_to_another() {
    let Some(mut two) = Two::paired_at("2026-06-03 20:30:00") else { return };
    let shown = |person: &Person| person.ok(&["agreement"]);
    assert_eq!(two.ana.fails(&["agreement", "agree"], 1)["code"], "nothing-agreed");
    two.ana.ok(&["agreement", "edit", "We knock.\nWe eat together."]);
    two.ana.ok(&["agreement", "agree"]);
    two.sync();
    for (person, mine) in [(&two.ana, true), (&two.ben, false)] {
        let said = shown(person);
        assert_eq!((&said["agreed"], &said["agreed_mine"]), (&Value::Null, &json!(mine)), "of one yes nothing shows");
    }
    two.ben.clock = Clock::at("2026-06-04 20:30:00");
    two.ben.ok(&["agreement", "agree"]);
    two.sync();
    let agreed = json!({ "text": "We knock.\nWe eat together.", "day": "2026-06-04", "since": [] });
    for person in [&two.ana, &two.ben] {
        assert_eq!(shown(person)["agreed"], agreed);
        let screen = person.run(&["agreement"]).stdout;
        assert!(screen.contains("Both of you said yes to this on Thursday 4 June 2026."), "{screen}");
    }

    // He changes it, and says yes to that: what both said yes to stands, with the change beside it.
    two.ben.ok(&["agreement", "edit", "We knock.\nWe eat when we like."]);
    two.ben.ok(&["agreement", "agree"]);
    two.sync();
    let since = json!([{ "new": false, "line": "We eat together." }, { "new": true, "line": "We eat when we like." }]);
    for person in [&two.ana, &two.ben] {
        let said = shown(person);
        assert_eq!((&said["agreed"]["text"], &said["agreed"]["since"]), (&agreed["text"], &since), "{}", person.name);
    }
    assert_eq!(shown(&two.ana)["since_shown"], since, "she has not seen it yet");
    let screen = two.ana.run(&["agreement"]).stdout;
    assert!(screen.contains("  We eat together.\n") && screen.contains("A change stands beside it:"), "{screen}");
    assert_eq!(shown(&two.ana)["since_shown"], json!([]), "now she has");

    two.ana.clock = Clock::at("2026-06-05 20:30:00");
    two.ana.ok(&["agreement", "agree"]);
    two.sync();
    for person in [&two.ana, &two.ben] {
        let said = shown(person);
        assert_eq!(said["agreed"]["text"], "We knock.\nWe eat when we like.");
        assert_eq!((&said["agreed"]["day"], &said["agreed"]["since"]), (&json!("2026-06-05"), &json!([])));
        assert_eq!(person.ok(&["verify"])["ok"], true);
    }
}

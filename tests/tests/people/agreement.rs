//! The agreement, on two open homes: what comes in while somebody edits stays.

use kintsugi_tests::memory::{assert_sound, home, meet, pair};

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

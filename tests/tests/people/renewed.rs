//! Two who are paired pair once more, because one laptop was restored from a copy that does not know the other one.

use kintsugi_tests::{Person, Run, Two, open_window_for};

/// Ana on a new laptop: the 12 words make her the same person, Ben says yes, and everything both share comes back.
fn on_a_new_laptop(two: &Two) -> Person {
    let ana = two.ana.at(two.root.path().join("Ana2"));
    let words = two.ana.home.with_extension("words");
    ana.ok(&["init", "--no-passphrase", "--new-laptop", "--recovery-file", words.to_str().expect("a plain path")]);
    four_words_and_two_yes((&two.ben, &["device", "replace"]), &ana);
    ana
}

/// One shows a code, the other takes it.
fn four_words_and_two_yes((host, command): (&Person, &[&str]), guest: &Person) -> Run {
    let (window, ticket) = open_window_for(host, command, &[]);
    let joined = guest.run(&["join", &ticket, "--yes"]);
    let hosted = window.wait_with_output();
    assert_eq!((joined.code, hosted.code), (0, 0), "{}{}", joined.stderr, hosted.stderr);
    joined
}

fn meet(ana: &Person, ben: &Person) -> [Run; 2] {
    let children = [ana, ben].map(|person| person.begin(&["sync", "--wait", "6", "--json"]));
    children.map(|child| child.wait_with_output().expect("it ends").into())
}

/// Ben's laptop is restored to before Ana had a new one: it looks for the one that is gone, and refuses the one that is there.
#[test]
fn a_laptop_restored_to_before_a_replacement_meets_again_once_the_two_pair_once_more() {
    for ben_shows in [true, false] {
        let two = Two::paired();
        two.ana.write("before the copy", &[]);
        two.sync();
        let copy = two.root.path().join("copy of Ben");
        two.ben.copy_home(&copy);
        let ana = on_a_new_laptop(&two);
        let later = ana.write("from the new laptop", &[]);
        assert!(meet(&ana, &two.ben).iter().all(|run| run.code == 0));

        two.ben.restore_home(&copy);
        two.ben.write("on the restored laptop", &[]);
        let [hers, _] = meet(&ana, &two.ben);
        let error = hers.error(5);
        let hint = error["hint"].as_str().expect("a hint");
        assert!(
            hint.contains("restored") && hint.contains("kintsugi pair") && hint.contains("kintsugi join"),
            "{hint}"
        );

        let [shows, takes] = if ben_shows { [&two.ben, &ana] } else { [&ana, &two.ben] };
        let joined = four_words_and_two_yes((shows, &["pair"]), takes);
        assert!(joined.stderr.contains("renews"), "{}", joined.stderr);
        assert!(meet(&ana, &two.ben).iter().all(|run| run.code == 0));
        assert_eq!(ana.entries(), two.ben.entries());
        assert_eq!(ana.entries().len(), 3);
        assert!(two.ben.entries().iter().any(|entry| entry[0] == later));
        // The laptop that is gone stays out, also after the copy.
        let (window, ticket) = open_window_for(&two.ben, &["pair"], &[]);
        assert_eq!(two.ana.fails(&["join", &ticket, "--yes"], 5)["code"], "refused");
        window.close();
        for person in [&ana, &two.ben] {
            assert_eq!(person.ok(&["verify"])["ok"], true);
        }
    }
}

/// Nothing of what was withheld at the first pairing is shared by the second one.
#[test]
fn pairing_once_more_shares_nothing_else_than_before() {
    let two = Two::with_journals();
    let earlier = two.ana.write("for her alone", &[]);
    let (window, ticket) = open_window_for(&two.ana, &["pair"], &["--share", "none"]);
    assert_eq!(two.ben.run(&["join", &ticket, "--yes"]).code, 0);
    assert_eq!(window.wait_with_output().code, 0);
    four_words_and_two_yes((&two.ben, &["pair"]), &two.ana);
    two.sync();
    assert!(two.ben.entries().is_empty());
    assert!(two.ana.entries().iter().any(|entry| entry[0] == earlier));
}

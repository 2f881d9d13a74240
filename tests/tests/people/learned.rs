//! What the other may learn. Two runs of one story that differ only in what must not be learned show Ben the same, byte for
//! byte, in every command, screen and JSON.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use kintsugi_tests::memory::reopen;
use kintsugi_tests::{Clock, Person, Run, Two, everything_seen, seen_in};
use serde_json::json;

/// Ana and Ben, paired, on an evening in June on which both have written and only Ben did an act.
fn evening() -> Option<Two> {
    let two = Two::paired_at("2026-06-03 20:30:00")?;
    two.ana.write("tea in the garden", &["--kind", "appreciated"]);
    two.ben.write("a long day at work", &[]);
    two.ben.ok(&["act", "carried the bags"]);
    two.sync();
    Some(two)
}

/// From now on it is this moment for this person.
fn at(person: &mut Person, now: &str) {
    person.clock = Clock::at(now);
}

/// What Ben sees after a day on which Ana did `first`, they met, she did `then`, and they met again; and what his two meetings
/// answered.
fn ben_sees(first: impl Fn(&mut Two), then: impl Fn(&mut Two)) -> Option<BTreeMap<String, String>> {
    let mut two = evening()?;
    let mut seen = BTreeMap::new();
    for (n, step) in [&first as &dyn Fn(&mut Two), &then].into_iter().enumerate() {
        at(&mut two.ana, "2026-06-04 08:00:00");
        step(&mut two);
        ["ana", "ben"]
            .into_iter()
            .zip([&mut two.ana, &mut two.ben])
            .for_each(|(_, one)| at(one, "2026-06-04 20:00:00"));
        seen.insert(format!("sync {n}"), seen_in(&two.ben, &two.sync().ben.to_string()));
    }
    seen.extend(everything_seen(&two.ben));
    Some(seen)
}

/// What Ben sees where Ana did nothing besides, made once for all tests.
fn usual() -> Option<&'static BTreeMap<String, String>> {
    static USUAL: LazyLock<Option<BTreeMap<String, String>>> = LazyLock::new(|| ben_sees(morning, nothing));
    USUAL.as_ref()
}

/// A line of the morning, which every run has.
fn morning(two: &mut Two) {
    two.ana.write("toast", &[]);
}

fn nothing(_: &mut Two) {}

#[track_caller]
fn the_same(usual: &BTreeMap<String, String>, other: &BTreeMap<String, String>, what: &str) {
    for (command, said) in usual {
        assert_eq!(said, &other[command], "{what} shows in {command}");
    }
}

/// The same run, but Ana did something besides that is not Ben's to learn.
#[track_caller]
fn does_not_show(what: &str, first: impl Fn(&Two), then: impl Fn(&Two)) {
    let Some(usual) = usual() else { return };
    let besides = |two: &mut Two| {
        morning(two);
        first(two);
    };
    let other = ben_sees(besides, |two| then(two)).expect("the same clock");
    the_same(usual, &other, what);
}

#[test]
fn the_hour_and_the_zone_of_a_line_do_not_show() {
    let Some(usual) = usual() else { return };
    let at_night = |two: &mut Two| {
        at(&mut two.ana, "2026-06-04 23:50:00");
        let run: Run =
            two.ana.command(&["write", "toast"]).env("TZ", "America/Chicago").output().expect("it ends").into();
        assert_eq!(run.code, 0, "{}", run.stderr);
    };
    the_same(usual, &ben_sees(at_night, nothing).expect("the same clock"), "the hour or the zone");
    let all: String = usual.values().cloned().collect();
    assert!(!all.contains("08:00") && !all.contains("+02:00"), "no time of day is on any screen");
}

#[test]
fn an_act_on_a_day_without_a_heart_does_not_show() {
    does_not_show("an act", |two| drop(two.ana.ok(&["act", "a call", "--day", "2026-06-02"])), |_| ());
}

#[test]
fn what_is_sealed_does_not_show_and_neither_does_a_withdrawal() {
    let seal = |two: &Two| {
        two.ana.ok(&["letter", "write", "I came home late."]);
        two.ana.ok(&["letter", "ready"]);
        two.ana.ok(&["ask", "answer", "3", "On the steps."]);
        two.ana.ok(&["miss", "write", "The walk."]);
    };
    does_not_show("a seal", seal, |_| ());
    does_not_show("a withdrawal", seal, |two| {
        two.ana.ok(&["letter", "withdraw", "--yes"]);
        two.ana.ok(&["ask", "withdraw", "3", "--yes"]);
    });
}

#[test]
fn what_is_for_oneself_does_not_show() {
    does_not_show(
        "a private line",
        |two| {
            let id = two.ana.write("only mine", &["--private"]);
            two.ana.ok(&["star", &id]);
            two.ana.run(&["read", "--together"]);
        },
        |two| {
            let theirs = two.ana.ok(&["read", "--theirs"])["entries"][0]["id"].as_str().expect("an id").to_owned();
            two.ana.ok(&["keep", &theirs]);
        },
    );
}

#[test]
fn a_line_taken_back_before_any_meeting_does_not_show() {
    let taken_back = |two: &Two| {
        let id = two.ana.write("too angry", &[]);
        two.ana.ok(&["delete", &id, "--yes"]);
    };
    does_not_show("a line taken back", taken_back, |_| ());
}

/// Both wish that lines open at the reading, and only one run has a line of Ana that waits for it.
#[test]
fn a_line_that_waits_for_the_reading_does_not_show_and_neither_does_being_ready() {
    let weekly = |two: &mut Two| {
        for person in [&two.ana, &two.ben] {
            person.ok(&["config", "lines-open", "weekly"]);
        }
    };
    let Some(usual) = ben_sees(weekly, nothing) else { return };
    let sealed = |two: &mut Two| {
        weekly(two);
        two.ana.write("sealed until Sunday", &[]);
        two.ana.ok(&["read", "--together", "--ready"]);
    };
    the_same(&usual, &ben_sees(sealed, nothing).expect("the same clock"), "a line that waits");
}

/// Lines opened at once for both when he wrote his; the one that she sealed in the week before is hers to know of.
#[test]
fn being_ready_says_nothing_of_weeks_in_which_only_the_other_wrote() {
    let Some(mut two) = evening() else { return };
    let ready = |two: &Two| two.ben.run(&["read", "--together", "--ready", "--no-input"]).stdout;
    let before = ready(&two);
    two.ana.ok(&["config", "lines-open", "weekly"]);
    two.ana.write("sealed", &[]);
    two.ana.ok(&["config", "lines-open", "at-once"]);
    two.sync();
    at(&mut two.ben, "2026-06-04 20:00:00");
    assert_eq!(ready(&two), before);
    assert_eq!(two.ben.ok(&["read", "--together", "--ready"])["ready"], json!([]));
    two.ana.ok(&["read", "--together", "--ready"]);
    two.sync();
    assert_eq!(two.ben.ok(&["search", "sealed"])["entries"][0]["text"], "sealed", "and all the same it opens for both");
}

/// All two-letter beginnings were a census of the other's acts, slips and sealed words, with times.
#[test]
fn show_finds_of_the_other_only_what_read_lists_and_status_counts_nothing_else() {
    let Some(two) = evening() else { return };
    two.ana.ok(&["act", "a call", "--day", "2026-06-02"]);
    two.ana.ok(&["rest", "--day", "2026-06-01"]);
    two.ana.ok(&["jar", "add", "Bring a tea."]);
    two.ana.ok(&["letter", "write", "sealed"]);
    two.sync();
    let listed = two.ben.ok(&["read", "--from", "2000-01-01"]);
    let listed = listed["entries"].as_array().expect("entries");
    let is_listed = |id: &str| listed.iter().any(|entry| entry["id"] == *id);
    let hers = reopen(&two.ana.home).all_lines(|_| true).expect("a sound store").into_iter().filter(|line| line.mine);
    let hidden: Vec<String> = hers.map(|line| line.line.entry.to_string()).filter(|id| !is_listed(id)).collect();
    assert_eq!(hidden.len(), 4);
    for id in hidden {
        assert_eq!(two.ben.fails(&["show", &id], 2)["code"], "no-such-entry");
        assert_eq!(two.ana.ok(&["show", &id])["id"], id, "she finds what is hers");
    }
    for command in ["status", "verify"] {
        assert_eq!(two.ben.ok(&[command])["entries"], listed.len(), "{command}");
    }
    let verified = two.ben.ok(&["verify"]);
    assert_eq!(verified.as_object().expect("an object").keys().collect::<Vec<_>>(), ["entries", "ok", "problems"]);
}

/// Nothing that was done showed its words, and who listed them would have shown when the other tried alone.
#[test]
fn acts_show_their_words_and_the_others_only_on_days_on_which_both_did_one() {
    let Some(two) = evening() else { return };
    let listed = |person: &Person| person.ok(&["read", "--from", "2000-01-01"])["entries"].as_array().map(Vec::len);
    let found = |person: &Person, words: &str| person.ok(&["search", words])["entries"].clone();
    let counts_what_it_lists = |person: &Person| {
        for command in ["status", "verify"] {
            assert_eq!(
                person.ok(&[command])["entries"].as_u64(),
                listed(person).map(|count| count as u64),
                "{command}"
            );
        }
    };
    assert_eq!(found(&two.ben, "bags")[0]["kind"], "act", "one's own always");
    assert_eq!((found(&two.ana, "bags"), listed(&two.ana)), (json!([]), Some(2)));
    assert!(
        !two.ben.run(&["read", "--together"]).stdout.contains("bags"),
        "side by side it would be the other's to see"
    );
    counts_what_it_lists(&two.ana);

    let call = two.ana.ok(&["act", "a call"])["id"].as_str().expect("an id").to_owned();
    counts_what_it_lists(&two.ana);
    two.sync();
    for person in [&two.ana, &two.ben] {
        let acts = [found(person, "bags"), found(person, "call")];
        assert!(acts.iter().all(|one| one[0]["kind"] == "act"), "{acts:?}");
        assert!(person.run(&["read"]).stdout.contains("carried the bags") && listed(person) == Some(4));
        assert!(person.run(&["read", "--together"]).stdout.contains("carried the bags"), "both know of these");
        counts_what_it_lists(person);
    }
    assert_eq!(two.ana.ok(&["today"])["entries"].as_array().map(Vec::len), Some(4));
    let bags = found(&two.ana, "bags")[0]["id"].as_str().expect("an id").to_owned();
    assert_eq!(two.ana.ok(&["show", &bags])["text"], "carried the bags");

    // Without hers his is his alone again, and no number tells of it.
    two.ana.ok(&["delete", &call, "--yes"]);
    counts_what_it_lists(&two.ana);
    two.sync();
    assert_eq!(two.ana.fails(&["show", &bags], 2)["code"], "no-such-entry");
    for (person, many) in [(&two.ana, 2), (&two.ben, 3)] {
        assert_eq!(listed(person), Some(many));
        counts_what_it_lists(person);
    }
}

/// What she did on other days decided whether his screen said that repair takes two.
#[test]
fn an_act_that_does_not_show_does_not_change_what_is_said_of_ones_own() {
    let said = |hers: bool| {
        let two = evening()?;
        if hers {
            two.ana.ok(&["act", "a call", "--day", "2026-05-30"]);
        }
        two.sync();
        Some((0..7).map(|_| two.ben.run(&["act", "a walk", "--day", "2026-06-01"]).stderr).collect::<Vec<_>>())
    };
    let Some(alone) = said(false) else { return };
    assert!(alone.concat().contains("two"), "{alone:?}");
    assert_eq!(said(true).expect("the same clock"), alone);
}

/// The state was `begun` while the other had sealed, and `none` again once they had withdrawn.
#[test]
fn the_state_of_a_round_is_about_me_until_it_opens() {
    let Some(two) = evening() else { return };
    let states = |person: &Person| {
        let asked = person.ok(&["ask"])["questions"][2]["state"].clone();
        json!([person.ok(&["letter"])["state"], asked, person.ok(&["miss"])["state"]])
    };
    two.ana.ok(&["letter", "write", "a letter"]);
    two.ana.ok(&["ask", "answer", "3", "an answer"]);
    two.ana.ok(&["miss", "write", "a walk"]);
    two.sync();
    assert_eq!(states(&two.ana), json!(["sealed", "ready", "ready"]));
    assert_eq!(states(&two.ben), json!(["none", "none", "none"]));
    two.ben.ok(&["letter", "write", "an empty page, to look"]);
    assert_eq!(states(&two.ben)[0], "sealed", "also after one's own is sealed");
}

/// The next line opened at once, and its writer did not know.
#[test]
fn a_change_of_when_lines_open_is_told_once_and_never_opens_an_earlier_line() {
    let Some(two) = evening() else { return };
    let told = |person: &Person| person.run(&["today"]).stderr;
    two.ben.ok(&["config", "lines-open", "weekly"]);
    assert!(!told(&two.ben).contains("From now on"), "he has just said so himself");
    two.sync();
    assert!(told(&two.ana).contains("From now on new lines open at the weekly reading"), "{}", told(&two.ana));
    assert!(!told(&two.ana).contains("From now on"), "once");
    two.ana.write("sealed until the reading", &[]);
    two.ben.ok(&["config", "lines-open", "at-once"]);
    two.sync();
    assert!(told(&two.ana).contains("From now on new lines open at the next meeting"));
    two.sync();
    assert_eq!(two.ben.ok(&["search", "sealed"])["entries"], json!([]), "what was sealed stays so");
    let wishes = two.ana.ok(&["config"]);
    assert_eq!((&wishes["lines_open"], &wishes["lines_open_mine"]), (&json!("at-once"), &json!("at-once")));
}

/// It said "the other laptop is on, and kintsugi is not running on it", and named whose laptop it was in touch with.
#[test]
fn the_doctor_speaks_of_this_laptop_and_the_watch_of_what_crossed() {
    let Some(two) = evening() else { return };
    let run = two.ana.run(&["doctor", "--wait", "1"]);
    assert!(run.stdout.starts_with("What is the matter\n  The other laptop did not answer."), "{}", run.stdout);
    let details = two.ana.run(&["doctor", "--wait", "1", "--details"]).stdout;
    assert!(!run.stdout.contains("unicast") && details.contains("unicast"), "{details}");
    for said in ["not running", "asleep", "announces", "refuses", "in touch"] {
        assert!(!details.contains(said), "“{said}” in {details}");
    }
}

/// Nothing told her that he waited, but a seal of his that showed.
#[test]
fn an_invitation_is_shown_once_and_of_a_kind_at_most_one_a_week() {
    let Some(mut two) = evening() else { return };
    let told = |person: &Person| person.run(&["today"]).stderr;
    let invited = |two: &Two| two.ben.ok(&["today"])["invitations"].clone();
    two.ana.ok(&["letter", "write", "sealed"]);
    two.sync();
    assert_eq!((told(&two.ben).contains("invites"), invited(&two)), (false, json!([])), "a seal invites nobody");
    two.ana.ok(&["letter", "invite"]);
    two.ana.ok(&["ask", "invite", "3"]);
    assert_eq!(two.ana.fails(&["ask", "invite", "4"], 1)["code"], "invited-already");
    two.sync();
    let first = told(&two.ben);
    assert!(first.contains("Ana invites you to a letter each") && first.contains("kintsugi ask answer 3"), "{first}");
    assert!(!told(&two.ben).contains("invites"), "once");
    assert_eq!(invited(&two).as_array().map(Vec::len), Some(2), "a script reads what stands");
    assert_eq!(two.ben.ok(&["letter"])["state"], "none");

    // Her clock is a week ahead, so her program lets her; his shows no second one in the same week.
    at(&mut two.ana, "2026-06-12 20:30:00");
    two.ana.ok(&["letter", "invite"]);
    two.sync();
    assert!(!told(&two.ben).contains("invites"), "not before his own week is over");
    at(&mut two.ben, "2026-06-12 20:30:00");
    assert!(told(&two.ben).contains("Ana invites you to a letter each"));
    assert_eq!(two.ana.run(&["today"]).stderr.matches("invites").count(), 0, "not to herself");
}

/// Whether she left, or her laptop is only asleep, is the same for him: on every screen, at a meeting, and to the doctor.
#[test]
fn leaving_does_not_show() {
    let after = |leave: bool| {
        let mut two = evening()?;
        if leave {
            two.ana.ok(&["leave", "--yes"]);
        }
        // Her kintsugi is asked to meet in the one run; in the other the laptop is closed.
        let hers = leave.then(|| two.ana.begin(&["sync", "--wait", "2", "--json"]));
        at(&mut two.ben, "2026-06-09 20:00:00");
        let mut seen = BTreeMap::new();
        for asked in [&["sync", "--wait", "3"][..], &["sync", "--wait", "1", "--json"], &["doctor", "--wait", "1"]] {
            let run = two.ben.run(asked);
            let said = format!("{}\n{}\n{}", run.code, run.stdout, run.stderr);
            // The port is another one in each run.
            let said = said.replace(|letter: char| letter.is_ascii_digit(), "0");
            seen.insert(asked.join(" "), seen_in(&two.ben, &said));
        }
        let _ = hers.map(std::process::Child::wait_with_output);
        let file = two.root.path().join("bundle");
        let bundle = two.ben.run(&["bundle", "export", file.to_str().expect("plain"), "--json"]);
        seen.insert("bundle".into(), bundle.code.to_string());
        seen.extend(everything_seen(&two.ben));
        Some(seen)
    };
    let Some(asleep) = after(false) else { return };
    the_same(&asleep, &after(true).expect("the same clock"), "leaving");
}

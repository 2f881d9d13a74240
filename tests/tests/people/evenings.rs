//! A month of evenings and weeks: each of the two sits at a real terminal and answers what is asked, day by day.

use std::collections::BTreeSet;

use kintsugi_tests::screen::{Screen, Size};
use kintsugi_tests::{Clock, Person, Two, is_slow};
use serde_json::{Value, json};

/// What the ways ask, and what is answered; `{}` is who sits there, and on which day.
const ANSWERS: [(&str, &str); 16] = [
    ("Draw the slip of today? [y/N]", "y\r"),
    ("Is it done? Enter leaves it for later. [y/N]", "y\r"),
    ("did you do it today? [y/N]", "y\r"),
    ("Read it together now? [y/N]", "y\r"),
    ("Are you ready for the reading? [y/N]", "y\r"),
    ("Enter goes on b back", "\r"),
    ("Were both of you here? [y/N]", "y\r"),
    ("Enter begins", "q"),
    ("Sit down now? [y/N]", "\r"),
    ("Start it now? [y/N]", "\r"),
    ("Its number, or Enter for none:", "1\r"),
    ("For which day, such as tomorrow or friday? Enter for none:", "tomorrow\r"),
    ("Did it take place? [y/N]", "y\r"),
    ("A line or two. An empty line ends it. >", "A line of {}\r\r"),
    // Where nothing of the evening was one before.
    ("Enter alone notes none. >", "An act of {}\r\r"),
    ("Enter goes on.", "\r"),
];

/// One sits down to a way, and answers everything; the other's laptop stays in touch meanwhile.
fn sit(who: &Person, other: &Person, way: &str, day: u32) {
    let mut watch = other.begin(&["sync", "--watch"]);
    let mut screen = Screen::of(who, way, Size::of(80, 24), &[]);
    let questions = ANSWERS.map(|(question, _)| question);
    let mut answered = 0;
    while let Some(which) = screen.until_any(&questions) {
        answered += 1;
        assert!(answered < 60, "{way} asks without an end");
        screen.keys(&ANSWERS[which].1.replace("{}", &format!("{}, day {day}", who.name)));
    }
    let ended = screen.end();
    assert!(ended.code == 0 && ended.screen.contains("That was the"), "{way}, day {day}: {}", ended.screen);
    watch.kill().and_then(|()| watch.wait()).expect("it ends");
}

fn same<'v>(two: &Two, arguments: &[&str], part: impl Fn(&Value) -> Value + 'v) {
    let [ana, ben] = [&two.ana, &two.ben].map(|person| part(&person.ok(arguments)));
    assert_eq!(ana, ben, "{arguments:?}");
}

#[test]
fn a_month_of_evenings_and_weeks() {
    let days = if is_slow() { 28 } else { 7 };
    let Some(mut two) = Two::paired_at("2026-06-01 19:00:00") else { return };
    two.ana.ok(&["jar", "add", "a walk to the boat"]);
    two.ben.ok(&["jar", "add", "warm the other's coat"]);
    two.ben.ok(&["routine", "add", "Ten minutes"]);
    two.ana.ok(&["miss", "write", "the crosswords on Sunday"]);
    two.ben.ok(&["miss", "write", "the singing"]);
    for person in [&two.ana, &two.ben] {
        person.ok(&["config", "hold-minutes", "0"]);
    }
    two.sync();
    for day in 1..=days {
        let clock = Clock::at(&format!("2026-06-{day:02} 20:00:00"));
        (two.ana.clock, two.ben.clock) = (clock.clone(), clock);
        sit(&two.ana, &two.ben, "evening", day);
        sit(&two.ben, &two.ana, "evening", day);
        if day.is_multiple_of(7) {
            sit(&two.ana, &two.ben, "week", day);
            sit(&two.ben, &two.ana, "week", day);
        }
    }
    two.sync();

    same(&two, &["tracker", "--month", "2026-06"], |tracker| tracker["hearts"].clone());
    assert_eq!(two.ana.ok(&["tracker", "--month", "2026-06"])["hearts"], days, "both did one each evening");
    same(&two, &["progress"], Value::clone);
    same(&two, &["jar"], |jar| jar["slips"].clone());
    same(&two, &["focus"], Value::clone);
    let week = two.ana.ok(&["progress"])["weeks"].as_array().expect("weeks").last().expect("one").clone();
    assert_eq!(week["read_together"], true, "{week}");
    assert!(two.ana.ok(&["jar"])["slips"].as_u64() >= Some(2), "slips come back");
    let texts = |person: &Person| person.entries().into_iter().map(|[_, _, _, text]| text).collect::<BTreeSet<_>>();
    for person in [&two.ana, &two.ben] {
        assert_eq!(person.ok(&["verify"])["ok"], json!(true), "{}", person.name);
        assert_eq!(person.ok(&["status"])["held_back"], 0);
        let here = texts(person);
        for (who, day) in (1..=days).flat_map(|day| [("Ana", day), ("Ben", day)]) {
            let words = format!("A line of {who}, day {day}");
            assert!(here.contains(&words), "{} has not “{words}”", person.name);
        }
    }
}

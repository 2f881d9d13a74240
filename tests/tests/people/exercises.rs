//! Half a year in which every exercise and practice has its week in focus, one after the other.

use jiff::civil::{Date, date};
use kintsugi_tests::{Clock, Two};
use serde_json::json;

/// Both live on this day, in the evening.
fn at(two: &mut Two, day: Date) {
    for person in [&mut two.ana, &mut two.ben] {
        person.clock = Clock::at(&format!("{day} 20:30:00"));
    }
}

/// The command that a screen of `focus` names, without the program.
fn named(screen: &str) -> Vec<&str> {
    let (_, command) = screen.split_once("kintsugi ").unwrap_or_else(|| panic!("no command in {screen}"));
    command.lines().next().unwrap_or_default().trim_end_matches('.').split_whitespace().collect()
}

/// One week: named the same on both laptops with a way to do it, a question at its end, and then nothing.
fn week(two: &mut Two, practice: &str, monday: Date) {
    let screen = two.ben.run(&["focus"]).stdout;
    assert_eq!(screen, two.ana.run(&["focus"]).stdout, "{practice}");
    assert!(screen.contains("day 1 of 7"), "{screen}");
    let command = named(&screen);
    let asked = [&command[..1], &["--help"]].concat();
    assert_eq!(two.ben.run(&asked).code, 0, "{command:?}");
    assert!(two.ben.run(&["today"]).stdout.contains("day 1 of 7"), "{practice} stands in today");
    let day = |n: i64| monday.checked_add(jiff::Span::new().days(n)).expect("a day");
    at(two, day(6));
    let last = two.ana.run(&["focus"]).stdout;
    assert!(last.contains("day 7 of 7") && last.contains("What did it give the two of you?"), "{last}");
    at(two, day(7));
    assert_eq!(two.ben.ok(&["focus"])["practice"], json!(null), "{practice} is over");
}

#[test]
fn every_exercise_has_its_week() {
    let monday = date(2026, 1, 5);
    let Some(mut two) = Two::paired_at(&format!("{monday} 20:30:00")) else { return };
    let mut had = vec!["journal".to_owned()];
    two.ana.ok(&["focus", "pick", "journal"]);
    for n in 0..40 {
        two.sync();
        let practice = had.last().expect("one goes on").clone();
        let begins = monday.checked_add(jiff::Span::new().weeks(n)).expect("a day");
        week(&mut two, &practice, begins);
        // Each picks the next one in turn.
        let picks = if n % 2 == 0 { &two.ben } else { &two.ana };
        let next = picks.ok(&["focus", "next"])["practice"].as_str().expect("a practice").to_owned();
        if next == had[0] {
            break;
        }
        had.push(next);
    }
    for exercise in ["journal", "jar", "check-in", "letter", "miss", "questions"] {
        assert!(had.iter().any(|practice| practice == exercise), "{exercise} of {had:?}");
    }
    assert!(!had.iter().any(|practice| practice == "touch"), "what needs a yes each time is never planned");
    let sound = [&two.ana, &two.ben].map(|person| person.ok(&["verify"])["ok"].clone());
    assert_eq!(sound, [true, true]);
}

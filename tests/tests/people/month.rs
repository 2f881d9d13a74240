//! A month of two people, day by day, on the real binary under a clock of its own.

use std::collections::BTreeSet;

use kintsugi_tests::memory::{reopen, texts_on_disk};
use kintsugi_tests::{Clock, Person, Two};
use serde_json::{Value, json};

/// June 2026 begins on a Monday.
struct June {
    two: Two,
    clock: Clock,
}

impl June {
    fn begin() -> Option<Self> {
        let clock = Clock::at("2026-06-01 07:30:00")?;
        let mut two = Two::strangers();
        two.ana.clock = Some(clock.clone());
        two.ben.clock = Some(clock.clone());
        two.ana.init();
        two.ben.init();
        two.pair();
        Some(Self { two, clock })
    }

    /// From now on it is this day and time.
    fn at(&mut self, day: u8, time: &str) {
        self.clock.set(&format!("2026-06-{day:02} {time}:00"));
        self.two.ana.clock = Some(self.clock.clone());
        self.two.ben.clock = Some(self.clock.clone());
    }

    /// Every text on a laptop, whatever its screens show.
    fn on_disk(&self, person: &Person) -> BTreeSet<String> {
        texts_on_disk(&reopen(&person.home)).into_iter().collect()
    }

    fn assert_absent(&self, person: &Person, words: &str) {
        let found: Vec<_> = self.on_disk(person).into_iter().filter(|text| text.contains(words)).collect();
        assert!(found.is_empty(), "{} holds {found:?}", person.name);
    }
}

fn text<'v>(value: &'v Value, field: &str) -> &'v str {
    value[field].as_str().unwrap_or_else(|| panic!("no {field} in {value}"))
}

#[test]
fn a_month_of_two_people() {
    let Some(mut june) = June::begin() else { return };
    first_week(&mut june);
    second_week(&mut june);
    third_week(&mut june);
    last_days(&mut june);
}

/// Daily lines, acts on both sides and on one, a rest day, the jar.
fn first_week(june: &mut June) {
    for day in 1..=5 {
        june.at(day, "21:15");
        june.two.ana.write(&format!("Ana, day {day}"), &["--kind", "appreciated"]);
        june.two.ben.write(&format!("Ben, day {day}"), &["--kind", "moment"]);
        if day != 3 {
            june.two.ana.ok(&["act", "a small thing"]);
        }
        if day % 2 == 0 {
            june.two.ben.ok(&["act"]);
        }
    }
    // After midnight it is still the evening before.
    june.at(6, "01:30");
    assert_eq!(text(&june.two.ben.ok(&["act", "late, but still"]), "day"), "2026-06-05");
    june.at(6, "10:00");
    june.two.ben.ok(&["rest"]);
    june.two.ana.ok(&["jar", "add", "Warm the other's coat."]);
    june.two.ben.ok(&["jar", "add", "One song, both standing."]);
    june.two.sync();
    // Apart, both draw the same slip.
    let (ana, ben) = (june.two.ana.ok(&["jar", "draw"]), june.two.ben.ok(&["jar", "draw"]));
    assert_eq!(ana["drawn"]["id"], ben["drawn"]["id"]);
    june.two.sync();
    june.two.ana.ok(&["jar", "done"]);
    june.two.ben.ok(&["act", "the same evening"]);
    june.two.sync();
    assert_eq!(june.two.ben.ok(&["jar"])["slips"], 2, "it comes back");
    hearts(june, &[2, 4, 5, 6]);
    june.at(7, "19:00");
    june.two.ana.ok(&["checkin", "schedule", "sunday 19:00", "--place", "kitchen table"]);
    june.two.sync();
    assert_eq!(june.two.ben.ok(&["checkin"])["next"], "2026-06-07");
    assert!(june.two.ben.run(&["today"]).stdout.contains("Check-in: today at 19:00, kitchen table."));
}

/// Both hold the same hearts, on these days of June.
fn hearts(june: &June, days: &[u8]) {
    let wanted: Vec<String> = days.iter().map(|day| format!("2026-06-{day:02}")).collect();
    for person in [&june.two.ana, &june.two.ben] {
        let tracker = person.ok(&["tracker", "--month", "2026-06"]);
        let all = tracker["days"].as_array().expect("days");
        let found: Vec<&str> = all.iter().filter(|day| day["heart"] == true).map(|day| text(day, "day")).collect();
        assert_eq!(found, wanted, "{}", person.name);
        assert_eq!(tracker["hearts"], days.len());
    }
}

/// Letters, one of them withdrawn and written anew; questions answered apart.
fn second_week(june: &mut June) {
    june.at(8, "20:00");
    june.two.ana.ok(&["letter", "write", "The first try, too angry."]);
    june.two.ana.ok(&["letter", "ready"]);
    june.two.sync();
    june.assert_absent(&june.two.ben, "too angry");
    assert_eq!(june.two.ben.ok(&["letter"])["state"], "none", "whether she has sealed anything shows nowhere");
    june.at(9, "20:00");
    june.two.ana.ok(&["letter", "withdraw", "--yes"]);
    for person in [&june.two.ana, &june.two.ben] {
        june.assert_absent(person, "too angry");
    }
    june.two.ana.ok(&["letter", "write", "I was late, and you waited.\n+ Call before eight."]);
    june.two.ben.ok(&["letter", "write", "I was loud. I am sorry."]);
    june.two.ben.ok(&["letter", "ready"]);
    june.two.sync();
    june.assert_absent(&june.two.ana, "I was loud");
    june.assert_absent(&june.two.ben, "you waited");
    june.at(10, "20:00");
    june.two.ana.ok(&["letter", "ready"]);
    june.two.sync();
    for person in [&june.two.ana, &june.two.ben] {
        let letters = person.ok(&["letter", "read"]);
        let texts: BTreeSet<&str> =
            letters["letters"].as_array().expect("two").iter().map(|one| text(one, "text")).collect();
        assert_eq!(texts, ["I was late, and you waited.\n+ Call before eight.", "I was loud. I am sorry."].into());
    }
    june.two.ana.ok(&["letter", "kept", "1"]);
    assert_eq!(june.two.ana.ok(&["letter", "promises"])["promises"], json!(["Call before eight."]));

    june.two.ana.ok(&["ask", "answer", "2", "They say what they will do, and do it."]);
    june.two.ben.ok(&["ask", "answer", "2", "They ask before they advise."]);
    june.assert_absent(&june.two.ben, "They say what");
    june.two.sync();
    let answers = june.two.ben.ok(&["ask", "read", "2"]);
    assert_eq!(answers["rounds"][0]["answers"].as_array().map(Vec::len), Some(2));
    june.two.ana.ok(&["miss", "write", "Sunday crosswords."]);
    june.two.ben.ok(&["miss", "write", "Your singing."]);
    june.two.sync();
    let missed = june.two.ben.ok(&["miss"]);
    let id = text(&missed["missed"][0], "id").to_owned();
    june.two.ben.ok(&["miss", "plan", &id, "sunday"]);
    june.two.sync();
    june.at(14, "09:00");
    assert!(june.two.ana.run(&[]).stdout.contains("Planned for today:"));
    june.two.ana.ok(&["miss", "done", &id]);
}

/// A focus week, a setback, lines that open at the weekly reading.
fn third_week(june: &mut June) {
    june.at(15, "08:00");
    june.two.ana.ok(&["focus", "pick", "evening"]);
    june.two.ana.ok(&["config", "lines-open", "weekly"]);
    june.two.sync();
    june.at(17, "22:00");
    assert_eq!(june.two.ben.ok(&["focus"])["day"], 3);
    let setback = june.two.ben.run(&["write", "--kind", "setback", "We were loud again."]);
    assert!(setback.stderr.contains("A step back is part of the way"), "{}", setback.stderr);
    june.two.ana.write("It was hard today.", &["--kind", "hard"]);
    june.two.ana.write("Read this at once.", &["--now"]);
    june.two.sync();
    june.assert_absent(&june.two.ben, "It was hard today.");
    june.assert_absent(&june.two.ana, "We were loud again.");
    assert!(june.on_disk(&june.two.ben).contains("Read this at once."));
    june.at(21, "19:00");
    june.two.ana.ok(&["read", "--together", "--ready"]);
    june.two.sync();
    june.assert_absent(&june.two.ben, "It was hard today.");
    june.two.ben.ok(&["read", "--together", "--ready"]);
    june.two.sync();
    for person in [&june.two.ana, &june.two.ben] {
        let texts: Vec<String> = person.entries().into_iter().map(|[_, _, _, text]| text).collect();
        assert!(
            texts.contains(&"It was hard today.".into()) && texts.contains(&"We were loud again.".into()),
            "{texts:?}"
        );
    }
    // What was a setback is nothing that the program comes back to.
    june.at(22, "08:00");
    for arguments in [vec![], vec!["today"], vec!["progress"], vec!["status"], vec!["focus"]] {
        let shown = june.two.ben.run(&arguments).stdout;
        assert!(!shown.contains("loud again") && !shown.to_lowercase().contains("setback"), "{arguments:?}: {shown}");
    }
}

fn last_days(june: &mut June) {
    june.two.ana.ok(&["config", "lines-open", "at-once"]);
    june.two.ana.ok(&["routine", "add", "Sunday walk"]);
    june.two.sync();
    june.at(28, "16:00");
    june.two.ana.ok(&["routine", "done", "sunday walk"]);
    june.two.sync();
    hearts(june, &[2, 4, 5, 6]);
    june.two.ben.ok(&["routine", "done", "sunday walk"]);
    june.two.ana.ok(&["progress", "better", "We laugh at breakfast again."]);
    june.two.sync();
    hearts(june, &[2, 4, 5, 6, 28]);
    june.at(30, "21:00");
    let (ana, ben) = (june.two.ana.ok(&["progress"]), june.two.ben.ok(&["progress"]));
    assert_eq!(ana, ben, "the same for both");
    assert_eq!(ana["weeks"][4]["better"], json!(["We laugh at breakfast again."]));
    let quiet = june.two.sync();
    assert_eq!((&quiet.ana["received"], &quiet.ana["up_to_date"]), (&json!(0), &json!(true)));
    for person in [&june.two.ana, &june.two.ben] {
        assert_eq!(person.ok(&["verify"])["ok"], true, "{}", person.name);
        assert_eq!(person.ok(&["status"])["held_back"], 0);
    }
}

#[test]
fn one_person_alone_can_do_all_of_it_and_hears_once_that_repair_takes_two() {
    let two = Two::with_journals();
    let ana = &two.ana;
    ana.ok(&["letter", "write", "A letter that nobody reads yet."]);
    ana.ok(&["letter", "ready"]);
    assert_eq!(ana.ok(&["letter"])["state"], "ready");
    assert_eq!(ana.ok(&["letter", "read", "--mine"])["letters"][0]["text"], "A letter that nobody reads yet.");
    ana.ok(&["ask", "answer", "1", "A quiet room."]);
    ana.ok(&["miss", "write", "The lake."]);
    ana.ok(&["jar", "add", "Write a card."]);
    assert_eq!(ana.ok(&["jar", "draw"])["drawn"]["text"], "Write a card.");
    ana.ok(&["jar", "done"]);
    ana.ok(&["focus", "pick", "thanks"]);
    ana.ok(&["checkin", "schedule", "mon 8am"]);
    ana.ok(&["words", "add", "stuck", "Let us sit down."]);
    ana.ok(&["progress", "better", "I sleep again."]);
    let said = |run: &kintsugi_tests::Run| {
        run.stderr.replace('\n', " ").contains("repairs what you can repair. Repair as a whole takes two")
    };
    let runs: Vec<_> = (0..9).map(|n| ana.run(&["act", &format!("alone {n}")])).collect();
    assert_eq!(runs.iter().filter(|run| said(run)).count(), 1, "once, and only once");
    assert_eq!(ana.ok(&["agreement", "edit", "a text"])["text"], "a text", "it can be begun alone");
    assert_eq!(ana.fails(&["agreement", "agree"], 1)["code"], "not-paired", "it counts once both have said yes");
    assert_eq!(ana.ok(&["verify"])["ok"], true);
}

//! Two journals to look at: one on its first day, and one in which everything stands that a page can show.

use std::path::Path;

use jiff::civil::{Date, date};
use kintsugi_home::{Home, Moment, Wait, repertoire};
use kintsugi_journal::{Audience, Draft, EntryId, Kind, Topic, Words};
use kintsugi_tests::{Clock, Person, memory};

/// A word that stands in everything that was written, and in nothing that the program says.
pub(crate) const WORD: &str = "gooseberry";

const TODAY: Date = date(2026, 6, 3);

/// Ana, on the evening of Wednesday, 3 June 2026; `None`, said aloud, where no other day can be tried.
fn ana(root: &Path) -> Option<Person> {
    let mut person = Person::new("Ana", root);
    person.clock = Some(Clock::at("2026-06-03 20:30:00")?);
    Some(person)
}

/// Who has begun a minute ago.
pub(crate) fn empty(root: &Path) -> Option<Person> {
    drop(memory::home(root, "Ana"));
    ana(root)
}

/// Who has lived with it for a while, together with Ben.
pub(crate) fn full(root: &Path) -> Option<Person> {
    let (ana_home, ben) = memory::couple(root);
    let evening = memory::evening_of(TODAY);
    lines(&ana_home, &ben, &evening);
    things(&ana_home, &ben, &evening);
    open_together(&ana_home, &ben, &evening);
    alone(&ana_home, &evening);
    drop(ana_home);
    let person = ana(root)?;
    person.ok(&["checkin", "schedule", "wednesday 21:00", "--place", "the kitchen table"]);
    person.ok(&["progress", "better", &format!("We laughed about the {WORD} cake.")]);
    Some(person)
}

/// A week of the two, as it is shown to somebody who thinks of beginning.
pub(crate) fn pleasant(root: &Path) -> Option<Person> {
    let (ana_home, ben) = (memory::home(root, "Ana"), memory::home(root, "Ben"));
    memory::pair(&ana_home, &ben);
    let evening = memory::evening_of(TODAY);
    let say = |home: &Home, kind, text: &str, day: i8| {
        home.save_for_both(words(kind, text, date(2026, 6, day)), Wait::Not, &evening).expect("saved");
    };
    for day in [1, 2] {
        say(&ana_home, Kind::Act, "the call I had put off", day);
        say(&ben, Kind::Act, "came home when I said", day);
    }
    say(&ana_home, Kind::Appreciated, "You made tea without asking.", 3);
    say(&ben, Kind::Moment, "We laughed about the cake.", 3);
    for (home, text) in [
        (
            &ana_home,
            "# What hurt between us, and my part in it\nI went quiet for two days, and you did not know why.\n\n# What I will do\n+ I say when I need an hour",
        ),
        (&ben, "# What I understand of it\nHow long two days are.\n\n# What I will do\n+ I ask once, and then I wait"),
    ] {
        let (round, _) = home.seal(Topic::Letter, memory::body(Kind::Letter, text), &evening).expect("sealed");
        home.make_ready(&[round]).expect("ready");
    }
    memory::meet(&ana_home, &ben);
    memory::meet(&ana_home, &ben);
    drop(ana_home);
    ana(root)
}

fn words(kind: Kind, text: &str, day: Date) -> Words {
    Words { day, ..memory::body(kind, text) }
}

/// What each wrote, of every kind, over a few days; long, wide and from right to left; an act of both.
fn lines(ana: &Home, ben: &Home, evening: &Moment) {
    let say = |home: &Home, kind, text: &str, day| {
        home.save_for_both(words(kind, text, day), Wait::Not, evening).expect("saved");
    };
    say(ana, Kind::Appreciated, &format!("You brought {WORD} jam."), TODAY);
    say(ben, Kind::Hard, &format!("I was short with you, and the {WORD} bush was not why."), TODAY);
    say(ana, Kind::Setback, "I looked at your telephone again.", date(2026, 6, 1));
    say(ben, Kind::Win, "Ana asked, and I could answer.", date(2026, 6, 1));
    say(ben, Kind::Moment, &"The long walk home, and nobody had to say anything. ".repeat(20), date(2026, 6, 2));
    say(ana, Kind::Moment, "שלום, זה היה ערב טוב", date(2026, 6, 2));
    say(ana, Kind::Note, &"w".repeat(900), date(2026, 6, 2));
    say(ana, Kind::Act, &format!("watered the {WORD}"), date(2026, 6, 2));
    say(ben, Kind::Act, "came when I said", date(2026, 6, 2));
    let rest = words(Kind::Rest, "", date(2026, 5, 31));
    ana.rest(rest, evening).expect("saved");
    let mut tagged = words(Kind::Note, "with a tag", TODAY);
    tagged.tags = vec![WORD.into(), "a/b".into()];
    ana.save_for_both(tagged, Wait::Not, evening).expect("saved");
    let back = ana.save_for_both(words(Kind::Hard, "in anger", date(2026, 6, 1)), Wait::Not, evening).expect("saved");
    memory::meet(ana, ben);
    ana.delete(&ana.find(&back.entry.to_string()).expect("a line")).expect("taken back");
    memory::meet(ana, ben);
}

/// What stands: slips, habits, a sentence of one's own, a question.
fn things(ana: &Home, ben: &Home, evening: &Moment) {
    for (home, text) in [(ana, format!("Make {WORD} tea for two")), (ben, "A walk without telephones".into())] {
        home.add_slip(words(Kind::Slip, &text, TODAY), evening).expect("added");
    }
    let stand = |kind, text: &str, tag: Option<&str>| {
        let words = Words { tags: tag.map(str::to_owned).into_iter().collect(), ..words(kind, text, TODAY) };
        ana.save(Draft { words, audience: Audience::Both }, evening).expect("saved");
    };
    stand(Kind::Routine, "Good morning before the telephone", None);
    stand(Kind::Question, &format!("What does the {WORD} bush mean to you?"), None);
    stand(Kind::Phrase, &format!("The {WORD} is on the table."), Some("stuck"));
    memory::meet(ana, ben);
    ana.draw(evening).expect("drawn");
}

/// What both wrote before either read, open; and a second letter of hers, sealed.
fn open_together(ana: &Home, ben: &Home, evening: &Moment) {
    let [question, other] = [0, 1].map(|n| repertoire::questions(ana).expect("questions")[n].id);
    let topics = [(Topic::Letter, Kind::Letter), (Topic::Miss, Kind::Miss), (Topic::Question(question), Kind::Answer)];
    for (topic, kind) in topics {
        for home in [ana, ben] {
            let text = match kind {
                Kind::Letter => format!("# What hurt between us, and my part in it\nNo {WORD}, and silence."),
                _ => format!("Our {WORD} cake on Sundays."),
            };
            let (round, _) = home.seal(topic, memory::body(kind, &text), evening).expect("sealed");
            home.make_ready(&[round]).expect("ready");
        }
    }
    memory::meet(ana, ben);
    memory::meet(ana, ben);
    let missed = ana.missed().expect("open");
    ana.plan_missed(&missed[0], date(2026, 6, 6)).expect("planned");
    ana.seal(Topic::Question(other), memory::body(Kind::Answer, "an answer that waits"), evening).expect("sealed");
    ana.seal(Topic::Letter, memory::body(Kind::Letter, &format!("a second {WORD} letter")), evening).expect("sealed");
}

/// What is hers alone: a private line, a star, a kept copy, a draft.
fn alone(ana: &Home, evening: &Moment) {
    ana.save(memory::draft(&format!("the {WORD} is mine"), "2026-06-03", 1_780_000_000, true), evening).expect("saved");
    let find = |id: EntryId| ana.find(&id.to_string()).expect("a line");
    let lines = ana.query(&kintsugi_home::Query::default()).expect("lines");
    let (mine, theirs) = (lines.iter().find(|one| one.mine), lines.iter().find(|one| !one.mine));
    ana.star(&find(mine.expect("hers").line.entry), true).expect("starred");
    ana.keep(&find(theirs.expect("his").line.entry), evening).expect("kept");
    ana.keep_unsaved("write", format!("half a {WORD} thought"), evening).expect("kept");
}

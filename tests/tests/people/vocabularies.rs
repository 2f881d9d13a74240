//! Two programs of different vocabularies in one process: Ana's is the next version, Ben's is this one until he updates it.

use kintsugi_home::{Home, Pace};
use kintsugi_journal::{Audience, Draft, EntryId, Key, Kind, RoundId, SettingName, Topic, Value, Vocabulary, Week};
use kintsugi_sync::{Breach, Frame, FrameError, Hello, Outcome};
use kintsugi_tests::memory::{
    Fate, Side, assert_sound, body, evening_of, home, lines, meet, meet_greased, pair, texts_on_disk, write,
};

const LETTER: RoundId = RoundId { topic: Topic::Letter, number: 1 };

struct Couple {
    _root: tempfile::TempDir,
    ana: Home,
    ben: Home,
}

/// Two who are paired and have met.
fn couple() -> Couple {
    let root = kintsugi_tests::folder(true);
    let (ana, ben) = (home(root.path(), "Ana"), home(root.path(), "Ben"));
    pair(&ana, &ben);
    let ana = ana.knowing(Vocabulary::LATER).expect("a sound store");
    write(&ana, "a line of Ana");
    write(&ben, "a line of Ben");
    assert!(meet(&ana, &ben).0.up_to_date);
    Couple { _root: root, ana, ben }
}

impl Couple {
    fn update_ben(self) -> Self {
        Self { ben: self.ben.knowing(Vocabulary::LATER).expect("a sound store"), ..self }
    }

    /// A mark, a setting and sealed words that only Ana's program knows.
    fn write_what_is_new(&self) {
        let bytes = || Value::Bytes(vec![1]);
        let (mark, setting) = (Key::Trial(EntryId::from_bytes([1; 16])), Key::Setting(SettingName::Trial));
        self.ana.put_on_table(&[(mark, bytes()), (setting, bytes())]).expect("a write");
        seal(&self.ana, Topic::Trial, "sealed for a round that Ben's program does not know");
    }

    fn waits(&self) -> [(bool, bool); 2] {
        [&self.ana, &self.ben].map(|home| {
            let understanding = home.understanding().expect("a sound store");
            (understanding.waits_there, understanding.waits_here)
        })
    }
}

fn seal(home: &Home, topic: Topic, text: &str) {
    let today = "2026-06-03".parse().expect("a day");
    let (round, _) = home.seal(topic, body(Kind::Letter, text), &evening_of(today)).expect("sealed");
    home.make_ready(&[round]).expect("ready");
}

fn in_sync(one: Outcome, other: Outcome) {
    assert!(one.up_to_date && other.up_to_date);
}

#[test]
fn two_versions_that_hold_the_same_part_after_one_trip_and_an_update_costs_one_more_once() {
    let couple = couple();
    let turns = |couple: &Couple| {
        let (one, other) = meet(&couple.ana, &couple.ben);
        in_sync(one, other);
        assert_eq!(one.turns, other.turns, "both end it alike");
        one.turns
    };
    assert_eq!(turns(&couple), 1);
    let couple = couple.update_ben();
    assert_eq!(turns(&couple), 2, "Ana's first turn was said in what she remembered of Ben");
    assert_eq!(turns(&couple), 1);
    // Somebody goes back to the version before.
    let Couple { ana, ben, _root } = couple;
    let couple = Couple { ben: ben.knowing(Vocabulary::CURRENT).expect("a sound store"), ana, _root };
    assert_eq!(turns(&couple), 2);
    assert_eq!(turns(&couple), 1);
}

#[test]
fn what_goes_beyond_the_older_program_is_told_on_both_sides_until_it_is_updated() {
    let couple = couple();
    assert_eq!(couple.waits(), [(false, false); 2], "two versions alone are no reason to speak");
    couple.write_what_is_new();
    let (one, other) = meet(&couple.ana, &couple.ben);
    in_sync(one, other);
    assert_eq!(couple.waits(), [(true, false), (false, true)]);
    // It is remembered, also after a meeting in which nothing new was said.
    in_sync(meet(&couple.ana, &couple.ben).0, other);
    assert_eq!(couple.waits(), [(true, false), (false, true)]);
    let couple = couple.update_ben();
    assert_eq!(couple.waits(), [(true, false), (false, false)], "Ana's laptop does not know yet");
    in_sync(meet(&couple.ana, &couple.ben).0, other);
    assert_eq!(couple.waits(), [(false, false); 2]);
    assert!(couple.ben.rounds_of(Topic::Trial).expect("sound").len() == 1, "and it was all there");
}

/// A line of a new kind and nothing else: its record is as ever, only its words are not.
#[test]
fn words_of_a_new_kind_are_kept_shown_without_words_and_read_after_an_update() {
    let couple = couple();
    let words = body(Kind::Trial, "what the next version says");
    let (draft, day) = (Draft { words, audience: Audience::Both }, "2026-06-03".parse().expect("a day"));
    couple.ana.write(vec![draft], &evening_of(day), Pace::AtOnce).expect("a write");
    let (one, other) = meet(&couple.ana, &couple.ben);
    in_sync(one, other);
    assert_eq!((one.sent, other.received, other.waits_here), (1, 1, true));
    assert_eq!(couple.waits(), [(true, false), (false, true)]);
    let later = |home: &Home| lines(home).iter().filter(|line| line.later).count();
    assert_eq!((lines(&couple.ben).len(), later(&couple.ben), later(&couple.ana)), (3, 1, 0));
    let couple = couple.update_ben();
    assert_eq!(lines(&couple.ben), lines(&couple.ana));
    assert_eq!(later(&couple.ben), 0);
    assert_eq!(meet(&couple.ana, &couple.ben).0.received, 0, "it was all there");
}

#[test]
fn letters_and_readings_open_whatever_else_only_one_of_the_two_understands() {
    let couple = couple();
    couple.write_what_is_new();
    seal(&couple.ana, Topic::Letter, "the letter of Ana");
    seal(&couple.ben, Topic::Letter, "the letter of Ben");
    let today = "2026-06-03".parse().expect("a day");
    let week = Week::of(today, jiff::civil::Weekday::Monday);
    for home in [&couple.ana, &couple.ben] {
        home.seal_for_reading(week, body(Kind::Hard, "a line for the reading"), &evening_of(today)).expect("sealed");
        home.make_ready(&[RoundId::reading(week)]).expect("ready");
    }
    let (one, other) = meet(&couple.ana, &couple.ben);
    in_sync(one, other);
    for home in [&couple.ana, &couple.ben] {
        let rounds = home.rounds().expect("sound");
        let opened = |round: RoundId| rounds.iter().any(|other| other.id == round && other.is_opened());
        assert!(opened(LETTER) && opened(RoundId::reading(week)), "{}", home.identity().name());
        assert!(home.held_back().expect("sound").is_empty());
        assert_sound(home);
    }
    let there = texts_on_disk(&couple.ben);
    assert!(!there.iter().any(|text| text.starts_with("sealed for a round")), "what waits is absent there");
    assert_eq!(lines(&couple.ana).len(), lines(&couple.ben).len() + 1, "but for Ana's sealed words");
}

#[test]
fn whatever_a_later_session_says_besides_letters_open_and_nothing_is_refused() {
    let mut added = 0;
    for seed in 0..20 {
        let couple = couple();
        seal(&couple.ana, Topic::Letter, "the letter of Ana");
        seal(&couple.ben, Topic::Letter, "the letter of Ben");
        let (one, other) = meet_greased(&couple.ana, &couple.ben, seed, |n| {
            added = n.max(added);
            Fate::Arrive
        })
        .unwrap_or_else(|cut| panic!("seed {seed}: {cut:?}"));
        in_sync(one, other);
        for home in [&couple.ana, &couple.ben] {
            assert!(home.rounds().expect("sound").iter().all(|round| round.is_opened()), "seed {seed}");
            assert!(home.held_back().expect("sound").is_empty(), "seed {seed}");
            assert_sound(home);
        }
    }
    assert!(added > 30, "hardly anything was added: {added} frames");
}

#[test]
fn a_program_that_knows_nothing_is_none() {
    let couple = couple();
    let honest = couple.ben.pair().expect("a partner").hello();
    // Version, lowest and highest, then the two numbers of the vocabulary.
    let bytes = Frame::Hello(honest).encode().expect("small");
    for at in [7, 8] {
        let mut nothing = bytes.clone();
        nothing[at] = 0;
        assert!(matches!(Frame::decode(&nothing[4..]), Ok(Frame::Hello(Hello { .. }))));
        let mut ana = Side::new(&couple.ana);
        ana.speak();
        assert_eq!(ana.hear(&nothing), Err(Breach::Frame(FrameError::Malformed)));
    }
}

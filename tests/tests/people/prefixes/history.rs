//! A history of 50 steps of Ana and Ben, with a copy of both homes after each.

use std::collections::HashSet;
use std::path::PathBuf;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use kintsugi_home::{Home, Moment, Pace, Share, create};
use kintsugi_journal::{EntryId, Kind, Topic, Week};
use kintsugi_tests::copy_folder;
use kintsugi_tests::memory::{body, draft, evening_of, home, meet, partner, reopen};
use kintsugi_vault::{PartnerState, Protection, Seed};

pub const NAMES: [&str; 2] = ["Ana", "Ben"];
pub const QUESTION: Topic = Topic::Question(EntryId::from_bytes([7; 16]));
const A: usize = 0;
const B: usize = 1;

#[derive(Clone, Copy)]
enum Step {
    Write(usize),
    Edit(usize),
    TakeBack(usize),
    Private(usize),
    Star(usize),
    Seal(usize, Topic),
    Ready(usize),
    Withdraw(usize),
    Line(usize),
    Reading(usize),
    Pair,
    Meet,
    /// Ana's laptop is lost, and a new one takes its place.
    Replace,
}

use Step::{Edit, Line, Meet, Pair, Private, Reading, Ready, Replace, Seal, Star, TakeBack, Withdraw, Write};

pub const STEPS: usize = 50;

#[rustfmt::skip]
const HISTORY: [Step; STEPS] = [
    Write(A), Private(A), Write(B), Pair, Seal(A, Topic::Letter),
    Seal(A, QUESTION), Meet, Write(B), Seal(B, Topic::Letter), Line(A),
    Ready(A), Meet, Ready(B), Seal(B, QUESTION), Meet,
    Edit(A), TakeBack(B), Line(B), Seal(A, Topic::Miss), Reading(A),
    Meet, Reading(B), Seal(B, Topic::Miss), Meet, Write(A),
    Star(A), Seal(A, Topic::Letter), Seal(B, QUESTION), Ready(A), Meet,
    Replace, Write(A), Seal(B, Topic::Letter), Ready(B), Meet,
    Seal(A, Topic::Letter), Ready(A), Seal(A, QUESTION), Meet, Line(A),
    Private(A), Seal(B, Topic::Miss), Withdraw(B), Write(B), Reading(A),
    Reading(B), TakeBack(A), Meet, Edit(B), Write(A),
];

/// Which moment it is after so many steps.
pub fn moment(step: usize) -> Moment {
    evening_of(day(step))
}

fn day(step: usize) -> Date {
    date(2026, 6, 1).saturating_add(i64::try_from(step / 2).expect("few").days())
}

pub fn week_of(step: usize) -> Week {
    Week::of(day(step), jiff::civil::Weekday::Monday)
}

pub struct History {
    root: tempfile::TempDir,
    /// Entries that somebody took back or withdrew.
    pub taken_back: HashSet<EntryId>,
    /// Words that were there and are not any more: taken back, withdrawn or edited, or sealed on the laptop that was lost.
    pub replaced: HashSet<String>,
}

impl History {
    /// The history, lived.
    pub fn lived() -> Self {
        let root = kintsugi_tests::folder(true);
        let mut homes = NAMES.map(|name| home(root.path(), name));
        let mut history = Self { root, taken_back: HashSet::new(), replaced: HashSet::new() };
        for (n, step) in HISTORY.into_iter().enumerate() {
            history.take(&mut homes, n, step);
            for who in [A, B] {
                copy_folder(homes[who].folder().path(), &history.copy(n, who));
            }
        }
        history
    }

    /// Where the copy is that was made of this home after this step.
    pub fn copy(&self, step: usize, who: usize) -> PathBuf {
        self.root.path().join(format!("copies-{step}-{}", NAMES[who]))
    }

    fn take(&mut self, homes: &mut [Home; 2], n: usize, step: Step) {
        let text = |who: usize, what: &str| format!("{what} of {} at step {n}", NAMES[who]);
        match step {
            Write(who) => line(&homes[who], n, &text(who, "a line"), false),
            Private(who) => line(&homes[who], n, &text(who, "a private line"), true),
            Edit(who) => {
                let (id, old) = first_line(&homes[who]);
                self.replaced.insert(old);
                let found = homes[who].find(&id.to_string()).expect("an entry");
                homes[who].edit(&found, text(who, "an edit"), Pace::AtOnce).expect("edited");
            }
            TakeBack(who) => self.take_back(&homes[who]),
            Star(who) => {
                let found = homes[who].find(&first_line(&homes[who]).0.to_string()).expect("an entry");
                homes[who].star(&found, true).expect("a star");
            }
            Seal(who, topic) => {
                drop(homes[who].seal(topic, body(kind(topic), &text(who, "sealed")), &moment(n)).expect("sealed"))
            }
            Ready(who) => ready(&homes[who]),
            Withdraw(who) => self.withdraw(&homes[who]),
            Line(who) => drop(
                homes[who]
                    .seal_for_reading(week_of(n), body(Kind::Hard, &text(who, "a line to read")), &moment(n))
                    .expect("sealed"),
            ),
            Reading(who) => read(&homes[who], n),
            Pair => pair(&homes[A], &homes[B]),
            Meet => drop(meet(&homes[A], &homes[B])),
            Replace => {
                self.replaced.extend(sealed_texts(&homes[A]));
                homes[A] = replaced(&homes[A], &self.root.path().join("a new laptop"), &homes[B]);
            }
        }
    }

    fn take_back(&mut self, home: &Home) {
        let (id, old) = first_line(home);
        home.delete(&home.find(&id.to_string()).expect("an entry")).expect("taken back");
        self.taken_back.insert(id);
        self.replaced.insert(old);
    }

    fn withdraw(&mut self, home: &Home) {
        let round = home.sealed_round(Topic::Miss).expect("it waits");
        self.replaced.extend(sealed_texts(home));
        home.withdraw(round).expect("withdrawn");
    }
}

fn line(home: &Home, n: usize, text: &str, private: bool) {
    let draft = draft(text, &day(n).to_string(), 1_780_000_000, private);
    home.write(vec![draft], &moment(n), Pace::AtOnce).expect("written");
}

pub const fn kind(topic: Topic) -> Kind {
    match topic {
        Topic::Letter => Kind::Letter,
        Topic::Miss => Kind::Miss,
        _ => Kind::Answer,
    }
}

pub fn ready(home: &Home) {
    home.make_ready(&[home.sealed_round(Topic::Letter).expect("it waits")]).expect("ready");
}

/// Being ready for the weeks that are due, as the first step of a reading.
pub fn read(home: &Home, n: usize) {
    let reading = home.reading(&moment(n)).expect("a sound store");
    home.ready_to_read(&reading).expect("ready");
}

/// One shows a code and the other takes it: each keeps the other.
pub fn pair(ana: &Home, ben: &Home) {
    for (home, other) in [(ana, ben), (ben, ana)] {
        home.begin_partnership(&partner(other, PartnerState::Pending), Share::All).expect("paired");
    }
    meet(ana, ben);
}

/// The same person on a new laptop, by the 12 words, paired and met.
pub fn replaced(home: &Home, path: &std::path::Path, other: &Home) -> Home {
    let seed = Seed::from_words(&home.identity().seed().words()).expect("12 words");
    let fresh = create(path, home.identity().name(), &Protection::Nothing, seed).expect("a new home").home;
    pair(&fresh, other);
    drop(fresh);
    reopen(path)
}

/// The first open line of this person that is a line, and its text.
fn first_line(home: &Home) -> (EntryId, String) {
    let me = home.identity().person();
    let lines = home.all_lines(|line| line.is_entry() && line.text.is_some()).expect("a sound store");
    let mine =
        lines.into_iter().find(|one| one.line.doc.person() == Some(me) && one.is_open() && one.line.doc.is_shared());
    let line = mine.expect("a line").line;
    (line.entry, line.text.expect("words"))
}

/// Words of this person that are sealed and not open yet.
fn sealed_texts(home: &Home) -> Vec<String> {
    let mut texts = Vec::new();
    for round in home.rounds().expect("a sound store") {
        let sealed: Vec<EntryId> = round.mine.sealed().map(|seal| seal.entry).collect();
        let pieces = home.pieces(&round).expect("a sound store").into_iter();
        texts.extend(pieces.filter(|piece| sealed.contains(&piece.entry)).filter_map(|piece| Some(piece.body?.text)));
    }
    texts
}

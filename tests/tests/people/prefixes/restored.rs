//! The two, after copies came back.

use std::collections::{BTreeMap, HashSet};

use kintsugi_home::{Home, HomeError, Standing};
use kintsugi_journal::{EntryId, Kind, Topic, Visibility};
use kintsugi_tests::memory::{assert_sound, body, lines, meet, reopen, texts_on_disk, write};
use kintsugi_tests::{Person, copy_folder};

use super::history::{History, NAMES, QUESTION, STEPS, kind, moment, pair, read, ready, replaced, week_of};

/// After which step the copy was made that each has, and whether its owner knows that it is an older one: then it was put there
/// as `restore` does, and they meet before they write on. Else somebody put a folder back by hand.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    pub after: [usize; 2],
    pub knowing: bool,
}

pub struct Couple<'h> {
    history: &'h History,
    root: tempfile::TempDir,
    homes: [Home; 2],
    case: Case,
    /// Taken back since the copies came.
    taken_back: HashSet<EntryId>,
}

impl<'h> Couple<'h> {
    pub fn restored(history: &'h History, case: Case) -> Self {
        let root = kintsugi_tests::folder(true);
        let homes = [0, 1].map(|who| {
            let path = root.path().join(NAMES[who]);
            copy_folder(&history.copy(case.after[who], who), &path);
            let home = reopen(&path);
            if case.knowing && case.after[who] < STEPS - 1 {
                home.restored().expect("the end of a restore");
            }
            home
        });
        Self { history, root, homes, case, taken_back: HashSet::new() }
    }

    /// The two meet, once they know each other again, and whatever either had is there.
    pub fn comes_together(&mut self) {
        if !self.case.knowing {
            self.writes_on();
        }
        self.knows_each_other();
        let before = [0, 1].map(|who| words_of(&self.homes[who]));
        self.meets();
        for (who, before) in before.iter().enumerate() {
            let there = texts_on_disk(&self.homes[who]);
            let taken_back =
                |entry: &EntryId| self.history.taken_back.contains(entry) || self.taken_back.contains(entry);
            for (entry, text) in before.iter().filter(|(entry, _)| !taken_back(entry)) {
                let kept = there.contains(text) || self.history.replaced.contains(text);
                assert!(kept, "{:?}: {} lost {entry} {text}", self.case, NAMES[who]);
            }
        }
    }

    /// Whoever has an older copy writes on, and seals what that copy does not know to be sealed or open already.
    fn writes_on(&mut self) {
        for (who, home) in self.homes.iter().enumerate().filter(|(who, _)| self.case.after[*who] < STEPS - 1) {
            let name = NAMES[who];
            write(home, &format!("{name} writes on"));
            for topic in [Topic::Letter, QUESTION, Topic::Miss] {
                seal(home, topic, &format!("{name} writes on"));
            }
            let line = body(Kind::Hard, &format!("{name} writes a line to read"));
            home.seal_for_reading(week_of(self.case.after[who]), line, &moment(self.case.after[who])).expect("sealed");
            if self.case.after[who].is_multiple_of(2) && home.sealed_round(Topic::Letter).is_ok() {
                ready(home);
            }
            if self.case.after[who].is_multiple_of(3) {
                self.taken_back.insert(take_one_back(home));
            }
        }
    }

    /// Where one of the two laptops does not know the other one, they pair once more. A laptop that was replaced stays out, and
    /// its owner begins on a new one.
    fn knows_each_other(&mut self) {
        let knows = |one: usize| {
            let device = self.homes[1 - one].identity().device().id();
            self.homes[one].partner().expect("a sound store").is_some_and(|partner| partner.device == device)
        };
        if knows(0) && knows(1) {
            return;
        }
        let ana = self.homes[0].identity();
        let known = self.homes[1].check_person(ana.person(), &ana.person_key(), &ana.device().id());
        if matches!(known, Err(HomeError::ReplacedDevice)) {
            self.homes[0] = replaced(&self.homes[0], &self.root.path().join("new"), &self.homes[1]);
        } else {
            known.expect("the same person");
            pair(&self.homes[0], &self.homes[1]);
        }
    }

    /// Twice, because what the first one shows is set right at its end.
    fn meets(&self) {
        let [ana, ben] = &self.homes;
        meet(ana, ben);
        let (one, other) = meet(ana, ben);
        assert!(one.up_to_date && other.up_to_date, "{:?}", self.case);
        assert_eq!(meet(ana, ben).0.turns, 1, "{:?}: all is said", self.case);
        assert_eq!(shared(ana), shared(ben), "{:?}", self.case);
        for home in &self.homes {
            let held = home.held_back().expect("a sound store");
            assert!(held.is_empty(), "{:?}: {held:?}", self.case);
            assert_sound(home);
            self.calls_nothing_gone_that_is_here(home);
            for line in lines(home).iter().filter(|line| line.is_deleted()) {
                let really = self.history.taken_back.contains(&line.entry) || self.taken_back.contains(&line.entry);
                assert!(really, "{:?}: nobody took {line:?} back", self.case);
            }
        }
    }

    fn calls_nothing_gone_that_is_here(&self, home: &Home) {
        for round in home.rounds().expect("a sound store") {
            let sealed: HashSet<EntryId> = round.mine.sealed().map(|seal| seal.entry).collect();
            let pieces = home.pieces(&round).expect("a sound store");
            let here = pieces.iter().any(|piece| sealed.contains(&piece.entry) && piece.body.is_some());
            assert!(
                !here || (round.has_mine() && round.standing() != Standing::Lost),
                "{:?}: {:?}",
                self.case,
                round.id
            );
        }
    }

    /// Both write letters, answers and lines for the reading, and are ready: all of it opens, and so does what waited before.
    pub fn goes_on(&self) {
        for (who, home) in self.homes.iter().enumerate() {
            for topic in [Topic::Letter, QUESTION, Topic::Miss] {
                seal(home, topic, &format!("{} goes on", NAMES[who]));
            }
            let line = body(Kind::Hard, &format!("a last line of {}", NAMES[who]));
            home.seal_for_reading(week_of(STEPS), line, &moment(STEPS)).expect("sealed");
            ready(home);
            read(home, STEPS);
        }
        self.meets();
        for home in &self.homes {
            for round in home.rounds().expect("a sound store") {
                let mine = round.mine.sealed().count();
                assert!(mine == 0 && !round.lost, "{:?}: {:?} keeps {mine} sealed", self.case, round.id);
                let missing =
                    home.pieces(&round).expect("a sound store").into_iter().filter(|piece| piece.body.is_none());
                assert_eq!(missing.count(), 0, "{:?}: {:?} opened without its words", self.case, round.id);
            }
            assert_eq!(home.count_nowhere().expect("a sound store"), 0, "{:?}", self.case);
        }
    }

    /// What the program says to each of them.
    pub fn screens_blame_nobody(self) {
        let paths: Vec<_> = self.homes.iter().map(|home| home.folder().path().to_owned()).collect();
        drop(self.homes);
        for (name, path) in NAMES.into_iter().zip(paths) {
            let person = Person::new(name, self.root.path()).at(path);
            for command in [&[][..], &["read"], &["letter"], &["status"], &["verify"]] {
                let run = person.run(command);
                let screen = format!("{}{}", run.stdout, run.stderr).to_lowercase();
                assert_eq!(run.code, 0, "{command:?}: {screen}");
                for word in
                    ["tamper", "missing", "lost", "gone", "any more", "cheat", "guilt", "fork", "conflict", "blame"]
                {
                    assert!(!screen.contains(word), "{:?}: {command:?}: {screen}", self.case);
                }
            }
        }
    }
}

fn seal(home: &Home, topic: Topic, text: &str) {
    match home.seal(topic, body(kind(topic), &format!("{text}, {topic:?}")), &moment(STEPS)) {
        Ok(_) | Err(HomeError::AlreadySealed) => {}
        Err(error) => panic!("{error}"),
    }
}

/// Takes the first line of theirs back that is there.
fn take_one_back(home: &Home) -> EntryId {
    let me = home.identity().person();
    let mine = lines(home).into_iter().find(|line| {
        line.doc.person() == Some(me) && line.is_entry() && line.visibility == Visibility::Open && !line.is_deleted()
    });
    let entry = mine.expect("a line").entry;
    home.delete(&home.find(&entry.to_string()).expect("an entry")).expect("taken back");
    entry
}

/// All words of this person's laptop that stand in lines, by entry.
fn words_of(home: &Home) -> BTreeMap<EntryId, String> {
    lines(home).into_iter().filter_map(|line| Some((line.entry, line.text?))).collect()
}

/// What both may read, by entry.
fn shared(home: &Home) -> BTreeMap<EntryId, String> {
    let open = lines(home).into_iter().filter(|line| line.visibility == Visibility::Open && line.doc.is_shared());
    open.filter_map(|line| Some((line.entry, line.text?))).collect()
}

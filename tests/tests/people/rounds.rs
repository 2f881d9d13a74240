//! Rounds: both write before either reads. Every order of two commits, two readies, a withdrawal and the meetings in between,
//! with the wire cut and both laptops restarted at every frame.
//!
//! Words are on the other laptop only if both were ready, in no form before; in the end, where both stay ready, both read both.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use kintsugi_home::Home;
use kintsugi_journal::{Actor, DocId, Document, Key, Kind, RoundId, SettingName, Topic, Value, Week};
use kintsugi_tests::memory::{
    Fate, assert_sound, body, evening_of, home, meet, meet_over, pair, partner, reopen, texts_on_disk,
};
use kintsugi_tests::{copy_folder, is_slow, note};
use kintsugi_vault::{DocRow, PartnerState};

/// One step of a history.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Step {
    Commit(usize),
    Ready(usize),
    Withdraw(usize),
    Meet,
}

const NAMES: [&str; 2] = ["Ana", "Ben"];
const LETTER: RoundId = RoundId { topic: Topic::Letter, number: 1 };

struct Couple {
    root: tempfile::TempDir,
    homes: [Home; 2],
    /// Whether each has been ready at some moment since the last withdrawal, as this test knows.
    ready: [bool; 2],
    written: [u32; 2],
}

fn words(who: usize, n: u32) -> String {
    format!("the letter of {} number {n}", NAMES[who])
}

impl Couple {
    fn new() -> Self {
        let root = kintsugi_tests::folder(true);
        let homes = NAMES.map(|name| home(root.path(), name));
        pair(&homes[0], &homes[1]);
        Self { root, homes, ready: [false; 2], written: [0; 2] }
    }

    fn path(&self, who: usize) -> PathBuf {
        self.root.path().join(NAMES[who])
    }

    /// A copy of both at this moment, restarted.
    fn copy(&self) -> Self {
        let root = kintsugi_tests::folder(true);
        for name in NAMES {
            copy_folder(&self.root.path().join(name), &root.path().join(name));
        }
        let homes = NAMES.map(|name| reopen(&root.path().join(name)));
        Self { root, homes, ready: self.ready, written: self.written }
    }

    fn restart(&mut self) {
        self.homes = [reopen(&self.path(0)), reopen(&self.path(1))];
    }

    fn is_open(&self, who: usize) -> bool {
        self.homes[who].rounds().expect("a sound store").iter().any(|round| round.id == LETTER && round.is_opened())
    }

    fn apply(&mut self, step: Step) {
        match step {
            Step::Meet => drop(meet(&self.homes[0], &self.homes[1])),
            Step::Commit(who) => {
                let text = words(who, self.written[who] + 1);
                let today = "2026-06-03".parse().expect("a day");
                if self.homes[who].seal(Topic::Letter, body(Kind::Letter, &text), &evening_of(today)).is_ok() {
                    self.written[who] += 1;
                }
            }
            Step::Ready(who) => {
                self.ready[who] |= self.homes[who].make_ready(&[LETTER]).is_ok();
            }
            Step::Withdraw(who) => {
                if !self.is_open(who) && self.homes[who].withdraw(LETTER).is_ok() {
                    self.ready[who] = false;
                }
            }
        }
    }

    /// What must hold at every moment.
    fn check(&self, history: &[Step]) {
        for (who, other) in [(0, 1), (1, 0)] {
            let there = texts_on_disk(&self.homes[other]);
            let leaked = there.iter().any(|text| text.starts_with("the letter of ") && text.contains(NAMES[who]));
            assert!(!leaked || self.is_open(other), "{history:?}: {}'s words came unseen", NAMES[who]);
            if leaked && !withdraws(history) {
                assert!(self.ready[0] && self.ready[1], "{history:?}: words crossed before both were ready");
            }
            assert_sound(&self.homes[who]);
        }
    }

    fn both_read_both(&self) -> bool {
        let reads = |who: usize| {
            let there = texts_on_disk(&self.homes[who]);
            NAMES.iter().all(|name| there.iter().any(|text| text.starts_with(&format!("the letter of {name}"))))
        };
        reads(0) && reads(1)
    }
}

/// All orders of these steps in which each person's own steps keep their order.
fn orders(of: &[Vec<Step>]) -> Vec<Vec<Step>> {
    if of.iter().all(Vec::is_empty) {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for (n, steps) in of.iter().enumerate().filter(|(_, steps)| !steps.is_empty()) {
        let mut rest = of.to_vec();
        let first = rest[n].remove(0);
        assert_eq!(first, steps[0]);
        for mut order in orders(&rest) {
            order.insert(0, first);
            all.push(order);
        }
    }
    all
}

fn withdraws(history: &[Step]) -> bool {
    history.iter().any(|step| matches!(step, Step::Withdraw(_)))
}

/// Goes through a history; at each meeting the wire is also cut at each frame, on a copy, and life goes on from there.
fn live(history: &[Step], cut_before: &Mutex<HashSet<Vec<Step>>>) -> u64 {
    let mut couple = Couple::new();
    let mut cuts = 0;
    for (n, step) in history.iter().enumerate() {
        // Histories that begin alike are alike until then.
        if *step == Step::Meet && cut_before.lock().expect("no panic").insert(history[..n].to_vec()) {
            cuts += cut_everywhere(&couple, &history[..=n]);
        }
        couple.apply(*step);
        couple.restart();
        couple.check(&history[..=n]);
    }
    settle(&couple, history);
    cuts
}

/// Cuts the meeting that comes now at each of its frames.
fn cut_everywhere(couple: &Couple, history: &[Step]) -> u64 {
    for at in 1.. {
        let mut copy = couple.copy();
        let outcome =
            meet_over(&copy.homes[0], &copy.homes[1], |n| if n == at { Fate::CutShort } else { Fate::Arrive });
        copy.restart();
        copy.check(history);
        let both = copy.ready == [true; 2] && !withdraws(history);
        for who in [0, 1].into_iter().filter(|_| both) {
            let mut regrets = copy.copy();
            // Not only before: also when the words may have crossed already and this side does not know it.
            regrets.apply(Step::Withdraw(who));
            settle(&regrets, &[history, &[Step::Withdraw(who)]].concat());
        }
        settle(&copy, history);
        if outcome.is_ok() {
            return at;
        }
    }
    0
}

/// Two more meetings: whoever is still ready on both sides reads both; opened on one side is opened on both.
fn settle(couple: &Couple, history: &[Step]) {
    for _ in 0..2 {
        meet(&couple.homes[0], &couple.homes[1]);
    }
    couple.check(history);
    assert_eq!(couple.is_open(0), couple.is_open(1), "{history:?}: opened on one side only");
    if couple.ready == [true, true] {
        assert!(couple.is_open(0) && couple.both_read_both(), "{history:?}: both are ready and it is not open");
    }
    assert!(
        withdraws(history) || !couple.is_open(0) || couple.both_read_both(),
        "{history:?}: open, and words are missing"
    );
}

#[test]
fn every_order_of_commits_readies_a_withdrawal_and_meetings_with_every_cut() {
    use Step::{Commit, Meet, Ready, Withdraw};
    let mut plain = orders(&[vec![Commit(0), Ready(0)], vec![Commit(1), Ready(1)], vec![Meet, Meet]]);
    // Nothing tells the two apart, and whose words go first falls by chance: the mirror image of a history is the same one.
    let first = |order: &[Step], step| order.iter().position(|other| *other == step);
    plain.retain(|order| first(order, Commit(0)) < first(order, Commit(1)));
    let withdrawn = orders(&[vec![Commit(0), Ready(0), Withdraw(0), Commit(0)], vec![Commit(1), Ready(1)], vec![Meet]]);
    let each = if is_slow() { 1 } else { 4 };
    let histories: Vec<Vec<Step>> = plain.into_iter().chain(withdrawn).step_by(each).collect();
    let (cut_before, next) = (Mutex::new(HashSet::new()), std::sync::atomic::AtomicUsize::new(0));
    let work = || {
        let mut cuts = 0;
        while let Some(history) = histories.get(next.fetch_add(1, std::sync::atomic::Ordering::Relaxed)) {
            cuts += live(history, &cut_before);
        }
        cuts
    };
    let cuts: u64 = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..2).map(|_| scope.spawn(work)).collect();
        workers.into_iter().map(|worker| worker.join().expect("every history holds")).sum()
    });
    note(&format!("{} histories, {cuts} cuts", histories.len()));
}

#[test]
fn words_that_are_withdrawn_leave_no_text_anywhere() {
    let mut couple = Couple::new();
    let week = Week::of("2026-06-03".parse().expect("a day"), jiff::civil::Weekday::Monday);
    line(&couple.homes[0], week, "a line for the reading");
    for step in [Step::Commit(0), Step::Ready(0), Step::Meet, Step::Withdraw(0)] {
        couple.apply(step);
    }
    couple.homes[0].withdraw(RoundId::reading(week)).expect("it is not open yet");
    couple.apply(Step::Meet);
    for home in &couple.homes {
        assert!(texts_on_disk(home).is_empty(), "{:?}", texts_on_disk(home));
        let lines = home.all_lines(|_| true).expect("a sound store");
        assert!(lines.is_empty(), "no trace on any screen");
        assert!(
            home.rounds()
                .expect("sound")
                .iter()
                .all(|round| round.mine.seals.is_empty() && round.theirs.seals.is_empty())
        );
    }
}

#[test]
fn sealed_words_cannot_be_changed_and_a_second_letter_waits() {
    let mut couple = Couple::new();
    couple.apply(Step::Commit(0));
    let sealed = &couple.homes[0].all_lines(|_| true).expect("sound")[0].line.entry.to_string();
    let found = couple.homes[0].find(sealed).expect("it is mine");
    let pace = kintsugi_home::Pace::AtOnce;
    let refused = couple.homes[0].edit(&found, "other words".into(), pace).expect_err("refused");
    assert!(matches!(refused, kintsugi_home::HomeError::Sealed), "{refused}");
    let today = "2026-06-03".parse().expect("a day");
    let second =
        couple.homes[0].seal(Topic::Letter, body(Kind::Letter, "another"), &evening_of(today)).expect_err("refused");
    assert!(matches!(second, kintsugi_home::HomeError::AlreadySealed), "{second}");
}

#[test]
fn a_new_letter_after_an_opened_one_begins_the_next_round_and_the_opened_one_stays_as_it_is() {
    let mut couple = Couple::new();
    for step in [Step::Commit(0), Step::Commit(1), Step::Ready(1), Step::Ready(0), Step::Meet] {
        couple.apply(step);
    }
    assert!(couple.both_read_both());
    let mine = couple.homes[1].rounds().expect("sound")[0].mine.seals[0].entry.to_string();
    let found = couple.homes[1].find(&mine).expect("it is mine");
    let edited = couple.homes[1].edit(&found, "other words".into(), kintsugi_home::Pace::AtOnce);
    assert!(matches!(edited, Err(kintsugi_home::HomeError::Sealed)));
    let today = "2026-06-04".parse().expect("a day");
    let (round, _) =
        couple.homes[1].seal(Topic::Letter, body(Kind::Letter, "a second one"), &evening_of(today)).expect("sealed");
    assert_eq!(round.number, 2);
    meet(&couple.homes[0], &couple.homes[1]);
    assert!(!texts_on_disk(&couple.homes[0]).contains(&"a second one".to_owned()));
}

fn line(home: &Home, week: Week, text: &str) {
    let today = "2026-06-03".parse().expect("a day");
    home.seal_for_reading(week, body(Kind::Hard, text), &evening_of(today)).expect("sealed");
}

#[test]
fn a_week_in_which_only_one_or_nobody_wrote_opens_with_both_readies() {
    for (ana, ben) in [(2, 0), (0, 3), (0, 0), (1, 1)] {
        let couple = Couple::new();
        let week = Week::of("2026-06-03".parse().expect("a day"), jiff::civil::Weekday::Monday);
        let round = RoundId::reading(week);
        (0..ana).for_each(|n| line(&couple.homes[0], week, &format!("Ana {n}")));
        (0..ben).for_each(|n| line(&couple.homes[1], week, &format!("Ben {n}")));
        couple.homes[0].make_ready(&[round]).expect("ready");
        meet(&couple.homes[0], &couple.homes[1]);
        let crossed =
            |who: usize, name: &str| texts_on_disk(&couple.homes[who]).iter().any(|text| text.starts_with(name));
        assert!(!crossed(1, "Ana") && !crossed(0, "Ben"), "only one is ready");
        couple.homes[1].make_ready(&[round]).expect("ready");
        meet(&couple.homes[0], &couple.homes[1]);
        for home in &couple.homes {
            assert!(home.rounds().expect("sound").iter().any(|round| round.is_opened()), "{ana} and {ben} lines");
            assert_sound(home);
        }
        assert_eq!((crossed(1, "Ana"), crossed(0, "Ben")), (ana > 0, ben > 0));
        assert_eq!(couple.homes[0].all_lines(|_| true).expect("sound").len(), ana + ben);
        // What is written afterwards waits for the next week.
        line(&couple.homes[0], week, "too late for this week");
        meet(&couple.homes[0], &couple.homes[1]);
        assert!(!crossed(1, "too late"));
    }
}

#[test]
fn words_added_after_ready_are_not_opened() {
    let couple = Couple::new();
    let week = Week::of("2026-06-03".parse().expect("a day"), jiff::civil::Weekday::Monday);
    let round = RoundId::reading(week);
    line(&couple.homes[0], week, "Ana one");
    couple.homes[0].make_ready(&[round]).expect("ready");
    line(&couple.homes[0], week, "Ana two, after she was ready");
    couple.homes[1].make_ready(&[round]).expect("ready");
    meet(&couple.homes[0], &couple.homes[1]);
    assert!(texts_on_disk(&couple.homes[1]).is_empty());
    couple.homes[0].make_ready(&[round]).expect("ready");
    meet(&couple.homes[0], &couple.homes[1]);
    assert_eq!(couple.homes[1].all_lines(|_| true).expect("sound").len(), 2);
}

/// A home, put back to what a folder holds.
fn restore(path: &Path, from: &Path) -> Home {
    std::fs::remove_dir_all(path).expect("the home goes");
    copy_folder(from, path);
    reopen(path)
}

#[test]
fn after_a_restored_backup_an_opened_letter_comes_back_to_both() {
    for who in [0, 1] {
        let mut couple = Couple::new();
        let backup = couple.root.path().join("backup");
        copy_folder(&couple.path(who), &backup);
        for step in [Step::Commit(0), Step::Commit(1), Step::Ready(0), Step::Ready(1), Step::Meet] {
            couple.apply(step);
        }
        let path = couple.path(who);
        couple.homes[who] = restore(&path, &backup);
        meet(&couple.homes[0], &couple.homes[1]);
        assert!(couple.both_read_both() && couple.is_open(0) && couple.is_open(1), "{} restored", NAMES[who]);
        couple.check(&[]);
    }
}

#[test]
fn a_letter_that_a_restored_backup_lacks_is_cleared_and_written_anew() {
    let mut couple = Couple::new();
    let backup = couple.root.path().join("backup");
    copy_folder(&couple.path(0), &backup);
    for step in [Step::Commit(0), Step::Ready(0), Step::Meet] {
        couple.apply(step);
    }
    let path = couple.path(0);
    couple.homes[0] = restore(&path, &backup);
    couple.written[0] = 5;
    for step in [Step::Commit(0), Step::Meet, Step::Ready(0), Step::Commit(1), Step::Ready(1), Step::Meet, Step::Meet] {
        couple.apply(step);
    }
    assert!(couple.both_read_both(), "{:?} {:?}", texts_on_disk(&couple.homes[0]), texts_on_disk(&couple.homes[1]));
    couple.check(&[]);
}

#[test]
fn a_new_laptop_gets_the_opened_letters_back_and_no_sealed_one() {
    let mut couple = Couple::new();
    for step in
        [Step::Commit(0), Step::Commit(1), Step::Ready(0), Step::Ready(1), Step::Meet, Step::Commit(0), Step::Meet]
    {
        couple.apply(step);
    }
    let fresh = couple.root.path().join("fresh");
    let seed = kintsugi_vault::Seed::from_words(&couple.homes[0].identity().seed().words()).expect("12 words");
    let created = kintsugi_home::create(&fresh, "Ana", &kintsugi_vault::Protection::Nothing, seed).expect("a home");
    let ana = created.home;
    ana.begin_partnership(&partner(&couple.homes[1], PartnerState::Paired), kintsugi_home::Share::All).expect("paired");
    meet(&ana, &couple.homes[1]);
    let there = texts_on_disk(&ana);
    assert!(there.contains(&words(0, 1)) && there.contains(&words(1, 1)), "{there:?}");
    assert!(!there.contains(&words(0, 2)), "sealed words were only on the lost laptop");
    let round = ana.rounds().expect("sound").pop().expect("a second round");
    assert!(round.lost && !round.has_mine(), "and that is said");
    let today = "2026-07-01".parse().expect("a day");
    let (again, _) = ana
        .seal(Topic::Letter, body(Kind::Letter, "written anew"), &evening_of(today))
        .expect("it can be written anew");
    ana.make_ready(&[again]).expect("ready");
    assert!(ana.rounds().expect("sound").iter().all(|round| !round.lost), "what is lost is cleared");
    assert_sound(&ana);
}

/// Both are ready and nothing has crossed yet; the words of `first` go first. A copy of Ana's home from before is beside.
fn both_ready(first: usize) -> Couple {
    for _ in 0..64 {
        let mut couple = Couple::new();
        copy_folder(&couple.path(0), &couple.root.path().join("before"));
        for step in [Step::Commit(0), Step::Commit(1), Step::Ready(0), Step::Ready(1)] {
            couple.apply(step);
        }
        let side = |who: usize| couple.homes[who].rounds().expect("sound")[0].mine.clone();
        if side(first).leads(&side(1 - first)) {
            return couple;
        }
    }
    panic!("64 coins fell on one side");
}

/// Another process of the same person withdraws, writes other words and is ready with them, while the two laptops meet. Both
/// are ready all the time as far as each can see, only no longer with the words that were meant.
#[test]
fn who_withdraws_and_seals_anew_in_the_middle_of_a_meeting_is_never_said_to_have_sent_false_words() {
    let today = "2026-06-03".parse().expect("a day");
    let mut in_between = 0;
    for (first, who) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
        for at in 1_u64.. {
            let couple = both_ready(first);
            let (home, mut sealed_anew, mut frames) = (&couple.homes[who], false, 0);
            meet_over(&couple.homes[0], &couple.homes[1], |n| {
                frames = n;
                if n == at && !couple.is_open(who) {
                    home.withdraw(LETTER).expect("it is not open here");
                    home.seal(Topic::Letter, body(Kind::Letter, "other words"), &evening_of(today))
                        .expect("sealed anew");
                    home.make_ready(&[LETTER]).expect("ready with these");
                    sealed_anew = true;
                }
                Fate::Arrive
            })
            .expect("a sound wire");
            for _ in 0..2 {
                meet(&couple.homes[0], &couple.homes[1]);
            }
            let case = format!("{} first, {} anew before frame {at}", NAMES[first], NAMES[who]);
            for home in &couple.homes {
                assert!(home.held_back().expect("sound").is_empty(), "{case}: {:?}", home.held_back());
                assert_sound(home);
            }
            assert!(couple.is_open(0) && couple.is_open(1), "{case}: both are ready and it is not open");
            let there = texts_on_disk(&couple.homes[1 - who]);
            let old = there.contains(&words(who, 1));
            assert!(old || there.contains(&"other words".to_owned()), "{case}: {there:?}");
            in_between += u32::from(sealed_anew && !old);
            if frames < at {
                break;
            }
        }
    }
    assert!(in_between > 8, "there are moments before the words cross");
}

/// The meeting was cut when the letter of Ana was there and open, and before that of Ben came. Then that laptop goes back to
/// a copy from before the letter, and another one is written.
#[test]
fn a_letter_that_was_opened_there_comes_back_to_a_laptop_that_no_longer_knows_it() {
    let today = "2026-06-03".parse().expect("a day");
    let mut opened_there = 0;
    for at in 1.. {
        let mut couple = both_ready(0);
        let cut =
            meet_over(&couple.homes[0], &couple.homes[1], |n| if n == at { Fate::CutShort } else { Fate::Arrive });
        if cut.is_ok() {
            break;
        }
        couple.restart();
        let only_there = couple.is_open(1) && !couple.is_open(0);
        opened_there += u32::from(only_there);

        let path = couple.path(0);
        couple.homes[0] = restore(&path, &couple.root.path().join("before"));
        let ana = &couple.homes[0];
        ana.seal(Topic::Letter, body(Kind::Letter, "another letter"), &evening_of(today))
            .expect("nothing is known here");
        ana.make_ready(&[LETTER]).expect("ready");
        for _ in 0..3 {
            meet(&couple.homes[0], &couple.homes[1]);
        }
        let there = couple.homes.each_ref().map(texts_on_disk);
        if only_there {
            assert!(couple.is_open(0) && couple.both_read_both(), "cut at {at}: {there:?}");
            assert!(there[0].contains(&words(0, 1)), "cut at {at}");
            // She called it ready: it has opened as well, where that came first, or it waits for the next round.
            let waits = couple.homes[0].sealed_round(Topic::Letter).ok().map(|round| round.number);
            let crossed = there[1].contains(&"another letter".to_owned());
            assert_eq!(waits, (!crossed).then_some(2), "cut at {at}");
        }
        assert!(there[0].contains(&"another letter".to_owned()), "cut at {at}");
        couple.homes.iter().for_each(assert_sound);
    }
    assert!(opened_there > 0, "there are moments in which only one is open");
}

/// A change on the table that Ben's laptop does not take, as that of a program with a fault would be.
fn put_what_is_refused(ana: &Home) {
    let actor = Actor::new([0x66; 16], ana.identity().person());
    let mut table = Document::new(DocId::Table, actor);
    let put = (Key::Setting(SettingName::DayStart), Value::Int(99));
    let changes = table.put(&[put]).expect("a write");
    let writer = ana.vault().write().expect("a moment");
    let mut row = DocRow::new(DocId::Table);
    writer.append(&mut row, &changes, table.heads()).expect("room");
    writer.commit().expect("durable");
}

#[test]
fn a_document_that_cannot_cross_keeps_no_letter_closed() {
    let couple = both_ready(0);
    put_what_is_refused(&couple.homes[0]);
    let (one, other) = meet(&couple.homes[0], &couple.homes[1]);
    assert!(!one.up_to_date && !other.up_to_date, "the table is not the same");
    assert_eq!(couple.homes[1].held_back().expect("sound").len(), 1, "and it is named");
    assert!(couple.is_open(0) && couple.is_open(1) && couple.both_read_both());
}

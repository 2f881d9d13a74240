//! Lines that wait, in many histories: the other laptop never learns of one before its time, and has all of them in the end.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use kintsugi_home::{Home, Pace};
use kintsugi_tests::memory::{Fate, assert_sound, draft, evening_of, home, lines, meet, meet_at, pair, reopen};
use kintsugi_tests::{Dice, folder, sample};

const MINUTE: SignedDuration = SignedDuration::from_mins(1);

struct Story {
    ana: Home,
    ben: Home,
    now: Timestamp,
    written: u64,
    /// Texts of Ana's that wait, and until when.
    waiting: Vec<(String, Timestamp)>,
}

impl Story {
    fn pace(&self, dice: &mut Dice) -> Pace {
        if dice.below(2) == 0 { Pace::AtOnce } else { Pace::After(self.now + 10 * MINUTE) }
    }

    fn note(&mut self, text: String, pace: Pace) {
        if let Pace::After(until) = pace {
            self.waiting.push((text, until));
        }
    }

    /// Ana does something, as a process of its own.
    fn act(&mut self, dice: &mut Dice) {
        self.ana = reopen(self.ana.folder().path());
        self.written += 1;
        let text = format!("line {}", self.written);
        let mine: Vec<String> =
            lines(&self.ana).iter().filter(|line| !line.is_deleted()).map(|line| line.entry.to_string()).collect();
        let pace = self.pace(dice);
        match dice.below(6) {
            0 if !mine.is_empty() => {
                let found = self.ana.find(&mine[dice.below(mine.len() as u64) as usize]).expect("it was just read");
                self.ana.delete(&found).expect("taken back");
            }
            1 if !mine.is_empty() => {
                let found = self.ana.find(&mine[dice.below(mine.len() as u64) as usize]).expect("it was just read");
                self.ana.edit(&found, text.clone(), pace).expect("an edit");
                self.note(text, pace);
            }
            _ => {
                let draft = draft(&text, "2026-06-03", self.now.as_second(), false);
                let day = draft.words.day;
                self.ana.write(vec![draft], &evening_of(day), pace).expect("a write");
                self.note(text, pace);
            }
        }
    }

    /// What comes about by itself, perhaps cut.
    fn meet_by_itself(&mut self, dice: &mut Dice) {
        let cut = (dice.below(3) == 0).then(|| dice.below(12));
        let fate = |number| if Some(number) == cut { Fate::CutShort } else { Fate::Arrive };
        // A cut meeting is held again later.
        let _ = meet_at(&self.ana, &self.ben, Some(self.now), fate);
        let now = self.now;
        self.waiting.retain(|(_, until)| *until > now);
        let there: BTreeSet<String> = lines(&self.ben).iter().filter_map(|line| line.text.clone()).collect();
        for (text, until) in &self.waiting {
            assert!(!there.contains(text), "{text} waits until {until} and it is {now}");
        }
        let shown = |home: &Home| home.vault().read().and_then(|reader| reader.documents()).expect("a sound store");
        let held = self.ana.vault().read().and_then(|reader| reader.waiting_lines()).expect("a sound store");
        for line in held.iter().filter(|line| line.until > now.as_second()) {
            for row in shown(&self.ben) {
                assert!(!row.heads.contains(&line.change), "not even that there is something");
            }
        }
    }
}

fn history(seed: u64) {
    let mut dice = Dice(seed);
    let root = folder(true);
    let (ana, ben) = (home(root.path(), "Ana"), home(root.path(), "Ben"));
    pair(&ana, &ben);
    let now = Timestamp::from_second(1_780_000_000).expect("in range");
    let mut story = Story { ana, ben, now, written: 0, waiting: Vec::new() };
    for _ in 0..25 {
        match dice.below(4) {
            0 => story.meet_by_itself(&mut dice),
            1 => story.now += i32::try_from(dice.below(8)).expect("small") * MINUTE,
            _ => story.act(&mut dice),
        }
    }
    let (here, there) = meet(&story.ana, &story.ben);
    assert!(here.up_to_date && there.up_to_date, "asked for, nothing waits");
    let texts = |home: &Home| {
        let lines = lines(home).into_iter().filter(|line| !line.is_deleted());
        lines.map(|line| (line.entry, line.text)).collect::<Vec<_>>()
    };
    assert_eq!(texts(&story.ana), texts(&story.ben));
    assert_sound(&story.ana);
    assert_sound(&story.ben);
}

#[test]
fn what_waits_is_not_known_before_its_time_and_comes_in_the_end() {
    for seed in 0..sample("KINTSUGI_SEEDS", 6, 40) {
        let outcome = std::panic::catch_unwind(|| history(seed));
        assert!(outcome.is_ok(), "seed {seed}");
    }
}

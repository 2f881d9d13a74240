//! Two wishes about when lines open, changed apart: in every order with meetings between, no line opens earlier than its writer
//! wished when it was written, nor than the other's wish as it was known there then.

use kintsugi_home::{Home, Query, Wait};
use kintsugi_journal::{Kind, LinesOpen, Visibility};
use kintsugi_tests::memory::{body, evening_of, home, meet, pair};
use kintsugi_tests::{Dice, is_slow, note, repeats};

const TODAY: jiff::civil::Date = jiff::civil::date(2026, 6, 3);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Wish(usize),
    Line(usize),
}

/// One of the cases: where each wish goes, in which order what is done, and after which of it the two meet.
#[derive(Clone, Debug)]
struct Case {
    to: [LinesOpen; 2],
    steps: Vec<Step>,
    meets: [bool; 4],
}

const fn other(wish: LinesOpen) -> LinesOpen {
    match wish {
        LinesOpen::AtOnce => LinesOpen::Weekly,
        LinesOpen::Weekly => LinesOpen::AtOnce,
    }
}

fn orders(left: &[Step]) -> Vec<Vec<Step>> {
    if left.is_empty() {
        return vec![Vec::new()];
    }
    let with = |at: usize| {
        let rest: Vec<Step> = [&left[..at], &left[at + 1..]].concat();
        orders(&rest).into_iter().map(move |order| [&[left[at]], &order[..]].concat())
    };
    (0..left.len()).flat_map(with).collect()
}

fn all_cases() -> Vec<Case> {
    use LinesOpen::{AtOnce, Weekly};
    let mut cases = Vec::new();
    for to in [[AtOnce, AtOnce], [AtOnce, Weekly], [Weekly, AtOnce], [Weekly, Weekly]] {
        for steps in orders(&[Step::Wish(0), Step::Wish(1), Step::Line(0), Step::Line(1)]) {
            for meets in 0..16_u8 {
                let meets = [0, 1, 2, 3].map(|bit| meets & (1 << bit) != 0);
                cases.push(Case { to, steps: steps.clone(), meets });
            }
        }
    }
    cases
}

/// Plays a case, and says what of it was opened too early or was kept back without a wish.
fn play(case: &Case) {
    let root = kintsugi_tests::folder(true);
    let homes = ["Ana", "Ben"].map(|name| home(root.path(), name));
    pair(&homes[0], &homes[1]);
    // Each wish goes from its opposite.
    let mut wishes = case.to.map(other);
    for (person, wish) in homes.iter().zip(wishes) {
        person.put_lines_open(wish).expect("chosen");
    }
    meet(&homes[0], &homes[1]);
    let mut known = [wishes[1], wishes[0]];
    let mut waits = [false; 2];
    for (step, meets) in case.steps.iter().zip(case.meets) {
        match *step {
            Step::Wish(who) => {
                wishes[who] = case.to[who];
                homes[who].put_lines_open(wishes[who]).expect("chosen");
            }
            Step::Line(who) => {
                waits[who] = [wishes[who], known[who]].contains(&LinesOpen::Weekly);
                let line = homes[who].save_line(body(Kind::Hard, NAMES[who]), Wait::AsChosen, &evening_of(TODAY));
                let sealed = line.expect("saved").visibility == Visibility::Sealed;
                assert_eq!(sealed, waits[who], "{who} in {case:?}");
            }
        }
        if meets {
            meet(&homes[0], &homes[1]);
            known = [wishes[1], wishes[0]];
        }
    }
    meet(&homes[0], &homes[1]);
    for (who, waits) in waits.into_iter().enumerate() {
        assert_eq!(reads(&homes[1 - who], NAMES[who]), !waits, "of {who} in {case:?}");
    }
}

const NAMES: [&str; 2] = ["of Ana", "of Ben"];

fn reads(home: &Home, text: &str) -> bool {
    let lines = home.query(&Query::default()).expect("a sound store");
    lines.iter().any(|listed| listed.line.text.as_deref() == Some(text))
}

#[test]
fn no_line_opens_earlier_than_its_writer_wished_when_it_was_written() {
    let cases = all_cases();
    let count = if is_slow() { 256 } else { 32 };
    let count = usize::try_from(repeats("KINTSUGI_WISHES", count)).expect("a number").min(cases.len());
    let mut dice = Dice(repeats("KINTSUGI_SEED", 33));
    note(&format!("{count} of {} cases", cases.len()));
    for at in 0..count {
        let at =
            if count == cases.len() { at } else { usize::try_from(dice.below(cases.len() as u64)).expect("an index") };
        play(&cases[at]);
    }
}

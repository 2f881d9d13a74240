//! Every prefix of a history of two people, restored on either side and on both: a copy of the folder as it was after some
//! step comes back, its owner goes on, and the two meet.
//!
//! They come together, nothing that is here is gone, nobody is blamed, and the letters, answers and readings that they write
//! from then on open. A few cases drawn by `KINTSUGI_SEED`; `KINTSUGI_PREFIXES=all` goes through the whole.

mod history;
mod restored;

use kintsugi_tests::{Dice, note, repeats, sample};

use history::{History, STEPS};
use restored::{Case, Couple};

/// Each prefix on either side, and on both; there also with any other one of the second.
fn all_cases(dice: &mut Dice) -> Vec<Case> {
    let end = STEPS - 1;
    let mut cases = Vec::new();
    for at in 0..STEPS {
        let other = below(dice, STEPS);
        let pairs = [[at, end], [end, at], [at, at], [at, other]];
        cases.extend(pairs.into_iter().flat_map(|after| [false, true].map(|knowing| Case { after, knowing })));
    }
    cases
}

fn below(dice: &mut Dice, limit: usize) -> usize {
    usize::try_from(dice.below(limit as u64)).expect("below a usize")
}

/// As many of them as are asked for, by chance.
fn some_of(mut cases: Vec<Case>, dice: &mut Dice) -> Vec<Case> {
    if std::env::var("KINTSUGI_PREFIXES").is_ok_and(|asked| asked == "all") {
        return cases;
    }
    let wanted = usize::try_from(sample("KINTSUGI_PREFIXES", 8, 24)).expect("a count").min(cases.len());
    for at in 0..wanted {
        let from = at + below(dice, cases.len() - at);
        cases.swap(at, from);
    }
    cases.truncate(wanted);
    cases
}

#[test]
fn every_prefix_of_a_history_comes_together_again_and_letters_open() {
    let seed = repeats("KINTSUGI_SEED", 20);
    note(&format!("KINTSUGI_SEED={seed}"));
    let mut dice = Dice(seed);
    let history = History::lived();
    let cases = some_of(all_cases(&mut dice), &mut dice);
    for (n, case) in cases.iter().enumerate() {
        // A failing case is named before it fails.
        note(&format!("{case:?}"));
        let mut couple = Couple::restored(&history, *case);
        couple.comes_together();
        couple.goes_on();
        if n < 4 {
            couple.screens_blame_nobody();
        }
    }
    note(&format!("{} cases of a history of {STEPS} steps", cases.len()));
}

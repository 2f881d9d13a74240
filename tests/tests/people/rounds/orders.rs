//! Every order of two commits, two readies, a withdrawal and the meetings in between, with the wire cut and both laptops
//! restarted at every frame.

use std::collections::HashSet;
use std::sync::Mutex;

use kintsugi_tests::memory::{Fate, meet, meet_over};
use kintsugi_tests::{is_slow, note};

use super::{Couple, Step, withdraws};

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
    let each = if is_slow() { 1 } else { 10 };
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

//! Sessions that bring nothing: the first few cost nothing but themselves; after each further one in a row there is a pause,
//! so long that all of them together take a small part of one core, whatever the other side's program does.
//!
//! What is written here does not wait for a pause to end, and what is new from there ends the row.

use std::time::Duration;

use tokio::time::Instant;

/// So many in a row are followed by no pause: two who find each other, lose each other and find each other again.
const FREE: u32 = 4;
/// A pause is so many times as long as the work before it: 2 %.
const SHARE: u32 = 50;
/// What a session costs beside the work at the store: packets, and where the link is new, its handshake.
const SESSION: Duration = Duration::from_millis(5);
const LINK: Duration = Duration::from_millis(20);
/// The first pause is at most so long, and each further one at most twice as long as the one before could be.
const FIRST: Duration = Duration::from_millis(250);
const LONGEST: Duration = Duration::from_secs(600);
/// After so long without one, the row is over.
const FORGOTTEN: Duration = Duration::from_secs(600);

/// How many in a row there were, and until when there is a pause.
pub(crate) struct Restraint {
    row: u32,
    until: Instant,
}

impl Restraint {
    /// Nothing has been yet.
    pub(crate) const fn new(now: Instant) -> Self {
        Self { row: 0, until: now }
    }

    /// A session has ended that took so much work here. `cut`: the link is gone with it.
    pub(crate) fn ended(&mut self, brought_news: bool, work: Duration, cut: bool, now: Instant) {
        if brought_news || now.saturating_duration_since(self.until) > FORGOTTEN {
            self.row = 0;
        }
        if !brought_news {
            self.row += 1;
            self.until = now + pause_after(self.row, work + SESSION + if cut { LINK } else { Duration::ZERO });
        }
    }

    /// How long the next session waits.
    pub(crate) fn pause(&self, now: Instant) -> Duration {
        self.until.saturating_duration_since(now)
    }
}

fn pause_after(row: u32, work: Duration) -> Duration {
    let Some(doublings) = row.checked_sub(FREE + 1) else { return Duration::ZERO };
    let most = FIRST.saturating_mul(2_u32.saturating_pow(doublings)).min(LONGEST);
    work.saturating_mul(SHARE).min(most)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of an hour of sessions that bring nothing, each of which takes so much work: how many there were, and their work in
    /// thousandths of the hour.
    fn an_hour(work: Duration, cut: bool) -> (u32, u128) {
        let begun = Instant::now();
        let end = begun + Duration::from_secs(3600);
        let (mut restraint, mut now, mut sessions) = (Restraint::new(begun), begun, 0);
        while now < end {
            now += work;
            sessions += 1;
            restraint.ended(false, work, cut, now);
            now += restraint.pause(now);
        }
        (sessions, (work * sessions).as_millis() * 1000 / 3_600_000)
    }

    #[test]
    fn session_after_session_takes_under_three_hundredths_of_a_core() {
        for (milliseconds, most) in [(0, 15_000), (1, 13_000), (10, 5_000), (100, 750), (2_000, 50)] {
            for cut in [false, true] {
                let (sessions, share) = an_hour(Duration::from_millis(milliseconds), cut);
                assert!(share < 30, "{milliseconds} ms each, cut: {cut}: {share} ‰");
                assert!(sessions < most, "{milliseconds} ms each: {sessions}");
            }
        }
    }

    #[test]
    fn two_who_are_honest_wait_for_nothing() {
        let now = Instant::now();
        let mut restraint = Restraint::new(now);
        for _ in 0..FREE {
            restraint.ended(false, Duration::from_secs(5), true, now);
            assert_eq!(restraint.pause(now), Duration::ZERO);
        }
        restraint.ended(false, Duration::from_secs(5), true, now);
        assert_eq!(restraint.pause(now), FIRST, "a first meeting that was cut five times is soon tried again");
        restraint.ended(true, Duration::from_secs(5), false, now);
        restraint.ended(false, Duration::ZERO, false, now + FIRST);
        assert_eq!(restraint.pause(now + FIRST), Duration::ZERO, "news has ended the row");
    }

    #[test]
    fn what_was_long_ago_is_forgotten() {
        let now = Instant::now();
        let mut restraint = Restraint::new(now);
        (0..20).for_each(|_| restraint.ended(false, Duration::from_secs(5), false, now));
        let later = now + restraint.pause(now) + FORGOTTEN + Duration::from_secs(1);
        restraint.ended(false, Duration::from_secs(5), false, later);
        assert_eq!(restraint.pause(later), Duration::ZERO);
    }
}

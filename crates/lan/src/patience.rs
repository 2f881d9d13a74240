//! How long the other side is waited for: it has some time for each turn and for the session, and more only for bytes that
//! move. So somebody slow is heard to the end, and somebody who says next to nothing does not hold a session open.
//!
//! Only waiting counts. How long this side takes over its own store is nobody's fault.

use std::time::Duration;

/// For each turn.
const TURN: Duration = Duration::from_secs(20);
/// For the session.
const SESSION: Duration = Duration::from_secs(120);
/// The slowest that bytes may move, in either direction: 16 KiB in a second.
const BYTES_A_SECOND: u32 = 16 * 1024;

/// What the other side has left.
pub(crate) struct Patience {
    /// Until anything comes at all.
    first: Option<Duration>,
    turn: Duration,
    session: Duration,
    number: u32,
}

impl Patience {
    /// Of a session that begins; the first word is waited for so long.
    pub(crate) const fn new(first: Duration) -> Self {
        Self { first: Some(first), turn: TURN, session: SESSION, number: 0 }
    }

    /// How long it is waited from now on, if nothing moves.
    pub(crate) fn left(&self) -> Duration {
        self.first.unwrap_or(self.turn).min(self.turn).min(self.session)
    }

    /// It was waited so long, and so many bytes came and went meanwhile.
    pub(crate) fn waited(&mut self, time: Duration, came: u64, went: u64) {
        let moved = Duration::from_secs(came + went) / BYTES_A_SECOND;
        self.first = if came > 0 { None } else { self.first.map(|first| first.saturating_sub(time)) };
        self.turn = (self.turn + moved).saturating_sub(time);
        self.session = (self.session + moved).saturating_sub(time);
    }

    /// This turn goes on.
    pub(crate) fn turn(&mut self, number: u32) {
        if number > self.number {
            (self.number, self.turn) = (number, TURN);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    /// How many seconds a side lasts that says so many bytes in each; at most an hour.
    fn lasts(bytes: u64, begin_turn: impl Fn(u32) -> bool) -> u32 {
        let mut patience = Patience::new(TURN);
        let mut turn = 0;
        for second in 0..3600 {
            if patience.left().is_zero() {
                return second;
            }
            patience.waited(SECOND, bytes, 0);
            turn += u32::from(begin_turn(second));
            patience.turn(turn);
        }
        3600
    }

    #[test]
    fn drops_of_bytes_buy_no_time_and_a_slow_side_is_heard_to_the_end() {
        let never = |_| false;
        assert_eq!(lasts(0, never), 20);
        assert_eq!(lasts(1, never), 21, "a byte in each second");
        assert!(lasts(1000, never) < 25);
        assert_eq!(lasts(u64::from(BYTES_A_SECOND), never), 3600, "as slow as may be");
    }

    #[test]
    fn turns_without_end_are_a_session_without_end() {
        assert_eq!(lasts(1, |_| true), 121, "a turn in each second, of next to nothing");
    }

    #[test]
    fn the_first_word_is_waited_for_less_long_and_what_went_is_no_word() {
        let mut patience = Patience::new(2 * SECOND);
        patience.waited(SECOND, 0, 1 << 20);
        assert_eq!(patience.left(), SECOND);
        patience.waited(SECOND / 2, 1, 0);
        assert!(patience.left() > 2 * SECOND);
    }
}

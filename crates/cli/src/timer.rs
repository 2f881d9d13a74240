//! Where a timer stands: steps with a time each, turn by turn. It takes pause, next and stop, and knows nothing of who took how
//! long. The terminal draws it.

use std::time::Duration;

/// One step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Turn {
    /// What it is called.
    pub(crate) title: String,
    /// Whose it is, in words.
    pub(crate) whose: String,
    /// What to do.
    pub(crate) guide: String,
    /// For how long.
    pub(crate) time: Duration,
}

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// All of it took place.
    Done,
    /// Somebody stopped it.
    Stopped,
}

/// Where a practice stands. It changes by what is told, and reads no clock.
#[derive(Clone, Debug)]
pub(crate) struct Timer {
    /// What the whole is called.
    pub(crate) title: String,
    /// A word that ends it, shown all the while.
    pub(crate) stop_word: Option<String>,
    /// A word before it begins.
    pub(crate) note: Option<&'static str>,
    /// The steps.
    pub(crate) turns: Vec<Turn>,
    /// Which step goes on.
    pub(crate) at: usize,
    /// How much of it has passed.
    pub(crate) passed: Duration,
    /// Somebody paused it.
    pub(crate) paused: bool,
    /// The turn goes to somebody else, who says when to begin.
    pub(crate) waiting: bool,
    /// It is over.
    pub(crate) ending: Option<Ending>,
}

impl Timer {
    /// A timer that waits to be begun.
    pub(crate) fn new(title: String, stop_word: Option<String>, turns: Vec<Turn>) -> Self {
        let ending = turns.is_empty().then_some(Ending::Done);
        Self {
            title,
            stop_word,
            note: None,
            turns,
            at: 0,
            passed: Duration::ZERO,
            paused: false,
            waiting: true,
            ending,
        }
    }

    /// The step that goes on.
    pub(crate) fn turn(&self) -> Option<&Turn> {
        self.turns.get(self.at)
    }

    /// How much of the step is left.
    pub(crate) fn left(&self) -> Duration {
        self.turn().map_or(Duration::ZERO, |turn| turn.time.saturating_sub(self.passed))
    }

    /// So much time has passed; whether a step has ended by it.
    pub(crate) fn pass(&mut self, time: Duration) -> bool {
        if self.paused || self.waiting || self.ending.is_some() {
            return false;
        }
        self.passed += time;
        let over = self.left() == Duration::ZERO;
        if over {
            self.advance();
        }
        over
    }

    /// Pauses, goes on, or begins a turn that waits.
    pub(crate) fn pause(&mut self) {
        if self.waiting { self.waiting = false } else { self.paused = !self.paused }
    }

    /// Begins a turn that waits; else leaves the rest of the step and goes to the next one.
    pub(crate) fn next(&mut self) {
        if self.waiting { self.waiting = false } else { self.advance() }
    }

    /// Ends it.
    pub(crate) fn stop(&mut self) {
        self.ending = Some(Ending::Stopped);
    }

    fn advance(&mut self) {
        let before = self.turn().map(|turn| turn.whose.clone());
        self.at += 1;
        (self.passed, self.paused) = (Duration::ZERO, false);
        match self.turn() {
            None => self.ending = Some(Ending::Done),
            Some(turn) => self.waiting = Some(&turn.whose) != before.as_ref(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turn(whose: &str, seconds: u64) -> Turn {
        Turn { title: "Speak".into(), whose: whose.into(), guide: String::new(), time: Duration::from_secs(seconds) }
    }

    fn timer() -> Timer {
        Timer::new("Listening".into(), None, vec![turn("one of you", 5), turn("the other", 5), turn("the other", 1)])
    }

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn turns_follow_each_other_and_wait_where_they_change_hands() {
        let mut timer = timer();
        assert!(timer.waiting && !timer.pass(SECOND * 9), "it has not begun");
        timer.next();
        assert!(!timer.pass(SECOND * 4));
        assert!(timer.pass(SECOND), "it rings at the end of a step");
        assert!(timer.waiting && timer.at == 1, "the other says when");
        timer.pause();
        assert!(timer.pass(SECOND * 5));
        assert!(!timer.waiting && timer.at == 2, "the same person goes on");
        assert!(timer.pass(SECOND * 3));
        assert_eq!(timer.ending, Some(Ending::Done));
        assert!(!timer.pass(SECOND), "it rings once");
    }

    #[test]
    fn a_pause_stops_the_time_and_next_leaves_the_rest() {
        let mut timer = timer();
        timer.next();
        timer.pass(SECOND * 2);
        timer.pause();
        timer.pass(SECOND * 60);
        assert_eq!(timer.left(), SECOND * 3);
        timer.pause();
        timer.pass(SECOND);
        assert_eq!(timer.left(), SECOND * 2);
        timer.next();
        assert_eq!((timer.at, timer.passed), (1, Duration::ZERO));
    }

    #[test]
    fn it_stops_at_once_and_nothing_more_passes() {
        let mut timer = timer();
        timer.next();
        timer.stop();
        assert_eq!(timer.ending, Some(Ending::Stopped));
        assert!(!timer.pass(SECOND * 100));
        assert_eq!(Timer::new(String::new(), None, Vec::new()).ending, Some(Ending::Done));
    }
}

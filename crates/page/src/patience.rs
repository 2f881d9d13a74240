//! How often a passphrase may be tried.

use std::time::Duration;

use crate::now::{Mark, Now};

/// After so many wrong ones in a row there is a pause.
const TRIES: u32 = 5;
/// How long it is.
const PAUSE: Duration = Duration::from_secs(30);

/// What was tried.
#[derive(Default)]
pub(crate) struct Patience {
    wrong: u32,
    last: Option<Mark>,
}

impl Patience {
    /// How long the next try has to wait; nothing where it need not.
    pub(crate) fn rest(&self, now: &Now) -> Option<Duration> {
        let last = self.last.filter(|_| self.wrong >= TRIES)?;
        PAUSE.checked_sub(last.ago(now)).filter(|left| !left.is_zero())
    }

    /// It was a wrong one.
    pub(crate) fn wrong(&mut self, now: &Now) {
        self.wrong += 1;
        self.last = Some(now.mark());
    }

    /// It was the right one.
    pub(crate) fn right(&mut self) {
        *self = Self::default();
    }
}

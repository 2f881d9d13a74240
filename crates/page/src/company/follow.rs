//! Following another kintsugi of this journal that stays in touch: what has come through it is seen by looking.

use kintsugi_home::{Come, Home, Opened};

use super::surroundings::Surroundings;
use crate::live::{Live, News};

/// What had come and what was open when it was last looked.
pub(super) struct Followed {
    come: Option<Come>,
    opened: Option<Opened>,
}

impl Followed {
    pub(super) fn of(home: &Home) -> Self {
        Self { come: home.come().ok(), opened: Opened::now(home).ok() }
    }

    /// Looks, and tells open pages what has come and what has opened since.
    pub(super) fn look(&mut self, home: &Home, around: Surroundings, live: &Live) {
        if !live.is_heard() {
            return;
        }
        let is_quiet = home.sight(&around.moment()).is_ok_and(|sight| sight.quiet_until().is_some());
        let before = std::mem::replace(self, Self::of(home));
        if !is_quiet {
            before.tell(self, home, live);
        }
    }

    fn tell(&self, now: &Self, home: &Home, live: &Live) {
        if self.come.is_some() && now.come.is_some() && self.come != now.come {
            live.tell(News::Arrived);
        }
        if self.opened.as_ref().is_some_and(|before| before.since(home).is_ok_and(|topics| !topics.is_empty())) {
            live.tell(News::Opened);
        }
    }
}

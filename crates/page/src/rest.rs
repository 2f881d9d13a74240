//! Rest: how long since somebody clicked or typed, and whether the page is hidden.

use std::time::Duration;

use crate::now::{Mark, Now};

/// A page that was hidden for longer wants the passphrase again.
const HIDDEN: Duration = Duration::from_secs(2 * 60);
/// After so long without a page in the browser it ends.
const GONE: Duration = Duration::from_secs(10 * 60);
/// The same where no page says that it is open, as without script: nobody may have come for so long.
const UNHEARD: Duration = Duration::from_secs(12 * 60 * 60);
/// For how long a page stays open in a journal that is told to remember no passphrase at all.
const SHORTEST: u32 = 5;

/// When something was done last.
pub(crate) struct Rest {
    used: Mark,
    hidden: Option<Mark>,
    /// When a page in the browser was open last, where pages say so.
    seen: Option<Mark>,
}

impl Rest {
    pub(crate) fn new(now: &Now) -> Self {
        Self { used: now.mark(), hidden: None, seen: None }
    }

    /// Somebody clicked or typed.
    pub(crate) fn used(&mut self, now: &Now) {
        self.used = now.mark();
    }

    /// Whether nobody did for the time for which an unlocked journal stays open.
    pub(crate) fn is_over(&self, minutes: u32, now: &Now) -> bool {
        let minutes = if minutes == 0 { SHORTEST } else { minutes };
        self.used.ago(now) >= Duration::from_secs(u64::from(minutes) * 60)
    }

    /// A page is open in the browser, whether or not anybody sits before it.
    pub(crate) fn seen(&mut self, now: &Now) {
        self.seen = Some(now.mark());
    }

    /// Another browser has entered, of which nothing is known yet.
    pub(crate) const fn began(&mut self) {
        self.seen = None;
    }

    /// Whether nobody will come any more.
    pub(crate) fn is_forgotten(&self, now: &Now) -> bool {
        let unused = self.used.ago(now);
        self.seen.map_or(unused >= UNHEARD, |seen| unused.min(seen.ago(now)) >= GONE)
    }

    pub(crate) fn hide(&mut self, now: &Now) {
        self.hidden.get_or_insert(now.mark());
    }

    pub(crate) const fn is_hidden(&self) -> bool {
        self.hidden.is_some()
    }

    /// Shows the page again. Whether it was hidden for so long that the passphrase is wanted.
    pub(crate) fn show(&mut self, now: &Now) -> bool {
        self.hidden.take().is_some_and(|since| since.ago(now) >= HIDDEN)
    }
}

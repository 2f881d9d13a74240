//! When there is something to send: somebody has committed, or a line that waited may go.
//!
//! Whoever commits rings the bell. The system also tells of changes to the store's files, which helps where the bell was not
//! heard; and now and then it is looked at without any reason, which is the last resort and is counted. Whether a change
//! matters is seen by comparing what a session would show with what both had at the end of the last one.

use std::cell::Cell;
use std::sync::Arc;
use std::time::Duration;

use kintsugi_home::{Home, HomeError};
use kintsugi_journal::{RootDigest, WantedDigest};
use notify::{RecommendedWatcher, RecursiveMode, Watcher};
use tokio::sync::Notify;
use tokio::time::sleep;

use super::bell::Bell;
use crate::socket::{Noticed, Sign};
use crate::{Error, Outside};

/// When to look after the files have changed: the system tells of the bytes of a commit, and only once they are on the disk
/// does the commit count. In milliseconds, each after the one before.
const LOOKS: [u64; 7] = [2, 5, 10, 25, 60, 150, 500];

/// After this it is looked at without any reason.
const QUIET: Duration = Duration::from_secs(60);

/// After a session that did not make both equal: something was written while it ran, or cannot be taken in. In seconds.
const AGAIN: [u64; 6] = [0, 1, 5, 30, 120, 600];

/// What a session shows of this side.
type Shown = (RootDigest, WantedDigest);

pub(super) struct News<'a> {
    bell: &'a Bell,
    changed: Arc<Notify>,
    asked: Notify,
    last: Cell<Option<Shown>>,
    /// What was here when the last session ended, in whatever way.
    before: Cell<Option<Shown>>,
    /// How many sessions in a row did not make both equal.
    unequal: Cell<usize>,
    /// What there was a sign of that has not been looked at long enough: waiting may be given up at any moment.
    unseen: Cell<Option<Sign>>,
    noticed: Cell<Noticed>,
    _watcher: RecommendedWatcher,
}

impl<'a> News<'a> {
    pub(super) fn start(home: &Home, bell: &'a Bell) -> Result<Self, Error> {
        let changed = Arc::new(Notify::new());
        let sign = Arc::clone(&changed);
        let failed = |error: notify::Error| Error::System(format!("the system does not tell of changes: {error}"));
        let see = move |event: notify::Result<notify::Event>| {
            if event.is_ok_and(|event| !event.kind.is_access()) {
                sign.notify_one();
            }
        };
        let mut watcher = notify::recommended_watcher(see).map_err(failed)?;
        watcher.watch(home.folder().path(), RecursiveMode::NonRecursive).map_err(failed)?;
        Ok(Self {
            bell,
            changed,
            asked: Notify::new(),
            last: Cell::new(None),
            before: Cell::new(None),
            unequal: Cell::new(0),
            unseen: Cell::new(Some(Sign::Began)),
            noticed: Cell::default(),
            _watcher: watcher,
        })
    }

    /// Somebody asks for a meeting.
    pub(super) fn ask(&self) {
        self.asked.notify_one();
    }

    /// What was here at the end of a session, and whether it was the same there. Whether something was new here.
    pub(super) fn stood(&self, shown: Shown, equal: bool) -> bool {
        self.unequal.set(if equal { 0 } else { self.unequal.get() + 1 });
        self.last.set(Some(shown));
        self.before.replace(Some(shown)) != Some(shown)
    }

    /// A session was cut: whether something is new here since the one before, which may have been cut, too.
    pub(super) fn is_different(&self, home: &Home, outside: &Outside<'_>) -> bool {
        let now = shown(home, outside).ok();
        self.before.replace(now) != now
    }

    /// By what it was noticed until now that there was something to send.
    pub(super) const fn noticed(&self) -> Noticed {
        self.noticed.get()
    }

    /// Waits until there is something to send, or the store cannot be read.
    pub(super) async fn wait(&self, home: &Home, outside: &Outside<'_>) {
        loop {
            let now = outside.now();
            let due = home.next_release(now).ok().flatten();
            let again = self.unequal.get().checked_sub(1).map(|n| Duration::from_secs(AGAIN[n.min(AGAIN.len() - 1)]));
            let wait = due.and_then(|due| Duration::try_from(due.duration_since(now)).ok());
            let mut sign = tokio::select! {
                biased;
                () = self.asked.notified() => return,
                () = self.bell.committed() => Sign::Bell,
                sign = std::future::ready(self.unseen.get().unwrap_or(Sign::Began)), if self.unseen.get().is_some() => sign,
                () = self.changed.notified() => Sign::Files,
                () = after(wait) => Sign::Due,
                () = after(again) => return,
                () = sleep(QUIET) => Sign::None,
            };
            let mut looks = sign.looks();
            loop {
                self.unseen.set(Some(sign));
                if shown(home, outside).ok() != self.last.get() {
                    self.noticed.set(self.noticed.get().and(sign));
                    self.unseen.set(None);
                    return;
                }
                let Some((look, later)) = looks.split_first() else { break };
                looks = later;
                tokio::select! {
                    biased;
                    () = self.asked.notified() => return,
                    () = self.bell.committed() => (sign, looks) = (Sign::Bell, Sign::Bell.looks()),
                    () = self.changed.notified() => (sign, looks) = (Sign::Files, Sign::Files.looks()),
                    () = sleep(Duration::from_millis(*look)) => {}
                }
            }
            self.unseen.set(None);
        }
    }
}

impl Sign {
    /// When it is looked at again: a commit of which somebody has told can be seen at once.
    const fn looks(self) -> &'static [u64] {
        match self {
            Self::Files | Self::Began => &LOOKS,
            Self::Bell | Self::Due | Self::None => &[],
        }
    }
}

async fn after(wait: Option<Duration>) {
    match wait {
        Some(wait) => sleep(wait).await,
        None => std::future::pending().await,
    }
}

fn shown(home: &Home, outside: &Outside<'_>) -> Result<Shown, HomeError> {
    let side = home.side_waiting(home.companion()?.person, outside.now());
    side.shown()
}

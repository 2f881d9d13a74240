//! When there is something to send: the store has changed, or a line that was held back may go.
//!
//! The system tells of changes to the store's files, so nothing is polled. Whether a change matters is seen by comparing what
//! a session would show with what both had at the end of the last one.

use std::cell::Cell;
use std::sync::Arc;
use std::time::Duration;

use kintsugi_home::{Home, HomeError};
use kintsugi_journal::{RootDigest, WantedDigest};
use notify::{RecommendedWatcher, RecursiveMode, Watcher};
use tokio::sync::Notify;
use tokio::time::sleep;

use crate::{Error, Outside};

/// When to look after the files have changed: the system tells of the bytes of a commit, and only once they are on the disk
/// does the commit count. In milliseconds, each after the one before.
const LOOKS: [u64; 7] = [2, 5, 10, 25, 60, 150, 500];

/// After a session that did not make both equal: something was written while it ran, or cannot be taken in. In seconds.
const AGAIN: [u64; 6] = [0, 1, 5, 30, 120, 600];

/// What a session shows of this copy.
type Shown = (RootDigest, WantedDigest);

pub(super) struct News {
    changed: Arc<Notify>,
    asked: Notify,
    last: Cell<Option<Shown>>,
    /// How many sessions in a row did not make both equal.
    unequal: Cell<usize>,
    /// The files have changed, and it has not been looked at long enough: waiting may be given up at any moment.
    unseen: Cell<bool>,
    _watcher: RecommendedWatcher,
}

impl News {
    pub(super) fn start(home: &Home) -> Result<Self, Error> {
        let changed = Arc::new(Notify::new());
        let bell = Arc::clone(&changed);
        let failed = |error: notify::Error| Error::System(format!("the system does not tell of changes: {error}"));
        let ring = move |event: notify::Result<notify::Event>| {
            if event.is_ok_and(|event| !event.kind.is_access()) {
                bell.notify_one();
            }
        };
        let mut watcher = notify::recommended_watcher(ring).map_err(failed)?;
        watcher.watch(home.folder().path(), RecursiveMode::NonRecursive).map_err(failed)?;
        Ok(Self {
            changed,
            asked: Notify::new(),
            last: Cell::new(None),
            unequal: Cell::new(0),
            unseen: Cell::new(true),
            _watcher: watcher,
        })
    }

    /// Somebody asks for a meeting.
    pub(super) fn ask(&self) {
        self.asked.notify_one();
    }

    /// What was here at the end of a session, and whether it was the same there.
    pub(super) fn stood(&self, shown: Shown, equal: bool) {
        self.unequal.set(if equal { 0 } else { self.unequal.get() + 1 });
        self.last.set(Some(shown));
    }

    /// Waits until there is something to send.
    pub(super) async fn wait(&self, home: &Home, outside: &Outside<'_>) {
        loop {
            let now = outside.now();
            let due = home.next_release(now).ok().flatten();
            let again = self.unequal.get().checked_sub(1).map(|n| Duration::from_secs(AGAIN[n.min(AGAIN.len() - 1)]));
            let wait = due.and_then(|due| Duration::try_from(due.duration_since(now)).ok());
            tokio::select! {
                () = self.asked.notified() => return,
                () = self.changed.notified() => {}
                () = after(wait) => {}
                () = after(again) => return,
                () = std::future::ready(()), if self.unseen.get() => {}
            }
            self.unseen.set(true);
            let mut looks = LOOKS.iter();
            while let Some(look) = looks.next() {
                if shown(home, outside).ok() != self.last.get() {
                    return;
                }
                tokio::select! {
                    () = sleep(Duration::from_millis(*look)) => {}
                    () = self.asked.notified() => return,
                    () = self.changed.notified() => looks = LOOKS.iter(),
                }
            }
            self.unseen.set(false);
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
    let copy = home.copy_holding(home.companion()?.person, outside.now());
    copy.shown()
}

//! How many may be connected at once. Whoever comes when all seats are taken gets that of the one who has said nothing for the
//! longest time, so nobody keeps others out by saying nothing.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use tokio::task::AbortHandle;

/// How many.
const SEATS: usize = 32;

/// Since when one of them has nothing to be answered; nothing while something is being answered.
#[derive(Clone)]
pub(super) struct Quiet(Arc<Mutex<Option<Instant>>>);

impl Quiet {
    pub(super) fn new() -> Self {
        Self(Arc::new(Mutex::new(Some(Instant::now()))))
    }

    pub(super) fn busy(&self) {
        self.put(None);
    }

    pub(super) fn over(&self) {
        self.put(Some(Instant::now()));
    }

    fn put(&self, since: Option<Instant>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = since;
    }

    fn since(&self) -> Option<Instant> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Who is connected.
#[derive(Default)]
pub(super) struct Seats(Vec<(Quiet, AbortHandle)>);

impl Seats {
    /// Whether there is a seat now: a free one, or that of the quietest.
    pub(super) fn make_room(&mut self) -> bool {
        self.0.retain(|(_, task)| !task.is_finished());
        if self.0.len() < SEATS {
            return true;
        }
        let quiet = self.0.iter().enumerate().filter_map(|(at, (quiet, _))| Some((quiet.since()?, at)));
        let Some((_, at)) = quiet.min() else { return false };
        self.0.remove(at).1.abort();
        true
    }

    pub(super) fn take(&mut self, quiet: Quiet, task: AbortHandle) {
        self.0.push((quiet, task));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seated(seats: &mut Seats) -> (Quiet, tokio::task::JoinHandle<()>) {
        let (quiet, task) = (Quiet::new(), tokio::spawn(std::future::pending()));
        seats.take(quiet.clone(), task.abort_handle());
        (quiet, task)
    }

    #[tokio::test(flavor = "current_thread")]
    async fn the_quietest_makes_room_and_whoever_is_answered_stays() {
        let mut seats = Seats::default();
        let first = seated(&mut seats);
        let mut others: Vec<_> = (1..SEATS).map(|_| seated(&mut seats)).collect();
        first.0.busy();
        assert!(seats.make_room());
        let ended = others.remove(0).1.await;
        assert!(ended.is_err_and(|error| error.is_cancelled()), "the one that came after it");
        seated(&mut seats);
        others.iter().for_each(|(quiet, _)| quiet.busy());
        assert!(seats.make_room(), "the one that came last");
        others.push(seated(&mut seats));
        others.iter().for_each(|(quiet, _)| quiet.busy());
        assert!(!seats.make_room(), "all are being answered");
        first.0.over();
        assert!(seats.make_room());
        assert!(first.1.await.is_err_and(|error| error.is_cancelled()));
    }
}

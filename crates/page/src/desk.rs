//! The desk: a thread that owns the page, and with it the open journal. It may wait for a disk; meanwhile the thread that
//! listens hears everybody else.
//!
//! Orders go in, answers come out. The thread ends when the page has ended, or when nobody can give it orders any more.

use std::io::Error;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use crate::now::{Clock, Now};
use crate::page::Page;

/// How often it is looked at what is due by itself.
const LOOK: Duration = Duration::from_secs(20);

/// The same once it is closed.
const SOON: Duration = Duration::from_millis(250);

type Order = Box<dyn FnOnce(&mut Page, &Now) + Send>;

/// The thread.
#[derive(Clone)]
pub(crate) struct Desk(Sender<Order>);

impl Desk {
    /// Begins. What is given back beside it is told when the page has ended.
    ///
    /// # Errors
    /// What the system says, when there is no thread.
    pub(crate) fn begin(page: Page, now: Now, clock: Clock) -> Result<(Self, oneshot::Receiver<()>), Error> {
        let (orders, received) = channel();
        let (over, ended) = oneshot::channel();
        std::thread::Builder::new().name("page".into()).spawn(move || {
            work(page, now, &clock, &received);
            // Nobody may be waiting for it any more.
            let _ = over.send(());
        })?;
        Ok((Self(orders), ended))
    }

    /// Has something done there. `None` when the page has ended.
    pub(crate) async fn ask<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Page, &Now) -> T + Send + 'static,
    ) -> Option<T> {
        let (answer, answered) = oneshot::channel();
        let order: Order = Box::new(move |page, now| {
            // Whoever asked has given it up.
            let _ = answer.send(work(page, now));
        });
        self.0.send(order).ok()?;
        answered.await.ok()
    }
}

fn work(mut page: Page, mut now: Now, clock: &Clock, orders: &Receiver<Order>) {
    loop {
        let order = orders.recv_timeout(if page.is_ending() { SOON } else { LOOK });
        // A clock that names no day says nothing new.
        now = Now { instant: Instant::now(), moment: clock().unwrap_or(now.moment) };
        match order {
            Ok(order) => order(&mut page, &now),
            Err(RecvTimeoutError::Timeout) => page.pass_time(&now),
            Err(RecvTimeoutError::Disconnected) => return page.end(&now),
        }
        if page.has_ended(&now) {
            return;
        }
    }
}

//! Staying in touch, in a thread of its own, for as long as the journal is open and somebody has not locked it. Where another
//! kintsugi of this journal does so already, that one is followed.

use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::time::Duration;

use kintsugi_home::Home;
use kintsugi_meet::{Error, Event, stay};
use tokio::sync::watch;
use tokio::time::timeout;

use super::follow::Followed;
use super::surroundings::Surroundings;
use crate::live::{Live, News};

/// How long the other laptop may take to hear that this one goes.
const PARTING: Duration = Duration::from_millis(700);
/// How often it is looked whether the other kintsugi of this journal has ended, and what has come through it.
const LOOK: Duration = Duration::from_secs(5);
/// After this it is tried again where it was not possible.
const AGAIN: Duration = Duration::from_secs(60);

/// The thread.
pub(super) struct Staying {
    over: watch::Sender<bool>,
    /// Hangs up when the thread has ended, and the journal is closed there.
    ended: Receiver<()>,
}

impl Staying {
    pub(super) fn begin(home: &Home, around: Surroundings, live: Live) -> Option<Self> {
        let home = home.again().ok()?;
        let (over, stop) = watch::channel(false);
        let (end, ended) = channel();
        let begun = std::thread::Builder::new().name("stay".into()).spawn(move || {
            // What went wrong is seen by whoever asks for a meeting.
            let _ = kintsugi_meet::run(work(&home, around, &live, stop));
            drop(home);
            drop(end);
        });
        begun.is_ok().then_some(Self { over, ended })
    }

    /// Whether it has not been ended, by whomever.
    pub(super) fn goes_on(&self) -> bool {
        self.ended.try_recv() == Err(TryRecvError::Empty)
    }

    /// Ends it, and waits for that, a moment.
    pub(super) fn end(self) {
        self.over.send_replace(true);
        let _ = self.ended.recv_timeout(PARTING);
    }
}

async fn work(home: &Home, around: Surroundings, live: &Live, stop: watch::Receiver<bool>) -> Result<(), Error> {
    let told = |event| match event {
        Event::Met(met) if met.received > 0 => live.tell(News::Arrived),
        Event::Opened(_) => live.tell(News::Opened),
        _ => {}
    };
    let mut followed = None;
    while !*stop.borrow() {
        match stay(home, around.outside(), over(stop.clone()), &told).await {
            Ok(()) => return Ok(()),
            Err(Error::NewerStore) => return Err(Error::NewerStore),
            Err(Error::InUse) => {
                let followed = followed.get_or_insert_with(|| Followed::of(home));
                drop(timeout(LOOK, over(stop.clone())).await);
                followed.look(home, around, live);
            }
            Err(_) => drop(timeout(AGAIN, over(stop.clone())).await),
        }
    }
    Ok(())
}

/// Waits until it is over; so it is, too, when nobody could say so any more.
async fn over(mut stop: watch::Receiver<bool>) {
    let _ = stop.wait_for(|over| *over).await;
}

//! Where sessions are held: a thread of its own, with the home open once more. It may wait for a disk, and take in for as long
//! as there is something to take in; meanwhile the thread that carries the bytes hears signals, the other laptop, and other
//! commands of this home.
//!
//! Orders go in, answers come out; the thread ends when nobody can give it orders any more.

use std::net::SocketAddr;
use std::sync::mpsc::{Receiver, Sender, channel};

use jiff::Timestamp;
use kintsugi_home::{Home, HomeError, HomeSide, Moment};
use kintsugi_lan::Talker;
use kintsugi_sync::{Limits, Outcome, Progress, Session, SessionError, Step, Talk};
use tokio::sync::oneshot;

use crate::Error;

/// What the thread does next.
type Order = Box<dyn FnOnce(&mut Seat) + Send>;

/// The thread.
pub(crate) struct Desk(Sender<Order>);

/// What the thread works with.
struct Seat {
    home: Home,
    talk: Option<Talk>,
    /// The moment as of which lines wait, in the session that goes on.
    waiting_at: Option<Timestamp>,
}

/// A session that is held at a desk.
pub(crate) struct Held<'d> {
    desk: &'d Desk,
    told: Option<&'d dyn Fn(Progress)>,
}

impl Desk {
    /// Opens the home once more, and begins to wait for orders.
    ///
    /// # Errors
    /// [`Error::Home`] when the store cannot be read, [`Error::System`] when there is no thread.
    pub(crate) fn of(home: &Home) -> Result<Self, Error> {
        let seat = Seat { home: home.again()?, talk: None, waiting_at: None };
        let (orders, received) = channel();
        let begun = std::thread::Builder::new().name("session".into()).spawn(move || seat.work(&received));
        begun.map_err(|error| Error::System(format!("the system gave no thread: {error}")))?;
        Ok(Self(orders))
    }

    /// Begins a session, from whatever was before. With a moment, lines wait that wait then; progress may be told.
    pub(crate) async fn begin<'d>(
        &'d self,
        waiting_at: Option<Timestamp>,
        told: Option<&'d dyn Fn(Progress)>,
    ) -> Result<Held<'d>, HomeError> {
        self.ask(move |seat| seat.begin(waiting_at)).await?;
        Ok(Held { desk: self, told })
    }

    fn order(&self, order: Order) {
        self.0.send(order).expect("the thread waits for orders as long as there is a desk");
    }

    async fn ask<T: Send + 'static>(&self, work: impl FnOnce(&mut Seat) -> T + Send + 'static) -> T {
        let (answer, answered) = oneshot::channel();
        self.order(Box::new(move |seat| {
            // Whoever asked has given it up.
            let _ = answer.send(work(seat));
        }));
        answered.await.expect("an order is always answered")
    }
}

impl Held<'_> {
    /// Keeps what the session has shown; see [`Home::finish_meeting`].
    pub(crate) async fn finish(
        self,
        outcome: Outcome,
        moment: Moment,
        at: Option<SocketAddr>,
    ) -> Result<(), HomeError> {
        self.desk.ask(move |seat| seat.finish(&outcome, &moment, at)).await
    }
}

impl Talker for Held<'_> {
    type Error = HomeError;

    async fn step(&mut self, heard: Vec<u8>, room: bool) -> Result<Step, SessionError<HomeError>> {
        let step = self.desk.ask(move |seat| seat.step(&heard, room)).await?;
        if let Some(told) = self.told {
            told(step.progress);
        }
        Ok(step)
    }
}

impl Seat {
    fn work(mut self, orders: &Receiver<Order>) {
        while let Ok(order) = orders.recv() {
            order(&mut self);
        }
    }

    fn begin(&mut self, waiting_at: Option<Timestamp>) -> Result<(), HomeError> {
        self.talk = Some(Talk::new(Session::new(self.home.pair()?, Limits::default())));
        self.waiting_at = waiting_at;
        Ok(())
    }

    fn step(&mut self, heard: &[u8], room: bool) -> Result<Step, SessionError<HomeError>> {
        let side = side(&self.home, self.waiting_at).map_err(SessionError::Store)?;
        let talk = self.talk.as_mut().expect("a session was begun before its first step");
        talk.step(heard, room, &side)
    }

    fn finish(&mut self, outcome: &Outcome, moment: &Moment, at: Option<SocketAddr>) -> Result<(), HomeError> {
        self.talk = None;
        self.home.finish_meeting(&side(&self.home, self.waiting_at)?, outcome, moment, at)
    }
}

/// This home, as a session sees it.
fn side(home: &Home, waiting_at: Option<Timestamp>) -> Result<HomeSide<'_>, HomeError> {
    let partner = home.companion()?.person;
    Ok(waiting_at.map_or_else(|| home.side_for(partner), |now| home.side_waiting(partner, now)))
}

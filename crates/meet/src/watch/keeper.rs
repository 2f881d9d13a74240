//! This home, for the supervisor of the network.

use std::cell::{Cell, RefCell};
use std::net::SocketAddr;

use kintsugi_home::{Home, HomeError, HomeSide, Opened};
use kintsugi_lan::{Keeper, MeetError, Rendezvous};
use kintsugi_sync::{Limits, Outcome, Session};
use kintsugi_vault::Partner;
use tokio::sync::{Notify, oneshot};

use super::event::Event;
use super::news::News;
use crate::error::is_newer;
use crate::meeting::rendezvous;
use crate::met::Met;
use crate::outside::Outside;
use crate::socket::Answer;

/// The two, as this process sees them.
pub(super) struct Company<'a> {
    home: &'a Home,
    outside: Outside<'a>,
    partner: &'a Partner,
    news: &'a News<'a>,
    told: &'a dyn Fn(Event),
    together: Cell<bool>,
    /// A newer program has taken over the store.
    overtaken: Notify,
    /// The rounds that were open when this was last looked at.
    opened: RefCell<Option<Opened>>,
    /// Who waits for a meeting.
    waiting: RefCell<Vec<oneshot::Sender<Answer>>>,
}

impl<'a> Company<'a> {
    pub(super) fn new(
        home: &'a Home,
        outside: Outside<'a>,
        partner: &'a Partner,
        news: &'a News<'a>,
        told: &'a dyn Fn(Event),
    ) -> Self {
        let opened = RefCell::new(Opened::now(home).ok());
        let (together, waiting) = (Cell::new(false), RefCell::new(Vec::new()));
        Self { home, outside, partner, news, told, together, overtaken: Notify::new(), opened, waiting }
    }

    /// Somebody asks for a meeting now: nothing waits any more. Whether the two are together.
    pub(super) fn meet_soon(&self, answer: oneshot::Sender<Answer>) -> bool {
        // In a store that cannot be written what waited goes on waiting; the meeting says the rest.
        let _ = self.home.release();
        self.waiting.borrow_mut().push(answer);
        self.news.ask();
        self.together.get()
    }

    /// Answers how things stand.
    pub(super) fn stand(&self, answer: oneshot::Sender<Answer>) {
        // Who asked has hung up.
        let _ = answer.send(Answer::Standing { together: self.together.get(), noticed: self.news.noticed() });
    }

    /// Waits until it is seen that a newer program has taken over the store.
    pub(super) async fn overtaken(&self) {
        self.overtaken.notified().await;
    }

    /// Remembers whether this is why the store cannot be used.
    fn mind(&self, error: HomeError) -> HomeError {
        if is_newer(&error) {
            self.overtaken.notify_one();
        }
        error
    }

    pub(super) fn is_apart(&self) {
        self.together.set(false);
    }

    pub(super) fn tell(&self, event: Event) {
        (self.told)(event);
    }

    /// What has opened since the last meeting.
    fn tell_opened(&self) {
        let before = self.opened.replace(Opened::now(self.home).ok());
        let topics = before.and_then(|before| before.since(self.home).ok()).unwrap_or_default();
        if !topics.is_empty() {
            self.tell(Event::Opened(topics));
        }
    }

    fn keep(&self, side: &HomeSide<'_>, outcome: &Outcome, at: Option<SocketAddr>) -> Result<(), HomeError> {
        self.home.finish_meeting(side, outcome, &self.outside.moment(), at)
    }
}

impl Keeper for Company<'_> {
    type Error = HomeError;
    type Store<'s>
        = HomeSide<'s>
    where
        Self: 's;

    fn rendezvous(&self) -> Rendezvous {
        // Where the partner was last is kept in the store after each meeting.
        let known = self.home.partner().ok().flatten();
        rendezvous(known.as_ref().unwrap_or(self.partner), &[])
    }

    fn begin(&self) -> Result<(Session, HomeSide<'_>), HomeError> {
        let pair = self.home.pair().map_err(|error| self.mind(error))?;
        let side = self.home.side_waiting(pair.partner, self.outside.now());
        Ok((Session::new(pair, Limits::default()), side))
    }

    async fn news(&self) {
        self.news.wait(self.home, &self.outside).await;
    }

    fn met(&self, side: &HomeSide<'_>, outcome: Result<Outcome, MeetError<HomeError>>, at: Option<SocketAddr>) {
        let outcome = match outcome {
            Ok(outcome) => outcome,
            Err(MeetError::Link(_) | MeetError::NotReached) => return,
            Err(MeetError::Store(error)) => return self.tell(Event::BrokenOff(MeetError::Store(self.mind(error)))),
            Err(error) => return self.tell(Event::BrokenOff(error)),
        };
        if let Err(error) = self.keep(side, &outcome, at) {
            return self.tell(Event::NotKept(self.mind(error)));
        }
        self.news.stood((outcome.root, outcome.wanted), outcome.up_to_date);
        let met = Met::of(&outcome);
        let asked = std::mem::take(&mut *self.waiting.borrow_mut());
        for answer in asked {
            let _ = answer.send(Answer::Met(met));
        }
        if met.received + met.sent > 0 {
            self.tell(Event::Met(met));
        }
        self.tell_opened();
    }

    fn together(&self, together: bool) {
        self.together.set(together);
        self.tell(if together { Event::InTouch } else { Event::Looking });
    }
}

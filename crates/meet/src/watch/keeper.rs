//! This home, for the supervisor of the network.

use std::cell::{Cell, RefCell};
use std::net::SocketAddr;

use kintsugi_home::{Home, HomeError, Opened};
use kintsugi_lan::{Keeper, MeetError, Rendezvous};
use kintsugi_sync::Outcome;
use kintsugi_vault::Partner;
use tokio::sync::{Notify, oneshot};

use super::event::Event;
use super::news::News;
use crate::Error;
use crate::desk::{Desk, Held};
use crate::error::is_newer;
use crate::meeting::rendezvous;
use crate::met::Met;
use crate::outside::Outside;
use crate::socket::Answer;

/// The two, as this process sees them.
pub(super) struct Company<'a> {
    home: &'a Home,
    desk: Desk,
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
    ) -> Result<Self, Error> {
        let desk = Desk::of(home)?;
        let opened = RefCell::new(Opened::now(home).ok());
        let (together, waiting) = (Cell::new(false), RefCell::new(Vec::new()));
        Ok(Self { home, desk, outside, partner, news, told, together, overtaken: Notify::new(), opened, waiting })
    }

    /// Somebody asks for a meeting now; what is to go with it waits no more by then. Whether the two are together.
    pub(super) fn meet_soon(&self, answer: oneshot::Sender<Answer>) -> bool {
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
        if !topics.is_empty() && !self.is_quiet() {
            self.tell(Event::Opened(topics));
        }
    }

    /// Whether what comes is to be taken in without a word.
    fn is_quiet(&self) -> bool {
        self.home.sight(&self.outside.moment()).is_ok_and(|sight| sight.quiet_until().is_some())
    }
}

impl Keeper for Company<'_> {
    type Error = HomeError;
    type Talk<'s>
        = Held<'s>
    where
        Self: 's;

    fn rendezvous(&self) -> Rendezvous {
        // Where the partner was last is kept in the store after each meeting.
        let known = self.home.partner().ok().flatten();
        rendezvous(known.as_ref().unwrap_or(self.partner), &[])
    }

    async fn begin(&self) -> Result<Held<'_>, HomeError> {
        self.desk.begin(Some(self.outside.now()), None).await.map_err(|error| self.mind(error))
    }

    async fn news(&self) {
        self.news.wait(self.home, &self.outside).await;
    }

    async fn met<'s>(
        &'s self,
        held: Held<'s>,
        outcome: Result<Outcome, MeetError<HomeError>>,
        at: Option<SocketAddr>,
    ) -> bool {
        match outcome {
            Ok(outcome) => self.keep(held, outcome, at).await,
            Err(error) => {
                self.tell_broken_off(error);
                // What was taken in before the cut is news, too.
                self.news.is_different(self.home, &self.outside)
            }
        }
    }

    fn together(&self, together: bool) {
        self.together.set(together);
        self.tell(if together { Event::InTouch } else { Event::Looking });
    }
}

impl Company<'_> {
    fn tell_broken_off(&self, error: MeetError<HomeError>) {
        match error {
            MeetError::Link(_) | MeetError::NotReached => {}
            MeetError::Store(error) => self.tell(Event::BrokenOff(MeetError::Store(self.mind(error)))),
            error => self.tell(Event::BrokenOff(error)),
        }
    }

    /// Keeps what a session has shown, and tells of it. Whether there is something new here since the one before.
    async fn keep(&self, held: Held<'_>, outcome: Outcome, at: Option<SocketAddr>) -> bool {
        if let Err(error) = held.finish(outcome, self.outside.moment(), at).await {
            self.tell(Event::NotKept(self.mind(error)));
            return false;
        }
        let brought_news = self.news.stood((outcome.root, outcome.wanted), outcome.up_to_date);
        let met = Met::of(&outcome);
        let asked = std::mem::take(&mut *self.waiting.borrow_mut());
        for answer in asked {
            let _ = answer.send(Answer::Met(met));
        }
        let told = if self.is_quiet() { Met { received: 0, ..met } } else { met };
        if told.received + told.sent > 0 {
            self.tell(Event::Met(told));
        }
        self.tell_opened();
        brought_news
    }
}

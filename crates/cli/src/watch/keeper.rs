//! This home, for the supervisor of the network.

use std::cell::{Cell, RefCell};
use std::net::SocketAddr;

use kintsugi_lan::{Keeper, MeetError, Rendezvous};
use kintsugi_sync::{Limits, Outcome, Session};
use kintsugi_vault::Partner;
use serde_json::json;
use tokio::sync::oneshot;

use super::news::News;
use super::said::Said;
use super::socket::Answer;
use crate::clock::Now;
use crate::network::rendezvous;
use crate::screen::{self, Opened};
use kintsugi_home::{Copy, Home, HomeError};

/// The two, as this process sees them.
pub(super) struct Company<'a> {
    home: &'a Home,
    partner: &'a Partner,
    news: &'a News,
    said: &'a Said,
    together: Cell<bool>,
    /// The rounds that were open when this was last looked at.
    opened: RefCell<Option<Opened>>,
    /// Who waits for a meeting.
    waiting: RefCell<Vec<oneshot::Sender<Answer>>>,
}

impl<'a> Company<'a> {
    pub(super) fn new(home: &'a Home, partner: &'a Partner, news: &'a News, said: &'a Said) -> Self {
        let opened = RefCell::new(Opened::now(home).ok());
        Self { home, partner, news, said, together: Cell::new(false), opened, waiting: RefCell::new(Vec::new()) }
    }

    /// Somebody asks for a meeting now: nothing is held back any more. Whether the two are together.
    pub(super) fn meet_soon(&self, answer: oneshot::Sender<Answer>) -> bool {
        // A store that cannot be written holds back what it held back; the meeting says the rest.
        let _ = self.home.release();
        self.waiting.borrow_mut().push(answer);
        self.news.ask();
        self.together.get()
    }

    pub(super) fn tell(&self, answer: oneshot::Sender<Answer>) {
        // Who asked has hung up.
        let _ = answer.send(Answer::Standing { together: self.together.get() });
    }

    pub(super) fn is_apart(&self) {
        self.together.set(false);
    }

    pub(super) fn say_no_network(&self) {
        self.said.once("Not connected to a home network. It goes on as soon as this laptop is.".to_owned());
    }

    /// What has opened since the last meeting.
    fn say_opened(&self) {
        let before = self.opened.replace(Opened::now(self.home).ok());
        let lines = before.and_then(|before| before.since(self.home).ok());
        lines.unwrap_or_default().iter().for_each(|line| self.said.talk(line));
    }

    fn keep(&self, copy: &Copy<'_>, outcome: &Outcome, at: Option<SocketAddr>) -> Result<(), HomeError> {
        let today = Now::read().today(&self.home.journal_settings()?);
        self.home.finish_meeting(copy, outcome, today, at)
    }
}

impl Keeper for Company<'_> {
    type Error = HomeError;
    type Store<'s>
        = Copy<'s>
    where
        Self: 's;

    fn rendezvous(&self) -> Rendezvous {
        // Where the partner was last is kept in the store after each meeting.
        let known = self.home.partner().ok().flatten();
        rendezvous(known.as_ref().unwrap_or(self.partner), &[])
    }

    fn begin(&self) -> Result<(Session, Copy<'_>), HomeError> {
        let pair = self.home.pair()?;
        let copy = self.home.copy_holding(pair.partner, Now::read().timestamp());
        Ok((Session::new(pair, Limits::default()), copy))
    }

    async fn news(&self) {
        self.news.wait(self.home).await;
    }

    fn met(&self, copy: &Copy<'_>, outcome: Result<Outcome, MeetError<HomeError>>, at: Option<SocketAddr>) {
        let outcome = match outcome {
            Ok(outcome) => outcome,
            Err(MeetError::Link(_) | MeetError::NotReached) => return,
            Err(error) => return self.said.once(format!("A meeting was broken off: {error}.")),
        };
        if let Err(error) = self.keep(copy, &outcome, at) {
            return self.said.once(format!("The meeting could not be kept: {error}."));
        }
        self.news.stood((outcome.root, outcome.wanted), outcome.up_to_date);
        let name = &self.partner.name;
        let Outcome { received, sent, up_to_date, .. } = outcome;
        let asked = std::mem::take(&mut *self.waiting.borrow_mut());
        for answer in asked {
            let _ = answer.send(Answer::Met { received, sent, up_to_date });
        }
        if received + sent > 0 {
            self.said.object(json!({ "partner": name, "received": received, "sent": sent, "up_to_date": up_to_date }));
            self.said.talk(&screen::moved(name, received, sent));
        }
        self.say_opened();
    }

    fn together(&self, together: bool) {
        self.together.set(together);
        let name = &self.partner.name;
        self.said.once(if together {
            format!("In touch with {name}.")
        } else {
            format!("Looking for {name}'s laptop.")
        });
    }
}

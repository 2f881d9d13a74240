//! The page as a whole: who has entered, whether the journal is open, and what it answers.

mod answering;
mod first;
mod opening;
mod sending;
mod taking_in;

use std::hash::RandomState;
use std::time::Duration;

use kintsugi_home::Home;
use kintsugi_vault::PageLook;
use opening::Kept;

use crate::answer::Notice;
use crate::beginning::Beginning;
use crate::company::{Company, Surroundings};
use crate::door::Address;
use crate::door::link::Links;
use crate::door::session::Session;
use crate::keys::Keys;
use crate::live::{Live, News};
use crate::now::{Mark, Now};
use crate::patience::Patience;
use crate::rest::Rest;
use crate::sat::Sat;
use crate::trays::Trays;

/// For how long a browser can still ask for what the last page is made of.
const LAST_PAGE: Duration = Duration::from_secs(1);

/// The page.
pub struct Page {
    address: Address,
    keys: Box<dyn Keys>,
    journal: Option<Home>,
    /// How it looks, also while it is locked; as it was told when the journal was open last.
    look: PageLook,
    links: Links,
    session: Option<Session>,
    patience: Patience,
    rest: Rest,
    kept: Vec<Kept>,
    notice: Option<Notice>,
    ended: Option<Mark>,
    live: Live,
    sat: Sat,
    /// By which drafts are named, as long as this page lives.
    hasher: RandomState,
    company: Company,
    /// Files that somebody brought.
    trays: Trays,
    /// The first run, where there is no journal yet.
    beginning: Option<Beginning>,
}

impl Page {
    /// A page at this address, locked unless it is given the open journal.
    pub fn new(address: Address, keys: Box<dyn Keys>, journal: Option<Home>, now: &Now) -> Self {
        let (links, patience) = (Links::default(), Patience::default());
        let (rest, live) = (Rest::new(now), Live::default());
        let mut page = Self {
            address,
            keys,
            journal: None,
            look: PageLook::default(),
            links,
            session: None,
            patience,
            rest,
            kept: Vec::new(),
            notice: None,
            ended: None,
            sat: Sat::default(),
            hasher: RandomState::new(),
            company: Company::new(None, live.clone()),
            trays: Trays::default(),
            beginning: None,
            live,
        };
        journal.into_iter().for_each(|home| page.open(home));
        page
    }

    /// The journal is open from now on. Where it cannot be read how the page looks, it looks as at first.
    fn open(&mut self, home: Home) {
        self.look = home.page_look().unwrap_or_default();
        self.journal = Some(home);
    }

    /// The same with a network: it stays in touch with the partner's laptop from now on, while the journal is open.
    #[must_use]
    pub fn beside(mut self, around: Surroundings) -> Self {
        self.company = Company::new(Some(around), self.live.clone());
        self.journal.iter().for_each(|home| self.company.keep(home));
        self
    }

    /// Where it is.
    pub const fn address(&self) -> &Address {
        &self.address
    }

    /// A new link, good once and for a minute.
    pub fn link(&mut self, now: &Now) -> String {
        format!("{}/enter/{}", self.address.origin(), self.links.make(now.instant))
    }

    /// Locks it, and ends staying in touch. What was sent and is not done yet stays. A journal without a passphrase cannot be
    /// locked.
    pub fn lock(&mut self, now: &Now) {
        if self.is_protected() {
            self.company.end();
            self.close(now);
        }
    }

    /// Closes the journal, since nobody seems to sit there. What stays in touch goes on, as it does without a page.
    fn close(&mut self, now: &Now) {
        if self.is_protected() {
            let was_open = self.is_open();
            self.put_away(now);
            if was_open {
                self.live.tell(News::Locked);
            }
        }
    }

    /// Closes it for good.
    pub fn end(&mut self, now: &Now) {
        self.session = None;
        self.ended.get_or_insert(now.mark());
        self.live.end();
        self.beginning = None;
        self.company.end();
        self.put_away(now);
    }

    /// Closes the journal, and then makes the copy of the day, for which nobody waits.
    fn put_away(&mut self, now: &Now) {
        self.sat.is_over();
        self.sat.way_is_over();
        self.trays = Trays::default();
        if let Some(home) = self.journal.take() {
            let keeper = home.keeper();
            drop(home);
            keeper.keep(&now.moment);
        }
    }

    /// Whether the journal is open.
    pub const fn is_open(&self) -> bool {
        self.journal.is_some()
    }

    /// Whether it was closed: it ends as soon as the browser has what the last page is made of.
    pub const fn is_ending(&self) -> bool {
        self.ended.is_some()
    }

    /// Whether it has ended: somebody closed it, or no page is open any more, nothing waits to be saved and nobody wished
    /// that it stays in touch.
    pub fn has_ended(&self, now: &Now) -> bool {
        self.ended.is_some_and(|since| since.ago(now) >= LAST_PAGE)
            || (self.rest.is_forgotten(now) && self.kept.is_empty() && !self.company.goes_on())
    }

    /// What is due by itself: it locks once nobody clicked or typed for the time that the journal is told.
    pub fn pass_time(&mut self, now: &Now) {
        if self.live.is_heard() {
            self.rest.seen(now);
        }
        self.journal.iter().for_each(|home| self.company.keep(home));
        // Where it cannot be read, nobody reads on.
        let minutes = self.journal.as_ref().map(|home| home.local_settings().map_or(0, |one| one.unlock_minutes));
        if minutes.is_some_and(|minutes| self.rest.is_over(minutes, now)) {
            self.close(now);
        }
    }

    /// Whether there is a passphrase. Where that cannot be read, it is asked for.
    fn is_protected(&self) -> bool {
        self.keys.is_protected().unwrap_or(true)
    }
}

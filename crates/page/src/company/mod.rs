//! The other laptop, for whoever sits at the page: staying in touch, one meeting, and pairing.
//!
//! Each is a thread with the journal open once more. A page looks at what it has come to, and what is typed on a page is given
//! to it; whoever leaves the page changes nothing.

mod errand;
mod follow;
mod pairing;
mod staying;
mod surroundings;

pub(crate) use errand::{Errand, Found};
pub(crate) use pairing::{Pairing, Step, Wish};
pub use surroundings::Surroundings;

use kintsugi_home::{Home, HomeError, Share};
use staying::Staying;

use crate::live::Live;

/// All of it, as far as it was begun.
pub(crate) struct Company {
    /// Nothing where there is no network to use.
    around: Option<Surroundings>,
    live: Live,
    staying: Option<Staying>,
    errand: Option<Errand>,
    pairing: Option<Pairing>,
    /// Whether it stays in touch after the last page was closed.
    pub(crate) lasts: bool,
}

impl Company {
    pub(crate) fn new(around: Option<Surroundings>, live: Live) -> Self {
        Self { around, live, staying: None, errand: None, pairing: None, lasts: false }
    }

    /// Stays in touch from now on, where there is a partner to meet and nobody pairs.
    pub(crate) fn keep(&mut self, home: &Home) {
        if let Some(around) = self.around.filter(|_| self.staying.is_none() && self.is_free())
            && home.companion().is_ok()
        {
            self.staying = Staying::begin(home, around, self.live.clone());
        }
    }

    /// Whether nobody pairs, or has done so.
    fn is_free(&self) -> bool {
        self.pairing.as_ref().is_none_or(Pairing::is_over)
    }

    /// Ends all of it.
    pub(crate) fn end(&mut self) {
        self.errand = None;
        self.unpair();
        if let Some(staying) = self.staying.take() {
            staying.end();
        }
    }

    /// Whether it goes on although no page is open.
    pub(crate) fn goes_on(&self) -> bool {
        let stays = self.lasts && self.staying.as_ref().is_some_and(Staying::goes_on);
        stays || self.pairing().is_some_and(|step| step.is_in_hand())
    }

    /// Meets now, unless that goes on already.
    pub(crate) fn meet(&mut self, home: &Home) -> Result<(), HomeError> {
        self.begin(home, Errand::meet)
    }

    /// Looks what is in the way, unless that goes on already.
    pub(crate) fn examine(&mut self, home: &Home) -> Result<(), HomeError> {
        self.begin(home, Errand::examine)
    }

    fn begin(&mut self, home: &Home, errand: fn(Home, Surroundings, Live) -> Option<Errand>) -> Result<(), HomeError> {
        let is_on_the_way = matches!(self.found(), Some(Found::Looking | Found::Meeting | Found::Examining));
        if let Some(around) = self.around.filter(|_| !is_on_the_way) {
            self.errand = errand(home.again()?, around, self.live.clone());
        }
        Ok(())
    }

    /// What came of the last of the two.
    pub(crate) fn found(&self) -> Option<Found> {
        self.errand.as_ref().map(Errand::found)
    }

    /// Begins to pair. What was begun before is given up.
    pub(crate) fn pair(&mut self, home: &Home, wish: Wish, share: Share) -> Result<(), HomeError> {
        self.unpair();
        if let Some(around) = self.around {
            self.pairing = Pairing::begin(home.again()?, around, (wish, share), self.live.clone());
        }
        Ok(())
    }

    /// How far pairing has come; `None` where nobody pairs.
    pub(crate) fn pairing(&self) -> Option<Step> {
        self.pairing.as_ref().map(Pairing::step)
    }

    /// Whether both screens show the same words, as somebody says.
    pub(crate) fn compared(&self, same: bool) {
        self.pairing.iter().for_each(|pairing| pairing.compared(same));
    }

    /// Gives pairing up, or has seen what came of it.
    pub(crate) fn unpair(&mut self) {
        self.pairing.take().into_iter().for_each(Pairing::end);
    }

    /// What comes from outside, where there is a network.
    pub(crate) const fn around(&self) -> Option<Surroundings> {
        self.around
    }
}

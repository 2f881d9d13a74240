//! What comes from outside of the network side.

use std::net::IpAddr;

use jiff::ZonedDateTime;
use kintsugi_home::Moment;
use kintsugi_meet::Outside;

/// What whoever begins the page hands in. Without it nothing of the page speaks to another laptop.
#[derive(Clone, Copy)]
pub struct Surroundings {
    /// The one address of this laptop to use, where somebody has named it.
    pub only: Option<IpAddr>,
    /// The clock: this instant, in the zone of the person.
    pub clock: fn() -> ZonedDateTime,
}

impl Surroundings {
    /// The same for the crate that meets.
    pub(crate) fn outside(&self) -> Outside<'_> {
        Outside { only: self.only, clock: &self.clock }
    }

    /// This instant.
    pub(crate) fn moment(&self) -> Moment {
        let now = (self.clock)();
        Moment::new(now.timestamp(), now.time_zone().clone())
    }
}

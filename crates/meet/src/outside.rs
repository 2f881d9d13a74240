//! What comes from outside: which address alone may be used, and the clock.

use std::net::IpAddr;

use jiff::{Timestamp, ZonedDateTime};
use kintsugi_home::Moment;

/// What a front end hands in. Nothing below it reads the environment or a clock.
#[derive(Clone, Copy)]
pub struct Outside<'a> {
    /// The one address of this laptop to use, where somebody has named it.
    pub only: Option<IpAddr>,
    /// The clock: this instant, in the zone of the person.
    pub clock: &'a dyn Fn() -> ZonedDateTime,
}

impl Outside<'_> {
    /// This instant.
    pub(crate) fn now(&self) -> Timestamp {
        (self.clock)().timestamp()
    }

    /// The same, with the zone.
    pub(crate) fn moment(&self) -> Moment {
        let now = (self.clock)();
        Moment::new(now.timestamp(), now.time_zone().clone())
    }
}

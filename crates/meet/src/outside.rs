//! What comes from outside: which address alone may be used, and the clock.

use std::net::IpAddr;

use jiff::civil::Date;
use jiff::{Timestamp, ZonedDateTime};
use kintsugi_home::{Home, HomeError};
use kintsugi_journal::DayRule;

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

    /// The journal's today.
    pub(crate) fn today(&self, home: &Home) -> Result<Date, HomeError> {
        let rule = DayRule::new(home.journal_settings()?.day_start).unwrap_or_default();
        let now = (self.clock)();
        Ok(rule.day_of(now.timestamp(), now.time_zone()))
    }
}

//! The clock, read once for each command.

use jiff::{Timestamp, ZonedDateTime};
use kintsugi_home::Moment;

/// The instant of a command, and the zone of the person who runs it.
pub(crate) fn now() -> Moment {
    let zoned = ZonedDateTime::now();
    Moment::new(zoned.timestamp(), zoned.time_zone().clone())
}

/// The time of day at another instant, such as `21:40`.
pub(crate) fn time_of(moment: &Moment, at: Timestamp) -> String {
    moment.zone().to_datetime(at).strftime("%H:%M").to_string()
}

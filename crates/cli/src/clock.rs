//! The clock, read once for each command.

use std::time::SystemTime;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use kintsugi_home::Moment;

use crate::error::{CommandError, Exit};

/// The instant of a command, and the zone of the person who runs it.
///
/// # Errors
/// Where the clock of this laptop names a year that no calendar here has, such as 10000.
pub(crate) fn now() -> Result<Moment, CommandError> {
    let now = Timestamp::try_from(SystemTime::now()).map_err(|_| {
        CommandError::new(Exit::Failed, "clock", "the clock of this laptop is thousands of years away")
            .hint("Nothing was changed. Set the date of this laptop, then try again.")
    })?;
    Ok(Moment::new(now, TimeZone::system()))
}

/// The time of day at another instant, such as `21:40`.
pub(crate) fn time_of(moment: &Moment, at: Timestamp) -> String {
    moment.zone().to_datetime(at).strftime("%H:%M").to_string()
}

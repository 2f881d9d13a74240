//! The clock, read once for each command.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ZonedDateTime};
use kintsugi_journal::DayRule;
use kintsugi_vault::JournalSettings;

/// The instant of a command, and the zone of the person who runs it.
#[derive(Clone)]
pub(crate) struct Now {
    zoned: ZonedDateTime,
}

impl Now {
    pub(crate) fn read() -> Self {
        Self { zoned: ZonedDateTime::now() }
    }

    pub(crate) fn timestamp(&self) -> Timestamp {
        self.zoned.timestamp()
    }

    pub(crate) fn zone(&self) -> &TimeZone {
        self.zoned.time_zone()
    }

    /// The zone's IANA name, where it has one.
    pub(crate) fn zone_name(&self) -> String {
        self.zone().iana_name().unwrap_or_default().to_owned()
    }

    pub(crate) fn offset_minutes(&self) -> i16 {
        i16::try_from(self.zoned.offset().seconds() / 60).unwrap_or_default()
    }

    /// The time of day at another instant, such as `21:40`.
    pub(crate) fn time_of(&self, at: Timestamp) -> String {
        self.zone().to_datetime(at).strftime("%H:%M").to_string()
    }

    /// The date on the wall.
    pub(crate) fn civil_date(&self) -> Date {
        self.zoned.date()
    }

    /// The journal's today.
    pub(crate) fn today(&self, settings: &JournalSettings) -> Date {
        let rule = DayRule::new(settings.day_start).unwrap_or_default();
        rule.day_of(self.timestamp(), self.zone())
    }
}

//! The moment of whoever uses the home: an instant, and the zone that they are in. The home reads no clock; it is handed one.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, ZonedDateTime};
use kintsugi_journal::DayRule;
use kintsugi_vault::{JournalSettings, Reader};

use crate::{Home, HomeError};

/// An instant, and where.
#[derive(Clone, Debug)]
pub struct Moment {
    zoned: ZonedDateTime,
}

impl Moment {
    /// This instant, in this zone.
    pub fn new(at: Timestamp, zone: TimeZone) -> Self {
        Self { zoned: at.to_zoned_datetime(zone) }
    }

    /// The instant.
    pub fn timestamp(&self) -> Timestamp {
        self.zoned.timestamp()
    }

    /// The zone.
    pub fn zone(&self) -> &TimeZone {
        self.zoned.time_zone()
    }

    /// How far the zone is from UTC then, in minutes.
    pub fn offset_minutes(&self) -> i16 {
        i16::try_from(self.zoned.offset().seconds() / 60).unwrap_or_default()
    }

    /// The date on the wall.
    pub fn civil_date(&self) -> Date {
        self.zoned.date()
    }

    /// The journal's today: the day that began last, by the hour at which days begin here.
    pub fn today(&self, settings: &JournalSettings) -> Date {
        let rule = DayRule::new(settings.day_start).unwrap_or_default();
        rule.day_of(self.timestamp(), self.zone())
    }

    /// The same, by what `reader` knows of that hour.
    pub(crate) fn today_in(&self, reader: &Reader<'_>) -> Result<Date, HomeError> {
        Ok(self.today(&reader.journal_settings()?))
    }
}

impl Home {
    /// The day that is written about now.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn today(&self, moment: &Moment) -> Result<Date, HomeError> {
        moment.today_in(&self.vault().read()?)
    }

    /// Checks that a day may be written about. The wall clock may be a day ahead of the journal's day, and the person's
    /// calendar one ahead of the laptop's.
    ///
    /// # Errors
    /// [`HomeError::NotYet`] for a day that has not come.
    pub fn check_day(&self, day: Date, moment: &Moment) -> Result<(), HomeError> {
        let last = moment.civil_date().saturating_add(Span::new().days(1));
        if day > last { Err(HomeError::NotYet(day)) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{alone, at};
    use jiff::civil::date;

    #[test]
    fn an_evening_goes_on_until_four_in_the_morning() {
        let (_root, home) = alone();
        assert_eq!(home.today(&at("2026-06-04T03:59:00+02:00[Europe/Berlin]")).expect("a day"), date(2026, 6, 3));
        assert_eq!(home.today(&at("2026-06-04T04:00:00+02:00[Europe/Berlin]")).expect("a day"), date(2026, 6, 4));
    }

    #[test]
    fn a_day_that_has_not_come_is_named() {
        let (_root, home) = alone();
        let moment = at("2026-06-03T20:30:00+02:00[Europe/Berlin]");
        for day in [date(2020, 1, 1), date(2026, 6, 3), date(2026, 6, 4)] {
            home.check_day(day, &moment).expect("it has come, for somebody");
        }
        let refused = home.check_day(date(2026, 6, 5), &moment);
        assert!(matches!(refused, Err(HomeError::NotYet(day)) if day == date(2026, 6, 5)));
    }

    #[test]
    fn a_moment_knows_its_zone() {
        let moment = at("2026-06-03T20:30:00+02:00[Europe/Berlin]");
        assert_eq!((moment.offset_minutes(), moment.zone().iana_name()), (120, Some("Europe/Berlin")));
        assert_eq!(moment.civil_date(), date(2026, 6, 3));
    }
}

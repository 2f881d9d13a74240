//! The day rule: which civil date an instant belongs to.
//!
//! A day begins at 04:00 on the wall clock of the person who writes, so that what is written after midnight still belongs
//! to the evening it is about. The writer's zone decides, once, when it is written; nobody's clock changes it later.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// At which hour of the wall clock a day begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayRule {
    start_hour: i8,
}

impl DayRule {
    /// A day that begins at this hour, 0 to 12; `None` outside that range.
    pub fn new(start_hour: i8) -> Option<Self> {
        (0..=12).contains(&start_hour).then_some(Self { start_hour })
    }

    /// The hour of the wall clock at which a day begins, 0 to 12.
    pub const fn start_hour(self) -> i8 {
        self.start_hour
    }

    /// The day to which `instant` belongs for somebody whose clock shows `zone`.
    pub fn day_of(self, instant: Timestamp, zone: &TimeZone) -> Date {
        let wall = zone.to_datetime(instant);
        if wall.hour() >= self.start_hour {
            return wall.date();
        }
        // The first day that the calendar knows has none before it.
        wall.date().checked_sub(1.day()).unwrap_or(wall.date())
    }
}

impl Default for DayRule {
    /// 04:00.
    fn default() -> Self {
        Self { start_hour: 4 }
    }
}

/// The value at `plan/<id>`: the day as ISO text.
pub fn encode_day(day: Date) -> Vec<u8> {
    day.to_string().into_bytes()
}

/// Reads exactly what [`encode_day`] writes, for the years 1900 to 2200.
pub fn decode_day(bytes: &[u8]) -> Option<Date> {
    let text = std::str::from_utf8(bytes).ok()?;
    let day: Date = text.parse().ok()?;
    (day.to_string() == text && (1900..=2200).contains(&day.year())).then_some(day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn at(text: &str) -> Timestamp {
        text.parse().expect("a timestamp")
    }

    #[test]
    fn a_day_has_one_spelling() {
        assert_eq!(encode_day(date(2026, 6, 3)), b"2026-06-03");
        assert_eq!(decode_day(b"2026-06-03"), Some(date(2026, 6, 3)));
        for text in ["2026-6-3", "20260603", "1899-12-31", "2201-01-01", ""] {
            assert_eq!(decode_day(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn the_small_hours_belong_to_the_evening_before() {
        let berlin = TimeZone::get("Europe/Berlin").expect("a zone of the database");
        let rule = DayRule::default();
        assert_eq!(rule.day_of(at("2026-06-03T01:59:59Z"), &berlin), date(2026, 6, 2));
        assert_eq!(rule.day_of(at("2026-06-03T02:00:00Z"), &berlin), date(2026, 6, 3));
    }

    #[test]
    fn the_hour_that_daylight_saving_skips_or_repeats_moves_no_day() {
        let berlin = TimeZone::get("Europe/Berlin").expect("a zone of the database");
        let rule = DayRule::default();
        // 02:00 to 03:00 does not exist on 29 March 2026 and happens twice on 25 October 2026.
        assert_eq!(rule.day_of(at("2026-03-29T01:30:00Z"), &berlin), date(2026, 3, 28));
        assert_eq!(rule.day_of(at("2026-03-29T02:00:00Z"), &berlin), date(2026, 3, 29));
        assert_eq!(rule.day_of(at("2026-10-25T00:30:00Z"), &berlin), date(2026, 10, 24));
        assert_eq!(rule.day_of(at("2026-10-25T01:30:00Z"), &berlin), date(2026, 10, 24));
        assert_eq!(rule.day_of(at("2026-10-25T03:00:00Z"), &berlin), date(2026, 10, 25));
    }

    #[test]
    fn hours_outside_the_range_are_refused() {
        assert!(DayRule::new(-1).is_none());
        assert!(DayRule::new(13).is_none());
        assert!(DayRule::new(0).is_some());
    }

    proptest! {
        /// Each instant belongs to exactly one day, and that day is the wall clock's date or the one before.
        #[test]
        fn every_instant_has_one_day(seconds in 0_i64..4_000_000_000, hour in 0_i8..=12, zone in 0_usize..5) {
            let names = ["UTC", "Europe/Berlin", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu"];
            let zone = TimeZone::get(names[zone]).expect("a zone of the database");
            let instant = Timestamp::from_second(seconds).expect("in range");
            let day = DayRule::new(hour).expect("in range").day_of(instant, &zone);
            let date = zone.to_datetime(instant).date();
            prop_assert!(day == date || day == date.yesterday().expect("in range"));
        }

        /// Later never belongs to an earlier day, unless the wall clock itself went back.
        #[test]
        fn days_go_forward_where_the_clock_does(seconds in 0_i64..4_000_000_000, step in 0_i64..1_000_000) {
            let rule = DayRule::default();
            let a = Timestamp::from_second(seconds).expect("in range");
            let b = Timestamp::from_second(seconds + step).expect("in range");
            prop_assert!(rule.day_of(a, &TimeZone::UTC) <= rule.day_of(b, &TimeZone::UTC));
        }

        /// A day goes from its first hour to the next one's: the instants of a zone fall into days without a gap, and each day
        /// has 20 to 28 hours, whatever daylight saving does.
        #[test]
        fn days_follow_each_other_without_a_gap(days in 0_i64..20_000, zone in 0_usize..6) {
            let names = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "UTC", "Asia/Tehran"];
            let zone = TimeZone::get(names[zone]).expect("a zone of the database");
            let rule = DayRule::default();
            let day = date(1985, 1, 1).saturating_add(jiff::Span::new().days(days));
            let begins = |day: Date| {
                let at = day.at(4, 0, 0, 0).to_zoned_datetime(zone.clone()).expect("in range");
                at.timestamp()
            };
            let (first, next) = (begins(day), begins(day.tomorrow().expect("in range")));
            prop_assert_eq!(rule.day_of(first, &zone), day);
            prop_assert_eq!(rule.day_of(next, &zone), day.tomorrow().expect("in range"));
            let second = jiff::SignedDuration::from_secs(1);
            prop_assert_eq!(rule.day_of(next - second, &zone), day, "the second before still belongs to it");
            let hours = (next.as_second() - first.as_second()) / 3600;
            prop_assert!((20..=28).contains(&hours), "{} hours", hours);
        }

        /// Two people at one moment in any two zones write for days that are at most two apart; in one zone for the same day.
        #[test]
        fn two_zones_are_at_most_two_days_apart(seconds in 0_i64..4_000_000_000, a in 0_usize..6, b in 0_usize..6) {
            let names = ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Pacific/Apia", "Europe/London", "Asia/Tokyo", "America/Lima"];
            let zone = |n: usize| TimeZone::get(names[n]).expect("a zone of the database");
            let instant = Timestamp::from_second(seconds).expect("in range");
            let (one, other) = (DayRule::default().day_of(instant, &zone(a)), DayRule::default().day_of(instant, &zone(b)));
            let apart = (one - other).get_days().abs();
            prop_assert!(apart <= 2);
            prop_assert!(a != b || apart == 0);
        }

        /// What is written between midnight and four belongs to the evening before, with and without daylight saving.
        #[test]
        fn the_small_hours_are_the_evening_before(days in 0_i64..20_000, minute in 0_i64..240) {
            let zone = TimeZone::get("Europe/Berlin").expect("a zone of the database");
            let day = date(1985, 1, 1).saturating_add(jiff::Span::new().days(days));
            let wall = day.at(0, 0, 0, 0).saturating_add(jiff::Span::new().minutes(minute));
            // An hour that does not exist is taken to the one after, which may be four o'clock.
            let instant = wall.to_zoned_datetime(zone.clone()).expect("in range");
            let early = instant.hour() < 4;
            prop_assert_eq!(DayRule::default().day_of(instant.timestamp(), &zone), if early { day.yesterday().expect("in range") } else { day });
        }
    }

    #[test]
    fn who_travels_over_the_date_line_writes_for_the_day_on_the_wall_there() {
        let rule = DayRule::default();
        let (west, east) = ("Pacific/Apia", "Pacific/Pago_Pago");
        let day = |text: &str, zone: &str| rule.day_of(at(text), &TimeZone::get(zone).expect("a zone of the database"));
        // An hour's flight: it is Thursday noon in one place and Wednesday noon in the other.
        assert_eq!(day("2026-06-03T23:00:00Z", west), date(2026, 6, 4));
        assert_eq!(day("2026-06-04T00:00:00Z", east), date(2026, 6, 3));
        // Samoa left out the 30th of December 2011: nobody there wrote for it after four in the morning of the 31st.
        assert_eq!(day("2011-12-30T09:59:00Z", west), date(2011, 12, 29));
        assert_eq!(day("2011-12-30T15:00:00Z", west), date(2011, 12, 31));
    }
}

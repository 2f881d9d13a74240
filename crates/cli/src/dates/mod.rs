//! Days in people's words: how they are read, and how they are shown.

mod coming;
mod grammar;
mod heading;
mod months;
mod shown;

pub(crate) use coming::{coming, time_of_week};
pub(crate) use grammar::{day, days};
pub(crate) use heading::heading;
pub(crate) use shown::{clock, day_and_time, day_of_month, long, said, short, weekday_name, weekday_short};

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, Weekday, date};

    use super::grammar::Days;
    use super::*;
    use crate::error::CommandError;

    /// A Wednesday.
    const TODAY: Date = date(2026, 6, 3);

    fn read(text: &str) -> Result<Days, CommandError> {
        days(text, TODAY, Weekday::Monday)
    }

    #[test]
    fn people_s_words_are_days() {
        let one = |text: &str| day(text, TODAY, Weekday::Monday).expect("one day");
        assert_eq!(one("today"), TODAY);
        assert_eq!(one("Yesterday"), date(2026, 6, 2));
        assert_eq!(one("2024-02-29"), date(2024, 2, 29));
        assert_eq!(one("monday"), date(2026, 6, 1));
        assert_eq!(one("wed"), TODAY);
        assert_eq!(one("last wednesday"), date(2026, 5, 27));
        assert_eq!(one("thursday"), date(2026, 5, 28));
        assert_eq!(one("3 days ago"), date(2026, 5, 31));
        assert_eq!(one("a week ago"), date(2026, 5, 27));
        assert_eq!(one("13/06/2026"), date(2026, 6, 13), "only one reading");
        assert_eq!(read("last week").expect("a week"), Days { first: date(2026, 5, 25), last: date(2026, 5, 31) });
    }

    #[test]
    fn months_years_and_days_by_name_are_days() {
        let span = |first, last| Days { first, last };
        for (text, expected) in [
            ("2026-05", span(date(2026, 5, 1), date(2026, 5, 31))),
            ("2024-02", span(date(2024, 2, 1), date(2024, 2, 29))),
            ("2025", span(date(2025, 1, 1), date(2025, 12, 31))),
            ("this month", span(date(2026, 6, 1), date(2026, 6, 30))),
            ("last year", span(date(2025, 1, 1), date(2025, 12, 31))),
            ("June", span(date(2026, 6, 1), date(2026, 6, 30))),
            ("july", span(date(2025, 7, 1), date(2025, 7, 31))),
            ("may 2019", span(date(2019, 5, 1), date(2019, 5, 31))),
            ("3 june", Days::one(TODAY)),
            ("June 4", Days::one(date(2025, 6, 4))),
            ("1st may 2020", Days::one(date(2020, 5, 1))),
            ("dec 24, 2025", Days::one(date(2025, 12, 24))),
            ("29 feb", Days::one(date(2024, 2, 29))),
            ("2 years ago", Days::one(date(2024, 6, 3))),
        ] {
            assert_eq!(read(text).ok(), Some(expected), "{text}");
        }
        assert!(day("june", TODAY, Weekday::Monday).is_err(), "a month is no day to write for");
    }

    #[test]
    fn what_has_two_readings_names_both() {
        let error = read("06/07/2026").expect_err("two readings");
        assert_eq!(error.message, "“06/07/2026” can be read as Mon 6 July or as Sun 7 June");
        assert_eq!(error.hint.as_deref(), Some("Write 2026-07-06 or 2026-06-07."));
        let error = day("last week", TODAY, Weekday::Monday).expect_err("seven days");
        assert_eq!(error.message, "“last week” is more than one day: Mon 25 May to Sun 31 May");
    }

    #[test]
    fn days_that_come_and_times_of_the_week() {
        let coming = |text: &str| coming(text, TODAY).map_err(|error| error.message);
        assert_eq!(coming("Tomorrow"), Ok(date(2026, 6, 4)));
        assert_eq!(coming("wednesday"), Ok(TODAY));
        assert_eq!(coming("fri"), Ok(date(2026, 6, 5)));
        assert_eq!(coming("2026-06-10"), Ok(date(2026, 6, 10)));
        assert_eq!(coming("2026-06-02"), Err("Tuesday 2 June 2026 is over".into()));
        assert!(coming("someday").is_err());
        assert_eq!(time_of_week("sunday 19:00").ok(), Some((7, 1140)));
        assert_eq!(time_of_week("Mon at 7:30pm").ok(), Some((1, 1170)));
        assert_eq!(time_of_week("sat 9am").ok(), Some((6, 540)));
        for text in ["sunday", "19:00", "sunday 25:00", "sunday 19", "someday 19:00", ""] {
            assert!(time_of_week(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn days_that_do_not_exist_and_nonsense_are_refused() {
        for text in [
            "2026-02-30",
            "2026-13-01",
            "31/02/2026",
            "",
            "someday",
            "99999999999 days ago",
            "-",
            "26-06-03",
            "2026-13",
            "0026",
            "31 june",
            "june july",
            "32 may",
        ] {
            assert!(read(text).is_err(), "{text:?}");
        }
    }
}

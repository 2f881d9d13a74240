//! Dates in people's words. What has two readings is an error that names both.

use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};
use kintsugi_journal::Schedule;

use crate::error::CommandError;

/// One day, or the days from one to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Days {
    pub(crate) first: Date,
    pub(crate) last: Date,
}

impl Days {
    const fn one(day: Date) -> Self {
        Self { first: day, last: day }
    }
}

/// Reads a single day.
pub(crate) fn day(text: &str, today: Date, week_start: Weekday) -> Result<Date, CommandError> {
    let days = days(text, today, week_start)?;
    if days.first == days.last {
        return Ok(days.first);
    }
    Err(CommandError::usage(format!("“{text}” is more than one day: {} to {}", short(days.first), short(days.last)))
        .hint("Give one of them, for example as YYYY-MM-DD."))
}

/// Reads a day or a few.
pub(crate) fn days(text: &str, today: Date, week_start: Weekday) -> Result<Days, CommandError> {
    let plain = text.trim().to_lowercase();
    let words: Vec<&str> = plain.split_whitespace().collect();
    let back = |span: Span| today.checked_sub(span).map_err(|_| not_a_date(text));
    match words.as_slice() {
        ["today"] => Ok(Days::one(today)),
        ["yesterday"] => Ok(Days::one(back(1.day())?)),
        ["this", "week"] => Ok(week(today, week_start)),
        ["last", "week"] => Ok(week(back(7.days())?, week_start)),
        ["last", "month"] => {
            let month = back(1.month())?;
            Ok(Days { first: month.first_of_month(), last: month.last_of_month() })
        }
        [count, unit, "ago"] => {
            let count: i32 =
                if matches!(*count, "a" | "one") { 1 } else { count.parse().map_err(|_| not_a_date(text))? };
            let span = match unit.trim_end_matches('s') {
                "day" => Span::new().try_days(count),
                "week" => Span::new().try_weeks(count),
                "month" => Span::new().try_months(count),
                _ => return Err(not_a_date(text)),
            };
            Ok(Days::one(back(span.map_err(|_| not_a_date(text))?)?))
        }
        [one] => single_word(one, today, text).map(Days::one),
        ["last", name] => {
            let weekday = weekday(name).ok_or_else(|| not_a_date(text))?;
            Ok(Days::one(today.nth_weekday(-1, weekday).map_err(|_| not_a_date(text))?))
        }
        _ => Err(not_a_date(text)),
    }
}

fn single_word(word: &str, today: Date, text: &str) -> Result<Date, CommandError> {
    if let Some(weekday) = weekday(word) {
        let back = today.weekday().since(weekday);
        return today.checked_sub(Span::new().days(i64::from(back))).map_err(|_| not_a_date(text));
    }
    if let Some(parts) = slashed(word) {
        return slashed_date(parts, text);
    }
    let iso = word.len() == 10 && word.as_bytes().get(4) == Some(&b'-');
    let parsed = if iso { word.parse::<Date>().ok() } else { None };
    match parsed {
        Some(date) => Ok(date),
        None if iso => Err(CommandError::usage(format!("there is no day {word}")).hint("Nothing was saved.")),
        None => Err(not_a_date(text)),
    }
}

/// `3/6/2026` and `3.6.2026`: day or month first, nobody can know.
fn slashed(word: &str) -> Option<[i16; 3]> {
    let parts: Vec<i16> = word.split(['/', '.']).map(str::parse).collect::<Result<_, _>>().ok()?;
    parts.try_into().ok()
}

fn slashed_date([a, b, year]: [i16; 3], text: &str) -> Result<Date, CommandError> {
    let make = |day: i16, month: i16| {
        let (day, month) = (i8::try_from(day).ok()?, i8::try_from(month).ok()?);
        Date::new(year, month, day).ok().filter(|_| year >= 1000)
    };
    match (make(a, b), make(b, a)) {
        (Some(one), Some(other)) if one != other => {
            Err(CommandError::usage(format!("“{text}” can be read as {} or as {}", short(one), short(other)))
                .hint(format!("Write {one} or {other}.")))
        }
        (Some(date), _) | (None, Some(date)) => Ok(date),
        (None, None) => Err(CommandError::usage(format!("there is no day {text}")).hint("Nothing was saved.")),
    }
}

fn week(day: Date, start: Weekday) -> Days {
    let first = day.saturating_sub(Span::new().days(i64::from(day.weekday().since(start))));
    Days { first, last: first.saturating_add(6.days()) }
}

fn weekday(name: &str) -> Option<Weekday> {
    let all = [
        ("monday", Weekday::Monday),
        ("tuesday", Weekday::Tuesday),
        ("wednesday", Weekday::Wednesday),
        ("thursday", Weekday::Thursday),
        ("friday", Weekday::Friday),
        ("saturday", Weekday::Saturday),
        ("sunday", Weekday::Sunday),
    ];
    all.iter().find(|(full, _)| *full == name || (name.len() == 3 && full.starts_with(name))).map(|(_, day)| *day)
}

/// `Mon`.
pub(crate) const fn weekday_short(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "Mon",
        Weekday::Tuesday => "Tue",
        Weekday::Wednesday => "Wed",
        Weekday::Thursday => "Thu",
        Weekday::Friday => "Fri",
        Weekday::Saturday => "Sat",
        Weekday::Sunday => "Sun",
    }
}

/// `Sunday`, from 1 for Monday to 7.
pub(crate) fn weekday_name(number: u8) -> &'static str {
    const NAMES: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    usize::from(number).checked_sub(1).and_then(|at| NAMES.get(at)).copied().unwrap_or("Monday")
}

/// How a day that is to come can be written.
const COMING: &str = "Write today, tomorrow, friday or 2026-06-05.";

/// Reads a day that is to come: today, tomorrow, friday (the next one, today counts), 2026-06-05.
pub(crate) fn coming(text: &str, today: Date) -> Result<Date, CommandError> {
    let plain = text.trim().to_lowercase();
    let day = match plain.strip_prefix("next ").unwrap_or(&plain) {
        "today" | "tonight" => today,
        "tomorrow" => today.saturating_add(1.day()),
        word => match weekday(word) {
            Some(weekday) => today.saturating_add(weekday.since(today.weekday()).days()),
            None => single_word(word, today, text).map_err(|error| match error.hint {
                Some(_) if error.message.ends_with("that I can read") => error.instead(COMING),
                _ => error,
            })?,
        },
    };
    if day < today {
        return Err(
            CommandError::usage(format!("{} is over", long(day))).hint("Nothing was changed. Plan for today or later.")
        );
    }
    Ok(day)
}

/// A time of the week, such as “Sunday at 19:00”.
pub(crate) fn day_and_time(schedule: &Schedule) -> String {
    format!("{} at {}", weekday_name(schedule.weekday), clock(schedule))
}

/// Reads a day of the week and a time: `sunday 19:00`, `sun 7pm`. The day is 1 for Monday to 7, the time in minutes since midnight.
pub(crate) fn time_of_week(text: &str) -> Result<(u8, u16), CommandError> {
    let refused = || {
        CommandError::usage(format!("“{text}” is not a day and a time that I can read"))
            .hint("Nothing was changed. Write a day of the week and a time, such as: sunday 19:00")
    };
    let plain = text.trim().to_lowercase();
    let (day, time) = plain.split_once(char::is_whitespace).ok_or_else(refused)?;
    let day = weekday(day).ok_or_else(refused)?;
    let time = time.trim().trim_start_matches("at ").trim();
    let read = ["%H:%M", "%I:%M%p", "%I%p"].iter().find_map(|form| jiff::civil::Time::strptime(form, time).ok());
    let time = read.ok_or_else(refused)?;
    let minute = u16::from(time.hour().unsigned_abs()) * 60 + u16::from(time.minute().unsigned_abs());
    Ok((day.to_monday_one_offset().unsigned_abs(), minute))
}

fn not_a_date(text: &str) -> CommandError {
    CommandError::usage(format!("“{text}” is not a day that I can read"))
        .hint("Write 2026-06-03, today, yesterday, monday, 3 days ago or last week.")
}

/// `Tue 3 June`.
pub(crate) fn short(day: Date) -> String {
    day.strftime("%a %-d %B").to_string()
}

/// `3 June 2026`.
pub(crate) fn day_of_month(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

/// `Tuesday 3 June 2026`.
pub(crate) fn long(day: Date) -> String {
    day.strftime("%A %-d %B %Y").to_string()
}

/// The time of the check-in, as `19:00`.
pub(crate) fn clock(schedule: &Schedule) -> String {
    format!("{:02}:{:02}", schedule.minute / 60, schedule.minute % 60)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

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
        for text in ["2026-02-30", "2026-13-01", "31/02/2026", "", "someday", "99999999999 days ago", "-", "26-06-03"] {
            assert!(read(text).is_err(), "{text:?}");
        }
    }
}

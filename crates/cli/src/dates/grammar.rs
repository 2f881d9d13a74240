//! The one grammar of days, for every command. English words and ISO dates, days and no hours; what has two readings is an
//! error that names both, and what is no day at all is said to be none (decision 43).

use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};

use super::months::{month_word, whole_month, whole_year};
use super::short;
use crate::error::CommandError;

/// One day, or the days from one to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Days {
    pub(crate) first: Date,
    pub(crate) last: Date,
}

impl Days {
    pub(super) const fn one(day: Date) -> Self {
        Self { first: day, last: day }
    }

    /// The day, where it is one alone.
    pub(crate) fn single(self) -> Option<Date> {
        (self.first == self.last).then_some(self.first)
    }
}

/// Reads a single day.
pub(crate) fn day(text: &str, today: Date, week_start: Weekday) -> Result<Date, CommandError> {
    let days = days(text, today, week_start)?;
    days.single().ok_or_else(|| {
        CommandError::usage(format!("“{text}” is more than one day: {} to {}", short(days.first), short(days.last)))
            .hint("Give one of them, for example as YYYY-MM-DD.")
    })
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
        ["this", "month"] => Ok(whole_month(today)),
        ["last", "month"] => Ok(whole_month(back(1.month())?)),
        ["this", "year"] => Ok(whole_year(today)),
        ["last", "year"] => Ok(whole_year(back(1.year())?)),
        [count, unit, "ago"] => Ok(Days::one(back(ago(count, unit).ok_or_else(|| not_a_date(text))?)?)),
        ["last", name] => {
            let weekday = weekday(name).ok_or_else(|| not_a_date(text))?;
            Ok(Days::one(today.nth_weekday(-1, weekday).map_err(|_| not_a_date(text))?))
        }
        words => match (month_word(words, today), words) {
            (Some(days), _) => Ok(days),
            (None, [one]) => single_word(one, today, text).map(Days::one),
            _ => Err(not_a_date(text)),
        },
    }
}

/// `3 days`, `a week`.
fn ago(count: &str, unit: &str) -> Option<Span> {
    let count: i32 = if matches!(count, "a" | "one") { 1 } else { count.parse().ok()? };
    match unit.trim_end_matches('s') {
        "day" => Span::new().try_days(count).ok(),
        "week" => Span::new().try_weeks(count).ok(),
        "month" => Span::new().try_months(count).ok(),
        "year" => Span::new().try_years(count).ok(),
        _ => None,
    }
}

/// A day in one word: of the week, with slashes or points, or ISO.
pub(super) fn single_word(word: &str, today: Date, text: &str) -> Result<Date, CommandError> {
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

pub(super) fn weekday(name: &str) -> Option<Weekday> {
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

/// Whether a text was refused because it names no day at all.
pub(super) fn is_no_day(error: &CommandError) -> bool {
    error.message.ends_with(UNREAD)
}

/// How that is said.
const UNREAD: &str = "is not a day that I can read";

fn not_a_date(text: &str) -> CommandError {
    CommandError::usage(format!("“{text}” {UNREAD}"))
        .hint("Write 2026-06-03, today, yesterday, monday, 3 days ago, last week, 3 june, or a month as 2026-06.")
}

//! Days that are to come, and times of the week.

use jiff::ToSpan;
use jiff::civil::{Date, Time};

use super::grammar::{is_no_day, single_word, weekday};
use super::long;
use crate::error::CommandError;

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
                Some(_) if is_no_day(&error) => error.instead(COMING),
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
    let read = ["%H:%M", "%I:%M%p", "%I%p"].iter().find_map(|form| Time::strptime(form, time).ok());
    let time = read.ok_or_else(refused)?;
    let minute = u16::from(time.hour().unsigned_abs()) * 60 + u16::from(time.minute().unsigned_abs());
    Ok((day.to_monday_one_offset().unsigned_abs(), minute))
}

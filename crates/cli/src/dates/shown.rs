//! Days and times as screens say them.

use jiff::civil::{Date, Weekday};
use kintsugi_journal::Schedule;

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

/// A time of the week, such as “Sunday at 19:00”.
pub(crate) fn day_and_time(schedule: &Schedule) -> String {
    format!("{} at {}", weekday_name(schedule.weekday), clock(schedule))
}

/// `Tue 3 June`.
pub(crate) fn short(day: Date) -> String {
    day.strftime("%a %-d %B").to_string()
}

/// `Tue 3 June`, and with its year where that is not this one.
pub(crate) fn said(day: Date, today: Date) -> String {
    let year = if day.year() == today.year() { String::new() } else { format!(" {}", day.year()) };
    format!("{}{year}", short(day))
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

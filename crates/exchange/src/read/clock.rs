//! Days and times as people's files bear them. What could be read in two ways is not read.

use jiff::civil::{Date, DateTime, Time};

/// With a day and a time.
const MOMENTS: [&str; 12] = [
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %I:%M %p",
    "%Y-%m-%d %I:%M:%S %p",
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%dT%H:%M:%S",
    "%Y/%m/%d %H:%M",
    "%Y.%m.%d %H:%M",
    "%d.%m.%Y %H:%M",
    "%d %b %Y %H:%M",
    "%d %B %Y %H:%M",
    "%b %d, %Y %I:%M %p",
];

/// With a day alone.
const DAYS: [&str; 7] = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%d.%m.%Y", "%d %b %Y", "%d %B %Y", "%B %d, %Y"];

/// With a time alone.
const TIMES: [&str; 3] = ["%H:%M", "%H:%M:%S", "%I:%M %p"];

/// A day, and the time on it where one stands there. The date that is written down counts, whatever zone follows it.
pub(super) fn moment(text: &str) -> Option<(Date, Option<DateTime>)> {
    let text = text.trim();
    let full = MOMENTS.iter().find_map(|form| DateTime::strptime(form, text).ok());
    // With fractions, or with an offset behind it.
    let full = full.or_else(|| text.contains(['T', ':']).then(|| text.parse::<DateTime>().ok())?);
    if let Some(clock) = full {
        return Some((clock.date(), Some(clock)));
    }
    DAYS.iter().find_map(|form| Date::strptime(form, text).ok()).map(|day| (day, None))
}

/// A time alone.
pub(super) fn time(text: &str) -> Option<Time> {
    TIMES.iter().find_map(|form| Time::strptime(form, text.trim()).ok())
}

/// The day that a file is named for, and what else its name says: `2026-11-24 Dinner`, `2026_11_24`, `20261124`,
/// `daily.journal.2026.11.24`.
pub(super) fn day_in_name(name: &str) -> Option<(Date, String)> {
    let is_digit = |at: usize| name.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
    let starts = (0..name.len()).filter(|at| is_digit(*at) && (*at == 0 || !is_digit(at - 1)));
    starts.into_iter().find_map(|start| day_at(name, start))
}

fn day_at(name: &str, start: usize) -> Option<(Date, String)> {
    let bytes = name.as_bytes().get(start..)?;
    let digits = |from: usize, count: usize| -> Option<i16> {
        let part = bytes.get(from..from + count)?;
        if part.iter().all(u8::is_ascii_digit) { std::str::from_utf8(part).ok()?.parse().ok() } else { None }
    };
    let sign = bytes.get(4).copied().filter(|sign| b"-_.".contains(sign));
    let (month, day, length) = match sign {
        Some(sign) if bytes.get(7) == Some(&sign) => (digits(5, 2)?, digits(8, 2)?, 10),
        Some(_) => return None,
        None => (digits(4, 2)?, digits(6, 2)?, 8),
    };
    if bytes.get(length).is_some_and(u8::is_ascii_digit) {
        return None;
    }
    let date = Date::new(digits(0, 4)?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    let signs = [' ', '-', '_', '.'];
    let before = name.get(..start)?.trim_matches(signs);
    let after = name.get(start + length..)?.trim_matches(signs);
    // Before the day stands where the note is filed, in the way of Dendron; after it stands what it is called.
    let called = if after.is_empty() && !before.contains('.') { before } else { after };
    Some((date, called.to_owned()))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn what_people_and_programs_write_is_read() {
        let day = date(2026, 11, 24);
        for text in ["2026-11-24", "2026/11/24", "24.11.2026", "24 Nov 2026", "November 24, 2026"] {
            assert_eq!(moment(text), Some((day, None)), "{text}");
        }
        for text in ["2026-11-24 21:04", "2026-11-24 09:04 PM", "2026-11-24T21:04", "24.11.2026 21:04"] {
            assert_eq!(moment(text), Some((day, Some(day.at(21, 4, 0, 0)))), "{text}");
        }
        assert_eq!(moment("2026-11-24T21:04:05.123+09:00"), Some((day, Some(day.at(21, 4, 5, 123_000_000)))));
        for text in ["11/12/2026", "friday", "x", "", "2026-13-01", "2026-11-24 25:00"] {
            assert_eq!(moment(text), None, "{text}");
        }
    }

    #[test]
    fn file_names_bear_a_day_in_four_ways() {
        let day = date(2026, 11, 24);
        for (name, called) in [
            ("2026-11-24", ""),
            ("2026_11_24", ""),
            ("20261124", ""),
            ("daily.journal.2026.11.24", ""),
            ("2026-11-24 Dinner with Ben", "Dinner with Ben"),
            ("Dinner 2026-11-24", "Dinner"),
        ] {
            assert_eq!(day_in_name(name), Some((day, called.to_owned())), "{name}");
        }
        for name in ["ideas", "2026-11", "202611240", "2026-13-24", "2026-11_24"] {
            assert_eq!(day_in_name(name), None, "{name}");
        }
    }
}

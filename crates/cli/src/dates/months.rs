//! Months and years as days, and days by the name of their month.

use jiff::civil::Date;

use super::grammar::Days;

const NAMES: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
/// From one leap year to the next there are at most eight years.
const LEAP: i16 = 8;

/// All days of the month of this one.
pub(super) fn whole_month(day: Date) -> Days {
    Days { first: day.first_of_month(), last: day.last_of_month() }
}

/// All days of the year of this one.
pub(super) fn whole_year(day: Date) -> Days {
    Days { first: day.first_of_year(), last: day.last_of_year() }
}

/// `2026`, `2026-06`, `june`, `june 2026`, `3 june`, `june 3`, `3 june 2026`. Without a year it is the last one that has come.
pub(super) fn month_word(words: &[&str], today: Date) -> Option<Days> {
    match words {
        [one] => by_number(one).or_else(|| Some(whole_month(latest(month(one)?, 1, today)?))),
        [one, other] => match (month(one), month(other)) {
            (Some(month), None) if other.len() == 4 => Some(whole_month(Date::new(year(other)?, month, 1).ok()?)),
            (Some(month), None) => latest(month, day_number(other)?, today).map(Days::one),
            (None, Some(month)) => latest(month, day_number(one)?, today).map(Days::one),
            _ => None,
        },
        [one, other, year_word] => {
            let (day, month) = match (month(one), month(other)) {
                (Some(month), None) => (day_number(other)?, month),
                (None, Some(month)) => (day_number(one)?, month),
                _ => return None,
            };
            Date::new(year(year_word)?, month, day).ok().map(Days::one)
        }
        _ => None,
    }
}

/// `2026` and `2026-06`.
fn by_number(word: &str) -> Option<Days> {
    match word.split_once('-') {
        None => Some(whole_year(Date::new(year(word)?, 1, 1).ok()?)),
        Some((left, right)) if right.len() == 2 => {
            Some(whole_month(Date::new(year(left)?, right.parse().ok()?, 1).ok()?))
        }
        Some(_) => None,
    }
}

/// The last such day, today among them.
fn latest(month: i8, day: i8, today: Date) -> Option<Date> {
    let years = (today.year().saturating_sub(LEAP)..=today.year()).rev();
    years.filter_map(|year| Date::new(year, month, day).ok()).find(|date| *date <= today)
}

fn year(word: &str) -> Option<i16> {
    let plain = word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    word.parse().ok().filter(|year| plain && *year >= 1000)
}

/// `3`, `3rd`.
fn day_number(word: &str) -> Option<i8> {
    let word = word.trim_end_matches(',');
    let plain = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
    plain.parse().ok().filter(|day| (1..=31).contains(day))
}

fn month(word: &str) -> Option<i8> {
    let word = word.trim_end_matches(',');
    let is = |name: &&str| *name == word || (word.len() == 3 && name.starts_with(word));
    let at = NAMES.iter().position(is)?;
    i8::try_from(at + 1).ok()
}

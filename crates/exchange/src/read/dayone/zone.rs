//! The names of zones in exports of Day One.

use jiff::tz::{Offset, TimeZone};

/// A name of the zone database, or Apple's `GMT+0530`.
pub(super) fn zone(name: &str) -> Option<TimeZone> {
    if let Ok(zone) = TimeZone::get(name) {
        return Some(zone);
    }
    let offset = name.strip_prefix("GMT")?;
    if offset.is_empty() {
        return Some(TimeZone::UTC);
    }
    let sign = if offset.starts_with('-') { -1 } else { 1 };
    let digits: String = offset.chars().filter(char::is_ascii_digit).collect();
    let (hours, minutes) = digits.split_at_checked(digits.len().checked_sub(2)?)?;
    let seconds = (hours.parse::<i32>().ok()? * 60 + minutes.parse::<i32>().ok()?) * 60;
    Offset::from_seconds(sign * seconds).ok().map(TimeZone::fixed)
}

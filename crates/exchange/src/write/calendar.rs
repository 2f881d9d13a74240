//! The check-in for a calendar program: iCalendar, RFC 5545.

use icalendar::{Calendar, Component, Event, EventLike, Property};
use jiff::Timestamp;
use jiff::civil::DateTime;

/// An event of one hour that comes each week, at this time on the clock of whoever imports it. `made` is when it was written.
pub fn weekly(at: DateTime, place: Option<&str>, made: Timestamp) -> String {
    // Without a zone it is the time on the wall, wherever the two are.
    let wall = |at: DateTime| at.strftime("%Y%m%dT%H%M%S").to_string();
    let end = at.saturating_add(jiff::Span::new().hours(1));
    let day = at.date().strftime("%A").to_string().to_uppercase();
    let mut event = Event::new();
    // Neutral words: a calendar is often seen by others.
    event.summary("Time for us").add_property("RRULE", format!("FREQ=WEEKLY;BYDAY={}", &day[..2]));
    event.uid(&format!("check-in-{}@kintsugi", at.strftime("%a-%H%M").to_string().to_lowercase()));
    event.add_property("DTSTAMP", made.strftime("%Y%m%dT%H%M%SZ").to_string());
    event.add_property("DTSTART", wall(at)).add_property("DTEND", wall(end));
    if let Some(place) = place {
        event.location(place);
    }
    let mut calendar = Calendar::empty();
    for (name, value) in [("VERSION", "2.0"), ("PRODID", "-//kintsugi//check-in//EN"), ("CALSCALE", "GREGORIAN")] {
        calendar.append_property(Property::new(name, value));
    }
    calendar.push(event.done()).done().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_event_comes_each_week_at_the_same_time_on_the_wall() {
        let at = jiff::civil::date(2026, 6, 7).at(19, 0, 0, 0);
        let text =
            weekly(at, Some("kitchen table; by the window"), Timestamp::from_second(1_780_000_000).expect("in range"));
        for line in [
            "BEGIN:VCALENDAR",
            "RRULE:FREQ=WEEKLY;BYDAY=SU",
            "DTSTART:20260607T190000",
            "DTEND:20260607T200000",
            "SUMMARY:Time for us",
            "DTSTAMP:20260528T202640Z",
            "LOCATION:kitchen table\\; by the window",
        ] {
            assert!(text.lines().any(|other| other == line), "{line} is not in\n{text}");
        }
        let several = weekly(at, Some("a\r\nEND:VEVENT\nSUMMARY:b, c"), Timestamp::UNIX_EPOCH);
        assert_eq!(
            several.lines().filter(|line| line.starts_with("END:VEVENT") || line.starts_with("SUMMARY")).count(),
            2
        );
        let read: Calendar = text.parse().expect("it is read back");
        assert_eq!(read.components.len(), 1);
    }
}

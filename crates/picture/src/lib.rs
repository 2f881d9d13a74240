//! The tracker as a picture: drawn as SVG, and rasterised from that. Readable on paper, in colour and in grey: what a day is
//! shows by its shape, not by its colour. Nothing is written here; whoever asks gets the bytes.

mod draw;
mod raster;

use kintsugi_home::Tracker;
use kintsugi_journal::TrackerDay;

pub use draw::{month, year};
pub use raster::{Undrawn, png};

/// What stands on a picture that may hang on a wall which both pass: what both did, and nothing that one of them did alone.
pub fn hearts_alone(tracker: Tracker) -> Tracker {
    let alone = |day: TrackerDay| if day.heart { day } else { TrackerDay { my_acts: 0, rest: false, ..day } };
    Tracker { days: tracker.days.into_iter().map(alone).collect(), ..tracker }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{Weekday, date};
    use kintsugi_journal::Month;

    fn tracker() -> Tracker {
        let day = |n, my_acts, rest, heart| TrackerDay { day: date(2026, 6, n), my_acts, rest, heart };
        Tracker { days: vec![day(1, 1, false, true), day(2, 2, false, false), day(3, 0, true, false)], hearts: 1 }
    }

    #[test]
    fn what_one_did_alone_stands_on_it_only_where_that_is_wished_for() {
        let drawn = |tracker: &Tracker| month(Month::of(date(2026, 6, 1)), tracker, Weekday::Monday);
        let (all, both) = (drawn(&tracker()), drawn(&hearts_alone(tracker())));
        assert!(all.contains("an act of mine") && all.contains(">rest<"));
        assert!(!both.contains("an act of mine") && !both.contains(">rest<"));
        assert!([all, both].iter().all(|one| one.contains("A calendar with one heart, on 1 June.")));
    }

    #[test]
    fn it_becomes_a_png_twice_as_large_and_what_is_no_picture_does_not() {
        let bytes = png(&year(2026, &tracker())).expect("drawn");
        assert!(bytes.starts_with(b"\x89PNG\r\n\x1a\n"));
        let width = u32::from_be_bytes(bytes[16..20].try_into().expect("four bytes"));
        assert_eq!(width, 2 * (72 + 31 * 22 + 24));
        assert!(png("no picture").is_err());
    }
}

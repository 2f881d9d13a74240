//! What is almost full, and what there is no room for: each in one calm line that says what to do.

use kintsugi_home::{AlmostFull, RoomForWords, Status};
use kintsugi_journal::{DocId, Month, Topic};

/// A line for each limit that is near.
pub(crate) fn limits(status: &Status) -> Vec<String> {
    let room = status.partner.as_ref().and_then(|partner| room(&partner.name, &status.room));
    room.into_iter().chain(status.almost_full.iter().map(almost_full)).collect()
}

/// The line for the room that the partner's words take; none where there is plenty.
pub(crate) fn room(partner: &str, room: &RoomForWords) -> Option<String> {
    let (taken, most) = (room.taken_megabytes(), room.most_megabytes());
    let more = format!("More room: kintsugi config room-megabytes {}", most.saturating_mul(2).max(1));
    match room.waiting {
        _ if !room.is_short() => None,
        0 => Some(format!("{partner}'s words take {taken} of the {most} MB that they may take here. {more}")),
        1 => Some(format!(
            "The words of one of {partner}'s lines wait on the other laptop: the {most} MB for them here are full. {more}"
        )),
        many => Some(format!(
            "The words of {many} of {partner}'s lines wait on the other laptop: the {most} MB for them here are full. \
             {more}"
        )),
    }
}

/// The line for something of which seven eighths are used.
pub(crate) fn almost_full(full: &AlmostFull) -> String {
    match full {
        AlmostFull::Document { doc, left } => {
            let (what, advice) = document(*doc);
            format!("{what} is almost full: about {left} more changes fit. {advice}")
        }
        AlmostFull::Round { round, left } => {
            let advice = match round.topic {
                Topic::Reading => "Read it together, or write a line for at once with --now.",
                _ => "It empties when it opens, or when you withdraw it.",
            };
            format!("What you have sealed for one opening is almost full: {left} more fit. {advice}")
        }
    }
}

fn document(doc: DocId) -> (String, &'static str) {
    const STAYS: &str = "What stands there can always be read.";
    match doc {
        DocId::Page { month: Month::DRAWER, .. } => ("The place of your letters, slips and routines".to_owned(), STAYS),
        DocId::Private { month: Month::DRAWER, .. } => ("The place of what is private".to_owned(), STAYS),
        DocId::Page { month, .. } => (format!("Your page of {month}"), "Another month has a page of its own."),
        DocId::Private { month, .. } => (format!("Your private page of {month}"), "Another month has one of its own."),
        DocId::Agreement => ("The agreement".to_owned(), "Small corrections take fewer changes than a new text."),
        DocId::Marks { year } => (format!("What both of you mark in {year}"), "Another year has room of its own."),
        DocId::Table => ("What both of you plan and choose".to_owned(), STAYS),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_is_named_before_it_is_full_and_with_what_waits() {
        let megabytes = |taken: u64, waiting| RoomForWords { taken: taken * 1_000_000, most: 512_000_000, waiting };
        assert_eq!(room("Ben", &megabytes(400, 0)), None);
        assert_eq!(
            room("Ben", &megabytes(460, 0)).expect("almost full"),
            "Ben's words take 460 of the 512 MB that they may take here. More room: kintsugi config room-megabytes 1024"
        );
        assert_eq!(
            room("Ben", &megabytes(512, 3)).expect("full"),
            "The words of 3 of Ben's lines wait on the other laptop: the 512 MB for them here are full. More room: \
             kintsugi config room-megabytes 1024"
        );
    }

    #[test]
    fn what_is_almost_full_says_what_to_do() {
        let line = almost_full(&AlmostFull::Document { doc: DocId::Marks { year: 2026 }, left: 100 });
        assert_eq!(
            line,
            "What both of you mark in 2026 is almost full: about 100 more changes fit. Another year has room of its own."
        );
    }
}

//! Views: what a screen needs, ready to read, so that reading opens no document.
//!
//! A view is keyed by person and by the month of the day, and is derived: [`line_of`] makes each line from what the
//! document says and from the bodies that are here.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use serde::{Deserialize, Serialize};

use crate::body::{Body, Kind, SealedBody};
use crate::commitment::Commitment;
use crate::document::DocId;
use crate::id::EntryId;
use crate::month::Month;
use crate::record::{Record, RecordState, Visibility};

/// A body as it is kept, with what must be known to hand it on or to destroy it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shelf {
    /// The document that holds its record.
    pub doc: DocId,
    /// The entry.
    pub entry: EntryId,
    /// The record it belongs to.
    pub record: Record,
    /// A later revision took its place; kept by the author only, and never sent.
    pub superseded: bool,
    /// The bodies that it took the place of.
    pub previous: Vec<Commitment>,
    /// The words.
    pub sealed: SealedBody,
}

impl Shelf {
    /// Whether the partner may have it now.
    pub fn is_due(&self) -> bool {
        self.doc.is_shared() && self.record.visibility == Visibility::Open && !self.superseded
    }

    /// Its commitment.
    pub const fn commitment(&self) -> &Commitment {
        &self.record.commitment
    }
}

/// What stays of an entry that was here and was taken back: its place, no words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Husk {
    /// The document that holds its record.
    pub doc: DocId,
    /// The entry.
    pub entry: EntryId,
    /// The day it was about.
    pub day: Date,
    /// When it was written.
    #[serde(with = "crate::millis")]
    pub written_at: Timestamp,
    /// The writer's offset from UTC, in minutes.
    pub offset_minutes: i16,
}

/// One line of a screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The entry.
    pub entry: EntryId,
    /// The document that holds its record.
    pub doc: DocId,
    /// What it is; nothing for what was taken back.
    pub kind: Option<Kind>,
    /// The day it is about.
    pub day: Date,
    /// When it was first written.
    #[serde(with = "crate::millis")]
    pub written_at: Timestamp,
    /// The writer's offset from UTC, in minutes.
    pub offset_minutes: i16,
    /// The words; nothing for what was taken back.
    pub text: Option<String>,
    /// What the same entry says in edits made apart, until one command settles it.
    pub also: Vec<String>,
    /// Tags.
    pub tags: Vec<String>,
    /// Who may read it.
    pub visibility: Visibility,
    /// Changed since it was first written.
    pub edited: bool,
    /// It carries my star.
    pub starred: bool,
}

impl Line {
    /// Taken back.
    pub const fn is_deleted(&self) -> bool {
        self.text.is_none()
    }

    /// In which month's view it stands.
    pub fn month(&self) -> Month {
        self.doc.view_month(self.day)
    }

    /// A line of the journal, not an act or a rest day. What was taken back counts as one.
    pub fn is_entry(&self) -> bool {
        self.kind.is_none_or(Kind::is_entry)
    }

    /// Day, then time written, then id: no rule depends on a clock being right.
    pub fn order(&self) -> (Date, Timestamp, EntryId) {
        (self.day, self.written_at, self.entry)
    }

    /// When it was written, as RFC 3339 with the writer's offset.
    pub fn written_at_rfc3339(&self) -> String {
        let offset = Offset::from_seconds(i32::from(self.offset_minutes) * 60).unwrap_or(Offset::UTC);
        self.written_at.display_with_offset(offset).to_string()
    }
}

/// Makes the line of an entry: `None` where there is nothing to show.
///
/// `bodies` are those that are here, of current revisions where there are any, the merge's winner last.
pub fn line_of(
    entry: EntryId,
    doc: DocId,
    state: &RecordState,
    bodies: &[(Record, Body)],
    husk: Option<&Husk>,
    starred: bool,
) -> Option<Line> {
    if state.deleted {
        return husk.map(|husk| Line {
            entry,
            doc,
            kind: None,
            day: husk.day,
            written_at: husk.written_at,
            offset_minutes: husk.offset_minutes,
            text: None,
            also: Vec::new(),
            tags: Vec::new(),
            visibility: Visibility::Open,
            edited: false,
            starred,
        });
    }
    let ((record, body), others) = bodies.split_last()?;
    Some(Line {
        entry,
        doc,
        kind: Some(body.kind),
        day: body.day,
        written_at: body.written_at,
        offset_minutes: body.offset_minutes,
        text: Some(body.text.clone()),
        also: others.iter().map(|(_, other)| other.text.clone()).filter(|text| *text != body.text).collect(),
        tags: body.tags.clone(),
        visibility: record.visibility,
        edited: record.revision > 1,
        starred,
    })
}

/// The lines of one person whose day is in one month, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthView {
    lines: Vec<Line>,
}

impl MonthView {
    /// The view of these lines, each of another entry.
    pub fn of(mut lines: Vec<Line>) -> Self {
        lines.sort_by_key(Line::order);
        Self { lines }
    }

    /// The lines, in order.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// The lines, in order.
    pub fn into_lines(self) -> Vec<Line> {
        self.lines
    }

    /// The line of an entry.
    pub fn get(&self, entry: EntryId) -> Option<&Line> {
        self.lines.iter().find(|line| line.entry == entry)
    }

    /// Puts a line in its place, instead of the one that the entry had.
    pub fn put(&mut self, line: Line) {
        self.remove(line.entry);
        let at = self.lines.partition_point(|other| other.order() < line.order());
        self.lines.insert(at, line);
    }

    /// Takes the line of an entry out; whether there was one.
    pub fn remove(&mut self, entry: EntryId) -> bool {
        let before = self.lines.len();
        self.lines.retain(|line| line.entry != entry);
        self.lines.len() < before
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::PersonId;
    use jiff::civil::date;

    fn line(id: u8, day: i8, second: i64) -> Line {
        Line {
            entry: EntryId::from_bytes([id; 16]),
            doc: DocId::Page { person: PersonId::from_bytes([1; 16]), month: Month::from_index(24_000) },
            kind: Some(Kind::Note),
            day: date(2026, 6, day),
            written_at: Timestamp::from_second(second).expect("in range"),
            offset_minutes: 120,
            text: Some("words".into()),
            also: Vec::new(),
            tags: Vec::new(),
            visibility: Visibility::Open,
            edited: false,
            starred: false,
        }
    }

    #[test]
    fn lines_stand_by_day_then_time_then_id_however_they_come() {
        let mut view = MonthView::default();
        for (id, day, second) in [(3, 2, 5), (1, 2, 5), (2, 1, 9), (4, 2, 1)] {
            view.put(line(id, day, second));
        }
        view.put(line(3, 2, 5));
        let ids: Vec<u8> = view.lines().iter().map(|line| line.entry.as_bytes()[0]).collect();
        assert_eq!(ids, [2, 4, 1, 3]);
        assert!(view.remove(EntryId::from_bytes([4; 16])));
        assert!(!view.remove(EntryId::from_bytes([4; 16])));
    }

    #[test]
    fn what_was_taken_back_shows_only_to_who_had_it() {
        let state = RecordState { current: Vec::new(), deleted: true };
        let base = line(1, 3, 0);
        assert_eq!(line_of(base.entry, base.doc, &state, &[], None, false), None);
        let husk =
            Husk { doc: base.doc, entry: base.entry, day: base.day, written_at: base.written_at, offset_minutes: 0 };
        let shown = line_of(base.entry, base.doc, &state, &[], Some(&husk), false).expect("it was here");
        assert!(shown.is_deleted() && shown.text.is_none() && shown.kind.is_none());
    }

    #[test]
    fn the_time_written_keeps_the_writers_offset() {
        assert_eq!(line(1, 1, 0).written_at_rfc3339(), "1970-01-01T02:00:00+02:00");
    }
}

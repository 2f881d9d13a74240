//! Day marks: which slip was drawn, which practice took place, which check-in was let be, which week was read together.
//!
//! There are some for almost every day, so they stand in a document for each year ([`DocId::Marks`](crate::DocId)), and no
//! year makes the next one slower. Earlier programs put them on the table; where both have a draw, the year's counts.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};

use crate::both::jar::decode_slip;
use crate::both::table::Choice;
use crate::documents::document::Document;
use crate::documents::key::Key;
use crate::documents::operation::Value;
use crate::names::doc_id::DocId;
use crate::names::id::EntryId;
use crate::time::week::Week;

/// The day marks of one document, or of several.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marks {
    /// The slip that was drawn on a day.
    pub draws: BTreeMap<Date, Choice<EntryId>>,
    /// Which practice took place on a day. Nobody is named.
    pub took: BTreeSet<(Date, EntryId)>,
    /// The days whose check-in was let be.
    pub skipped: BTreeSet<Date>,
    /// The weeks that were read together.
    pub read: BTreeSet<Week>,
}

impl Marks {
    /// What this document says.
    pub fn of(document: &Document) -> Self {
        let mut marks = Self::default();
        for key in document.keys() {
            marks.note(key, document.values(key));
        }
        marks
    }

    /// Notes what stands under a key, the merge's winner last. What is no day mark is passed over.
    pub fn note(&mut self, key: Key, values: Vec<Value>) {
        let marked = values.contains(&Value::Bool(true));
        match key {
            Key::Draw(day) => drop(self.draws.insert(day, Choice::of(values, decode_slip))),
            Key::Took(day, practice) if marked => drop(self.took.insert((day, practice))),
            Key::Skipped(day) if marked => drop(self.skipped.insert(day)),
            Key::Read(week) if marked => drop(self.read.insert(week)),
            _ => {}
        }
    }

    /// Whether something stands under this key.
    pub fn has(&self, key: Key) -> bool {
        match key {
            Key::Draw(day) => self.draws.contains_key(&day),
            Key::Took(day, practice) => self.took.contains(&(day, practice)),
            Key::Skipped(day) => self.skipped.contains(&day),
            Key::Read(week) => self.read.contains(&week),
            _ => false,
        }
    }

    /// Adds those of another document. Where both have a draw of a day, that of the other counts.
    pub fn extend(&mut self, other: Self) {
        self.draws.extend(other.draws);
        self.took.extend(other.took);
        self.skipped.extend(other.skipped);
        self.read.extend(other.read);
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Key {
    /// The year whose day this key names; of a week, the year of its Monday. `None` for what names no day.
    pub fn year(self) -> Option<u16> {
        let day = match self {
            Self::Draw(day) | Self::Took(day, _) | Self::Skipped(day) => day,
            Self::Read(week) => week.first_day(Weekday::Monday),
            _ => return None,
        };
        u16::try_from(day.year()).ok()
    }
}

impl DocId {
    /// The document of both that holds this key: that of its year where it names a day, else the table.
    pub fn of_both(key: Key) -> Self {
        key.year().map_or(Self::Table, |year| Self::Marks { year })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names::actor::Actor;
    use crate::names::id::PersonId;
    use jiff::civil::date;

    fn document(doc: DocId, puts: &[(Key, Value)]) -> Document {
        let mut document = Document::new(doc, Actor::new([1; 16], PersonId::from_bytes([1; 16])));
        document.put(puts).expect("a write");
        document
    }

    fn draw(day: Date, n: u8) -> (Key, Value) {
        (Key::Draw(day), Value::Bytes(vec![n; 16]))
    }

    #[test]
    fn a_day_belongs_to_its_year_and_a_week_to_that_of_its_monday() {
        let practice = EntryId::from_bytes([3; 16]);
        // The Monday 29 December 2025 begins the week in which 2026 does.
        let week = Week::of(date(2026, 1, 1), Weekday::Monday);
        assert_eq!(DocId::of_both(Key::Took(date(2026, 1, 1), practice)), DocId::Marks { year: 2026 });
        assert_eq!(DocId::of_both(Key::Read(week)), DocId::Marks { year: 2025 });
        assert_eq!(DocId::of_both(Key::Read(week.next())), DocId::Marks { year: 2026 });
        assert_eq!(DocId::of_both(Key::Done(practice)), DocId::Table);
        assert_eq!(DocId::of_both(Key::Schedule), DocId::Table);
    }

    #[test]
    fn what_a_year_says_goes_before_what_the_table_says() {
        let (day, practice) = (date(2026, 6, 3), EntryId::from_bytes([3; 16]));
        let took = |day| (Key::Took(day, practice), Value::Bool(true));
        let table = document(DocId::Table, &[draw(day, 1), took(day), (Key::Skipped(day), Value::Bool(true))]);
        let year = document(DocId::Marks { year: 2026 }, &[draw(day, 2), took(date(2026, 6, 4))]);
        let mut marks = Marks::of(&table);
        marks.extend(Marks::of(&year));
        let drawn = marks.draws[&day].value;
        assert_eq!(drawn, Some(EntryId::from_bytes([2; 16])));
        assert_eq!((marks.took.len(), marks.skipped.len()), (2, 1));
        assert!(!marks.is_empty() && Marks::default().is_empty());
    }
}

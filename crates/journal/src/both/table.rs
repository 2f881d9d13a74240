//! The table: what both write. Marks and plans only, no words: what has words is an entry of one person's drawer, and the table
//! names it.
//!
//! Under a fixed key stands one encoded value. What the two chose apart is kept and shown; choosing once more settles it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::documents::document::Document;
use crate::documents::key::Key;
use crate::documents::operation::Value;
use crate::documents::setting::{Setting, SettingName};
use crate::names::id::EntryId;
use crate::time::day::decode_day;

/// When the two sit down each week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Schedule {
    /// 1 for Monday to 7 for Sunday.
    pub weekday: u8,
    /// Minutes since midnight, on the clock where the two are: 0 to 1439.
    pub minute: u16,
    /// Where, as an entry of a drawer.
    pub place: Option<EntryId>,
}

/// One practice for some days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Focus {
    /// Which practice.
    pub practice: EntryId,
    /// The first day.
    pub from: Date,
    /// For how many days, 1 to 31.
    pub days: u8,
    /// How the two have fitted it to themselves, as an entry of a drawer.
    pub note: Option<EntryId>,
    /// Laid aside before its days were over.
    pub ended: bool,
}

macro_rules! encoded_value {
    ($name:ident, $valid:expr) => {
        impl $name {
            /// The value in the document.
            pub fn encode(&self) -> Vec<u8> {
                postcard::to_stdvec(self).expect("plain fields can be encoded")
            }

            /// Reads exactly what [`encode`](Self::encode) writes, within the ranges; `None` for anything else.
            pub fn decode(bytes: &[u8]) -> Option<Self> {
                let read: Self = postcard::from_bytes(bytes).ok()?;
                let valid: fn(&Self) -> bool = $valid;
                (valid(&read) && read.encode() == bytes).then_some(read)
            }
        }
    };
}

encoded_value!(Schedule, |schedule| (1..=7).contains(&schedule.weekday) && schedule.minute < 24 * 60);
encoded_value!(Focus, |focus| (1..=31).contains(&focus.days) && (1900..=2200).contains(&focus.from.year()));

impl Focus {
    /// The day of it that `day` is, from 1; `None` outside its days or once it has ended.
    pub fn day_number(&self, day: Date) -> Option<u8> {
        let passed = (day - self.from).get_days();
        let number = u8::try_from(passed).ok()?.checked_add(1)?;
        (number <= self.days && !self.ended).then_some(number)
    }
}

/// A choice under a fixed key: what holds, and what was chosen apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice<T> {
    /// What holds, where somebody chose.
    pub value: Option<T>,
    /// What else was chosen at the same time, apart.
    pub also: Vec<T>,
}

impl<T> Default for Choice<T> {
    fn default() -> Self {
        Self { value: None, also: Vec::new() }
    }
}

impl<T: PartialEq> Choice<T> {
    pub(crate) fn of(values: Vec<Value>, decode: impl Fn(&[u8]) -> Option<T>) -> Self {
        let bytes = |value: Value| match value {
            Value::Bytes(bytes) => decode(&bytes),
            _ => None,
        };
        let mut chosen: Vec<T> = values.into_iter().filter_map(bytes).collect();
        let value = chosen.pop();
        chosen.retain(|other| Some(other) != value.as_ref());
        Self { value, also: chosen }
    }
}

/// All that the table says, ready to read, but for what names a day: that is [`Marks`](crate::Marks).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableView {
    /// What was missed and took place again.
    pub done: BTreeSet<EntryId>,
    /// For which day something missed is planned; apart chosen ones too.
    pub plans: BTreeMap<EntryId, Choice<Date>>,
    /// When the two sit down each week.
    pub schedule: Choice<Schedule>,
    /// The practice of these days.
    pub focus: Choice<Focus>,
}

impl TableView {
    /// What this document says.
    pub fn of(table: &Document) -> Self {
        let mut view = Self::default();
        for key in table.keys() {
            match key {
                Key::Done(entry) if table.is_marked(key) => drop(view.done.insert(entry)),
                Key::Plan(entry) => drop(view.plans.insert(entry, Choice::of(table.values(key), decode_day))),
                Key::Schedule => view.schedule = Choice::of(table.values(key), Schedule::decode),
                Key::Focus => view.focus = Choice::of(table.values(key), Focus::decode),
                _ => {}
            }
        }
        view
    }

    /// For which day it is planned.
    pub fn planned(&self, entry: EntryId) -> Option<Date> {
        self.plans.get(&entry).and_then(|choice| choice.value)
    }

    /// The practice of this day, and which day of it this is.
    pub fn focus_on(&self, day: Date) -> Option<(Focus, u8)> {
        let focus = self.focus.value?;
        focus.day_number(day).map(|number| (focus, number))
    }
}

impl Document {
    /// A setting of the journal.
    pub fn setting(&self, name: SettingName) -> Setting {
        Setting::of(name, &self.values(Key::Setting(name)))
    }

    /// Whether a mark stands under this key.
    pub fn is_marked(&self, key: Key) -> bool {
        self.values(key).contains(&Value::Bool(true))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names::actor::Actor;
    use crate::names::doc_id::DocId;
    use crate::names::id::PersonId;
    use crate::time::day::encode_day;
    use jiff::civil::date;

    fn table() -> Document {
        Document::new(DocId::Table, Actor::new([1; 16], PersonId::from_bytes([1; 16])))
    }

    #[test]
    fn the_view_says_what_the_table_says() {
        let (slip, practice) = (EntryId::from_bytes([2; 16]), EntryId::from_bytes([3; 16]));
        let day = date(2026, 6, 3);
        let schedule = Schedule { weekday: 7, minute: 19 * 60, place: None };
        let focus = Focus { practice, from: day, days: 7, note: None, ended: false };
        let mut table = table();
        table
            .put(&[
                (Key::Done(slip), Value::Bool(true)),
                (Key::Plan(slip), Value::Bytes(encode_day(day))),
                (Key::Schedule, Value::Bytes(schedule.encode())),
                (Key::Focus, Value::Bytes(focus.encode())),
            ])
            .expect("a write");
        let view = TableView::of(&table);
        assert!(view.done.contains(&slip));
        assert_eq!(view.planned(slip), Some(day));
        assert_eq!((view.schedule.value, view.focus_on(day)), (Some(schedule), Some((focus, 1))));
    }

    #[test]
    fn a_focus_counts_its_days_and_ends() {
        let focus =
            Focus { practice: EntryId::from_bytes([1; 16]), from: date(2026, 6, 3), days: 7, note: None, ended: false };
        assert_eq!(focus.day_number(date(2026, 6, 3)), Some(1));
        assert_eq!(focus.day_number(date(2026, 6, 9)), Some(7));
        assert_eq!(focus.day_number(date(2026, 6, 10)), None);
        assert_eq!(focus.day_number(date(2026, 6, 2)), None);
        assert_eq!(Focus { ended: true, ..focus }.day_number(date(2026, 6, 3)), None);
    }

    #[test]
    fn values_out_of_range_are_refused() {
        assert_eq!(Schedule::decode(&Schedule { weekday: 8, minute: 0, place: None }.encode()), None);
        assert_eq!(Schedule::decode(&Schedule { weekday: 1, minute: 1440, place: None }.encode()), None);
        let focus =
            Focus { practice: EntryId::from_bytes([1; 16]), from: date(2026, 6, 3), days: 0, note: None, ended: false };
        assert_eq!(Focus::decode(&focus.encode()), None);
    }
}

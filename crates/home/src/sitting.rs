//! The weekly check-in: when and where.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use kintsugi_journal::{Body, EntryId, Key, Kind, Schedule, Value};

use crate::{Home, HomeError};

/// What the two agreed on, and when it is next.
pub struct Sitting {
    /// The day of the week and the time.
    pub schedule: Schedule,
    /// Where.
    pub place: Option<String>,
    /// What was chosen apart, too.
    pub also: Vec<Schedule>,
    /// The next day of it that was not skipped, today or later.
    pub next: Date,
}

impl Home {
    /// The check-in that comes next from `today` on; `None` where no time is agreed.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn sitting(&self, today: Date) -> Result<Option<Sitting>, HomeError> {
        let table = self.table()?;
        let Some(schedule) = table.schedule.value else { return Ok(None) };
        let Ok(weekday) = Weekday::from_monday_one_offset(i8::try_from(schedule.weekday).unwrap_or(1)) else {
            return Ok(None);
        };
        let first = today.saturating_add((weekday.since(today.weekday())).days());
        let weeks = first.series(1.week()).take(500);
        let next = weeks.into_iter().find(|day| !table.skipped.contains(day)).unwrap_or(first);
        let places = self.things(Kind::Place)?;
        let place = places.into_iter().find(|thing| Some(thing.id) == schedule.place).map(|thing| thing.text);
        // The same time at another place is still the same time.
        let other = |other: &Schedule| (other.weekday, other.minute) != (schedule.weekday, schedule.minute);
        let also = table.schedule.also.into_iter().filter(other).collect();
        Ok(Some(Sitting { schedule, place, also, next }))
    }

    /// Agrees on a time each week, and on a place. The place before goes, where it was mine.
    ///
    /// # Errors
    /// As every writing function here.
    pub fn sit_down(&self, schedule: Schedule, place: Option<Body>, today: Date) -> Result<(), HomeError> {
        let before: Option<EntryId> = self.table()?.schedule.value.and_then(|schedule| schedule.place);
        let put = |schedule: Schedule| (Key::Schedule, Value::Bytes(schedule.encode()));
        match place {
            None => self.put_on_table(&[put(schedule)])?,
            Some(body) => {
                self.put_standing(body, |place| vec![put(Schedule { place: Some(place), ..schedule })], today)?;
            }
        }
        self.drop_mine(Kind::Place, before)
    }

    /// Destroys a standing thing of mine that nothing names any more.
    pub(crate) fn drop_mine(&self, kind: Kind, entry: Option<EntryId>) -> Result<(), HomeError> {
        let mine = self.things(kind)?.into_iter().find(|thing| Some(thing.id) == entry && thing.mine);
        mine.map_or(Ok(()), |thing| self.take_away(thing.id))
    }

    /// Puts the practice of the coming days on the table, with a note on how it was fitted where there is one.
    ///
    /// # Errors
    /// As every writing function here.
    pub fn put_focus(&self, focus: kintsugi_journal::Focus, note: Option<Body>, today: Date) -> Result<(), HomeError> {
        let before = self.table()?.focus.value.and_then(|focus| focus.note);
        let put = |focus: kintsugi_journal::Focus| (Key::Focus, Value::Bytes(focus.encode()));
        match note {
            None => self.put_on_table(&[put(focus)])?,
            Some(body) => {
                let with = |note| vec![put(kintsugi_journal::Focus { note: Some(note), ..focus })];
                self.put_standing(body, with, today)?;
            }
        }
        let now = self.table()?.focus.value.and_then(|focus| focus.note);
        self.drop_mine(Kind::Adapted, before.filter(|before| Some(*before) != now))
    }
}

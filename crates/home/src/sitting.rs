//! The weekly check-in: when and where.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use kintsugi_journal::{Body, EntryId, Focus, Key, Kind, Schedule, Value};
use kintsugi_vault::Reader;

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
        let put = |place| (Key::Schedule, Value::Bytes(Schedule { place, ..schedule }.encode()));
        self.change(|writer, views| {
            let before = writer.table_view()?.schedule.value.and_then(|schedule| schedule.place);
            let before = self.mine_of(writer, Kind::Place, before)?;
            match place {
                None => self.put_marks(writer, &[put(schedule.place)])?,
                Some(body) => drop(self.put_named(writer, views, body, |place| vec![put(Some(place))], today)?),
            }
            before.map_or(Ok(()), |before| self.put_away(writer, views, before))
        })
    }

    /// A standing thing, where it is mine: whoever names another one in its place destroys it.
    fn mine_of(&self, reader: &Reader<'_>, kind: Kind, entry: Option<EntryId>) -> Result<Option<EntryId>, HomeError> {
        let mine = self.things_in(reader, kind)?.into_iter().find(|thing| Some(thing.id) == entry && thing.mine);
        Ok(mine.map(|thing| thing.id))
    }

    /// Puts the practice of the coming days on the table, with a note on how it was fitted where there is one.
    ///
    /// # Errors
    /// As every writing function here.
    pub fn put_focus(&self, focus: Focus, note: Option<Body>, today: Date) -> Result<(), HomeError> {
        self.change(|writer, views| {
            let before = writer.table_view()?.focus.value.and_then(|focus| focus.note);
            let before = self.mine_of(writer, Kind::Adapted, before)?;
            let put = |note| (Key::Focus, Value::Bytes(Focus { note, ..focus }.encode()));
            let now = match note {
                None => {
                    self.put_marks(writer, &[put(focus.note)])?;
                    focus.note
                }
                Some(body) => Some(self.put_named(writer, views, body, |note| vec![put(Some(note))], today)?.entry),
            };
            let unnamed = before.filter(|before| Some(*before) != now);
            unnamed.map_or(Ok(()), |before| self.put_away(writer, views, before))
        })
    }
}

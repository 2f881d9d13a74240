//! The weekly check-in: when and where.

use jiff::ToSpan;
use jiff::civil::{Date, Time, Weekday};
use kintsugi_exchange::write::calendar::weekly;
use kintsugi_journal::{EntryId, Key, Kind, Schedule, Value, Words};
use kintsugi_vault::Reader;

use crate::moment::Moment;
use crate::{Home, HomeError};

/// How many letters a place may have.
const PLACE: usize = 60;
/// How far ahead a check-in is looked for.
const WEEKS: usize = 500;

/// What the two agreed on, and when it is next.
pub struct Sitting {
    /// The day of the week and the time.
    pub schedule: Schedule,
    /// Where, at most 60 letters.
    pub place: Option<String>,
    /// What was chosen apart, too.
    pub also: Vec<Schedule>,
    /// The next day of it that was not skipped, today or later.
    pub next: Date,
}

impl Sitting {
    /// The same for a calendar program: an event that comes each week, in words that say nothing of what it is.
    pub fn calendar(&self, moment: &Moment) -> String {
        let part = |minutes: u16| i8::try_from(minutes).unwrap_or_default();
        let time = Time::new(part(self.schedule.minute / 60), part(self.schedule.minute % 60), 0, 0);
        let at = self.next.to_datetime(time.unwrap_or(Time::midnight()));
        weekly(at, self.place.as_deref(), moment.timestamp())
    }
}

impl Home {
    /// The check-in that comes next, today or later; `None` where no time is agreed.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn sitting(&self, moment: &Moment) -> Result<Option<Sitting>, HomeError> {
        let today = self.today(moment)?;
        let reader = self.vault().read()?;
        let table = self.sight_in(&reader, moment)?.plans(reader.table_view()?);
        drop(reader);
        let Some(schedule) = table.schedule.value else { return Ok(None) };
        let Ok(weekday) = Weekday::from_monday_one_offset(i8::try_from(schedule.weekday).unwrap_or(1)) else {
            return Ok(None);
        };
        let first = today.saturating_add((weekday.since(today.weekday())).days());
        let skipped = self.marks(first, first.saturating_add((WEEKS as i64).weeks()))?.skipped;
        let mut days = first.series(1.week()).take(WEEKS);
        let next = days.find(|day| !skipped.contains(day)).unwrap_or(first);
        let places = self.things(Kind::Place)?;
        let place = places.into_iter().find(|thing| Some(thing.id) == schedule.place).map(|thing| brief(&thing.text));
        // The same time at another place is still the same time.
        let other = |other: &Schedule| (other.weekday, other.minute) != (schedule.weekday, schedule.minute);
        let also = table.schedule.also.into_iter().filter(other).collect();
        Ok(Some(Sitting { schedule, place, also, next }))
    }

    /// Agrees on a time each week, and on a place. The place before goes, where it was mine.
    ///
    /// # Errors
    /// [`HomeError::LongPlace`], and as every writing function here.
    pub fn sit_down(&self, schedule: Schedule, place: Option<Words>, moment: &Moment) -> Result<(), HomeError> {
        let put = |place| (Key::Schedule, Value::Bytes(Schedule { place, ..schedule }.encode()));
        if place.as_ref().is_some_and(|words| words.text.chars().count() > PLACE) {
            return Err(HomeError::LongPlace(PLACE));
        }
        self.change(|writer, views| {
            let before = self.mine_of(writer, Kind::Place)?;
            match place {
                None => self.put_marks(writer, &[put(schedule.place)])?,
                Some(words) => drop(self.put_named(
                    writer,
                    views,
                    words,
                    |place| vec![put(Some(place))],
                    moment.today_in(writer)?,
                )?),
            }
            before.into_iter().try_for_each(|before| self.put_away(writer, views, before))?;
            self.note_sitting(writer)
        })
    }

    /// Lets the weekly time go, for both. The place goes, where it was mine.
    ///
    /// # Errors
    /// [`HomeError::NoSitting`] where none is agreed.
    pub fn cancel_sitting(&self) -> Result<(), HomeError> {
        self.change(|writer, views| {
            writer.table_view()?.schedule.value.ok_or(HomeError::NoSitting)?;
            let places = self.mine_of(writer, Kind::Place)?;
            self.put_marks(writer, &[(Key::Schedule, Value::Bytes(Vec::new()))])?;
            places.into_iter().try_for_each(|place| self.put_away(writer, views, place))?;
            self.note_sitting(writer)
        })
    }

    /// What of this kind is mine: whoever names another one in its place destroys it, and with it what was left over when
    /// that was cut off before.
    pub(crate) fn mine_of(&self, reader: &Reader<'_>, kind: Kind) -> Result<Vec<EntryId>, HomeError> {
        Ok(self.things_in(reader, kind)?.into_iter().filter(|thing| thing.mine).map(|thing| thing.id).collect())
    }
}

/// A place of another program may be longer, and more than one line.
fn brief(place: &str) -> String {
    place.lines().next().unwrap_or_default().chars().take(PLACE).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{TODAY, alone, body, evening};

    const SUNDAY: Schedule = Schedule { weekday: 7, minute: 19 * 60, place: None };

    fn places(home: &Home) -> Vec<String> {
        home.things(Kind::Place).expect("a sound store").into_iter().map(|place| place.text).collect()
    }

    #[test]
    fn a_place_goes_with_the_time_that_named_it() {
        let (_root, home) = alone();
        home.sit_down(SUNDAY, Some(body(Kind::Place, "the kitchen")), &evening()).expect("agreed");
        home.sit_down(SUNDAY, Some(body(Kind::Place, "the garden")), &evening()).expect("agreed");
        assert_eq!(places(&home), ["the garden"]);
        assert_eq!(
            home.sitting(&evening()).expect("a sound store").and_then(|sitting| sitting.place),
            Some("the garden".into())
        );
        home.sit_down(SUNDAY, None, &evening()).expect("agreed");
        assert!(places(&home).is_empty());
    }

    /// An earlier version named the new place in one transaction and took the one before away in another.
    #[test]
    fn a_place_that_was_left_over_goes_when_another_time_is_agreed() {
        let (_root, home) = alone();
        home.change(|writer, views| {
            home.put_named(writer, views, body(Kind::Place, "left over"), |_| Vec::new(), TODAY)
        })
        .expect("kept");
        home.sit_down(SUNDAY, Some(body(Kind::Place, "the kitchen")), &evening()).expect("agreed");
        assert_eq!(places(&home), ["the kitchen"]);
        assert!(home.verify().expect("a report").problems.is_empty());
    }
}

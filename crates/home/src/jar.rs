//! The jar: slips of both, and the one of the day.

use jiff::civil::Date;
use kintsugi_journal::{Audience, Draft, Draw, Key, Kind, Line, TableView, Value, Words, slip_of_the_day};
use kintsugi_vault::Reader;

use crate::moment::Moment;
use crate::save::Wait;
use crate::table::marks_in;
use crate::{Home, HomeError, Thing};

/// The slip of a day.
pub struct Drawn {
    /// What it says.
    pub slip: Thing,
    /// The two drew different ones while they were apart; this one counts.
    pub apart: bool,
}

impl Home {
    /// The slips that are in the jar: not done, not taken away.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn jar(&self) -> Result<Vec<Thing>, HomeError> {
        let reader = self.vault().read()?;
        self.jar_in(&reader, &reader.table_view()?)
    }

    /// The slip that was drawn for today and is not done, put back or taken away.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn drawn(&self, moment: &Moment) -> Result<Option<Drawn>, HomeError> {
        let reader = self.vault().read()?;
        self.drawn_in(&reader, moment.today_in(&reader)?)
    }

    /// Draws the slip of today, the same on both laptops; the one that was drawn already, where there is one.
    ///
    /// # Errors
    /// As every writing function here. `None` when no slip is left for today.
    pub fn draw(&self, moment: &Moment) -> Result<Option<Drawn>, HomeError> {
        self.change(|writer, _| {
            let day = moment.today_in(writer)?;
            if let Some(drawn) = self.drawn_in(writer, day)? {
                return Ok(Some(drawn));
            }
            let back = draw_of(writer, day)?.back;
            let jar = self.jar_in(writer, &writer.table_view()?)?;
            let left = jar.iter().map(|slip| slip.id).filter(|slip| !back.contains(slip));
            let Some(slip) = slip_of_the_day(&self.draw_secret(writer)?, day, left) else { return Ok(None) };
            let draw = Draw { slip: Some(slip), back };
            self.put_marks(writer, &[(Key::Draw(day), Value::Bytes(draw.encode()))])?;
            self.drawn_in(writer, day)
        })
    }

    /// Puts the slip of today back: it may come on another day. Gives back the slip.
    ///
    /// # Errors
    /// [`HomeError::NothingDrawn`], or [`HomeError::JarHadEnough`] when no more can be put back on one day.
    pub fn put_back(&self, moment: &Moment) -> Result<Thing, HomeError> {
        self.change(|writer, _| {
            let day = moment.today_in(writer)?;
            let drawn = self.drawn_in(writer, day)?.ok_or(HomeError::NothingDrawn)?;
            let draw = draw_of(writer, day)?.put_back().ok_or(HomeError::JarHadEnough)?;
            self.put_marks(writer, &[(Key::Draw(day), Value::Bytes(draw.encode()))])?;
            Ok(drawn.slip)
        })
    }

    /// The slip of today is done: it leaves the jar, and an act of mine is noted, both or neither. The act says what a slip of
    /// mine said. The other's words stay theirs: when they take the slip back, no copy of it is left here, so the act says
    /// what `act` says. Gives back the slip and the act.
    ///
    /// # Errors
    /// [`HomeError::NothingDrawn`].
    pub fn finish_slip(&self, act: Words, moment: &Moment) -> Result<(Thing, Line), HomeError> {
        let pace = self.pace(Wait::AsChosen, moment)?;
        self.change(|writer, views| {
            let today = moment.today_in(writer)?;
            let Drawn { slip, .. } = self.drawn_in(writer, today)?.ok_or(HomeError::NothingDrawn)?;
            let text = if slip.mine { slip.text.clone() } else { act.text };
            let act = Draft { words: Words { text, ..act }, audience: Audience::Both };
            self.put_marks(writer, &[(Key::Done(slip.id), Value::Bool(true))])?;
            let mut lines = self.put_drafts(writer, views, vec![act], today, pace)?;
            Ok((slip, lines.pop().ok_or(HomeError::TakenBack)?))
        })
    }

    fn jar_in(&self, reader: &Reader<'_>, table: &TableView) -> Result<Vec<Thing>, HomeError> {
        let slips = self.things_in(reader, Kind::Slip)?.into_iter();
        Ok(slips.filter(|slip| !table.done.contains(&slip.id)).collect())
    }

    fn drawn_in(&self, reader: &Reader<'_>, day: Date) -> Result<Option<Drawn>, HomeError> {
        let marks = marks_in(reader, day, day)?;
        let Some(choice) = marks.draws.get(&day) else { return Ok(None) };
        let slip = choice.value.as_ref().and_then(|draw| draw.slip);
        let slip = self.jar_in(reader, &reader.table_view()?)?.into_iter().find(|thing| Some(thing.id) == slip);
        let other = |slip: &Thing| choice.also.iter().any(|draw| draw.slip.is_some_and(|other| other != slip.id));
        Ok(slip.map(|slip| Drawn { apart: other(&slip), slip }))
    }

    /// What makes a draw nobody's wish: the secret of the pair; for one person alone their own id does.
    fn draw_secret(&self, reader: &Reader<'_>) -> Result<[u8; 32], HomeError> {
        let mut alone = [0; 32];
        alone[..16].copy_from_slice(self.identity().person().as_bytes());
        Ok(reader.partner()?.map_or(alone, |partner| partner.secret.0))
    }
}

fn draw_of(reader: &Reader<'_>, day: Date) -> Result<Draw, HomeError> {
    let marks = marks_in(reader, day, day)?;
    Ok(marks.draws.get(&day).and_then(|choice| choice.value.clone()).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Pace;
    use crate::testing::{alone, body, evening};

    fn add(home: &Home, text: &str) {
        let slip = Draft { words: body(Kind::Slip, text), audience: Audience::Both };
        home.write(vec![slip], &evening(), Pace::AtOnce).expect("written");
    }

    #[test]
    fn a_slip_of_mine_that_is_done_is_an_act_in_its_own_words() {
        let (_root, home) = alone();
        add(&home, "tea");
        home.draw(&evening()).expect("drawn").expect("a slip");
        let (slip, line) = home.finish_slip(body(Kind::Act, "a slip"), &evening()).expect("done");
        assert_eq!((slip.text.as_str(), line.text.as_deref()), ("tea", Some("tea")));
        assert!(home.jar().expect("a sound store").is_empty());
        let again = home.finish_slip(body(Kind::Act, "a slip"), &evening());
        assert!(matches!(again, Err(HomeError::NothingDrawn)), "once");
    }

    #[test]
    fn what_is_not_drawn_is_neither_done_nor_put_back() {
        let (_root, home) = alone();
        add(&home, "tea");
        assert!(matches!(home.put_back(&evening()), Err(HomeError::NothingDrawn)));
        assert!(matches!(home.finish_slip(body(Kind::Act, "a slip"), &evening()), Err(HomeError::NothingDrawn)));
        assert!(home.all_lines(|line| line.kind == Some(Kind::Act)).expect("a sound store").is_empty());
    }

    #[test]
    fn a_slip_that_was_put_back_does_not_come_again_on_that_day() {
        let (_root, home) = alone();
        ["tea", "a walk"].iter().for_each(|text| add(&home, text));
        let first = home.draw(&evening()).expect("drawn").expect("a slip").slip;
        assert_eq!(home.put_back(&evening()).expect("back").id, first.id);
        let second = home.draw(&evening()).expect("drawn").expect("a slip").slip;
        assert_ne!(first.id, second.id);
        home.put_back(&evening()).expect("back");
        assert!(home.draw(&evening()).expect("asked").is_none(), "none is left for today");
        assert_eq!(home.jar().expect("a sound store").len(), 2);
    }
}

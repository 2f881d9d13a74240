//! The jar: slips of both, and the one of the day.

use jiff::civil::Date;
use kintsugi_journal::{Draft, Draw, Key, Kind, Line, Value, slip_of_the_day};

use crate::pace::Pace;
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
        let done = self.table()?.done;
        Ok(self.things(Kind::Slip)?.into_iter().filter(|slip| !done.contains(&slip.id)).collect())
    }

    /// The slip that was drawn for this day and is not done, put back or taken away.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn drawn(&self, day: Date) -> Result<Option<Drawn>, HomeError> {
        let table = self.table()?;
        let Some(choice) = table.draws.get(&day) else { return Ok(None) };
        let slip = choice.value.as_ref().and_then(|draw| draw.slip);
        let slip = self.jar()?.into_iter().find(|thing| Some(thing.id) == slip);
        let other = |slip: &Thing| choice.also.iter().any(|draw| draw.slip.is_some_and(|other| other != slip.id));
        Ok(slip.map(|slip| Drawn { apart: other(&slip), slip }))
    }

    /// Draws the slip of this day, the same on both laptops; the one that was drawn already, where there is one.
    ///
    /// # Errors
    /// As every writing function here. `None` when no slip is left for today.
    pub fn draw(&self, day: Date) -> Result<Option<Drawn>, HomeError> {
        if let Some(drawn) = self.drawn(day)? {
            return Ok(Some(drawn));
        }
        let back = self.draw_of(day)?.back;
        let jar = self.jar()?;
        let left = jar.iter().map(|slip| slip.id).filter(|slip| !back.contains(slip));
        let Some(slip) = slip_of_the_day(&self.draw_secret()?, day, left) else { return Ok(None) };
        let draw = Draw { slip: Some(slip), back };
        self.put_on_table(&[(Key::Draw(day), Value::Bytes(draw.encode()))])?;
        self.drawn(day)
    }

    /// Puts the slip of this day back: it may come on another day.
    ///
    /// # Errors
    /// As every writing function here. `false` when none is drawn.
    pub fn put_back(&self, day: Date) -> Result<bool, HomeError> {
        if self.drawn(day)?.is_none() {
            return Ok(false);
        }
        let Some(draw) = self.draw_of(day)?.put_back() else { return Ok(false) };
        self.put_on_table(&[(Key::Draw(day), Value::Bytes(draw.encode()))])?;
        Ok(true)
    }

    /// A slip is done: it leaves the jar, and this act of mine is noted, both or neither.
    ///
    /// # Errors
    /// As every writing function here.
    pub fn finish_slip(&self, slip: &Thing, act: Draft, today: Date, pace: Pace) -> Result<Vec<Line>, HomeError> {
        self.write_with(vec![act], &[(Key::Done(slip.id), Value::Bool(true))], today, pace)
    }

    fn draw_of(&self, day: Date) -> Result<Draw, HomeError> {
        Ok(self.table()?.draws.get(&day).and_then(|choice| choice.value.clone()).unwrap_or_default())
    }

    /// What makes a draw nobody's wish: the secret of the pair; for one person alone their own id does.
    fn draw_secret(&self) -> Result<[u8; 32], HomeError> {
        let mut alone = [0; 32];
        alone[..16].copy_from_slice(self.identity().person().as_bytes());
        Ok(self.partner()?.map_or(alone, |partner| partner.secret.0))
    }
}

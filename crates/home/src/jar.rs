//! The jar: slips of both, and the one of the day.
//!
//! A slip comes back: nobody's doing takes it out but its writer's. The day draws one for both; whoever it is not for passes it
//! here, is offered the next, and nobody else learns of it.

use jiff::civil::Date;
use kintsugi_journal::{
    Audience, Draft, EntryId, Key, Kind, Line, Value, Words, encode_slip, slip_of_the_day, turn_of_the_day,
};
use kintsugi_vault::Reader;

use crate::drawer::one_named;
use crate::moment::Moment;
use crate::repertoire::slips;
use crate::save::Wait;
use crate::table::marks_in;
use crate::{Home, HomeError, Pace, Thing};

/// So many slips of each of the two are in the jar: the earliest.
const MOST: usize = 30;

/// The slip of a day.
pub struct Drawn {
    /// What it says.
    pub slip: Thing,
    /// The two drew different ones while they were apart; this one counts.
    pub apart: bool,
    /// I have done it on this day.
    pub done: bool,
}

impl Home {
    /// The slips of the two that are in the jar and not hidden here, at most 30 of each.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn jar(&self) -> Result<Vec<Thing>, HomeError> {
        let reader = self.vault().read()?;
        let hidden = reader.shown_here()?.hidden;
        Ok(self.slips_in(&reader)?.into_iter().filter(|slip| !hidden.contains(&slip.id)).collect())
    }

    /// The slips that come along and are not hidden here: the day draws from them while there are none of the two.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn slips_to_begin_with(&self) -> Result<Vec<Thing>, HomeError> {
        let hidden = self.vault().read()?.shown_here()?.hidden;
        Ok(slips().into_iter().filter(|slip| !hidden.contains(&slip.id)).collect())
    }

    /// The slip whose id begins so, or whose words are these; also one that comes along.
    ///
    /// # Errors
    /// [`HomeError::NoSuchThing`] and [`HomeError::Ambiguous`].
    pub fn slip_named(&self, named: &str) -> Result<Thing, HomeError> {
        one_named(self.jar()?.into_iter().chain(self.slips_to_begin_with()?), named)
    }

    /// Puts a slip into the jar, for both.
    ///
    /// # Errors
    /// [`HomeError::JarFull`] where 30 of mine are there; [`HomeError::Words`].
    pub fn add_slip(&self, words: Words, moment: &Moment) -> Result<Line, HomeError> {
        self.change(|writer, views| {
            let mine = self.all_things_in(writer, Kind::Slip)?.iter().filter(|slip| slip.mine).count();
            if mine >= MOST {
                return Err(HomeError::JarFull(MOST));
            }
            let draft = Draft { words: Words { kind: Kind::Slip, ..words }, audience: Audience::Both };
            let mut lines = self.put_drafts(writer, views, vec![draft], moment.today_in(writer)?, Pace::AtOnce)?;
            lines.pop().ok_or(HomeError::TakenBack)
        })
    }

    /// The slip that was drawn for today, as it is offered here.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn drawn(&self, moment: &Moment) -> Result<Option<Drawn>, HomeError> {
        let reader = self.vault().read()?;
        self.drawn_in(&reader, moment)
    }

    /// Draws the slip of today, the same on both laptops; the one that was drawn already, where there is one.
    ///
    /// # Errors
    /// As every writing function here. `None` when none is left that is for me today.
    pub fn draw(&self, moment: &Moment) -> Result<Option<Drawn>, HomeError> {
        self.change(|writer, _| {
            let day = moment.today_in(writer)?;
            if !marks_in(writer, day, day)?.draws.contains_key(&day) {
                let Some(slip) = self.pick(writer, day, &[])? else { return Ok(None) };
                self.put_marks(writer, &[(Key::Draw(day), Value::Bytes(encode_slip(slip.id)))])?;
            }
            self.drawn_in(writer, moment)
        })
    }

    /// The slip of today is not for me: here the next one is offered, and the other keeps theirs. Gives back the slip.
    ///
    /// # Errors
    /// [`HomeError::NothingDrawn`], and [`HomeError::SlipDone`].
    pub fn pass_slip(&self, moment: &Moment) -> Result<Thing, HomeError> {
        self.change(|writer, _| {
            let day = moment.today_in(writer)?;
            let slip = self.undone_in(writer, moment)?;
            let mut shown = writer.shown_here()?;
            let mut passed = passed_on(shown.passed, day);
            passed.push(slip.id);
            shown.passed = Some((day, passed));
            writer.put_shown_here(&shown)?;
            Ok(slip)
        })
    }

    /// I have done the slip of today: an act of mine is noted, and the slip stays for the other, today and later. The act says
    /// what the slip said, unless that is the other's: their words stay theirs, so it says what `act` says. Gives back the slip
    /// and the act.
    ///
    /// # Errors
    /// [`HomeError::NothingDrawn`], and [`HomeError::SlipDone`].
    pub fn finish_slip(&self, act: Words, moment: &Moment) -> Result<(Thing, Line), HomeError> {
        let pace = self.pace(Wait::AsChosen, moment)?;
        self.change(|writer, views| {
            let today = moment.today_in(writer)?;
            let slip = self.undone_in(writer, moment)?;
            let along = slips().iter().any(|along| along.id == slip.id);
            let text = if slip.mine || along { slip.text.clone() } else { act.text };
            let act = Draft { words: Words { text, ..act }, audience: Audience::Both };
            let mut lines = self.put_drafts(writer, views, vec![act], today, pace)?;
            let mut shown = writer.shown_here()?;
            shown.done = Some((today, slip.id));
            writer.put_shown_here(&shown)?;
            Ok((slip, lines.pop().ok_or(HomeError::TakenBack)?))
        })
    }

    fn undone_in(&self, reader: &Reader<'_>, moment: &Moment) -> Result<Thing, HomeError> {
        let drawn = self.drawn_in(reader, moment)?.ok_or(HomeError::NothingDrawn)?;
        if drawn.done { Err(HomeError::SlipDone) } else { Ok(drawn.slip) }
    }

    /// As both laptops have them: the earliest 30 of each.
    fn slips_in(&self, reader: &Reader<'_>) -> Result<Vec<Thing>, HomeError> {
        let (mine, theirs): (Vec<_>, Vec<_>) =
            self.all_things_in(reader, Kind::Slip)?.into_iter().partition(|slip| slip.mine);
        Ok(mine.into_iter().take(MOST).chain(theirs.into_iter().take(MOST)).collect())
    }

    fn drawn_in(&self, reader: &Reader<'_>, moment: &Moment) -> Result<Option<Drawn>, HomeError> {
        let day = moment.today_in(reader)?;
        let marks = marks_in(reader, day, day)?;
        let Some(choice) = marks.draws.get(&day) else { return Ok(None) };
        let shown = reader.shown_here()?;
        let (all, sight) = (self.slips_in(reader)?, self.sight_in(reader, moment)?);
        let unseen = all.iter().filter(|slip| !slip.mine && !sight.shows_theirs(slip.id)).map(|slip| slip.id);
        let away = [shown.hidden, passed_on(shown.passed, day), unseen.collect()].concat();
        let drawn = choice.value.filter(|slip| !away.contains(slip));
        let slip = match all.into_iter().chain(slips()).find(|slip| Some(slip.id) == drawn) {
            Some(slip) => Some(slip),
            None => self.pick(reader, day, &away)?,
        };
        let apart = |slip: &Thing| drawn == Some(slip.id) && choice.also.iter().any(|other| *other != slip.id);
        let done = |slip: &Thing| shown.done == Some((day, slip.id));
        Ok(slip.map(|slip| Drawn { apart: apart(&slip), done: done(&slip), slip }))
    }

    /// The slip of a day without those that are away: of whose turn it is, else of the other, else of those that come along.
    fn pick(&self, reader: &Reader<'_>, day: Date, away: &[EntryId]) -> Result<Option<Thing>, HomeError> {
        let (me, secret) = (self.identity().person(), self.draw_secret(reader)?);
        let mine = reader.partner()?.is_none_or(|partner| turn_of_the_day(day, me, partner.person) == me);
        let all = self.slips_in(reader)?;
        let pools = if all.is_empty() {
            [slips(), Vec::new()]
        } else {
            let (turn, other) = all.into_iter().partition(|slip| slip.mine == mine);
            [turn, other]
        };
        let drawn = |pool: Vec<Thing>| {
            let left = pool.iter().map(|slip| slip.id).filter(|slip| !away.contains(slip));
            let slip = slip_of_the_day(&secret, day, left);
            pool.into_iter().find(|thing| Some(thing.id) == slip)
        };
        Ok(pools.into_iter().find_map(drawn))
    }

    /// What makes a draw nobody's wish: the secret of the pair; for one person alone their own id does.
    fn draw_secret(&self, reader: &Reader<'_>) -> Result<[u8; 32], HomeError> {
        let mut alone = [0; 32];
        alone[..16].copy_from_slice(self.identity().person().as_bytes());
        Ok(reader.partner()?.map_or(alone, |partner| partner.secret.0))
    }
}

/// What was passed on this day; that of another day is over.
fn passed_on(passed: Option<(Date, Vec<EntryId>)>, day: Date) -> Vec<EntryId> {
    passed.filter(|(of, _)| *of == day).map(|(_, slips)| slips).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{TODAY, alone, body, evening, evening_of};

    fn add(home: &Home, text: &str) {
        home.add_slip(body(Kind::Slip, text), &evening()).expect("written");
    }

    fn drawn(home: &Home) -> Thing {
        home.draw(&evening()).expect("drawn").expect("a slip").slip
    }

    #[test]
    fn a_slip_of_mine_that_is_done_is_an_act_in_its_own_words_and_comes_back() {
        let (_root, home) = alone();
        add(&home, "tea");
        drawn(&home);
        let (slip, line) = home.finish_slip(body(Kind::Act, "a slip"), &evening()).expect("done");
        assert_eq!((slip.text.as_str(), line.text.as_deref()), ("tea", Some("tea")));
        let again = home.finish_slip(body(Kind::Act, "a slip"), &evening());
        assert!(matches!(again, Err(HomeError::SlipDone)), "once a day");
        assert!(matches!(home.pass_slip(&evening()), Err(HomeError::SlipDone)));
        let tomorrow = evening_of(TODAY.tomorrow().expect("a day"));
        assert!(home.drawn(&tomorrow).expect("sound").is_none(), "each day is drawn by itself");
        let next = home.draw(&tomorrow).expect("drawn").expect("it came back");
        assert_eq!((next.slip.text.as_str(), next.done), ("tea", false));
    }

    #[test]
    fn what_is_not_drawn_is_neither_done_nor_passed() {
        let (_root, home) = alone();
        add(&home, "tea");
        assert!(matches!(home.pass_slip(&evening()), Err(HomeError::NothingDrawn)));
        assert!(matches!(home.finish_slip(body(Kind::Act, "a slip"), &evening()), Err(HomeError::NothingDrawn)));
        assert!(home.all_lines(|line| line.kind == Some(Kind::Act)).expect("a sound store").is_empty());
    }

    #[test]
    fn a_slip_that_was_passed_does_not_come_again_on_that_day() {
        let (_root, home) = alone();
        ["tea", "a walk"].iter().for_each(|text| add(&home, text));
        let first = drawn(&home);
        assert_eq!(home.pass_slip(&evening()).expect("passed").id, first.id);
        assert_ne!(first.id, drawn(&home).id);
        home.pass_slip(&evening()).expect("passed");
        assert!(home.draw(&evening()).expect("asked").is_none(), "none is left for today");
        assert_eq!(home.jar().expect("a sound store").len(), 2);
    }

    #[test]
    fn some_come_along_until_there_is_one_of_the_two() {
        let (_root, home) = alone();
        let along = home.slips_to_begin_with().expect("sound");
        assert!(home.jar().expect("sound").is_empty() && along.contains(&drawn(&home)));
        let act = home.finish_slip(body(Kind::Act, "a slip"), &evening()).expect("done").1;
        assert_eq!(act.text.map(|text| text.len() > "a slip".len()), Some(true), "nobody's own words");
        home.take_away(along[0].id).expect("hidden here");
        assert_eq!(home.slips_to_begin_with().expect("sound").len(), along.len() - 1);
        add(&home, "tea");
        let tomorrow = evening_of(TODAY.tomorrow().expect("a day"));
        assert_eq!(home.draw(&tomorrow).expect("drawn").expect("a slip").slip.text, "tea");
    }

    #[test]
    fn thirty_of_each_are_enough() {
        let (_root, home) = alone();
        (0..MOST).for_each(|n| add(&home, &format!("slip {n}")));
        let more = home.add_slip(body(Kind::Slip, "one more"), &evening());
        assert!(matches!(more, Err(HomeError::JarFull(30))));
        assert_eq!(home.jar().expect("sound").len(), MOST);
    }
}

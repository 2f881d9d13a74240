//! Small new habits, and days of rest: noted once a day, however often it is said.

use kintsugi_journal::{Kind, Line, Words};
use kintsugi_vault::Reader;

use crate::moment::Moment;
use crate::pace::Pace;
use crate::{Home, HomeError, Listed, Thing};

/// A routine, and how it stands on a day.
pub struct RoutineDay {
    /// The routine.
    pub routine: Thing,
    /// I did it on this day.
    pub mine: bool,
    /// Both did.
    pub both: bool,
}

impl Home {
    /// All routines, and who did them today: me, and both. Nobody is named who did not.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn routines(&self, moment: &Moment) -> Result<Vec<RoutineDay>, HomeError> {
        let reader = self.vault().read()?;
        let day = moment.today_in(&reader)?;
        let lines = self.lines_in(&reader, day, day)?;
        let routines = self.things_in(&reader, Kind::Routine)?.into_iter();
        Ok(routines.map(|routine| standing(routine, &lines)).collect())
    }

    /// Notes that I did a routine on the day of `done`, whose text is its id. Where that is noted already, nothing is written.
    ///
    /// # Errors
    /// As every writing function here.
    pub fn routine_done(&self, routine: Thing, done: Words, moment: &Moment) -> Result<RoutineDay, HomeError> {
        let day = done.day;
        let done = Words { kind: Kind::Done, text: routine.id.to_string(), ..done };
        let same = |listed: &Listed| is_done(listed, &routine);
        self.once_a_day(done, same, moment)?;
        let reader = self.vault().read()?;
        Ok(standing(routine, &self.lines_in(&reader, day, day)?))
    }

    /// Marks a day of rest; the one that is marked already, where it is.
    ///
    /// # Errors
    /// As every writing function here.
    pub fn rest(&self, rest: Words, moment: &Moment) -> Result<Line, HomeError> {
        let rest = Words { kind: Kind::Rest, text: String::new(), ..rest };
        self.once_a_day(rest, |listed| listed.line.kind == Some(Kind::Rest), moment)
    }

    /// Writes a line of mine, unless its day has one like it.
    fn once_a_day(&self, words: Words, same: impl Fn(&Listed) -> bool, moment: &Moment) -> Result<Line, HomeError> {
        self.change(|writer, views| {
            let reader: &Reader<'_> = writer;
            let mut lines = self.lines_in(reader, words.day, words.day)?.into_iter();
            if let Some(listed) = lines.find(|listed| listed.mine && !listed.line.is_deleted() && same(listed)) {
                return Ok(listed.line);
            }
            let today = moment.today_in(writer)?;
            let draft = kintsugi_journal::Draft { words, audience: kintsugi_journal::Audience::Both };
            let mut lines = self.put_drafts(writer, views, vec![draft], today, Pace::AtOnce)?;
            lines.pop().ok_or(HomeError::TakenBack)
        })
    }
}

fn standing(routine: Thing, lines: &[Listed]) -> RoutineDay {
    let done = |mine: bool| lines.iter().any(|listed| listed.mine == mine && is_done(listed, &routine));
    let (mine, theirs) = (done(true), done(false));
    RoutineDay { mine, both: mine && theirs, routine }
}

fn is_done(listed: &Listed, routine: &Thing) -> bool {
    let named = |text: &String| *text == routine.id.to_string();
    listed.line.kind == Some(Kind::Done) && listed.line.text.as_ref().is_some_and(named)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{TODAY, alone, body, evening, evening_of};

    fn walk(home: &Home) -> Thing {
        let draft = kintsugi_journal::Draft {
            words: body(Kind::Routine, "a walk"),
            audience: kintsugi_journal::Audience::Both,
        };
        home.save(draft, &evening()).expect("saved");
        home.thing(Kind::Routine, "a walk").expect("it is there")
    }

    #[test]
    fn a_routine_is_noted_once_a_day() {
        let (_root, home) = alone();
        let walk = walk(&home);
        for _ in 0..2 {
            let done = home.routine_done(walk.clone(), body(Kind::Done, ""), &evening()).expect("noted");
            assert_eq!((done.mine, done.both), (true, false));
        }
        let noted = home.all_lines(|line| line.kind == Some(Kind::Done)).expect("a sound store");
        assert_eq!(noted.len(), 1);
        let before = home.routines(&evening_of(TODAY.yesterday().expect("a day"))).expect("a sound store");
        assert_eq!((before.len(), before[0].mine), (1, false));
    }

    #[test]
    fn a_day_of_rest_is_marked_once() {
        let (_root, home) = alone();
        let first = home.rest(body(Kind::Rest, ""), &evening()).expect("marked");
        let again = home.rest(body(Kind::Rest, ""), &evening()).expect("it is marked");
        assert_eq!(first.entry, again.entry);
        home.delete(&home.find(&first.entry.to_string()).expect("found")).expect("taken back");
        let anew = home.rest(body(Kind::Rest, ""), &evening()).expect("marked anew");
        assert_ne!(first.entry, anew.entry);
    }
}

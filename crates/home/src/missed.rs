//! What the two miss, once it is open: planned for a day, and marked when it took place again.

use jiff::civil::Date;
use kintsugi_journal::{EntryId, Key, TableView, Topic, Value, encode_day};

use crate::moment::Moment;
use crate::{Home, HomeError};

/// One thing that is missed, and open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missed {
    /// Which.
    pub id: EntryId,
    /// Written by me.
    pub mine: bool,
    /// What it is.
    pub text: String,
    /// For which day it is planned.
    pub planned: Option<Date>,
    /// The two planned it for different days while they were apart.
    pub also: Vec<Date>,
    /// It took place again.
    pub done: bool,
}

impl Home {
    /// All that is open, the earliest first.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn missed(&self) -> Result<Vec<Missed>, HomeError> {
        self.missed_by(&self.table()?)
    }

    /// The same, planned as it shows at this moment.
    pub(crate) fn missed_in_sight(&self, moment: &Moment) -> Result<Vec<Missed>, HomeError> {
        let table = self.sight(moment)?.plans(self.table()?);
        self.missed_by(&table)
    }

    fn missed_by(&self, table: &TableView) -> Result<Vec<Missed>, HomeError> {
        let mut all = Vec::new();
        for round in self.rounds_of(Topic::Miss)?.iter().filter(|round| round.is_opened()) {
            for piece in self.pieces(round)? {
                let Some(body) = piece.body else { continue };
                let plan = table.plans.get(&piece.entry).cloned().unwrap_or_default();
                let done = table.done.contains(&piece.entry);
                let (id, mine, text) = (piece.entry, piece.mine, body.text);
                all.push(Missed { id, mine, text, planned: plan.value, also: plan.also, done });
            }
        }
        Ok(all)
    }

    /// The one whose id is, or begins with, `id`.
    ///
    /// # Errors
    /// [`HomeError::NoSuchThing`] and [`HomeError::Ambiguous`].
    pub fn find_missed(&self, id: &str) -> Result<Missed, HomeError> {
        let wanted = id.to_lowercase();
        let fits = |one: &Missed| !wanted.is_empty() && one.id.to_string().starts_with(&wanted);
        let mut found: Vec<Missed> = self.missed()?.into_iter().filter(fits).collect();
        match (found.pop(), found.is_empty()) {
            (Some(one), true) => Ok(one),
            (Some(_), false) => Err(HomeError::Ambiguous(id.to_owned())),
            (None, _) => Err(HomeError::NoSuchThing(id.to_owned())),
        }
    }

    /// Plans one for a day. Planning once more settles what was planned apart.
    ///
    /// # Errors
    /// As every writing function here.
    pub fn plan_missed(&self, one: &Missed, day: Date) -> Result<(), HomeError> {
        self.put_on_table(&[(Key::Plan(one.id), Value::Bytes(encode_day(day)))])
    }

    /// Takes the day of one back.
    ///
    /// # Errors
    /// As every writing function here.
    pub fn unplan_missed(&self, one: &Missed) -> Result<(), HomeError> {
        self.put_on_table(&[(Key::Plan(one.id), Value::Bool(false))])
    }

    /// Marks that one took place again.
    ///
    /// # Errors
    /// As every writing function here.
    pub fn missed_again(&self, one: &Missed) -> Result<(), HomeError> {
        self.put_on_table(&[(Key::Done(one.id), Value::Bool(true))])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{TODAY, alone, body, evening, open_mine};
    use kintsugi_journal::Kind;

    #[test]
    fn what_is_open_is_planned_and_marked_and_what_is_sealed_is_not_listed() {
        let (_root, home) = alone();
        let (round, line) = home.seal(Topic::Miss, body(Kind::Miss, "the walk"), &evening()).expect("sealed");
        assert!(home.missed().expect("a sound store").is_empty());
        open_mine(&home, round);
        let one = home.find_missed(&line.entry.to_string()[..8]).expect("it is open");
        assert_eq!((one.mine, one.text.as_str(), one.planned, one.done), (true, "the walk", None, false));
        home.plan_missed(&one, TODAY).expect("planned");
        home.unplan_missed(&one).expect("taken back");
        assert_eq!(home.missed().expect("a sound store")[0].planned, None);
        home.plan_missed(&one, TODAY).expect("planned");
        home.missed_again(&one).expect("marked");
        let one = &home.missed().expect("a sound store")[0];
        assert_eq!((one.planned, one.done), (Some(TODAY), true));
    }

    #[test]
    fn what_nobody_misses_is_not_found() {
        let (_root, home) = alone();
        for id in ["", "00", "tea"] {
            assert!(matches!(home.find_missed(id), Err(HomeError::NoSuchThing(_))), "{id:?}");
        }
    }
}

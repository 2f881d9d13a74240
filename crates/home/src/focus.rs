//! The practice in focus: one for seven days, then the next; never two at once.

use jiff::civil::Date;
use kintsugi_journal::{EntryId, Focus, Key, Kind, TableView, Value, Words};
use kintsugi_vault::{Reader, Writer};

use crate::moment::Moment;
use crate::repertoire::{Practice, focusable_in, practices_in};
use crate::views::Views;
use crate::{Home, HomeError};

/// For how many days a practice is in focus.
const DAYS: u8 = 7;

/// What is in focus on a day.
pub struct InFocus {
    /// The practice of these days; `None` where there is none.
    pub now: Option<FocusDay>,
    /// Practices that were picked apart, too.
    pub also: Vec<Practice>,
    /// Whether one was in focus before: it can be repeated, and the list goes on from it.
    pub before: bool,
}

/// One day of a practice in focus.
pub struct FocusDay {
    /// The practice; `None` where this version does not know it.
    pub practice: Option<Practice>,
    /// The first day.
    pub from: Date,
    /// For how many days, 1 to 31.
    pub days: u8,
    /// Which of them this is, from 1.
    pub day: u8,
    /// How the two have fitted it to themselves.
    pub note: Option<String>,
}

impl Home {
    /// What is in focus today.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn focus(&self, moment: &Moment) -> Result<InFocus, HomeError> {
        let reader = self.vault().read()?;
        let today = moment.today_in(&reader)?;
        let sight = self.sight_in(&reader, moment)?;
        let table = self.without_never(&reader, sight.plans(reader.table_view()?))?;
        let known = if is_empty(&table) { Vec::new() } else { focusable_in(self, &reader)? };
        let practice = |id: EntryId| known.iter().find(|practice| practice.id == id).cloned();
        let notes = self.things_in(&reader, Kind::Adapted)?;
        let now = table.focus_on(today).map(|(focus, day)| FocusDay {
            practice: practice(focus.practice),
            from: focus.from,
            days: focus.days,
            day,
            note: notes.into_iter().find(|thing| Some(thing.id) == focus.note).map(|thing| thing.text),
        });
        let also = table.focus.also.iter().filter(|other| !other.ended).filter_map(|other| practice(other.practice));
        Ok(InFocus { now, also: also.collect(), before: table.focus.value.is_some() })
    }

    /// Picks a practice for the seven days that begin today. One that goes on already, here or on the other laptop, keeps its
    /// days; what was picked apart is settled by picking once more.
    ///
    /// # Errors
    /// [`HomeError::OneAtATime`] while another one is in focus; [`HomeError::NeverPlanned`].
    pub fn pick_focus(&self, practice: EntryId, moment: &Moment) -> Result<(), HomeError> {
        self.check_plannable(practice)?;
        self.change_focus(moment, |table, today| {
            let other = table.focus_on(today).is_some_and(|(focus, _)| focus.practice != practice);
            if other && table.focus.also.is_empty() {
                return Err(HomeError::OneAtATime);
            }
            let going_on = table.focus.value.iter().chain(&table.focus.also).copied();
            let mut same = going_on.filter(|focus| focus.practice == practice && focus.day_number(today).is_some());
            Ok(same.next().unwrap_or(begin(practice, today)))
        })
    }

    /// Seven days more of the same, from today on.
    ///
    /// # Errors
    /// [`HomeError::NoFocus`] where there never was one.
    pub fn repeat_focus(&self, moment: &Moment) -> Result<(), HomeError> {
        self.change_focus(moment, |table, today| {
            let focus = table.focus.value.ok_or(HomeError::NoFocus)?;
            Ok(Focus { from: today, ended: false, ..focus })
        })
    }

    /// Fits the practice of these days to the two; the words that said so before go, where they were mine.
    ///
    /// # Errors
    /// [`HomeError::NoFocus`], or [`HomeError::Words`].
    pub fn adapt_focus(&self, note: Words, moment: &Moment) -> Result<(), HomeError> {
        self.change(|writer, views| {
            let today = moment.today_in(writer)?;
            let (focus, _) = self.plans_in(writer)?.focus_on(today).ok_or(HomeError::NoFocus)?;
            let before = self.mine_of(writer, Kind::Adapted)?;
            let put = |note| vec![(Key::Focus, Value::Bytes(Focus { note: Some(note), ..focus }.encode()))];
            self.put_named(writer, views, note, put, today)?;
            before.into_iter().try_for_each(|note| self.put_away(writer, views, note))
        })
    }

    /// Lays the practice of these days aside.
    ///
    /// # Errors
    /// [`HomeError::NoFocus`].
    pub fn skip_focus(&self, moment: &Moment) -> Result<(), HomeError> {
        self.change_focus(moment, |table, today| {
            let (focus, _) = table.focus_on(today).ok_or(HomeError::NoFocus)?;
            Ok(Focus { ended: true, ..focus })
        })
    }

    /// Goes on to this practice, or to the one that follows in the list. What leaves no trace is nothing that a list should
    /// suggest.
    ///
    /// # Errors
    /// [`HomeError::NeverPlanned`], and as every writing function here.
    pub fn next_focus(&self, practice: Option<EntryId>, moment: &Moment) -> Result<(), HomeError> {
        practice.map_or(Ok(()), |practice| self.check_plannable(practice))?;
        self.change(|writer, views| {
            let table = self.plans_in(writer)?;
            let practice = match practice {
                Some(practice) => practice,
                None => {
                    let before = table.focus.value.map(|focus| focus.practice);
                    following(&focusable_in(self, writer)?, before).ok_or(HomeError::NoFocus)?
                }
            };
            self.put_focus(writer, views, begin(practice, moment.today_in(writer)?))
        })
    }

    fn change_focus(
        &self,
        moment: &Moment,
        next: impl FnOnce(&TableView, Date) -> Result<Focus, HomeError>,
    ) -> Result<(), HomeError> {
        self.change(|writer, views| {
            let focus = next(&self.plans_in(writer)?, moment.today_in(writer)?)?;
            self.put_focus(writer, views, focus)
        })
    }

    fn check_plannable(&self, practice: EntryId) -> Result<(), HomeError> {
        let never = never_planned(self, &self.vault().read()?)?;
        if never.contains(&practice) { Err(HomeError::NeverPlanned) } else { Ok(()) }
    }

    /// The table without a focus that never is one, whoever put it there.
    fn plans_in(&self, reader: &Reader<'_>) -> Result<TableView, HomeError> {
        self.without_never(reader, reader.table_view()?)
    }

    fn without_never(&self, reader: &Reader<'_>, mut table: TableView) -> Result<TableView, HomeError> {
        if is_empty(&table) {
            return Ok(table);
        }
        let never = never_planned(self, reader)?;
        let fits = |focus: &Focus| !never.contains(&focus.practice);
        table.focus.also.retain(fits);
        table.focus.value = table.focus.value.filter(fits).or_else(|| table.focus.also.pop());
        Ok(table)
    }

    /// Puts it on the table. A note of mine that it does not name goes.
    fn put_focus(&self, writer: &Writer<'_>, views: &mut Views, focus: Focus) -> Result<(), HomeError> {
        let notes = self.mine_of(writer, Kind::Adapted)?;
        self.put_marks(writer, &[(Key::Focus, Value::Bytes(focus.encode()))])?;
        let mut unnamed = notes.into_iter().filter(|note| Some(*note) != focus.note);
        unnamed.try_for_each(|note| self.put_away(writer, views, note))
    }
}

fn never_planned(home: &Home, reader: &Reader<'_>) -> Result<Vec<EntryId>, HomeError> {
    let all = practices_in(home, reader)?.into_iter();
    Ok(all.filter(|practice| !practice.may_be_planned()).map(|practice| practice.id).collect())
}

/// Whether no practice is in focus, nor ever was: what practices there are need not be known then.
const fn is_empty(table: &TableView) -> bool {
    table.focus.value.is_none() && table.focus.also.is_empty()
}

const fn begin(practice: EntryId, from: Date) -> Focus {
    Focus { practice, from, days: DAYS, note: None, ended: false }
}

fn following(all: &[Practice], before: Option<EntryId>) -> Option<EntryId> {
    let at = all.iter().position(|practice| Some(practice.id) == before);
    let others = all.iter().cycle().skip(at.map_or(0, |at| at + 1)).take(all.len());
    others.filter(|practice| practice.may_be_planned()).map(|practice| practice.id).next()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repertoire::shipped;
    use crate::testing::{TODAY, alone, body, evening, evening_of};
    use jiff::ToSpan;

    fn named(name: &str) -> EntryId {
        shipped().into_iter().find(|practice| practice.name == name).expect("it comes along").id
    }

    fn now(home: &Home, today: &Moment) -> Option<(String, u8, Option<String>)> {
        let now = home.focus(today).expect("a sound store").now?;
        Some((now.practice.expect("known").name, now.day, now.note))
    }

    #[test]
    fn one_practice_at_a_time() {
        let (_root, home) = alone();
        home.pick_focus(named("walk"), &evening()).expect("picked");
        assert!(matches!(home.pick_focus(named("thanks"), &evening()), Err(HomeError::OneAtATime)));
        let later = evening_of(TODAY.saturating_add(2.days()));
        home.pick_focus(named("walk"), &later).expect("the same goes on");
        assert_eq!(now(&home, &later), Some(("walk".into(), 3, None)));
        home.skip_focus(&later).expect("laid aside");
        assert_eq!(now(&home, &later), None);
        home.pick_focus(named("thanks"), &later).expect("picked");
        assert_eq!(now(&home, &later), Some(("thanks".into(), 1, None)));
    }

    #[test]
    fn what_has_a_command_of_its_own_can_be_in_focus_too() {
        let (_root, home) = alone();
        for exercise in crate::repertoire::exercises() {
            home.next_focus(Some(exercise.id), &evening()).expect("picked");
            assert_eq!(now(&home, &evening()).map(|(name, ..)| name), Some(exercise.name));
        }
        // After the last of them the list begins again.
        home.next_focus(None, &evening()).expect("went on");
        assert_eq!(now(&home, &evening()), Some((shipped()[0].name.clone(), 1, None)));
    }

    #[test]
    fn without_a_focus_there_is_nothing_to_skip_adapt_or_repeat() {
        let (_root, home) = alone();
        assert!(matches!(home.skip_focus(&evening()), Err(HomeError::NoFocus)));
        assert!(matches!(home.adapt_focus(body(Kind::Adapted, "shorter"), &evening()), Err(HomeError::NoFocus)));
        assert!(matches!(home.repeat_focus(&evening()), Err(HomeError::NoFocus)));
        assert!(home.things(Kind::Adapted).expect("a sound store").is_empty(), "no note is left over");
        assert!(!home.focus(&evening()).expect("a sound store").before);
    }

    #[test]
    fn touch_is_never_in_focus_also_when_it_comes_from_the_other_laptop() {
        let (_root, home) = alone();
        let touch = named("touch");
        assert!(matches!(home.pick_focus(touch, &evening()), Err(HomeError::NeverPlanned)));
        assert!(matches!(home.next_focus(Some(touch), &evening()), Err(HomeError::NeverPlanned)));
        // As another program may have put it on the table.
        home.put_on_table(&[(Key::Focus, Value::Bytes(begin(touch, TODAY).encode()))]).expect("put");
        assert_eq!(now(&home, &evening()), None);
        assert!(!home.focus(&evening()).expect("a sound store").before);
        assert!(matches!(home.repeat_focus(&evening()), Err(HomeError::NoFocus)));
        home.pick_focus(named("walk"), &evening()).expect("it stands in nobody's way");
        assert_eq!(now(&home, &evening()), Some(("walk".into(), 1, None)));
    }

    #[test]
    fn a_note_stays_while_it_is_named_and_goes_with_the_next_practice() {
        let (_root, home) = alone();
        home.pick_focus(named("walk"), &evening()).expect("picked");
        home.adapt_focus(body(Kind::Adapted, "ten minutes"), &evening()).expect("fitted");
        home.adapt_focus(body(Kind::Adapted, "five minutes"), &evening()).expect("fitted");
        home.repeat_focus(&evening()).expect("repeated");
        assert_eq!(now(&home, &evening()), Some(("walk".into(), 1, Some("five minutes".into()))));
        assert_eq!(home.things(Kind::Adapted).expect("a sound store").len(), 1);
        home.next_focus(None, &evening()).expect("went on");
        assert!(home.things(Kind::Adapted).expect("a sound store").is_empty());
    }

    #[test]
    fn the_list_goes_round_and_leaves_touch_out() {
        let all = shipped();
        let traced = all.iter().filter(|practice| practice.trace).count();
        let mut seen = vec![following(&all, None).expect("one")];
        while let Some(next) = following(&all, seen.last().copied()).filter(|next| !seen.contains(next)) {
            seen.push(next);
        }
        assert_eq!(seen.len(), traced);
        assert!(!seen.contains(&named("touch")));
        assert_eq!(following(&[], None), None);
    }
}

//! Today: what was written, and what stands around the day. What is not there is not mentioned.

use jiff::ToSpan;
use jiff::civil::Date;
use kintsugi_journal::{Month, Topic, Visibility};
use kintsugi_vault::PartnerState;

use crate::moment::Moment;
use crate::{FocusDay, Home, HomeError, Listed, Missed, Sitting, Standing, Thing, Tracker};

/// One day, as it is shown first.
pub struct Today {
    /// The day.
    pub day: Date,
    /// What is listed of it, without what is for me alone: lines, acts, and what waits sealed.
    pub lines: Vec<Listed>,
    /// A day of rest of mine.
    pub rest: bool,
    /// The month of it.
    pub tracker: Tracker,
    /// What stands around it.
    pub around: Around,
    /// Whether somebody shares this journal.
    pub paired: bool,
}

/// What stands around a day.
pub struct Around {
    /// The check-in that comes next.
    pub sitting: Option<Sitting>,
    /// Whether the weekly reading is on this day.
    pub reading: bool,
    /// The practice of these days.
    pub focus: Option<FocusDay>,
    /// What is planned for it and the six days after, and was not done again.
    pub planned: Vec<(Date, Missed)>,
    /// The slip that was drawn for it.
    pub slip: Option<Thing>,
    /// Routines that I have not done today, by name.
    pub habits: Vec<String>,
    /// Whether words of mine are sealed and ready, other than lines of a week.
    pub waits: bool,
    /// How many drafts of mine are here.
    pub unsaved: usize,
}

impl Home {
    /// Today, as it is shown first.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn day(&self, moment: &Moment) -> Result<Today, HomeError> {
        let day = self.today(moment)?;
        let shown = |listed: &Listed| listed.line.visibility != Visibility::Private && !listed.line.is_deleted();
        let tracker = self.tracker(Month::of(day), Month::of(day))?;
        let listed = self.listed_in(&self.vault().read()?, day, day)?;
        Ok(Today {
            day,
            lines: listed.into_iter().filter(shown).collect(),
            rest: tracker.days.iter().any(|one| one.day == day && one.rest),
            tracker,
            around: self.around(moment)?,
            paired: self.partner()?.is_some(),
        })
    }

    /// What stands around today.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn around(&self, moment: &Moment) -> Result<Around, HomeError> {
        let day = self.today(moment)?;
        let soon = day..=day.saturating_add(6.days());
        let open = self.missed_in_sight(moment)?.into_iter().filter(|one| !one.done);
        let planned = open.filter_map(|one| Some((one.planned.filter(|planned| soon.contains(planned))?, one)));
        let waits = |round: &crate::Round| round.standing() == Standing::Ready && round.id.topic != Topic::Reading;
        // Nothing crosses any more once somebody has left, so nothing opens.
        let left = self.partner()?.is_some_and(|partner| partner.state == PartnerState::Left);
        Ok(Around {
            sitting: self.sitting(moment)?,
            reading: self.is_reading_day(moment)?,
            focus: self.focus(moment)?.now,
            planned: planned.collect(),
            slip: self.drawn(moment)?.map(|drawn| drawn.slip),
            habits: self.open_routines(moment)?.into_iter().map(|one| one.routine.text).collect(),
            waits: !left && self.rounds()?.iter().any(waits),
            unsaved: self.unsaved()?.len(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repertoire::shipped;
    use crate::testing::{TODAY, alone, body, evening, evening_of, lose_words, open_mine};
    use crate::{Pace, Wait};
    use kintsugi_journal::{Audience, Draft, Kind, Schedule};

    #[test]
    fn a_day_without_anything_mentions_nothing() {
        let (_root, home) = alone();
        let today = home.day(&evening()).expect("a day");
        assert_eq!((today.day, today.lines.len(), today.paired, today.tracker.hearts), (TODAY, 0, false, 0));
        let around = today.around;
        assert!(around.sitting.is_none() && around.focus.is_none() && around.planned.is_empty());
        assert!(around.slip.is_none() && !around.waits);
    }

    #[test]
    fn what_stands_around_a_day_is_there_and_what_is_mine_alone_is_not() {
        let (_root, home) = alone();
        home.save_line(body(Kind::Hard, "a long day"), Wait::Not, &evening()).expect("saved");
        let private = Draft { words: body(Kind::Hard, "mine"), audience: Audience::Me };
        home.write(vec![private], &evening(), Pace::AtOnce).expect("written");
        home.sit_down(Schedule { weekday: 7, minute: 600, place: None }, None, &evening()).expect("agreed");
        home.pick_focus(shipped()[0].id, &evening()).expect("picked");
        let slip = Draft { words: body(Kind::Slip, "tea"), audience: Audience::Both };
        home.write(vec![slip], &evening(), Pace::AtOnce).expect("written");
        home.draw(&evening()).expect("drawn");
        let (round, _) = home.seal(Topic::Miss, body(Kind::Miss, "the walk"), &evening()).expect("sealed");
        let today = home.day(&evening()).expect("a day");
        let texts: Vec<_> = today.lines.iter().filter(|listed| listed.line.is_entry()).collect();
        assert_eq!(texts.len(), 1, "what is mine alone is not shown");
        let around = today.around;
        assert!(around.sitting.is_some() && around.focus.is_some() && around.slip.is_some() && around.waits);

        open_mine(&home, round);
        home.plan_missed(&home.missed().expect("open")[0], TODAY.saturating_add(6.days())).expect("planned");
        let around = home.around(&evening()).expect("a day");
        assert_eq!((around.planned.len(), around.waits), (1, false));
        assert!(
            home.around(&evening_of(TODAY.yesterday().expect("a day"))).expect("a day").planned.is_empty(),
            "a week ahead, no more"
        );
    }

    #[test]
    fn words_that_are_lost_do_not_wait() {
        let (_root, home) = alone();
        let (round, _) = home.seal(Topic::Miss, body(Kind::Miss, "the walk"), &evening()).expect("sealed");
        lose_words(&home, round);
        assert!(!home.around(&evening()).expect("a day").waits);
    }
}

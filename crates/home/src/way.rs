//! An evening, and a week: which steps there are, what each offers now, and what is left of it. A front end shows what is offered, does
//! it by the functions that there are for each, and goes on to the next step; it knows no order of its own.
//!
//! What is offered is derived from the journal, so an evening that is begun again offers only what is left. Private lines are
//! in none of it.

use jiff::ToSpan;
use jiff::civil::Date;
use kintsugi_journal::{Kind, Month, Topic};

use crate::moment::Moment;
use crate::sentences::WHAT_FELT_BETTER;
use crate::{FocusDay, Home, HomeError, Listed, Missed, Opened, Reading, RoutineDay, Sitting, Thing, Tracker};

/// What stands before the lines that were shown, among what is said once.
const SEEN: &str = "evening seen";

/// One step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Lines of the partner that no evening has shown yet.
    News,
    /// The slip of the day.
    Slip,
    /// A line of one's own.
    Line,
    /// A small act.
    Act,
    /// Routines that are not done today.
    Routines,
    /// The two laptops meet.
    Meet,
    /// The hearts of the month.
    Hearts,
    /// The reading of the week.
    Reading,
    /// The check-in of today.
    CheckIn,
    /// What has opened since it began.
    Opened,
    /// Something missed finds its day.
    Plan,
    /// What has felt better.
    Better,
    /// What the next seven days are about.
    Focus,
}

impl Step {
    /// Its name, for scripts.
    pub const fn name(self) -> &'static str {
        match self {
            Self::News => "news",
            Self::Slip => "slip",
            Self::Line => "line",
            Self::Act => "act",
            Self::Routines => "routines",
            Self::Meet => "meet",
            Self::Hearts => "hearts",
            Self::Reading => "reading",
            Self::CheckIn => "checkin",
            Self::Opened => "opened",
            Self::Plan => "plan",
            Self::Better => "better",
            Self::Focus => "focus",
        }
    }
}

/// The steps of an evening.
pub const EVENING: [Step; 7] =
    [Step::News, Step::Slip, Step::Line, Step::Act, Step::Routines, Step::Meet, Step::Hearts];

/// The steps of a week.
pub const WEEK: [Step; 8] =
    [Step::Meet, Step::Reading, Step::CheckIn, Step::Opened, Step::Plan, Step::Better, Step::Focus, Step::Hearts];

/// What an evening ends with.
pub const EVENING_ENDS: &str = "That was the evening. Sleep well.";
/// What a week ends with.
pub const WEEK_ENDS: &str = "That was the week. Thank you.";

/// What a step offers.
pub enum Offer {
    /// These lines are new here.
    News(Vec<Listed>),
    /// A slip can be drawn.
    Draw,
    /// This is the slip of the day.
    Slip(Thing),
    /// Nothing of mine is written for today.
    Line,
    /// No act of mine is noted for today.
    Act,
    /// These are not done by me today.
    Routines(Vec<RoutineDay>),
    /// There is a laptop to meet.
    Meet,
    /// The hearts of this month.
    Hearts(Month, Tracker),
    /// What a reading today is about.
    Reading(Reading),
    /// The check-in is today.
    CheckIn(Sitting),
    /// These have opened.
    Opened(Vec<Topic>),
    /// These have no day yet.
    Plan(Vec<Missed>),
    /// It was not asked for seven days.
    Better,
    /// What is in focus, where that ends today or is nothing.
    Focus(Option<FocusDay>),
}

impl Offer {
    /// What stands above it.
    pub const fn title(&self) -> &'static str {
        match self {
            Self::News(_) => "New here",
            Self::Draw => "The jar",
            Self::Slip(_) => "The slip of today",
            Self::Line => "A line of yours",
            Self::Act => "A small act",
            Self::Routines(_) => "Small habits",
            Self::Meet => "Meet",
            Self::Hearts(..) => "The hearts",
            Self::Reading(_) => "The reading",
            Self::CheckIn(_) => "The check-in",
            Self::Opened(_) => "Open now",
            Self::Plan(_) => "What you miss",
            Self::Better => "What felt better",
            Self::Focus(_) => "The next seven days",
        }
    }

    /// What is said below that, where it is the same each time.
    pub const fn says(&self) -> Option<&'static str> {
        match self {
            Self::Draw => Some("There are slips in the jar. One a day, the same for both of you."),
            Self::Line => Some("What was today? A line is enough, and none is all right."),
            Self::Act => Some("Something small that you did for the two of you today?"),
            Self::Reading(_) => Some("The lines of this week, one voice at a time."),
            Self::Plan(_) => Some("One of these could find a day this week."),
            Self::Better => Some(WHAT_FELT_BETTER),
            Self::Focus(None) => Some("No practice is in focus. One for seven days is enough."),
            _ => None,
        }
    }
}

impl Home {
    /// What a step offers at this moment; nothing where nothing is left of it. `begun` is what was open when the whole began.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn offers(&self, step: Step, begun: &Opened, moment: &Moment) -> Result<Option<Offer>, HomeError> {
        let day = self.today(moment)?;
        Ok(match step {
            Step::News => some(self.news(day, moment)?).map(Offer::News),
            Step::Slip => self.slip(moment)?,
            Step::Line => (!self.wrote(day, |listed| listed.line.is_entry())?).then_some(Offer::Line),
            Step::Act => (!self.wrote(day, |listed| listed.line.kind == Some(Kind::Act))?).then_some(Offer::Act),
            Step::Routines => some(self.open_routines(moment)?).map(Offer::Routines),
            Step::Meet => self.companion().is_ok().then_some(Offer::Meet),
            Step::Hearts => Some(Offer::Hearts(Month::of(day), self.tracker(Month::of(day), Month::of(day))?)),
            Step::Reading => self.has_reading(moment)?,
            Step::CheckIn => self.sitting(moment)?.filter(|sitting| sitting.next == day).map(Offer::CheckIn),
            Step::Opened => some(begun.since(self)?).map(Offer::Opened),
            Step::Plan => some(self.without_a_day(moment)?).map(Offer::Plan),
            Step::Better => {
                let week = self.lines(day.saturating_sub(6.days()), day)?;
                let asked = week.iter().any(|listed| listed.mine && listed.line.kind == Some(Kind::Better));
                (!asked).then_some(Offer::Better)
            }
            Step::Focus => match self.focus(moment)?.now {
                Some(focus) if focus.day < focus.days => None,
                focus => Some(Offer::Focus(focus)),
            },
        })
    }

    /// Remembers that these lines were shown in an evening; earlier ones of the last seven days stay so.
    ///
    /// # Errors
    /// As every writing function here.
    pub fn was_shown(&self, lines: &[Listed], moment: &Moment) -> Result<(), HomeError> {
        let day = self.today(moment)?;
        let recent = self.theirs(day)?;
        self.change(|writer, _| {
            let mut said = writer.said_once()?;
            let before = seen(&said);
            let shown = |one: &&Listed| {
                before.contains(&one.line.entry.to_string())
                    || lines.iter().any(|line| line.line.entry == one.line.entry)
            };
            let ids: Vec<String> = recent.iter().filter(shown).map(|one| one.line.entry.to_string()).collect();
            said.retain(|said| !said.starts_with(SEEN));
            said.push(format!("{SEEN} {}", ids.join(" ")));
            Ok(writer.put_said_once(&said)?)
        })
    }

    fn news(&self, day: Date, moment: &Moment) -> Result<Vec<Listed>, HomeError> {
        let before = seen(&self.vault().read()?.said_once()?);
        let sight = self.sight(moment)?;
        let mut lines = self.theirs(day)?;
        lines.retain(|listed| sight.shows(listed) && !before.contains(&listed.line.entry.to_string()));
        Ok(lines)
    }

    /// The partner's lines of the last seven days.
    fn theirs(&self, day: Date) -> Result<Vec<Listed>, HomeError> {
        let theirs = |listed: &Listed| !listed.mine && listed.is_open() && listed.line.is_entry();
        let mut lines = self.lines(day.saturating_sub(6.days()), day)?;
        lines.retain(theirs);
        Ok(lines)
    }

    fn wrote(&self, day: Date, wanted: impl Fn(&Listed) -> bool) -> Result<bool, HomeError> {
        Ok(self.lines(day, day)?.iter().any(|listed| listed.mine && !listed.line.is_deleted() && wanted(listed)))
    }

    fn slip(&self, moment: &Moment) -> Result<Option<Offer>, HomeError> {
        Ok(match self.drawn(moment)? {
            Some(drawn) => (!drawn.done).then_some(Offer::Slip(drawn.slip)),
            None => (!self.jar()?.is_empty()).then_some(Offer::Draw),
        })
    }

    /// Those that I have not done today, without what is not shown in a time of quiet.
    pub(crate) fn open_routines(&self, moment: &Moment) -> Result<Vec<RoutineDay>, HomeError> {
        let (sight, mut open) = (self.sight(moment)?, self.routines(moment)?);
        open.retain(|one| !one.mine && (one.routine.mine || sight.shows_theirs(one.routine.id)));
        Ok(open)
    }

    fn has_reading(&self, moment: &Moment) -> Result<Option<Offer>, HomeError> {
        let reading = self.reading(moment)?;
        let anything = !reading.due.is_empty() || !self.read_lines(&reading)?.is_empty();
        Ok(anything.then_some(Offer::Reading(reading)))
    }

    fn without_a_day(&self, moment: &Moment) -> Result<Vec<Missed>, HomeError> {
        Ok(self.missed_in_sight(moment)?.into_iter().filter(|one| !one.done && one.planned.is_none()).collect())
    }
}

/// The ids of the lines that were shown.
fn seen(said: &[String]) -> Vec<String> {
    let ids = said.iter().filter_map(|said| said.strip_prefix(SEEN));
    ids.flat_map(str::split_whitespace).map(str::to_owned).collect()
}

fn some<T>(list: Vec<T>) -> Option<Vec<T>> {
    Some(list).filter(|list| !list.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{alone, body, evening};
    use crate::{Pace, Wait};
    use kintsugi_journal::{Audience, Draft};

    fn left(home: &Home, steps: &[Step]) -> Vec<&'static str> {
        let begun = Opened::now(home).expect("a sound store");
        let offers = |step: &&Step| home.offers(**step, &begun, &evening()).expect("a sound store").is_some();
        steps.iter().filter(offers).map(|step| step.name()).collect()
    }

    #[test]
    fn an_evening_offers_only_what_is_left() {
        let (_root, home) = alone();
        assert_eq!(left(&home, &EVENING), ["line", "act", "hearts"]);
        home.save_line(body(Kind::Note, "tea"), Wait::Not, &evening()).expect("saved");
        let slip = Draft { words: body(Kind::Slip, "a walk"), audience: Audience::Both };
        home.write(vec![slip], &evening(), Pace::AtOnce).expect("written");
        assert_eq!(left(&home, &EVENING), ["slip", "act", "hearts"]);
        home.save_for_both(body(Kind::Act, "the call"), Wait::Not, &evening()).expect("saved");
        assert_eq!(left(&home, &EVENING), ["slip", "hearts"]);
    }

    #[test]
    fn a_private_line_is_a_line_of_the_day_and_is_read_in_no_week() {
        let (_root, home) = alone();
        let private = Draft { words: body(Kind::Note, "mine alone"), audience: Audience::Me };
        home.write(vec![private], &evening(), Pace::AtOnce).expect("written");
        assert_eq!(left(&home, &EVENING), ["act", "hearts"]);
        assert_eq!(left(&home, &WEEK), ["better", "focus", "hearts"]);
    }
}

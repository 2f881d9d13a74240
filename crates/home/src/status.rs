//! How things stand between the two, at one moment. Nothing here says who is missing, and meetings are kept to the day.

use jiff::Timestamp;
use jiff::civil::Date;
use kintsugi_vault::{DocRow, Partner, PartnerState, Reader, Understanding};

use crate::moment::Moment;
use crate::pace::waiting_in;
use crate::{AlmostFull, ForStick, Home, HomeError, RoomForWords, StaleCopy};

/// How things stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// What I am called.
    pub name: String,
    /// How many entries are read here: what [`Home::query`] lists over all days, and nothing else. It is kept, so no line is read.
    pub entries: usize,
    /// The partner, where there is one.
    pub partner: Option<Partnership>,
    /// How many changes of mine wait, so that a meeting that comes about by itself leaves them here, and when the next of them may go. Without
    /// a watch, nothing goes by itself.
    pub waiting: Option<(usize, Timestamp)>,
    /// What waits because one of the two programs is older than the other.
    pub understanding: Understanding,
    /// What waits for the folder over which the two meet, where they have one.
    pub stick: Option<ForStick>,
    /// How many entries there are whose words neither laptop has.
    pub nowhere: usize,
    /// The room that the partner's words take here.
    pub room: RoomForWords,
    /// What of what I write is almost full.
    pub almost_full: Vec<AlmostFull>,
    /// The newest copy inside the home, where it is older than three days of use.
    pub stale_copy: Option<StaleCopy>,
    /// Why changes and words of the partner's laptop were not taken in: one reason for each.
    pub held_back: Vec<String>,
}

/// How it stands with the partner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Partnership {
    /// What they are called.
    pub name: String,
    /// Whether pairing is over, or was left.
    pub state: PartnerState,
    /// The day of the last meeting.
    pub last_meeting: Option<Date>,
    /// Whether nothing waits for the next one, as far as is known here.
    pub up_to_date: bool,
}

/// What of mine waits, where two are paired.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waits {
    /// The next new line may go at this moment; until then it can be taken back.
    Until(Timestamp),
    /// Something waits for the next meeting.
    Meeting,
}

impl Home {
    /// What of mine waits at this moment, and nothing else of how things stand.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn waits(&self, moment: &Moment) -> Result<Option<Waits>, HomeError> {
        let reader = self.vault().read()?;
        if reader.partner()?.is_none_or(|partner| partner.state != PartnerState::Paired) {
            return Ok(None);
        }
        if let Some((_, until)) = waiting_in(&reader, moment.timestamp())? {
            return Ok(Some(Waits::Until(until)));
        }
        Ok((!self.is_up_to_date_in(&reader)?).then_some(Waits::Meeting))
    }

    /// How things stand at this moment.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn status(&self, moment: &Moment) -> Result<Status, HomeError> {
        let reader = self.vault().read()?;
        let partner = reader.partner()?;
        Ok(Status {
            name: self.identity().name().to_owned(),
            entries: self.count_listed_in(&reader)?,
            partner: partner.map(|partner| self.partnership(&reader, &partner, moment)).transpose()?,
            waiting: waiting_in(&reader, moment.timestamp())?,
            understanding: self.understanding_in(&reader)?,
            stick: self.for_stick_in(&reader)?,
            nowhere: nowhere(&reader)?,
            room: self.room_in(&reader)?,
            almost_full: self.almost_full_in(&reader)?,
            stale_copy: self.stale_copy_in(&reader)?,
            held_back: held_back(&reader)?,
        })
    }

    /// Whether nothing was written here since the last meeting and nothing is wanted that the other laptop may have, as far
    /// as this one knows.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn is_up_to_date(&self) -> Result<bool, HomeError> {
        self.is_up_to_date_in(&self.vault().read()?)
    }

    /// What waits because one of the two programs is older than the other, as far as is known here.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn understanding(&self) -> Result<Understanding, HomeError> {
        self.understanding_in(&self.vault().read()?)
    }

    /// How many entries there are: mine and the partner's, without those taken back. `status` counts what is listed.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn count_entries(&self) -> Result<usize, HomeError> {
        entries(&self.vault().read()?)
    }

    /// How many entries there are whose words neither laptop has.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn count_nowhere(&self) -> Result<usize, HomeError> {
        nowhere(&self.vault().read()?)
    }

    /// The changes and bodies that were refused, each with its reason.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn held_back(&self) -> Result<Vec<String>, HomeError> {
        held_back(&self.vault().read()?)
    }

    fn partnership(&self, reader: &Reader<'_>, partner: &Partner, moment: &Moment) -> Result<Partnership, HomeError> {
        let Partner { name, state, last_meeting, .. } = partner;
        // A clock that was ahead on that day is no reason to name a day that has not come.
        let today = moment.today_in(reader)?;
        let (name, state, last_meeting) = (name.clone(), *state, last_meeting.map(|day| day.min(today)));
        Ok(Partnership { name, state, last_meeting, up_to_date: self.is_up_to_date_in(reader)? })
    }

    fn is_up_to_date_in(&self, reader: &Reader<'_>) -> Result<bool, HomeError> {
        let theirs = reader.understanding()?.theirs;
        // What the other laptop's program cannot take yet waits for more than the next meeting.
        let shared = |row: &DocRow| row.doc.is_shared() && theirs.knows(row.doc.since());
        let behind = reader.documents()?.iter().any(|row| shared(row) && row.met != row.heads);
        // What there is no room for waits for more than that, too.
        Ok(!behind && self.asked_for(reader)?.iter().all(|row| row.nowhere))
    }

    fn understanding_in(&self, reader: &Reader<'_>) -> Result<Understanding, HomeError> {
        let Understanding { theirs, waits_there, waits_here, left } = reader.understanding()?;
        // This program may be a newer one by now.
        let mine = self.vocabulary();
        Ok(Understanding {
            theirs,
            waits_there: waits_there && theirs < mine,
            waits_here: waits_here && mine < theirs,
            left,
        })
    }
}

fn entries(reader: &Reader<'_>) -> Result<usize, HomeError> {
    Ok(usize::try_from(reader.count_entries()?).unwrap_or(usize::MAX))
}

fn nowhere(reader: &Reader<'_>) -> Result<usize, HomeError> {
    Ok(reader.wanted()?.iter().filter(|row| row.nowhere).count())
}

fn held_back(reader: &Reader<'_>) -> Result<Vec<String>, HomeError> {
    Ok(reader.held()?.into_iter().map(|row| row.reason).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Wait;
    use crate::testing::{alone, at, body, evening, paired};
    use jiff::SignedDuration;
    use kintsugi_journal::Kind;

    #[test]
    fn of_somebody_alone_there_is_a_name_and_how_much_is_written() {
        let (_root, home) = alone();
        let moment = evening();
        home.save_line(body(Kind::Note, "tea"), Wait::Not, &moment).expect("saved");
        let status = home.status(&moment).expect("a sound store");
        assert_eq!((status.name.as_str(), status.entries, status.partner), ("Ana", 1, None));
        assert_eq!((status.waiting, status.nowhere, status.held_back.len()), (None, 0, 0));
        assert_eq!(home.waits(&moment).expect("a sound store"), None);
    }

    #[test]
    fn a_new_line_waits_for_a_while_and_then_for_a_meeting() {
        let (_root, home) = paired();
        let moment = evening();
        let up_to_date = |home: &Home| home.status(&moment).expect("a sound store").partner.expect("Ben").up_to_date;
        assert!(up_to_date(&home));
        assert_eq!(home.waits(&moment).expect("a sound store"), None);
        home.save_line(body(Kind::Note, "tea"), Wait::AsChosen, &moment).expect("saved");
        let (count, until) = home.status(&moment).expect("a sound store").waiting.expect("it waits");
        assert_eq!((count, home.waits(&moment).expect("a sound store")), (1, Some(Waits::Until(until))));
        assert!(until.duration_since(moment.timestamp()) >= SignedDuration::from_mins(10));
        assert!(!up_to_date(&home));
        let later = at("2026-06-03T21:10:00+02:00[Europe/Berlin]");
        assert_eq!(home.status(&later).expect("a sound store").waiting, None);
        assert_eq!(home.waits(&later).expect("a sound store"), Some(Waits::Meeting));
    }
}

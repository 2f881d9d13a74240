//! Keys: all that a document of ours can hold, at its root.
//!
//! Keys are unique by their random id, so documents begun apart merge without a common first change. Every value is a
//! scalar: two containers made apart under one key would hide each other.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;

use crate::id::EntryId;
use crate::round::RoundId;
use crate::setting::SettingName;
use crate::table::decode_day;
use crate::week::Week;

/// A key at the root of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// `entry/<id>`: the record of one piece of writing, an encoded [`Record`](crate::Record). Pages and private pages.
    Entry(EntryId),
    /// `entry/<id>/deleted`: `true` once it is taken back, for ever. A field of its own, so that it meets no edit.
    Deleted(EntryId),
    /// `star/<id>`: my star on an entry, on or off. Private pages only.
    Star(EntryId),
    /// `setting/<name>`: a setting of the journal, a whole number. Table only.
    Setting(SettingName),
    /// `round/<round>`: how far I am with a round, a [`RoundMark`](crate::RoundMark). My drawer only.
    Round(RoundId),
    /// `done/<id>`: `true` once a slip is done, or something missed took place again. Table only, as all that follow.
    Done(EntryId),
    /// `removed/<id>`: `true` once either took it away. Its author's laptop then takes the words back.
    Removed(EntryId),
    /// `plan/<id>`: for which day something missed is planned, ISO text.
    Plan(EntryId),
    /// `draw/<day>`: the slip of that day, a [`Draw`](crate::Draw).
    Draw(Date),
    /// `schedule`: when the two sit down each week, a [`Schedule`](crate::Schedule).
    Schedule,
    /// `focus`: the practice of these days, a [`Focus`](crate::Focus).
    Focus,
    /// `took/<day>/<id>`: `true` where a practice took place on that day.
    Took(Date, EntryId),
    /// `skipped/<day>`: `true` where the two let the check-in of that day be.
    Skipped(Date),
    /// `read/<week>`: `true` once that week was read together.
    Read(Week),
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Entry(id) => write!(f, "entry/{id}"),
            Self::Deleted(id) => write!(f, "entry/{id}/deleted"),
            Self::Star(id) => write!(f, "star/{id}"),
            Self::Setting(name) => write!(f, "setting/{}", name.as_str()),
            Self::Round(round) => write!(f, "round/{round}"),
            Self::Done(id) => write!(f, "done/{id}"),
            Self::Removed(id) => write!(f, "removed/{id}"),
            Self::Plan(id) => write!(f, "plan/{id}"),
            Self::Draw(day) => write!(f, "draw/{day}"),
            Self::Schedule => f.write_str("schedule"),
            Self::Focus => f.write_str("focus"),
            Self::Took(day, practice) => write!(f, "took/{day}/{practice}"),
            Self::Skipped(day) => write!(f, "skipped/{day}"),
            Self::Read(week) => write!(f, "read/{week}"),
        }
    }
}

impl FromStr for Key {
    type Err = ();

    /// Reads exactly what `Display` writes; ids in lower case only, so that a key has one spelling.
    fn from_str(text: &str) -> Result<Self, ()> {
        let id = |text: &str| text.parse::<EntryId>().map_err(|_| ());
        let day = |text: &str| decode_day(text.as_bytes()).ok_or(());
        let key = match text.split_once('/').unwrap_or((text, "")) {
            ("entry", rest) => match rest.strip_suffix("/deleted") {
                Some(entry) => Self::Deleted(id(entry)?),
                None => Self::Entry(id(rest)?),
            },
            ("star", entry) => Self::Star(id(entry)?),
            ("setting", name) => Self::Setting(SettingName::from_key(name).ok_or(())?),
            ("round", round) => Self::Round(round.parse()?),
            ("done", entry) => Self::Done(id(entry)?),
            ("removed", entry) => Self::Removed(id(entry)?),
            ("plan", entry) => Self::Plan(id(entry)?),
            ("draw", date) => Self::Draw(day(date)?),
            ("skipped", date) => Self::Skipped(day(date)?),
            ("schedule", "") => Self::Schedule,
            ("focus", "") => Self::Focus,
            ("took", rest) => {
                let (date, practice) = rest.split_once('/').ok_or(())?;
                Self::Took(day(date)?, id(practice)?)
            }
            ("read", week) => Self::Read(week.parse().ok().and_then(Week::from_number).ok_or(())?),
            _ => return Err(()),
        };
        if key.to_string() == text { Ok(key) } else { Err(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::round::Topic;
    use jiff::civil::date;

    #[test]
    fn every_key_is_read_back() {
        let id = EntryId::from_bytes([3; 16]);
        let day = date(2026, 6, 3);
        let mut keys = vec![Key::Entry(id), Key::Deleted(id), Key::Star(id), Key::Setting(SettingName::DayStart)];
        keys.push(Key::Round(RoundId { topic: Topic::Question(id), number: u32::MAX }));
        keys.extend([Key::Done(id), Key::Removed(id), Key::Plan(id), Key::Draw(day), Key::Schedule, Key::Focus]);
        keys.extend([Key::Skipped(day), Key::Took(day, id), Key::Read(Week::from_number(1).expect("not 0"))]);
        for key in keys {
            assert_eq!(key.to_string().parse(), Ok(key));
            assert!(key.to_string().len() <= 64, "the gate takes no longer one");
        }
    }

    #[test]
    fn anything_else_is_refused() {
        let id = EntryId::from_bytes([3; 16]).to_string();
        let cases = [
            String::new(),
            "entry".into(),
            "entry/".into(),
            format!("entry/{id}/"),
            format!("entry/{id}/deleted/deleted"),
            format!("entry/{}", id.to_uppercase()),
            format!("Entry/{id}"),
            format!("star/{id}/deleted"),
            "setting/unknown".into(),
            "round/letter/0".into(),
            "draw/2026-6-3".into(),
            "draw/1500-06-03".into(),
            "schedule/".into(),
            "focus/now".into(),
            "took/2026-06-03".into(),
            format!("took/2026-06-03/{id}/"),
            "read/0".into(),
            "read/01".into(),
        ];
        for text in cases {
            assert_eq!(text.parse::<Key>(), Err(()), "{text:?}");
        }
    }
}

//! Keys: all that a document of ours can hold, at its root.
//!
//! Keys are unique by their random id, so documents begun apart merge without a common first change. Every value is a
//! scalar: two containers made apart under one key would hide each other.

use std::fmt;

use jiff::civil::Date;

use crate::documents::invitation::Occasion;
use crate::documents::setting::SettingName;
use crate::form::Form;
use crate::names::id::{EntryId, PersonId};
use crate::names::round_id::RoundId;
use crate::time::day::decode_day;
use crate::time::week::Week;
use crate::vocabulary::Vocabulary;

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
    /// `lines-open/<person>`: when that person wishes lines to open, a [`LinesOpen`](crate::LinesOpen). Only they put it.
    LinesOpen(PersonId),
    /// `invited/<person>/<occasion>`: the last invitation of that person, an [`Invitation`](crate::Invitation). Only they put it.
    Invited(PersonId, Occasion),
    /// `agreed/<person>`: what that person has said yes to, an [`Assent`](crate::Assent). Only they put it.
    Agreed(PersonId),
    /// `round/<round>`: how far I am with a round, a [`RoundMark`](crate::RoundMark). My drawer only.
    Round(RoundId),
    /// `done/<id>`: `true` once something that was missed took place again. Table only, as all that follow.
    Done(EntryId),
    /// `plan/<id>`: for which day something missed is planned, ISO text.
    Plan(EntryId),
    /// `draw/<day>`: the slip of that day.
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
    /// `trial/<id>`: a mark of the next version, for tests of how two versions meet.
    #[cfg(feature = "later")]
    Trial(EntryId),
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Entry(id) => write!(f, "entry/{id}"),
            Self::Deleted(id) => write!(f, "entry/{id}/deleted"),
            Self::Star(id) => write!(f, "star/{id}"),
            Self::Setting(name) => write!(f, "setting/{}", name.as_str()),
            Self::LinesOpen(person) => write!(f, "lines-open/{person}"),
            Self::Invited(person, occasion) => write!(f, "invited/{person}/{occasion}"),
            Self::Agreed(person) => write!(f, "agreed/{person}"),
            Self::Round(round) => write!(f, "round/{round}"),
            Self::Done(id) => write!(f, "done/{id}"),
            Self::Plan(id) => write!(f, "plan/{id}"),
            Self::Draw(day) => write!(f, "draw/{day}"),
            Self::Schedule => f.write_str("schedule"),
            Self::Focus => f.write_str("focus"),
            Self::Took(day, practice) => write!(f, "took/{day}/{practice}"),
            Self::Skipped(day) => write!(f, "skipped/{day}"),
            Self::Read(week) => write!(f, "read/{week}"),
            #[cfg(feature = "later")]
            Self::Trial(id) => write!(f, "trial/{id}"),
        }
    }
}

impl Key {
    /// Reads a key as a program of this vocabulary does. Known is exactly what `Display` writes, ids in lower case only, so
    /// that a key has one spelling. A later one is a word and, behind slashes, parts of small letters, digits and hyphens.
    pub fn read(text: &str, vocabulary: Vocabulary) -> Form<Self> {
        if text.len() > vocabulary.limits().key_bytes {
            return Form::Malformed;
        }
        match Self::spelled(text).filter(|key| key.to_string() == text && vocabulary.knows(key.since())) {
            Some(key) => Form::Known(key),
            None if has_form(text) => Form::Later,
            None => Form::Malformed,
        }
    }

    /// Whose wish, invitation or yes it holds: only that person puts it. `None` for what either may put.
    pub const fn wisher(self) -> Option<PersonId> {
        match self {
            Self::LinesOpen(person) | Self::Invited(person, _) | Self::Agreed(person) => Some(person),
            _ => None,
        }
    }

    /// The vocabulary in which it came.
    pub const fn since(self) -> Vocabulary {
        match self {
            Self::Setting(name) => name.since(),
            Self::Round(round) => round.topic.since(),
            #[cfg(feature = "later")]
            Self::Trial(_) => Vocabulary::LATER,
            _ => Vocabulary::FIRST,
        }
    }

    fn spelled(text: &str) -> Option<Self> {
        let id = |text: &str| text.parse::<EntryId>().ok();
        let day = |text: &str| decode_day(text.as_bytes());
        Some(match text.split_once('/').unwrap_or((text, "")) {
            ("entry", rest) => match rest.strip_suffix("/deleted") {
                Some(entry) => Self::Deleted(id(entry)?),
                None => Self::Entry(id(rest)?),
            },
            ("star", entry) => Self::Star(id(entry)?),
            ("setting", name) => Self::Setting(SettingName::from_key(name)?),
            ("lines-open", person) => Self::LinesOpen(person.parse().ok()?),
            ("invited", rest) => {
                let (person, occasion) = rest.split_once('/')?;
                Self::Invited(person.parse().ok()?, occasion.parse().ok()?)
            }
            ("agreed", person) => Self::Agreed(person.parse().ok()?),
            ("round", round) => Self::Round(round.parse().ok()?),
            ("done", entry) => Self::Done(id(entry)?),
            ("plan", entry) => Self::Plan(id(entry)?),
            ("draw", date) => Self::Draw(day(date)?),
            ("skipped", date) => Self::Skipped(day(date)?),
            ("schedule", "") => Self::Schedule,
            ("focus", "") => Self::Focus,
            ("took", rest) => {
                let (date, practice) = rest.split_once('/')?;
                Self::Took(day(date)?, id(practice)?)
            }
            ("read", week) => Self::Read(week.parse().ok().and_then(Week::from_number)?),
            #[cfg(feature = "later")]
            ("trial", entry) => Self::Trial(id(entry)?),
            _ => return None,
        })
    }
}

/// `word(/part)*`: what every key of every version looks like.
fn has_form(text: &str) -> bool {
    let letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let part = |part: &str| !part.is_empty() && part.bytes().all(letter);
    text.as_bytes().first().is_some_and(u8::is_ascii_lowercase) && text.split('/').all(part)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names::round_id::Topic;
    use jiff::civil::date;

    #[test]
    fn every_key_is_read_back() {
        let id = EntryId::from_bytes([3; 16]);
        let day = date(2026, 6, 3);
        let mut keys = vec![Key::Entry(id), Key::Deleted(id), Key::Star(id), Key::Setting(SettingName::DayStart)];
        keys.push(Key::Round(RoundId { topic: Topic::Question(id), number: u32::MAX }));
        keys.extend([Key::Done(id), Key::Plan(id), Key::Draw(day), Key::Schedule, Key::Focus]);
        keys.extend([Key::Skipped(day), Key::Took(day, id), Key::Read(Week::from_number(1).expect("not 0"))]);
        keys.extend([Key::LinesOpen, Key::Agreed].map(|key| key(PersonId::from_bytes([3; 16]))));
        keys.extend(Occasion::ALL.map(|occasion| Key::Invited(PersonId::from_bytes([3; 16]), occasion)));
        for key in keys {
            assert_eq!(Key::read(&key.to_string(), Vocabulary::FIRST), Form::Known(key));
            assert!(key.to_string().len() <= 64, "the gate takes no longer one");
        }
    }

    #[test]
    fn what_has_the_form_of_a_key_may_be_of_a_later_version() {
        let id = EntryId::from_bytes([3; 16]).to_string();
        for text in [
            "entry".to_owned(),
            "setting/unknown".into(),
            format!("entry/{id}/answer"),
            format!("star/{id}/deleted"),
            "round/letter/0".into(),
            "round/tea/1".into(),
            "draw/2026-6-3".into(),
            "focus/now".into(),
            "took/2026-06-03".into(),
            "read/01".into(),
            "lines-open/somebody".into(),
            "agreed/both".into(),
            format!("invited/{id}/tea"),
            "a-word".into(),
            format!("a/{}", "b".repeat(62)),
        ] {
            assert_eq!(Key::read(&text, Vocabulary::FIRST), Form::Later, "{text:?}");
        }
    }

    #[test]
    fn anything_else_is_no_key_of_any_version() {
        let id = EntryId::from_bytes([3; 16]).to_string();
        for text in [
            String::new(),
            "entry/".into(),
            format!("entry/{id}/"),
            format!("entry/{}", id.to_uppercase()),
            format!("Entry/{id}"),
            "/entry".into(),
            "1entry".into(),
            "-entry".into(),
            "entry//a".into(),
            "schedule/".into(),
            "a key".into(),
            "schlüssel".into(),
            "a_b".into(),
            "a\0b".into(),
            format!("a/{}", "b".repeat(63)),
        ] {
            assert_eq!(Key::read(&text, Vocabulary::FIRST), Form::Malformed, "{text:?}");
        }
    }

    /// With the words of the next version at hand, a program of this one behaves as if it had never heard of them.
    #[cfg(feature = "later")]
    #[test]
    fn a_key_of_the_next_version_is_known_to_it_alone() {
        let key = Key::Trial(EntryId::from_bytes([3; 16]));
        assert_eq!(Key::read(&key.to_string(), Vocabulary::CURRENT), Form::Later);
        assert_eq!(Key::read(&key.to_string(), Vocabulary::LATER), Form::Known(key));
    }
}

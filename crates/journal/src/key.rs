//! Keys: all that a document of ours can hold, at its root.
//!
//! Keys are unique by their random id, so documents begun apart merge without a common first change. Every value is a
//! scalar: two containers made apart under one key would hide each other.

use std::fmt;
use std::str::FromStr;

use crate::id::EntryId;
use crate::setting::SettingName;

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
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Entry(id) => write!(f, "entry/{id}"),
            Self::Deleted(id) => write!(f, "entry/{id}/deleted"),
            Self::Star(id) => write!(f, "star/{id}"),
            Self::Setting(name) => write!(f, "setting/{}", name.as_str()),
        }
    }
}

impl FromStr for Key {
    type Err = ();

    /// Reads exactly what `Display` writes; ids in lower case only, so that a key has one spelling.
    fn from_str(text: &str) -> Result<Self, ()> {
        let key = match text.split_once('/').ok_or(())? {
            ("entry", rest) => match rest.strip_suffix("/deleted") {
                Some(id) => Self::Deleted(id.parse().map_err(|_| ())?),
                None => Self::Entry(rest.parse().map_err(|_| ())?),
            },
            ("star", id) => Self::Star(id.parse().map_err(|_| ())?),
            ("setting", name) => Self::Setting(SettingName::from_key(name).ok_or(())?),
            _ => return Err(()),
        };
        if key.to_string() == text { Ok(key) } else { Err(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_read_back() {
        let id = EntryId::from_bytes([3; 16]);
        for key in [Key::Entry(id), Key::Deleted(id), Key::Star(id), Key::Setting(SettingName::DayStart)] {
            assert_eq!(key.to_string().parse(), Ok(key));
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
        ];
        for text in cases {
            assert_eq!(text.parse::<Key>(), Err(()), "{text:?}");
        }
    }
}

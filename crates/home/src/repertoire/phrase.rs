//! Lines to borrow, by situation.

use kintsugi_journal::{EntryId, Kind};
use serde::Deserialize;

use crate::{Home, HomeError};

/// A situation, and lines for it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Situation {
    /// What it is called by.
    pub name: String,
    /// What stands above its lines.
    pub title: String,
    /// The lines.
    pub lines: Vec<String>,
    /// Named by one of the two: its title is its name.
    #[serde(skip)]
    pub own: bool,
}

/// One line to borrow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// Its number, counted through from 1: those that come along first.
    pub number: usize,
    /// The name of its situation.
    pub situation: String,
    /// The line.
    pub text: String,
    /// The entry that holds it, where it is my own.
    pub own: Option<EntryId>,
}

/// All lines to borrow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrases {
    /// The situations: those that come along, then those that I named.
    pub situations: Vec<Situation>,
    /// The lines, by number.
    pub lines: Vec<Phrase>,
}

impl Phrases {
    /// The line with this number.
    pub fn numbered(&self, number: usize) -> Option<&Phrase> {
        self.lines.iter().find(|line| line.number == number)
    }
}

#[derive(Deserialize)]
struct File {
    situation: Vec<Situation>,
}

/// The situations that come along.
pub fn situations() -> Vec<Situation> {
    let file: File = toml::from_str(include_str!("../../data/phrases.toml")).expect("a test reads this file");
    file.situation
}

/// The lines that come along and my own, by situation and numbered through.
///
/// # Errors
/// [`HomeError::Vault`] when the store cannot be read.
pub fn phrases(home: &Home) -> Result<Phrases, HomeError> {
    let mut situations = situations();
    let own = home.things(Kind::Phrase)?;
    for name in own.iter().filter_map(|thing| thing.tags.first()) {
        if !situations.iter().any(|situation| situation.name == *name) {
            situations.push(Situation { name: name.clone(), title: name.clone(), lines: Vec::new(), own: true });
        }
    }
    let mut lines = Vec::new();
    let mut add = |situation: &str, text: String, own| {
        lines.push(Phrase { number: lines.len() + 1, situation: situation.to_owned(), text, own });
    };
    for situation in &situations {
        situation.lines.iter().for_each(|line| add(&situation.name, line.clone(), None));
    }
    for thing in own {
        add(thing.tags.first().map_or("", String::as_str), thing.text, Some(thing.id));
    }
    Ok(Phrases { situations, lines })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_situation_has_lines() {
        let all = situations();
        let names: Vec<&str> = all.iter().map(|situation| situation.name.as_str()).collect();
        assert_eq!(names, ["stuck", "angry", "afraid", "often"]);
        assert!(all.iter().all(|situation| !situation.lines.is_empty() && !situation.title.is_empty()));
    }

    #[test]
    fn own_lines_are_numbered_after_those_that_come_along() {
        let (_root, home) = crate::testing::alone();
        let along = phrases(&home).expect("a sound store").lines.len();
        let own =
            kintsugi_journal::Words { tags: vec!["tired".into()], ..crate::testing::body(Kind::Phrase, "Not now.") };
        let draft = kintsugi_journal::Draft { words: own, audience: kintsugi_journal::Audience::Me };
        home.write(vec![draft], &crate::testing::evening(), crate::Pace::AtOnce).expect("written");
        let all = phrases(&home).expect("a sound store");
        let mine = all.numbered(along + 1).expect("it follows");
        assert_eq!((mine.situation.as_str(), mine.text.as_str(), mine.own.is_some()), ("tired", "Not now.", true));
        assert!(all.situations.last().is_some_and(|situation| situation.own && situation.title == "tired"));
        assert!(all.numbered(0).is_none() && all.numbered(along + 2).is_none());
    }
}

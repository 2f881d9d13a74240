//! Lines to borrow, by situation.

use serde::Deserialize;

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
}

//! Slips that are in the jar to begin with.

use serde::Deserialize;

use super::id_of;
use crate::Thing;

#[derive(Deserialize)]
struct File {
    slip: Vec<Definition>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Definition {
    name: String,
    text: String,
}

/// Those that come along: nobody's own.
pub(crate) fn slips() -> Vec<Thing> {
    let file: File = toml::from_str(include_str!("../../data/slips.toml")).expect("a test reads this file");
    let thing = |one: Definition| Thing {
        id: id_of("slip", &one.name),
        mine: false,
        private: false,
        text: one.text,
        tags: Vec::new(),
    };
    file.slip.into_iter().map(thing).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn some_come_along_and_each_is_another_one() {
        let mut ids: Vec<_> = slips().iter().map(|slip| slip.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert!(ids.len() >= 7, "a week of them");
        assert_eq!(ids.len(), slips().len());
    }
}

//! Questions that both answer before either reads.

use kintsugi_journal::{EntryId, Kind};
use serde::Deserialize;

use super::id_of;
use crate::{Home, HomeError};

/// A question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Made from its name, or the entry that holds it.
    pub id: EntryId,
    /// Written by one of the two.
    pub own: bool,
    /// The question itself.
    pub text: String,
}

#[derive(Deserialize)]
struct File {
    question: Vec<Definition>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Definition {
    name: String,
    text: String,
}

/// Those that come along and those of the two, in the order in which they are numbered.
///
/// # Errors
/// [`HomeError::Vault`] when the store cannot be read.
pub fn questions(home: &Home) -> Result<Vec<Question>, HomeError> {
    let mut all = shipped();
    let own = home.things(Kind::Question)?.into_iter();
    all.extend(own.map(|thing| Question { id: thing.id, own: true, text: thing.text }));
    Ok(all)
}

/// A question by its number in the list, from 1, or by the first four letters of its id, or more of them.
///
/// # Errors
/// [`HomeError::Vault`] when the store cannot be read.
pub fn question(home: &Home, named: &str) -> Result<Option<Question>, HomeError> {
    let all = questions(home)?;
    let number = named.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    let by_id = |question: &&Question| named.len() >= 4 && question.id.to_string().starts_with(&named.to_lowercase());
    Ok(number.and_then(|at| all.get(at)).or_else(|| all.iter().find(by_id)).cloned())
}

pub(super) fn shipped() -> Vec<Question> {
    let file: File = toml::from_str(include_str!("../../data/questions.toml")).expect("a test reads this file");
    let question = |one: Definition| Question { id: id_of("question", &one.name), own: false, text: one.text };
    file.question.into_iter().map(question).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_come_along_and_keep_their_ids() {
        let all = shipped();
        assert_eq!(all.len(), 5);
        // Answers belong to the id: it may never change. The vector in `docs/formats.md`.
        assert_eq!(all[0].id.to_string(), "z6jgc71kgk6jv1a5nfbn1a8s0m");
        assert!(include_str!("../../../../docs/formats.md").contains("Question `safe`: `z6jgc71kgk6jv1a5nfbn1a8s0m`"));
        let mut ids: Vec<_> = all.iter().map(|question| question.id).collect();
        ids.dedup();
        assert_eq!(ids.len(), 5);
    }

    #[test]
    fn a_question_is_found_by_number_and_by_id() {
        let (_root, home) = crate::testing::alone();
        let found = |named: &str| question(&home, named).expect("a sound store").map(|question| question.id);
        let first = shipped().remove(0).id;
        assert_eq!((found("1"), found(&first.to_string()[..4])), (Some(first), Some(first)));
        for named in ["0", "6", "", "abc", "-1", "zzzz"] {
            assert_eq!(found(named), None, "{named:?}");
        }
    }
}

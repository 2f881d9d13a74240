//! Which practices there are: those that come along, those of the two, and what can be in focus.

use kintsugi_journal::Kind;
use kintsugi_vault::Reader;

use super::id_of;
use super::practice::{Practice, Source, shipped};
use crate::{Home, HomeError};

/// What has a command of its own and can be in focus like a practice: its name, its title, and what it asks for.
const EXERCISES: [(&str, &str, &str); 6] = [
    ("journal", "A line a day", "A line each on most days: what you appreciated, what was hard, a moment together."),
    ("jar", "The jar", "One slip a day, the same for both of you."),
    ("check-in", "The check-in", "A talk at the same time each week, five minutes each."),
    ("letter", "A letter each", "What hurt, what I understand, what I will do; then read aloud."),
    ("miss", "What we miss", "One small thing each, opened together, and planned for a day."),
    ("questions", "A question", "One question that both of you answer before either reads."),
];

/// The exercises that have a command of their own, as what can be in focus: they have no steps here.
pub fn exercises() -> Vec<Practice> {
    let exercise = |(name, title, about): (&str, &str, &str)| Practice {
        id: id_of("practice", name),
        source: Source::Along,
        name: name.to_owned(),
        title: title.to_owned(),
        about: about.to_owned(),
        consent: false,
        stop_word: None,
        trace: true,
        steps: Vec::new(),
    };
    EXERCISES.into_iter().map(exercise).collect()
}

/// What may be in focus: the practices, and the exercises that have a command of their own. Where a practice has the name of an
/// exercise, it is the practice that is meant.
///
/// # Errors
/// As [`practices`].
pub fn focusable(home: &Home) -> Result<Vec<Practice>, HomeError> {
    focusable_in(home, &home.vault().read()?)
}

pub(crate) fn focusable_in(home: &Home, reader: &Reader<'_>) -> Result<Vec<Practice>, HomeError> {
    let mut all = practices_in(home, reader)?;
    let others = exercises().into_iter().filter(|one| all.iter().all(|practice| practice.name != one.name));
    let others: Vec<Practice> = others.collect();
    all.extend(others);
    all.retain(Practice::may_be_planned);
    Ok(all)
}

/// Whether a practice of this name comes along: the name is taken for good.
pub(crate) fn is_reserved(name: &str) -> bool {
    shipped().iter().any(|practice| practice.name == name)
}

/// Those that come along and those of the two. One that cannot be read (of a newer version, say) is passed over, and so is one
/// of the partner's with the name of one that comes along; one of mine with such a name is how that one reads here.
///
/// # Errors
/// [`HomeError::Vault`] when the store cannot be read.
pub fn practices(home: &Home) -> Result<Vec<Practice>, HomeError> {
    practices_in(home, &home.vault().read()?)
}

/// The practice with this name, in any case. Where both of the two have one of it, that is mine.
///
/// # Errors
/// [`HomeError::NoSuchThing`].
pub fn practice(home: &Home, name: &str) -> Result<Practice, HomeError> {
    let wanted = name.trim().to_lowercase();
    let named = practices(home)?.into_iter().filter(|practice| practice.name == wanted);
    let found = named.max_by_key(|practice| matches!(practice.source, Source::Mine(_)));
    found.ok_or_else(|| HomeError::NoSuchThing(name.to_owned()))
}

pub(crate) fn practices_in(home: &Home, reader: &Reader<'_>) -> Result<Vec<Practice>, HomeError> {
    let (mut all, mut own) = (shipped(), Vec::new());
    for thing in home.things_in(reader, Kind::Practice)? {
        let Ok(read) = Practice::read(thing.id, &thing.text) else { continue };
        let along = all.iter_mut().find(|along| along.name == read.name);
        match (along, thing.mine) {
            (Some(along), true) => *along = along.adapted(read),
            (Some(_), false) => {}
            (None, true) => own.push(read),
            (None, false) => own.push(Practice { source: Source::Theirs(thing.id), ..read }),
        }
    }
    all.extend(own);
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_come_along_are_whole_and_have_names_of_their_own() {
        let all = shipped();
        // Days and plans in journals name it by this id. The vector in `docs/formats.md`.
        assert_eq!(all[0].id.to_string(), "gqde9dt1tce163atm8jb9bq11c");
        assert!(include_str!("../../../../docs/formats.md").contains("`eye-contact`: `gqde9dt1tce163atm8jb9bq11c`"));
        let mut names: Vec<&str> = all.iter().map(|practice| practice.name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all.len());
        for practice in &all {
            assert!(
                !practice.about.is_empty() && practice.steps.iter().all(|step| !step.guide.is_empty()),
                "{}",
                practice.name
            );
            let again = Practice::read(practice.id, &practice.to_toml()).expect("what is printed is read");
            assert_eq!(Practice { source: Source::Along, ..again }, *practice);
        }
        let touch = all.iter().find(|practice| practice.name == "touch").expect("it comes along");
        assert!(touch.consent && touch.stop_word.is_some() && !touch.trace);
    }

    #[test]
    fn a_text_of_mine_keeps_the_yes_of_both_the_stop_word_and_leaves_no_trace() {
        let (_root, home) = crate::testing::alone();
        let along = practice(&home, " Touch ").expect("it comes along");
        assert!(!along.is_own() && !along.may_be_planned());
        let text = "name = \"touch\"\ntitle = \"Mine\"\n[[step]]\ntitle = \"a\"\nminutes = 1";
        home.add_practice(crate::testing::body(Kind::Practice, text), &crate::testing::evening()).expect("added");
        let mine = practice(&home, "touch").expect("mine");
        assert_eq!((mine.title.as_str(), mine.id), ("Mine", along.id));
        assert!(mine.consent && !mine.trace && mine.stop_word == along.stop_word && !mine.may_be_planned());
        assert!(matches!(practice(&home, "tea"), Err(HomeError::NoSuchThing(_))));
    }
}

//! Practices: what to do, step by step, and for how long.

use std::time::Duration;

use kintsugi_journal::{EntryId, Kind, check_seen};
use kintsugi_vault::Reader;
use serde::Deserialize;

use super::id_of;
use crate::no_practice::{MAX_MINUTES, MAX_STEPS, MAX_TEXT, MAX_TITLE, NoPractice};
use crate::{Home, HomeError};

/// Whose turn it is. Which of the two is "one" is theirs to say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Who {
    /// Both.
    #[default]
    Both,
    /// One of the two.
    One,
    /// The other one.
    Other,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// What it is called.
    pub title: String,
    /// Whose turn it is.
    #[serde(default)]
    pub who: Who,
    /// For how long: more than 0, at most 180.
    pub minutes: f64,
    /// What to do.
    #[serde(default)]
    pub guide: String,
}

impl Step {
    /// For how long.
    pub fn time(&self) -> Duration {
        Duration::from_secs_f64(self.minutes * 60.0)
    }
}

/// What a definition says.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Definition {
    name: String,
    title: String,
    #[serde(default)]
    about: String,
    #[serde(default)]
    consent: bool,
    #[serde(default)]
    stop_word: Option<String>,
    #[serde(default = "yes")]
    trace: bool,
    step: Vec<Step>,
}

const fn yes() -> bool {
    true
}

#[derive(Deserialize)]
struct File {
    practice: Vec<Definition>,
}

/// A practice.
#[derive(Clone, Debug, PartialEq)]
pub struct Practice {
    /// Made from its name, or the entry that holds it.
    pub id: EntryId,
    /// Own ones can be changed and taken away.
    pub own: bool,
    /// What it is called by: lower-case letters, digits and dashes.
    pub name: String,
    /// What stands above it.
    pub title: String,
    /// What it is for.
    pub about: String,
    /// Both say yes before it begins.
    pub consent: bool,
    /// Ends it at once.
    pub stop_word: Option<String>,
    /// Whether it is remembered that it took place.
    pub trace: bool,
    /// What to do, in order.
    pub steps: Vec<Step>,
}

impl Practice {
    fn of(id: EntryId, own: bool, definition: Definition) -> Self {
        let Definition { name, title, about, consent, stop_word, trace, step } = definition;
        Self { id, own, name, title, about, consent, stop_word, trace, steps: step }
    }

    /// Reads a definition of one's own.
    ///
    /// # Errors
    /// [`NoPractice`] says what cannot be read.
    pub fn read(id: EntryId, text: &str) -> Result<Self, NoPractice> {
        let definition: Definition =
            toml::from_str(text).map_err(|error| NoPractice::Unreadable(error.message().to_owned()))?;
        check(&definition)?;
        Ok(Self::of(id, true, definition))
    }

    /// For how long in all.
    pub fn time(&self) -> Duration {
        self.steps.iter().map(Step::time).sum()
    }

    /// A definition to begin with, or to look at.
    pub fn to_toml(&self) -> String {
        let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
        let mut text = format!(
            "name = {}\ntitle = {}\nabout = {}\n",
            quoted(&self.name),
            quoted(&self.title),
            quoted(&self.about)
        );
        if self.consent {
            text.push_str("consent = true\n");
        }
        if let Some(word) = &self.stop_word {
            text.push_str(&format!("stop_word = {}\n", quoted(word)));
        }
        if !self.trace {
            text.push_str("trace = false\n");
        }
        for step in &self.steps {
            let who = match step.who {
                Who::Both => "both",
                Who::One => "one",
                Who::Other => "other",
            };
            text.push_str(&format!(
                "\n[[step]]\nwho = \"{who}\"\ntitle = {}\nminutes = {}\nguide = {}\n",
                quoted(&step.title),
                step.minutes,
                quoted(&step.guide)
            ));
        }
        text
    }
}

fn check(definition: &Definition) -> Result<(), NoPractice> {
    let name = &definition.name;
    if name.is_empty()
        || name.len() > 32
        || !name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    {
        return Err(NoPractice::Name);
    }
    let titles = definition.step.iter().map(|step| &step.title).chain([&definition.title]).chain(&definition.stop_word);
    let texts = definition.step.iter().map(|step| &step.guide).chain([&definition.about]);
    if !titles.into_iter().all(|title| (1..=MAX_TITLE).contains(&title.chars().count()) && check_seen(title).is_ok()) {
        return Err(NoPractice::Title);
    }
    if !texts.into_iter().all(|text| text.chars().count() <= MAX_TEXT && is_plain(text)) {
        return Err(NoPractice::Text);
    }
    if definition.step.is_empty() || definition.step.len() > MAX_STEPS {
        return Err(NoPractice::Steps);
    }
    let timed = |step: &Step| step.minutes > 0.0 && step.minutes <= MAX_MINUTES;
    if !definition.step.iter().all(timed) {
        return Err(NoPractice::Minutes);
    }
    Ok(())
}

/// TOML can spell characters that a text of the journal never holds: they would draw on the other's terminal.
fn is_plain(text: &str) -> bool {
    !text.chars().any(char::is_control)
}

/// The practices that come along.
pub fn shipped() -> Vec<Practice> {
    let file: File = toml::from_str(include_str!("../../data/practices.toml")).expect("a test reads this file");
    file.practice.into_iter().map(|one| Practice::of(id_of("practice", &one.name), false, one)).collect()
}

/// Those that come along and those of the two. One that cannot be read (of a newer version, say) is passed over.
///
/// # Errors
/// [`HomeError::Vault`] when the store cannot be read.
pub fn practices(home: &Home) -> Result<Vec<Practice>, HomeError> {
    practices_in(home, &home.vault().read()?)
}

/// The practice with this name, in any case. An own one comes before one that comes along.
///
/// # Errors
/// [`HomeError::NoSuchThing`].
pub fn practice(home: &Home, name: &str) -> Result<Practice, HomeError> {
    let wanted = name.trim().to_lowercase();
    let found = practices(home)?.into_iter().rev().find(|practice| practice.name == wanted);
    found.ok_or_else(|| HomeError::NoSuchThing(name.to_owned()))
}

pub(crate) fn practices_in(home: &Home, reader: &Reader<'_>) -> Result<Vec<Practice>, HomeError> {
    let mut all = shipped();
    for thing in home.things_in(reader, Kind::Practice)? {
        all.extend(Practice::read(thing.id, &thing.text).ok());
    }
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
            assert_eq!(Practice { own: false, ..again }, *practice);
        }
        let touch = all.iter().find(|practice| practice.name == "touch").expect("it comes along");
        assert!(touch.consent && touch.stop_word.is_some() && !touch.trace);
    }

    #[test]
    fn what_is_no_practice_is_refused_by_name() {
        let read = |text: &str| Practice::read(EntryId::from_bytes([1; 16]), text).err().map(|error| error.to_string());
        let step = "[[step]]\ntitle = \"a\"\nminutes = 1";
        assert_eq!(read(&format!("name = \"a\"\ntitle = \"A\"\n{step}")), None);
        for (text, why) in [
            ("", "missing field"),
            ("name = \"a\"\ntitle = \"A\"\nstep = []", "1 to 20 steps"),
            (&format!("name = \"A b\"\ntitle = \"A\"\n{step}"), "lower-case"),
            ("name = \"a\"\ntitle = \"A\"\n[[step]]\ntitle = \"a\"\nminutes = 0", "no time"),
            ("name = \"a\"\ntitle = \"A\"\n[[step]]\ntitle = \"a\"\nminutes = nan", "no time"),
            ("name = \"a\"\ntitle = \"A\"\n[[step]]\ntitle = \"a\"\nminutes = 1e9", "no time"),
            (&format!("name = \"a\"\ntitle = \"A\"\ncolour = 1\n{step}"), "unknown field"),
            (&format!("name = \"a\"\ntitle = \"A\\u001b[2J\"\n{step}"), "no control characters"),
            (&format!("name = \"a\"\ntitle = \"A\\u202eB\"\n{step}"), "cannot be seen"),
            (
                "name = \"a\"\ntitle = \"A\"\n[[step]]\ntitle = \"a\"\nminutes = 1\nguide = \"\\u0007\"",
                "no control characters",
            ),
            (&format!("name = \"a\"\ntitle = \"\"\n{step}"), "1 to 60"),
        ] {
            let said = read(text).unwrap_or_default();
            assert!(said.contains(why), "{text:?}: {said}");
        }
    }

    #[test]
    fn an_own_practice_comes_before_one_that_comes_along() {
        let (_root, home) = crate::testing::alone();
        assert!(!practice(&home, " Walk ").expect("it comes along").own);
        let text = "name = \"walk\"\ntitle = \"Ours\"\n[[step]]\ntitle = \"a\"\nminutes = 1";
        let draft = kintsugi_journal::Draft {
            words: crate::testing::body(Kind::Practice, text),
            audience: kintsugi_journal::Audience::Both,
        };
        home.write(vec![draft], &crate::testing::evening(), crate::Pace::AtOnce).expect("written");
        assert_eq!(practice(&home, "walk").expect("ours").title, "Ours");
        assert!(matches!(practice(&home, "tea"), Err(HomeError::NoSuchThing(_))));
    }
}

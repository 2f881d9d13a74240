//! Practices: what to do, step by step, and for how long.

use std::sync::OnceLock;
use std::time::Duration;

use kintsugi_journal::{EntryId, check_seen};
use serde::Deserialize;

use super::id_of;
use crate::no_practice::{MAX_MINUTES, MAX_STEPS, MAX_TEXT, MAX_TITLE, NoPractice};

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

impl Who {
    /// Whose turn it is, in words.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Both => "both of you",
            Self::One => "one of you",
            Self::Other => "the other",
        }
    }
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
    #[serde(default)]
    step: Vec<Step>,
}

const fn yes() -> bool {
    true
}

#[derive(Deserialize)]
struct File {
    practice: Vec<Definition>,
}

/// Whose text a practice is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// It comes along.
    Along,
    /// Mine, in this entry.
    Mine(EntryId),
    /// The partner's, in this entry.
    Theirs(EntryId),
}

impl Source {
    /// The entry that holds the text; `None` where it comes along.
    pub const fn entry(self) -> Option<EntryId> {
        match self {
            Self::Along => None,
            Self::Mine(entry) | Self::Theirs(entry) => Some(entry),
        }
    }
}

/// A practice.
#[derive(Clone, Debug, PartialEq)]
pub struct Practice {
    /// What days and plans name it by: made from the name of one that comes along, else the entry that holds it.
    pub id: EntryId,
    /// Whose text it is.
    pub source: Source,
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
    fn of(id: EntryId, source: Source, definition: Definition) -> Self {
        let Definition { name, title, about, consent, stop_word, trace, step } = definition;
        Self { id, source, name, title, about, consent, stop_word, trace, steps: step }
    }

    /// Whether one of the two wrote it.
    pub const fn is_own(&self) -> bool {
        !matches!(self.source, Source::Along)
    }

    /// Whether it may be in focus. What both say yes to each time, or what leaves no trace, is never planned ahead.
    pub const fn may_be_planned(&self) -> bool {
        self.trace && !self.consent
    }

    /// The same in words of mine. What protects whoever does it stays: the yes of both, the stop word, no trace.
    pub(super) fn adapted(&self, mine: Self) -> Self {
        Self {
            id: self.id,
            consent: self.consent || mine.consent,
            trace: self.trace && mine.trace,
            stop_word: mine.stop_word.clone().or_else(|| self.stop_word.clone()),
            ..mine
        }
    }

    /// Reads a definition of one's own.
    ///
    /// # Errors
    /// [`NoPractice`] says what cannot be read.
    pub fn read(id: EntryId, text: &str) -> Result<Self, NoPractice> {
        let definition: Definition =
            toml::from_str(text).map_err(|error| NoPractice::Unreadable(error.message().to_owned()))?;
        check(&definition)?;
        Ok(Self::of(id, Source::Mine(id), definition))
    }

    /// Reads what may become one, as far as it is written: nothing of it is checked. `None` where it has not this form.
    pub fn sketch(text: &str) -> Option<Self> {
        let id = EntryId::from_bytes([0; 16]);
        toml::from_str(text).ok().map(|definition| Self::of(id, Source::Mine(id), definition))
    }

    /// A name for one of one's own with this title: its letters and digits in lower case, and a number where one of `taken` has
    /// the name already.
    pub fn name_for(title: &str, taken: &[String]) -> String {
        let letters = title.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { ' ' });
        let words: String = letters.collect();
        let mut name = words.split_whitespace().collect::<Vec<_>>().join("-");
        name.truncate(28);
        let name = Some(name.trim_end_matches('-')).filter(|name| !name.is_empty()).unwrap_or("ours").to_owned();
        let others = (2..).map(|number: usize| format!("{name}-{number}"));
        std::iter::once(name.clone()).chain(others).find(|name| !taken.contains(name)).unwrap_or(name)
    }

    /// For how long in all.
    pub fn time(&self) -> Duration {
        self.steps.iter().map(Step::time).sum()
    }

    /// The same in words: `a minute`, `8 minutes`.
    pub fn minutes(&self) -> String {
        let minutes = self.time().as_secs_f64() / 60.0;
        if minutes < 1.5 { "a minute".into() } else { format!("{minutes:.0} minutes") }
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
    static SHIPPED: OnceLock<Vec<Practice>> = OnceLock::new();
    SHIPPED.get_or_init(read_shipped).clone()
}

fn read_shipped() -> Vec<Practice> {
    let file: File = toml::from_str(include_str!("../../data/practices.toml")).expect("a test reads this file");
    file.practice.into_iter().map(|one| Practice::of(id_of("practice", &one.name), Source::Along, one)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_gives_a_name_that_nobody_has() {
        let taken = ["tea".to_owned(), "tea-2".to_owned()];
        let name = |title: &str| Practice::name_for(title, &taken);
        assert_eq!(name(" Ten Minutes, outside! "), "ten-minutes-outside");
        assert_eq!((name("Tea").as_str(), name("שלום").as_str()), ("tea-3", "ours"));
        for title in ["x".repeat(99), format!("{} b", "a".repeat(27)), "é".repeat(40)] {
            let text = format!("name = \"{}\"\ntitle = \"A\"\n[[step]]\ntitle = \"a\"\nminutes = 1", name(&title));
            assert!(Practice::read(EntryId::from_bytes([1; 16]), &text).is_ok(), "{text}");
        }
    }

    #[test]
    fn half_of_one_is_read_back_as_it_was_written() {
        let step = "\n[[step]]\nwho = \"one\"\ntitle = \"\"\nminutes = 0\nguide = \"\"\n";
        let text = format!("name = \"\"\ntitle = \"\"\nabout = \"\"\n{step}");
        let half = Practice::sketch(&text).expect("it has the form");
        assert_eq!((half.to_toml(), half.steps[0].who), (text, Who::One));
        assert!(Practice::sketch("Our walk").is_none());
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
}

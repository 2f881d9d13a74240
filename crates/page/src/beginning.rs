//! The first run: a note, a name, a passphrase, and the 12 words, one of which is asked back. Nothing is made before its end, and
//! whoever leaves it leaves nothing.

use kintsugi_vault::{Passphrase, Seed, random};
use zeroize::Zeroizing;

use crate::form::Form;
use crate::layout::said;

/// How far it has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// For whom this is.
    Note,
    /// A name, and a passphrase or none.
    Name,
    /// The 12 words.
    Words,
    /// One of them is asked back, by its number from 0.
    Asked(usize),
    /// All of it was said.
    Done,
    /// The 12 words of a journal that is elsewhere: with a backup of it, or without one.
    Known { backup: bool },
    /// They are right.
    Returned { backup: bool },
}

/// What was said so far. It is in memory alone.
pub(crate) struct Beginning {
    pub(crate) stage: Stage,
    pub(crate) name: String,
    pub(crate) passphrase: Option<Passphrase>,
    seed: Seed,
    /// What is said above the page.
    pub(crate) said: Option<String>,
    /// The words that were typed last, so that nobody types all of them once more for one.
    pub(crate) typed: Zeroizing<String>,
}

const DIFFERENT: &str = "The two passphrases were different. Please type both once more.";
const WITHOUT: &str = "There is no passphrase yet. Tick the box if you wish to go on without one.";
const SHORT: &str = "That passphrase is short. Four words keep longer: Back lets you choose another.";
const OTHER_WORD: &str = "It is another word. Here they are once more.";
const TWELVE: &str = "These are not 12 words that belong together. Please look once more, also at their order.";
const NAME: &str = "A name of one to a few words is needed, in plain letters.";

/// The 12 words as somebody typed them; the first that is not in the list is named.
fn seed_of(typed: &str) -> Result<Seed, String> {
    if let Some(other) = Seed::split(typed).find(|word| !Seed::is_word(word)) {
        return Err(format!("“{}” is not in the list of these words. Please look once more.", said(other)));
    }
    Seed::from_words(typed).map_err(|_| TWELVE.to_owned())
}

impl Default for Beginning {
    fn default() -> Self {
        Self {
            stage: Stage::Note,
            name: String::new(),
            passphrase: None,
            seed: Seed::generate(),
            said: None,
            typed: Zeroizing::default(),
        }
    }
}

impl Beginning {
    /// The words, which are shown until one of them came back.
    pub(crate) fn words(&self) -> Zeroizing<String> {
        self.seed.words()
    }

    /// Takes what was posted on the page of this stage. What is for another stage changes nothing.
    pub(crate) fn take(&mut self, of: &str, form: &Form) {
        self.said = None;
        self.stage = match (self.stage, of) {
            (Stage::Note, "note") => Stage::Name,
            (Stage::Name, "name") => self.named(form),
            (Stage::Words, "words") => Stage::Asked(self.draw()),
            (Stage::Asked(at), "word") => self.compared(at, form),
            (Stage::Note, "new-laptop") => Stage::Known { backup: false },
            (Stage::Note, "backup") => Stage::Known { backup: true },
            (Stage::Known { backup }, "known") => self.known(backup, form),
            (Stage::Name | Stage::Known { .. }, "back") => Stage::Note,
            (Stage::Words | Stage::Asked(_), "back") => Stage::Name,
            (stage, _) => stage,
        };
    }

    /// The seed, for the end.
    pub(crate) fn into_seed(self) -> (String, Option<Passphrase>, Seed) {
        (self.name, self.passphrase, self.seed)
    }

    /// Who has the 12 words of a journal that is elsewhere: which words they are, for whoever makes it.
    pub(crate) fn returned(&self) -> (Option<&Passphrase>, Seed) {
        (self.passphrase.as_ref(), self.seed.again())
    }

    fn known(&mut self, backup: bool, form: &Form) -> Stage {
        self.typed = Zeroizing::new(form.get("words").to_owned());
        match self.secret(form) {
            Err(why) => self.said = Some(why.to_owned()),
            Ok(passphrase) => match seed_of(&self.typed) {
                Err(why) => self.said = Some(why),
                Ok(seed) => {
                    (self.seed, self.passphrase) = (seed, passphrase);
                    return Stage::Returned { backup };
                }
            },
        }
        Stage::Known { backup }
    }

    /// The passphrase that was typed twice, or none where that is meant.
    fn secret(&self, form: &Form) -> Result<Option<Passphrase>, &'static str> {
        let typed = |name| Passphrase::new(form.get(name).to_owned());
        match (typed("passphrase"), typed("again")) {
            (Some(one), Some(other)) if one.matches(&other) => Ok(Some(one)),
            (None, None) if form.has("without") => Ok(None),
            (None, None) => Err(WITHOUT),
            _ => Err(DIFFERENT),
        }
    }

    fn named(&mut self, form: &Form) -> Stage {
        form.trimmed("name").clone_into(&mut self.name);
        if kintsugi_home::check_name(&self.name).is_err() {
            self.said = Some(NAME.to_owned());
            return Stage::Name;
        }
        match self.secret(form) {
            Err(why) => {
                self.said = Some(why.to_owned());
                Stage::Name
            }
            Ok(passphrase) => {
                self.said = passphrase.as_ref().is_some_and(Passphrase::is_short).then(|| SHORT.to_owned());
                self.passphrase = passphrase;
                Stage::Words
            }
        }
    }

    fn compared(&mut self, at: usize, form: &Form) -> Stage {
        let typed = Zeroizing::new(form.trimmed("word").to_lowercase());
        if self.words().split(' ').nth(at) == Some(typed.as_str()) {
            return Stage::Done;
        }
        self.said = Some(OTHER_WORD.to_owned());
        Stage::Words
    }

    fn draw(&self) -> usize {
        let [drawn] = random::<1>();
        usize::from(drawn) % self.words().split(' ').count()
    }
}

//! The first run: a note, a name, a passphrase, and the 12 words, one of which is asked back. Nothing is made before its end, and
//! whoever leaves it leaves nothing.

use kintsugi_vault::{Passphrase, Seed, random};
use zeroize::Zeroizing;

use crate::form::Form;

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
}

/// What was said so far. It is in memory alone.
pub(crate) struct Beginning {
    pub(crate) stage: Stage,
    pub(crate) name: String,
    pub(crate) passphrase: Option<Passphrase>,
    seed: Seed,
    /// What is said above the page.
    pub(crate) said: Option<&'static str>,
}

const DIFFERENT: &str = "The two passphrases were different. Please type both once more.";
const WITHOUT: &str = "There is no passphrase yet. Tick the box if you wish to go on without one.";
const SHORT: &str = "That passphrase is short. Four words keep longer; you can change it later.";
const OTHER_WORD: &str = "It is another word. Here they are once more.";
const NAME: &str = "A name of one to a few words is needed, in plain letters.";

impl Default for Beginning {
    fn default() -> Self {
        Self { stage: Stage::Note, name: String::new(), passphrase: None, seed: Seed::generate(), said: None }
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
            (Stage::Name, "back") => Stage::Note,
            (Stage::Words | Stage::Asked(_), "back") => Stage::Name,
            (stage, _) => stage,
        };
    }

    /// The seed, for the end.
    pub(crate) fn into_seed(self) -> (String, Option<Passphrase>, Seed) {
        (self.name, self.passphrase, self.seed)
    }

    fn named(&mut self, form: &Form) -> Stage {
        form.trimmed("name").clone_into(&mut self.name);
        let typed = |name| Passphrase::new(form.get(name).to_owned());
        let same = match (typed("passphrase"), typed("again")) {
            (Some(one), Some(other)) if one.matches(&other) => Ok(Some(one)),
            (None, None) => Ok(None),
            _ => Err(DIFFERENT),
        };
        self.said = match same {
            _ if kintsugi_home::check_name(&self.name).is_err() => Some(NAME),
            Err(why) => Some(why),
            Ok(None) if !form.has("without") => Some(WITHOUT),
            Ok(passphrase) => {
                let is_short = passphrase.as_ref().is_some_and(Passphrase::is_short);
                (self.passphrase, self.said) = (passphrase, is_short.then_some(SHORT));
                return Stage::Words;
            }
        };
        Stage::Name
    }

    fn compared(&mut self, at: usize, form: &Form) -> Stage {
        let typed = Zeroizing::new(form.trimmed("word").to_lowercase());
        if self.words().split(' ').nth(at) == Some(typed.as_str()) {
            return Stage::Done;
        }
        self.said = Some(OTHER_WORD);
        Stage::Words
    }

    fn draw(&self) -> usize {
        let [drawn] = random::<1>();
        usize::from(drawn) % self.words().split(' ').count()
    }
}

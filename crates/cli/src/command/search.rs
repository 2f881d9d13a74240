//! `search`

use clap::Args;
use kintsugi_journal::Line;

use crate::context::Context;
use crate::error::CommandError;
use crate::{json, screen};

/// Find entries that hold all of these words, over all days
#[derive(Args)]
pub(crate) struct Search {
    /// What to look for, in upper or lower case
    #[arg(required = true, value_name = "WORDS")]
    words: Vec<String>,
}

impl Search {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        let home = context.home()?;
        let needles: Vec<Needle> =
            self.words.iter().flat_map(|words| words.split_whitespace()).map(Needle::new).collect();
        if needles.is_empty() {
            return Err(CommandError::usage("there is nothing to look for"));
        }
        let lines = home.all_lines(|line| line.is_entry() && needles.iter().all(|needle| needle.is_in(line)))?;
        let names = screen::Names::of(&home)?;
        context.output.screen(&screen::found(&lines, &names));
        context.output.json(&json::Entries {
            entries: lines.into_iter().map(|listed| json::Entry::of(listed, &names)).collect(),
        });
        Ok(())
    }
}

/// A word to look for, in any case. Plain ASCII words are compared in place, without a copy of the text.
struct Needle {
    lower: String,
}

impl Needle {
    fn new(word: &str) -> Self {
        Self { lower: word.to_lowercase() }
    }

    fn is_in(&self, line: &Line) -> bool {
        let text = line.text.as_deref();
        text.into_iter().chain(line.also.iter().chain(&line.tags).map(String::as_str)).any(|text| self.fits(text))
    }

    fn fits(&self, text: &str) -> bool {
        if !self.lower.is_ascii() || !text.is_ascii() {
            return text.to_lowercase().contains(&self.lower);
        }
        let (needle, hay) = (self.lower.as_bytes(), text.as_bytes());
        hay.windows(needle.len()).any(|window| window.eq_ignore_ascii_case(needle))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_any_case_and_script() {
        assert!(Needle::new("Tea").fits("you made TEA before I asked"));
        assert!(Needle::new("ÜBER").fits("wir sprachen über das Boot"));
        assert!(!Needle::new("teal").fits("tea"));
        assert!(!Needle::new("tea").fits(""));
    }
}

//! `later`, in builds with the feature of that name: what only the next version knows, for tests of how two versions meet.

use clap::{Args, ValueEnum};
use kintsugi_home::Pace;
use kintsugi_journal::{Audience, Draft, Key, Kind, SettingName, Topic, Value, Vocabulary, Words};
use kintsugi_vault::random;
use serde_json::json;

use crate::context::Context;
use crate::error::CommandError;

/// Write one thing that only the next version knows, or show what is understood of them
#[derive(Args)]
pub(crate) struct Later {
    what: What,
}

#[derive(Clone, Copy, ValueEnum)]
enum What {
    /// A mark on the table
    Mark,
    /// An open line of a new kind
    Kind,
    /// Sealed words of a new topic
    Topic,
    /// A setting of the journal
    Setting,
    /// How many of each are understood
    Show,
}

impl Later {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        if context.vocabulary < Vocabulary::LATER {
            return Err(CommandError::usage("this version has no such command"));
        }
        let home = context.home()?;
        let today = context.now.today(&home.journal_settings()?);
        let words = |kind| Words {
            kind,
            day: today,
            text: "words of the next version".into(),
            tags: Vec::new(),
            written_at: None,
        };
        // One byte: whoever does not know the key keeps nothing else.
        let put = |key| home.put_on_table(&[(key, Value::Bytes(vec![1]))]);
        match self.what {
            What::Mark => put(Key::Trial(kintsugi_journal::EntryId::from_bytes(random())))?,
            What::Setting => put(Key::Setting(SettingName::Trial))?,
            What::Kind => {
                let draft = Draft { words: words(Kind::Trial), audience: Audience::Both };
                home.write(vec![draft], &context.now, Pace::AtOnce)?;
            }
            What::Topic => {
                home.seal(Topic::Trial, words(Kind::Letter), &context.now)?;
            }
            What::Show => {}
        }
        let understood = home.understood()?;
        context.output.json(&json!({
            "mark": understood.marks, "kind": understood.lines, "topic": understood.rounds, "setting": understood.settings,
        }));
        Ok(())
    }
}

//! `search`

use clap::Args;

use crate::context::Context;
use crate::error::CommandError;
use crate::{json, screen};
use kintsugi_home::Query;

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
        if self.words.iter().all(|words| words.trim().is_empty()) {
            return Err(CommandError::usage("there is nothing to look for"));
        }
        let lines = home.query(&Query { words: self.words, ..Query::default() })?;
        let names = screen::Names::of(&home)?.with_ids(context.global.ids);
        context.output.screen(&screen::found(&lines, &names));
        context.output.json(&json::Entries {
            entries: lines.into_iter().map(|listed| json::Entry::of(listed, &names)).collect(),
        });
        Ok(())
    }
}

//! `act`

use clap::Args;
use clap_complete::engine::ArgValueCandidates;
use kintsugi_journal::Kind;

use crate::complete;
use crate::context::Context;
use crate::error::CommandError;
use crate::input::{self, ENDS, Task};
use crate::save::{day_and_words, said, wait, written};
use kintsugi_home::Home;

/// Note a small act of repair
///
/// A day on which both of you have one is a heart.
#[derive(Args)]
pub(crate) struct Act {
    /// Do not hold it back for the ten to forty minutes in which kintsugi sync --watch waits with a new line
    #[arg(long)]
    now: bool,
    /// What it was, if you wish to say, or - for stdin; without it, it asks
    #[arg(value_name = "TEXT")]
    text: Vec<String>,
    /// The day: today, yesterday, monday, 2026-06-03
    #[arg(long, short, value_name = "DATE", add = ArgValueCandidates::new(complete::days))]
    day: Option<String>,
}

impl Act {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        let home = context.home().map_err(|error| input::rescue_stdin(context, &self.text, error))?;
        if self.text.is_empty() && !context.can_ask() {
            return self.save(context, &home, String::new());
        }
        let task =
            Task::asking("act", "What was it? An empty line ends it; Enter alone leaves it unsaid.").or_nothing();
        input::save(context, &home, &self.text, task, |text| self.save(context, &home, text))
    }

    fn save(&self, context: &Context, home: &Home, text: String) -> Result<(), CommandError> {
        let (day, text) = day_and_words(context, home, self.day.as_deref(), text)?;
        let line = home.save_for_both(written(context, Kind::Act, day, text), wait(self.now), &context.now)?;
        context.output.json(&serde_json::json!({ "id": line.entry.to_string(), "day": day.to_string() }));
        context.output.done(&format!("An act of repair, for {}.{}", said(context, home, day)?, context.id(line.entry)));
        crate::once::takes_two(context.output, home)?;
        Ok(())
    }
}

/// Asks for one of today; nothing typed is none.
pub(super) fn ask(context: &Context, home: &Home) -> Result<(), CommandError> {
    let task = Task::asking("act", format!("What was it? {ENDS} Enter alone notes none."));
    let today = Act { now: false, text: Vec::new(), day: None };
    input::save(context, home, &[], task, |text| today.save(context, home, text))
}

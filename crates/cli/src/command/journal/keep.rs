//! `keep`

use clap::Args;
use clap_complete::engine::ArgValueCandidates;

use crate::choose;
use crate::complete;
use crate::context::Context;
use crate::error::CommandError;
use crate::json::KeptFrom;
use crate::screen::{self, Names};
use kintsugi_home::Choice;

/// Copy the words of a line, yours or your partner's, onto your private page
///
/// It stays as it is whatever becomes of the line, until you delete it. Your partner is not told, and nothing that was sent
/// changes. Either of you can do this, as either could photograph the screen. It proves nothing to anyone.
#[derive(Args)]
pub(crate) struct Keep {
    /// Its id or the beginning of it, or last; without one the last ones are offered
    #[arg(add = ArgValueCandidates::new(complete::all_ids))]
    id: Option<String>,
}

impl Keep {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        let home = context.home()?;
        let found = choose::line(context, &home, self.id.as_deref(), Choice::Keep)?;
        let Some(found) = found else { return Ok(()) };
        let line = home.keep(&found, &context.now)?;
        let names = Names::of(&home)?;
        let kept = kintsugi_journal::KeptFrom::of(&line);
        context.output.json(&serde_json::json!({
            "id": line.entry.to_string(), "day": line.day.to_string(), "kept_from": kept.map(|kept| KeptFrom::of(kept, &names)),
        }));
        let from = kept.map(|kept| screen::kept(kept, &names)).unwrap_or_default();
        let id = context.id(line.entry);
        context.output.done(&format!("On your private page: {from}. It proves nothing to anyone.{id}"));
        Ok(())
    }
}

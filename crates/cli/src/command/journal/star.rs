//! `star`

use clap::Args;
use clap_complete::engine::ArgValueCandidates;

use crate::choose;
use crate::complete;
use crate::context::Context;
use crate::error::CommandError;
use kintsugi_home::Choice;

/// Give an entry a star, for your eyes only
#[derive(Args)]
pub(crate) struct Star {
    /// Its id or the beginning of it, or last; without one the last ones are offered
    #[arg(add = ArgValueCandidates::new(complete::all_ids))]
    id: Option<String>,
    /// Take the star off
    #[arg(long)]
    off: bool,
}

impl Star {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        let home = context.home()?;
        let found = choose::line(context, &home, self.id.as_deref(), Choice::Star)?;
        let Some(found) = found else { return Ok(()) };
        home.star(&found, !self.off)?;
        context.output.json(&serde_json::json!({ "id": found.line.entry.to_string(), "starred": !self.off }));
        context.output.done(if self.off { "The star is off." } else { "Starred. Only you can see it." });
        Ok(())
    }
}

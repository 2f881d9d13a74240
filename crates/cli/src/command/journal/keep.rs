//! `keep`

use clap::Args;

use crate::context::Context;
use crate::error::CommandError;
use crate::json::KeptFrom;
use crate::screen::{self, Names};

/// Copy the words of a line, yours or your partner's, onto your private page
///
/// It stays as it is whatever becomes of the line, until you delete it. Your partner is not told, and nothing that was sent
/// changes. Either of you can do this, as either could photograph the screen. It proves nothing to anyone.
#[derive(Args)]
pub(crate) struct Keep {
    /// Its id, or the beginning of it
    id: String,
}

impl Keep {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        let home = context.home()?;
        let line = home.keep(&home.find(&self.id)?, &context.now)?;
        let names = Names::of(&home)?;
        let kept = kintsugi_journal::KeptFrom::of(&line);
        context.output.json(&serde_json::json!({
            "id": line.entry.to_string(), "day": line.day.to_string(), "kept_from": kept.map(|kept| KeptFrom::of(kept, &names)),
        }));
        let from = kept.map(|kept| screen::kept(kept, &names)).unwrap_or_default();
        let id = line.entry.short();
        context.output.screen(&format!("On your private page: {from}. It proves nothing to anyone. ({id})"));
        Ok(())
    }
}

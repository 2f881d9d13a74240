//! `delete`

use clap::Args;

use crate::context::Context;
use crate::error::CommandError;
use crate::screen;
use kintsugi_home::Listed;

/// Take an entry of yours back
///
/// Its words are destroyed on this laptop now, and on your partner's when the two meet next. If it was shown there already,
/// your partner sees that something was taken back; if not, nobody ever learns of it.
#[derive(Args)]
pub(crate) struct Delete {
    /// Its id, or the beginning of it
    id: String,
    /// Do not ask
    #[arg(long)]
    yes: bool,
}

impl Delete {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        let home = context.home()?;
        let found = home.find(&self.id)?;
        let mine = found.person == home.identity().person();
        if mine && !self.yes && !found.line.is_deleted() {
            if !context.can_ask() {
                return Err(CommandError::usage("taking words back cannot be undone").hint("Add --yes if you mean it."));
            }
            let listed = Listed { mine, line: found.line.clone() };
            context.output.screen(&screen::entry(&listed, &screen::Names::of(&home)?));
            if !crate::confirm::ask_yes(context, "Take it back? It cannot be undone. [y/N] ")? {
                context.output.talk("Nothing was changed.");
                return Ok(());
            }
        }
        home.delete(&found)?;
        context.output.json(&serde_json::json!({ "id": found.line.entry.to_string(), "deleted": true }));
        context.output.screen("Taken back.");
        Ok(())
    }
}

//! `leave`

use clap::Args;
use kintsugi_home::Leaving;
use serde_json::json;

use crate::confirm::ask_yes;
use crate::context::Context;
use crate::error::CommandError;

/// Leave the partnership, at once and silently
///
/// Nothing crosses any more, and your partner is not told. What you both wrote until now stays readable here. As long as nothing that they wrote has come, the pairing is undone: after a mistake, this journal can be paired with anybody.
#[derive(Args)]
pub(crate) struct Leave {
    /// Do not ask
    #[arg(long)]
    yes: bool,
}

impl Leave {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        let home = context.home()?;
        let partner = home.companion()?;
        if !self.yes {
            if !context.can_ask() {
                return Err(
                    CommandError::usage("leaving needs a yes").hint("Nothing was changed. Add --yes in a script.")
                );
            }
            context.output.insist(&home.leaving()?.means(&partner.name));
            if !ask_yes(context, "Leave? [y/N] ")? {
                context.output.talk("Nothing was changed.");
                return Ok(());
            }
        }
        let leaving = home.leave()?;
        // It would notice at its next meeting; it is told, so that there is none.
        kintsugi_meet::run(async { Ok::<_, CommandError>(kintsugi_meet::stop(home.folder()).await) })?;
        let undone = leaving == Leaving::Undone;
        context.output.json(&json!({ "left": true, "partner": partner.name, "undone": undone }));
        context.output.done(&match leaving {
            Leaving::Undone => format!(
                "The pairing with {} is undone. This journal can be paired with anybody: kintsugi pair.",
                partner.name
            ),
            Leaving::Left => format!("You have left. Nothing crosses any more between you and {}.", partner.name),
        });
        Ok(())
    }
}

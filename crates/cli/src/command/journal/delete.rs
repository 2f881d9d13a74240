//! `delete`

use clap::Args;
use clap_complete::engine::ArgValueCandidates;

use crate::choose;
use crate::complete;
use crate::context::Context;
use crate::error::CommandError;
use crate::output::filled;
use crate::screen::{self, Names};
use kintsugi_home::{Choice, Listed, Reach};

/// Take an entry of yours back
///
/// Its words are destroyed on this laptop now, and on your partner's when the two meet next. If it was shown there already,
/// your partner sees that something was taken back; if not, nobody ever learns of it.
#[derive(Args)]
pub(crate) struct Delete {
    /// Its id or the beginning of it, or last; without one the last ones are offered
    #[arg(add = ArgValueCandidates::new(complete::own_ids))]
    id: Option<String>,
    /// Do not ask
    #[arg(long)]
    yes: bool,
}

impl Delete {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        let home = context.home()?;
        let found = choose::line(context, &home, self.id.as_deref(), Choice::TakeBack)?;
        let Some(found) = found else { return Ok(()) };
        let mine = found.person == home.identity().person();
        if mine && !self.yes && !found.line.is_deleted() {
            if !context.can_ask() {
                return Err(CommandError::usage("taking words back cannot be undone").hint("Add --yes if you mean it."));
            }
            let listed = Listed { mine, line: found.line.clone() };
            let names = screen::Names::of(&home)?;
            context.output.screen(&screen::entry(&listed, &names));
            context.output.insist(&filled(&means(home.reach(&found)?, &names)));
            if !crate::confirm::ask_yes(context, "Take it back? It cannot be undone. [y/N] ")? {
                context.output.talk("Nothing was changed.");
                return Ok(());
            }
        }
        home.delete(&found)?;
        context.output.json(&serde_json::json!({ "id": found.line.entry.to_string(), "deleted": true }));
        context.output.done("Taken back.");
        Ok(())
    }
}

/// What taking back will mean.
fn means(reach: Reach, names: &Names) -> String {
    let partner = names.of_author(false);
    match reach {
        _ if partner.is_empty() => "Nobody else has it; nobody will know.".into(),
        Reach::Here => format!("{partner} does not have it; nobody will know."),
        Reach::Perhaps => format!(
            "It may be on {partner}'s laptop. Where it is, {partner} will see that something was taken back, and no words."
        ),
        Reach::There => format!("{partner} has it, and will see that something was taken back, and no words."),
    }
}

//! `today`

use clap::Args;

use super::invited::invited;
use super::moved::tell_moved;
use crate::context::Context;
use crate::error::CommandError;
use crate::output::filled;
use crate::{json, screen};
use kintsugi_home::Home;
use kintsugi_home::sentences::{CAME, WHAT_FELT_BETTER};

const BACKUP: &str = "\
No backup was made for a month: kintsugi backup FILE writes one. This is said once a month, and only to you; \
kintsugi config backup-reminder off ends it.";

/// Show today; also what you see without a command
#[derive(Args)]
pub(crate) struct Today {}

impl Today {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        let home = context.home()?;
        let mut today = home.day(&context.now)?;
        let around = super::around::around(&today.around, today.day);
        let names = screen::Names::of(&home)?.with_ids(context.global.ids);
        tell_what_came(context, &home)?;
        tell_moved(context, &home)?;
        let sight = home.sight(&context.now)?;
        let lines = today.lines.clone();
        today.lines.retain(|listed| sight.shows(listed));
        context.output.screen(&screen::today(&today, &names, &around));
        if context.output.is_talking()
            && let Some(wish) = home.lines_open_anew()?
        {
            context.output.talk(&format!("\n{}", filled(&screen::lines_open_from_now_on(wish))));
        }
        if context.output.is_talking() {
            for one in home.new_invitations(&context.now)? {
                let said = invited(&home, names.of_author(false), one)?;
                said.iter().for_each(|said| context.output.talk(&format!("\n{}", filled(said))));
            }
        }
        if context.output.is_talking() && home.asks_what_felt_better(&context.now)? {
            context.output.talk(&format!("\n{}\nkintsugi progress better, or let it be.", filled(WHAT_FELT_BETTER)));
        }
        let invitations = home.invitations()?.into_iter().map(|(occasion, invitation)| {
            let question = invitation.question.map(|question| question.to_string());
            serde_json::json!({ "for": occasion.as_str(), "question": question })
        });
        let due = home.is_backup_due(&context.now)?;
        if due && context.output.is_talking() {
            context.output.talk(&format!("\n{}", filled(BACKUP)));
            // Where it cannot be kept that it was said, it is said again.
            let _ = home.reminded_of_backup(&context.now);
        }
        context.output.json(&serde_json::json!({
            "day": today.day.to_string(),
            "entries": lines.into_iter().map(|listed| json::Entry::of(listed, &names)).collect::<Vec<_>>(),
            "hearts": today.tracker.hearts,
            "around": around,
            "invitations": invitations.collect::<Vec<_>>(),
            "backup_due": due,
        }));
        Ok(())
    }
}

/// Says once, after a time of quiet, that something came in it.
fn tell_what_came(context: &Context, home: &Home) -> Result<(), CommandError> {
    if context.output.is_talking() && home.end_quiet_that_is_over(&context.now)? == Some(true) {
        context.output.screen(&format!("{CAME}\n"));
    }
    Ok(())
}

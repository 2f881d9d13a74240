//! `share`

use clap::Args;

use crate::choose;
use crate::confirm::ask_yes;
use crate::context::Context;
use crate::error::CommandError;
use crate::json;
use crate::save::said;
use crate::screen::{self, Names};
use kintsugi_home::{Choice, Found, Home, Listed, Pace};

/// Share a private entry of yours: from the next meeting on, your partner can read it
#[derive(Args)]
pub(crate) struct Share {
    /// Its id or the beginning of it, or last; without one the last ones are offered
    id: Option<String>,
    /// Do not ask
    #[arg(long)]
    yes: bool,
}

impl Share {
    pub(crate) fn run(self, context: &Context) -> Result<(), CommandError> {
        let home = context.home()?;
        let found = choose::line(context, &home, self.id.as_deref(), Choice::Share)?;
        let Some(found) = found else { return Ok(()) };
        if context.can_ask() && !self.yes && !is_meant(context, &home, &found)? {
            context.output.talk("It stays with you.");
            return Ok(());
        }
        let line = home.share(&found, Pace::AtOnce)?;
        context.output.json(&json::Saved::of(&line));
        let day = said(context, &home, line.day)?;
        context.output.done(&format!("Shared, for {day}.{}", context.id(line.entry)));
        Ok(())
    }
}

/// Shows it, and asks before somebody else reads it.
fn is_meant(context: &Context, home: &Home, found: &Found) -> Result<bool, CommandError> {
    let names = Names::of(home)?;
    context.output.screen(&screen::entry(&Listed { mine: true, line: found.line.clone() }, &names));
    let reader = Some(names.of_author(false)).filter(|name| !name.is_empty()).unwrap_or("Your partner");
    let question = format!("{reader} can read it then. You can take it back, but not make it unread. Share it? [y/N] ");
    ask_yes(context, &question)
}

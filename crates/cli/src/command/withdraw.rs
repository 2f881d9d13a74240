//! Taking sealed words back, the same for a letter, an answer, and something missed.

use kintsugi_journal::{RoundId, Topic};
use serde_json::json;

use super::pairing::ask_yes;
use crate::context::Context;
use crate::error::CommandError;
use kintsugi_home::{Home, HomeError, Round};

/// The round of this topic in which words of mine wait. Words that came too late for their round wait as well.
pub(super) fn waiting(home: &Home, topic: Topic) -> Result<RoundId, CommandError> {
    let waiting = home.rounds_of(topic)?.into_iter().rev().find(Round::has_mine);
    Ok(waiting.ok_or(HomeError::NothingSealed)?.id)
}

/// Takes them back, after asking.
pub(super) fn withdraw(context: &Context, home: &Home, topic: Topic, yes: bool) -> Result<(), CommandError> {
    let round = waiting(home, topic)?;
    if !yes {
        if !context.can_ask() {
            return Err(CommandError::usage("withdrawing destroys the words")
                .hint("Nothing was changed. Add --yes if you mean it."));
        }
        if !ask_yes(context, "Take your sealed words back? They are destroyed. [y/N] ")? {
            context.output.talk("Nothing was changed.");
            return Ok(());
        }
    }
    home.withdraw(round)?;
    context.output.json(&json!({ "number": round.number, "state": "withdrawn" }));
    context.output.screen("Withdrawn. Its words are gone.");
    Ok(())
}

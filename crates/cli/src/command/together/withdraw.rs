//! Taking sealed words back, the same for a letter, an answer, and something missed.

use kintsugi_journal::Topic;
use serde_json::json;

use crate::confirm::ask_yes;
use crate::context::Context;
use crate::error::CommandError;
use kintsugi_home::Home;

/// Takes the words of this topic that wait back, after asking.
pub(crate) fn withdraw(context: &Context, home: &Home, topic: Topic, yes: bool) -> Result<(), CommandError> {
    let round = home.sealed_round(topic)?;
    if !yes {
        if !context.can_ask() {
            return Err(CommandError::usage("what is withdrawn cannot be brought back")
                .hint("Nothing was changed. Add --yes if you mean it."));
        }
        if !ask_yes(context, "Take your sealed words back? It cannot be undone. [y/N] ")? {
            context.output.talk("Nothing was changed.");
            return Ok(());
        }
    }
    home.withdraw(round)?;
    context.output.json(&json!({ "number": round.number, "state": "withdrawn" }));
    context.output.done("Withdrawn. Its words are gone.");
    Ok(())
}

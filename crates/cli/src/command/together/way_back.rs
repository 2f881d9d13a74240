//! After a step back: the ways on, each begun with a key.

use kintsugi_home::Home;

use super::{act, practice};
use crate::confirm::ask_line;
use crate::context::Context;
use crate::error::CommandError;

/// The practice for a talk that both want to be calm in.
const TALK: &str = "safe-space";

/// Offers to begin one of them now, where somebody can be asked. Going on needs nothing.
pub(crate) fn offer(context: &Context, home: &Home) -> Result<(), CommandError> {
    if !context.can_ask() || !context.output.is_talking() {
        return Ok(());
    }
    let answer = ask_line(context, "\nOne of them now? 1 the talk, 2 a small act, Enter goes on: ")?;
    match answer.unwrap_or_default().trim() {
        "1" => practice::begin(context, home, TALK),
        "2" => act::ask(context, home),
        _ => Ok(()),
    }
}

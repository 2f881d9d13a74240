//! What is derived and was damaged on the disk is made anew at once, and the command begins again.
//!
//! Nothing is lost by it: screens are made of rows that are derived from what the two have written. It is said once, and where
//! a command has read words from stdin or shown something already, it is not begun again: it ends and says so.

use crate::begun;
use crate::context::Context;
use crate::error::{CommandError, Exit};

const SAID: &str = "A small part of the journal was damaged on the disk. It was made anew from what you both wrote; no words were lost.";

/// Makes anew what is derived, where this is what ended the command. Whether it is to begin again.
///
/// # Errors
/// The same error where it is another one or nothing could be made anew, or that the command is to be given again.
pub(crate) fn begins(context: &Context, error: CommandError) -> Result<(), CommandError> {
    if error.code != "derived-damaged" {
        return Err(error);
    }
    let home = context.home()?;
    home.derive_all()?;
    context.output.talk(SAID);
    if begun::can_begin_again() {
        return Ok(());
    }
    // What was added to it says where the words are.
    let kept = error.hint.as_deref().and_then(|hint| hint.strip_prefix(crate::error::DERIVED)).unwrap_or_default();
    let again = CommandError::new(Exit::Failed, "made-anew", "something on the disk was damaged, and was made anew");
    Err(again.hint(format!("Nothing of this was saved. Give the command again.{kept}")))
}

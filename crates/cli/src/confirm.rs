//! A question before something that cannot be undone.

use std::io::BufRead;

use crate::context::Context;
use crate::error::{CommandError, Exit};

/// Asks a question that only a clear yes answers. End of input is a no.
pub(crate) fn ask_yes(context: &Context, question: &str) -> Result<bool, CommandError> {
    context.output.ask(question);
    let mut answer = String::new();
    let read = std::io::stdin().lock().read_line(&mut answer);
    read.map_err(|error| CommandError::new(Exit::Failed, "input", format!("the answer could not be read: {error}")))?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}

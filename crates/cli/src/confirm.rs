//! Questions: before something that cannot be undone, and for one line.

use std::io::{BufRead, IsTerminal};

use crate::context::Context;
use crate::error::{CommandError, Exit};
pub(crate) use crate::error::{STOPPED, stopped};
use crate::terminal::{Echo, Typed, type_line};

/// Asks a question that only a clear yes answers. End of input is a no.
pub(crate) fn ask_yes(context: &Context, question: &str) -> Result<bool, CommandError> {
    let answer = ask_line(context, question)?.unwrap_or_default();
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}

/// Asks for one line; nothing at the end of input.
pub(crate) fn ask_line(context: &Context, question: &str) -> Result<Option<String>, CommandError> {
    let unreadable = |error: std::io::Error| {
        CommandError::new(Exit::Failed, "input", format!("the answer could not be read: {error}"))
    };
    if std::io::stdin().is_terminal() {
        return match type_line(question, Echo::Shown).map_err(unreadable)? {
            Typed::Done(line) => Ok(Some(line)),
            Typed::Stopped(_) => Err(stopped()),
        };
    }
    context.output.ask(question);
    let mut answer = String::new();
    let length = std::io::stdin().lock().read_line(&mut answer).map_err(unreadable)?;
    Ok((length > 0).then_some(answer))
}

//! Words that somebody types, line by line. Stopped, they are a draft.

use kintsugi_home::Home;

use super::task::{ENDS, Part, Task, Way};
use super::{Origin, Words, keep, offered, unreadable};
use crate::confirm::stopped;
use crate::context::Context;
use crate::error::CommandError;
use crate::output::filled;
use crate::rescue::{clean, keep_draft};
use crate::terminal::{Typed, type_lines};

/// Words that somebody is asked for, line by line.
pub(super) fn typed(context: &Context, home: &Home, task: Task) -> Result<Option<Words>, CommandError> {
    let draft = if task.anew { offered(context, home, &task.purpose)? } else { None };
    let parts = match task.way {
        Way::Lines(parts) | Way::EditorOr(parts) => parts,
        Way::Editor | Way::Wished => Vec::new(),
    };
    let (text, ended) = match &draft {
        Some(draft) => type_parts(&Part::whole(ENDS), &draft.text)?,
        None => type_parts(&parts, "")?,
    };
    let text = clean(&text);
    if !ended {
        return Err(draft_of_typed(context, home, &task.purpose, &text, stopped()));
    }
    if text.trim().is_empty() && !task.may_be_empty {
        context.output.talk(if task.anew { "Nothing was written." } else { "It stays as it is." });
        return Ok(None);
    }
    Ok(Some(Words { text, origin: Origin::Typed { purpose: task.purpose, draft } }))
}

/// One part after the other; what was typed, and whether nobody stopped before the end.
fn type_parts(parts: &[Part], before: &str) -> Result<(String, bool), CommandError> {
    let mut text = String::new();
    for (at, part) in parts.iter().enumerate() {
        let number = if parts.len() > 1 { format!("Part {} of {}: ", at + 1, parts.len()) } else { String::new() };
        let typed =
            type_lines(&filled(&format!("{number}{}", part.question)), before).map_err(|error| unreadable(&error))?;
        let (Typed::Done(more) | Typed::Stopped(more)) = &typed;
        if !more.trim().is_empty() {
            let heading = if part.heading.is_empty() { String::new() } else { format!("{}\n", part.heading) };
            text.push_str(&format!("{heading}{more}\n\n"));
        }
        if matches!(typed, Typed::Stopped(_)) {
            return Ok((text, false));
        }
    }
    Ok((text, true))
}

/// Keeps what was typed, as a draft, and where that cannot be, in a file.
pub(super) fn draft_of_typed(
    context: &Context,
    home: &Home,
    purpose: &str,
    text: &str,
    error: CommandError,
) -> CommandError {
    if text.trim().is_empty() {
        return error;
    }
    if keep_draft(home, &context.now, purpose, text.as_bytes()) {
        return error.and("Your words are kept as a draft: kintsugi draft");
    }
    keep(context, text.as_bytes(), error).0
}

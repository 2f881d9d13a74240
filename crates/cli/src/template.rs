//! A file of one's own to begin a line with: `write --template`.

use std::path::Path;

use kintsugi_home::template::{Heading, headings, without_guidance};

use crate::context::Context;
use crate::error::{CommandError, Exit};
use crate::input::{ENDS, Part, Task};

/// More is no template.
const MOST_BYTES: u64 = 64 * 1024;

/// Reads the file; where nobody can be asked, nobody can fill it in.
pub(crate) fn read(context: &Context, file: &Path) -> Result<String, CommandError> {
    if !context.can_ask() {
        return Err(CommandError::usage("a template is filled in at a terminal").hint("Nothing was saved."));
    }
    let refused = |why: String| {
        let message = format!("{} cannot be used as a template: {why}", file.display());
        CommandError::new(Exit::Failed, "template", message).hint("Nothing was saved.")
    };
    let size = std::fs::metadata(file).map_err(|error| refused(error.to_string()))?.len();
    if size > MOST_BYTES {
        return Err(refused("it is too long".into()));
    }
    std::fs::read_to_string(file).map_err(|error| refused(error.to_string()))
}

/// Words that begin with it: in the editor that is named, else heading by heading.
pub(crate) fn task(purpose: &str, template: &str) -> Task {
    let parts: Vec<Part> = headings(template).into_iter().map(part).collect();
    let task = Task::from_template(purpose, template);
    if parts.is_empty() { task.or_asking(ENDS) } else { task.or_in_parts(parts) }
}

fn part(heading: Heading) -> Part {
    let title = heading.line.trim_start_matches('#').trim();
    let lines: Vec<&str> =
        [title, heading.guidance.as_str(), ENDS].into_iter().filter(|line| !line.is_empty()).collect();
    Part { question: lines.join("\n"), heading: heading.line }
}

/// Saves what was filled in, without the guidance; where nothing was, nothing.
pub(crate) fn filled(
    context: &Context,
    template: &str,
    text: &str,
    save: impl FnOnce(String) -> Result<(), CommandError>,
) -> Result<(), CommandError> {
    let words = without_guidance(template, text);
    if words.is_empty() {
        context.output.talk("Nothing was written.");
        return Ok(());
    }
    save(words)
}

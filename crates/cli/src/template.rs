//! What a line may begin with, one that comes along or a file of one's own: `write --template`.

use std::path::Path;

use kintsugi_home::template::{Heading, headings, shipped, without_guidance};

use crate::context::Context;
use crate::error::{CommandError, Exit};
use crate::input::{ENDS, Part, Task};

/// More is no template.
const MOST_BYTES: u64 = 64 * 1024;

/// The template of this name, or in this file; where nobody can be asked, nobody can fill it in.
pub(crate) fn read(context: &Context, named: &Path) -> Result<String, CommandError> {
    if !context.can_ask() {
        return Err(CommandError::usage("a template is filled in at a terminal").hint("Nothing was saved."));
    }
    let along = shipped().into_iter().find(|template| Path::new(&template.name) == named);
    along.map_or_else(|| of_file(named), |template| Ok(template.text.trim_start().to_owned()))
}

fn of_file(file: &Path) -> Result<String, CommandError> {
    let refused = |why: String| {
        let message = format!("{} cannot be used as a template: {why}", file.display());
        let names: Vec<String> = shipped().into_iter().map(|template| template.name).collect();
        let hint = format!("Nothing was saved. Those that come along: {}.", names.join(", "));
        CommandError::new(Exit::Failed, "template", message).hint(hint)
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

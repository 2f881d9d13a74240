//! Words on their way in: from arguments, from stdin, from the editor. They are never lost on the way.

use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::process::Command;

use crate::context::Context;
use crate::error::{CommandError, Exit};

/// More than any text that can be kept, so that a text that is too long can still be given back whole.
const MAX_INPUT: u64 = 64 * 1024 * 1024;

/// Words, and whether they exist nowhere else.
pub(crate) struct Words {
    pub(crate) text: String,
    only_here: bool,
}

impl Words {
    /// From arguments; `None` where there are none or a single `-`.
    fn of_arguments(arguments: &[String]) -> Option<Self> {
        match arguments {
            [] => None,
            [only] if only == "-" => None,
            words => Some(Self { text: clean(&words.join(" ")), only_here: false }),
        }
    }

    /// The error of a command that could not keep these words, with where they are now.
    pub(crate) fn rescue(&self, context: &Context, error: CommandError) -> CommandError {
        if self.only_here && !self.text.trim().is_empty() { keep(context, self.text.as_bytes(), error) } else { error }
    }
}

/// Reads the words of a command: arguments, `-` for stdin, else the editor on what `before` holds.
pub(crate) fn words(context: &Context, arguments: &[String], before: &str) -> Result<Words, CommandError> {
    if let Some(words) = Words::of_arguments(arguments) {
        return Ok(words);
    }
    if arguments.is_empty() && context.can_ask() {
        return from_editor(context, before);
    }
    if arguments.is_empty() && std::io::IsTerminal::is_terminal(&std::io::stdin()) {
        return Err(CommandError::usage("there are no words to save")
            .hint("Give them as arguments, or - to read them from stdin."));
    }
    from_stdin(context)
}

/// Saves what stdin holds when the command cannot even begin, as when the journal is locked.
pub(crate) fn rescue_stdin(context: &Context, arguments: &[String], error: CommandError) -> CommandError {
    let piped = matches!(arguments, [only] if only == "-");
    if !piped {
        return error;
    }
    let mut bytes = Vec::new();
    match std::io::stdin().lock().take(MAX_INPUT).read_to_end(&mut bytes) {
        Ok(length) if length > 0 => keep(context, &bytes, error),
        _ => error,
    }
}

/// The words of a file.
pub(crate) fn file(path: &Path) -> Result<Words, CommandError> {
    let unreadable = |why: String| {
        CommandError::usage(format!("{} cannot be read: {why}", path.display())).hint("Nothing was saved.")
    };
    let mut bytes = Vec::new();
    let file = fs::File::open(path).map_err(|error| unreadable(error.to_string()))?;
    file.take(MAX_INPUT).read_to_end(&mut bytes).map_err(|error| unreadable(error.to_string()))?;
    let text = String::from_utf8(bytes).map_err(|_| unreadable("it is not UTF-8 text".into()))?;
    Ok(Words { text: clean(&text), only_here: false })
}

fn from_stdin(context: &Context) -> Result<Words, CommandError> {
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().take(MAX_INPUT).read_to_end(&mut bytes);
    read.map_err(|error| CommandError::new(Exit::Failed, "input", format!("the words could not be read: {error}")))?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Words { text: clean(&text), only_here: true }),
        Err(error) => {
            let refused = CommandError::usage("the words are not UTF-8 text").hint("Nothing was saved.");
            Err(keep(context, error.as_bytes(), refused))
        }
    }
}

fn from_editor(context: &Context, before: &str) -> Result<Words, CommandError> {
    let failed = |error: &dyn std::fmt::Display| {
        CommandError::new(Exit::Failed, "editor", format!("the editor could not be used: {error}"))
            .hint("Set VISUAL or EDITOR, or give the words as arguments.")
    };
    // Private (0600), and removed on every path when it goes out of scope.
    let folder = tempfile::Builder::new().prefix("kintsugi-").tempdir().map_err(|error| failed(&error))?;
    let path = folder.path().join("words.txt");
    fs::write(&path, before).map_err(|error| failed(&error))?;
    let editor = ["VISUAL", "EDITOR"].iter().find_map(|name| std::env::var(name).ok().filter(|v| !v.trim().is_empty()));
    let editor = shell_words::split(&editor.unwrap_or_else(|| "vi".into())).map_err(|error| failed(&error))?;
    let (program, arguments) = editor.split_first().ok_or_else(|| failed(&"it has no name"))?;
    let status = Command::new(program).args(arguments).arg(&path).status().map_err(|error| failed(&error))?;
    let bytes = fs::read(&path).map_err(|error| failed(&error))?;
    if !status.success() {
        let error = failed(&"it ended with an error").hint("Nothing was saved.");
        return Err(if bytes == before.as_bytes() { error } else { keep(context, &bytes, error) });
    }
    let text = String::from_utf8(bytes);
    let text = text.map_err(|error| {
        keep(context, error.as_bytes(), CommandError::usage("the words are not UTF-8 text").hint("Nothing was saved."))
    })?;
    Ok(Words { text: clean(&text), only_here: true })
}

/// Line ends as on this system, and none at the end.
fn clean(text: &str) -> String {
    text.replace("\r\n", "\n").trim_end().to_owned()
}

/// Puts words where only their owner can read them, and says where.
fn keep(context: &Context, bytes: &[u8], error: CommandError) -> CommandError {
    let home = context.path().is_dir().then(|| context.path().to_owned());
    let places = home.into_iter().chain([std::env::temp_dir()]);
    match places.into_iter().find_map(|place| write_kept(&place, bytes)) {
        Some(path) => error.and(&format!("Your words are kept, readable only by you, in {path}")),
        None => error
            .and(&format!("They could not be kept in a file, so here they are:\n{}", String::from_utf8_lossy(bytes))),
    }
}

fn write_kept(place: &Path, bytes: &[u8]) -> Option<String> {
    let mut file = tempfile::Builder::new().prefix("kept-words-").suffix(".txt").tempfile_in(place).ok()?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).ok()?;
    let (_, path) = file.keep().ok()?;
    Some(path.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_joined_and_a_dash_means_stdin() {
        let arguments = |list: &[&str]| Words::of_arguments(&list.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>());
        assert_eq!(arguments(&["you", "made", "tea"]).expect("words").text, "you made tea");
        assert!(arguments(&["-"]).is_none());
        assert!(arguments(&[]).is_none());
        assert_eq!(clean("a\r\nb \n\n"), "a\nb");
    }
}

//! Words on their way in: from somebody who is asked for them, from arguments, from stdin, from the editor. They are never lost on the way.

mod edited;
mod task;
mod typed;

use std::fs;
use std::io::{IsTerminal, Read};
use std::path::Path;

use kintsugi_home::{Home, Unsaved};

use crate::begun::cannot_begin_again;
use crate::confirm::ask_yes;
use crate::context::Context;
use crate::dates;
use crate::editor::{MAX_BYTES, Session, is_named};
use crate::error::{CommandError, Exit};
use crate::output::filled;
use crate::rescue::{clean, keep_file};
use edited::{draft_or_file, from_editor};
use task::Way;
use typed::{draft_of_typed, typed};

pub(crate) use task::{ENDS, Part, Task};

/// How many letters of a draft are shown to tell it from others.
const BEGINNING: usize = 50;

/// After words that stood on the line of a shell, once.
const SHELL: &str = "Your shell keeps a history of its lines, and these words stand in it. Without words, kintsugi asks for them, and no history has them.";

/// Words, and where else they are.
pub(crate) struct Words {
    pub(crate) text: String,
    origin: Origin,
}

enum Origin {
    /// They stood on the command line.
    Arguments,
    /// They can be given again: a file.
    Elsewhere,
    /// They were typed, and exist nowhere else but perhaps in a draft that was taken up.
    Typed { purpose: String, draft: Option<Unsaved> },
    /// They were read from stdin, and exist nowhere else.
    Stdin,
    /// They stand in the folder of an editor, and perhaps in a draft that was taken up.
    Editor { session: Session, purpose: String, draft: Option<Unsaved> },
}

impl Words {
    /// Whether somebody typed them, line by line.
    pub(crate) const fn are_typed(&self) -> bool {
        matches!(self.origin, Origin::Typed { .. })
    }

    /// From arguments; `None` where there are none or a single `-`.
    fn of_arguments(arguments: &[String]) -> Option<Self> {
        match arguments {
            [] => None,
            [only] if only == "-" => None,
            words => Some(Self { text: clean(&words.join(" ")), origin: Origin::Arguments }),
        }
    }

    /// What became of the command: saved, they are nowhere else any more; else they are kept, and the error says where.
    pub(crate) fn settle<T>(
        self,
        context: &Context,
        home: &Home,
        outcome: Result<T, CommandError>,
    ) -> Result<T, CommandError> {
        match (outcome, self.origin) {
            (Ok(done), Origin::Editor { draft: Some(draft), .. } | Origin::Typed { draft: Some(draft), .. }) => {
                home.remove_unsaved(&draft)?;
                Ok(done)
            }
            (Ok(done), Origin::Arguments) => {
                tell_of_history(context, home)?;
                Ok(done)
            }
            (Ok(done), _) => Ok(done),
            (Err(error), _) if self.text.trim().is_empty() => Err(error),
            (Err(error), Origin::Arguments | Origin::Elsewhere) => Err(error),
            (Err(error), Origin::Typed { purpose, .. }) => {
                Err(draft_of_typed(context, home, &purpose, &self.text, error))
            }
            (Err(error), Origin::Stdin) => Err(keep(context, self.text.as_bytes(), error).0),
            (Err(error), Origin::Editor { mut session, purpose, .. }) => {
                Err(draft_or_file(context, home, &purpose, &[self.text.into_bytes()], &mut session, error))
            }
        }
    }
}

/// Reads the words of a command: arguments, `-` for stdin; else they are asked for at a terminal, and without one read from stdin.
/// `None` where somebody was asked and wrote nothing, which was said.
pub(crate) fn words(
    context: &Context,
    home: &Home,
    arguments: &[String],
    task: Task,
) -> Result<Option<Words>, CommandError> {
    if let Some(words) = Words::of_arguments(arguments) {
        return Ok(Some(words));
    }
    if !arguments.is_empty() || !(context.can_ask() || std::io::stdin().is_terminal()) {
        return from_stdin(context).map(Some);
    }
    if !context.can_ask() {
        return Err(CommandError::usage("there are no words to save")
            .hint("Give them as arguments, or - to read them from stdin."));
    }
    match &task.way {
        Way::Lines(_) => typed(context, home, task),
        Way::EditorOr(_) if !is_named() => typed(context, home, task),
        Way::Editor if !is_named() => Err(CommandError::usage("no editor is named")
            .hint("Name one, such as EDITOR=nano, or give the text of a file. Nothing was saved.")),
        _ => from_editor(context, home, task).map(Some),
    }
}

/// Reads the words of a command and saves them. Where that fails they are kept, and the error says where.
pub(crate) fn save(
    context: &Context,
    home: &Home,
    arguments: &[String],
    task: Task,
    save: impl FnOnce(String) -> Result<(), CommandError>,
) -> Result<(), CommandError> {
    let Some(words) = words(context, home, arguments, task)? else { return Ok(()) };
    let saved = save(words.text.clone());
    words.settle(context, home, saved)
}

/// Says, once, what the line of a shell means for words.
fn tell_of_history(context: &Context, home: &Home) -> Result<(), CommandError> {
    if context.can_ask() && context.output.is_talking() && home.say_once("history of the shell")? {
        context.output.talk(&filled(SHELL));
    }
    Ok(())
}

/// Saves what stdin holds when the command cannot even begin, as when the journal is locked.
pub(crate) fn rescue_stdin(context: &Context, arguments: &[String], error: CommandError) -> CommandError {
    let piped = matches!(arguments, [only] if only == "-");
    if !piped {
        return error;
    }
    let mut bytes = Vec::new();
    match std::io::stdin().lock().take(MAX_BYTES).read_to_end(&mut bytes) {
        Ok(length) if length > 0 => keep(context, &bytes, error).0,
        _ => error,
    }
}

/// The words of a file.
pub(crate) fn file(path: &Path) -> Result<Words, CommandError> {
    let unreadable = |why: String| {
        CommandError::usage(format!("the file {} cannot be read: {why}", path.display())).hint("Nothing was saved.")
    };
    let mut bytes = Vec::new();
    let file = fs::File::open(path).map_err(|error| unreadable(error.to_string()))?;
    file.take(MAX_BYTES).read_to_end(&mut bytes).map_err(|error| unreadable(error.to_string()))?;
    let text = String::from_utf8(bytes).map_err(|_| unreadable("it is not UTF-8 text".into()))?;
    Ok(Words { text: clean(&text), origin: Origin::Elsewhere })
}

fn from_stdin(context: &Context) -> Result<Words, CommandError> {
    cannot_begin_again();
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().take(MAX_BYTES).read_to_end(&mut bytes);
    read.map_err(|error| unreadable(&error))?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Words { text: clean(&text), origin: Origin::Stdin }),
        Err(error) => Err(keep(context, error.as_bytes(), not_text()).0),
    }
}

/// A draft for the same command, where somebody wishes to go on with it.
fn offered(context: &Context, home: &Home, purpose: &str) -> Result<Option<Unsaved>, CommandError> {
    for draft in home.unsaved()?.into_iter().rev().filter(|draft| draft.purpose == purpose) {
        let (day, text) = (dates::short(draft.day), beginning(&draft.text));
        if ask_yes(context, &format!("Words of {day} were not saved: “{text}”.\nGo on with them? [y/N] "))? {
            return Ok(Some(draft));
        }
    }
    Ok(None)
}

/// The first letters of a text, on one line.
pub(crate) fn beginning(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(BEGINNING) {
        Some((end, _)) => format!("{} …", line[..end].trim_end()),
        None => line,
    }
}

fn not_text() -> CommandError {
    CommandError::usage("the words are not UTF-8 text").hint("Nothing was saved.")
}

fn unreadable(error: &std::io::Error) -> CommandError {
    CommandError::new(Exit::Failed, "input", format!("the words could not be read: {error}"))
}

/// Puts words where only their owner can read them, and says where. Whether that was done.
fn keep(context: &Context, bytes: &[u8], error: CommandError) -> (CommandError, bool) {
    match keep_file(context.path(), bytes) {
        Some(path) => (error.and(&format!("Your words are kept, readable only by you, in {path}")), true),
        None => {
            let text = String::from_utf8_lossy(bytes);
            (error.and(&format!("They could not be kept in a file, so here they are:\n{text}")), false)
        }
    }
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

//! Words on their way in: from arguments, from stdin, from the editor. They are never lost on the way.

use std::fs;
use std::io::Read;
use std::path::Path;

use kintsugi_home::{Home, Unsaved};

use crate::confirm::ask_yes;
use crate::context::Context;
use crate::dates;
use crate::editor::{Edited, MAX_BYTES, Session, is_known};
use crate::error::{CommandError, Exit};
use crate::output::filled;
use crate::rescue::{clean, keep_draft, keep_file, places};

/// How many letters of a draft are shown to tell it from others.
const BEGINNING: usize = 50;

/// Before an editor opens of which nothing is known, once.
const COPIES: &str = "Your editor may keep copies of its own, such as a backup or a history of files. Vim, Neovim, nano and Emacs are told to keep none elsewhere.";

/// What words are for.
pub(crate) struct Task {
    /// The command that they are for, without its words.
    purpose: String,
    /// What the editor opens on.
    before: String,
    /// Whether it begins anew: then a draft for the same command is offered.
    anew: bool,
}

impl Task {
    /// Words that begin with nothing.
    pub(crate) fn new(purpose: impl Into<String>) -> Self {
        Self::from_template(purpose, "")
    }

    /// Words that begin with a form to fill in.
    pub(crate) fn from_template(purpose: impl Into<String>, template: &str) -> Self {
        Self { purpose: purpose.into(), before: template.to_owned(), anew: true }
    }

    /// Words that take the place of others.
    pub(crate) fn change(purpose: impl Into<String>, before: &str) -> Self {
        Self { purpose: purpose.into(), before: before.to_owned(), anew: false }
    }
}

/// Words, and where else they are.
pub(crate) struct Words {
    pub(crate) text: String,
    origin: Origin,
}

enum Origin {
    /// They can be given again: arguments, or a file.
    Elsewhere,
    /// They were read from stdin, and exist nowhere else.
    Stdin,
    /// They stand in the folder of an editor, and perhaps in a draft that was taken up.
    Editor { session: Session, purpose: String, draft: Option<Unsaved> },
}

impl Words {
    /// From arguments; `None` where there are none or a single `-`.
    fn of_arguments(arguments: &[String]) -> Option<Self> {
        match arguments {
            [] => None,
            [only] if only == "-" => None,
            words => Some(Self { text: clean(&words.join(" ")), origin: Origin::Elsewhere }),
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
            (Ok(done), Origin::Editor { draft: Some(draft), .. }) => {
                home.remove_unsaved(&draft)?;
                Ok(done)
            }
            (Ok(done), _) => Ok(done),
            (Err(error), _) if self.text.trim().is_empty() => Err(error),
            (Err(error), Origin::Elsewhere) => Err(error),
            (Err(error), Origin::Stdin) => Err(keep(context, self.text.as_bytes(), error).0),
            (Err(error), Origin::Editor { mut session, purpose, .. }) => {
                Err(draft_or_file(context, home, &purpose, &[self.text.into_bytes()], &mut session, error))
            }
        }
    }
}

/// Reads the words of a command: arguments, `-` for stdin, else the editor.
pub(crate) fn words(context: &Context, home: &Home, arguments: &[String], task: Task) -> Result<Words, CommandError> {
    if let Some(words) = Words::of_arguments(arguments) {
        return Ok(words);
    }
    if arguments.is_empty() && context.can_ask() {
        return from_editor(context, home, task);
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
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().take(MAX_BYTES).read_to_end(&mut bytes);
    read.map_err(|error| CommandError::new(Exit::Failed, "input", format!("the words could not be read: {error}")))?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Words { text: clean(&text), origin: Origin::Stdin }),
        Err(error) => Err(keep(context, error.as_bytes(), not_text()).0),
    }
}

fn from_editor(context: &Context, home: &Home, task: Task) -> Result<Words, CommandError> {
    let draft = if task.anew { offered(context, home, &task.purpose)? } else { None };
    let before = draft.as_ref().map_or(task.before, |draft| draft.text.clone());
    if !is_known() && home.say_once("copies of an editor")? {
        context.output.talk(&filled(COPIES));
    }
    let (mut session, edited) = places(home).edit(&task.purpose, &before).map_err(|error| unusable(&error))?;
    let mut kept = |texts: &[Vec<u8>], error| draft_or_file(context, home, &task.purpose, texts, &mut session, error);
    match edited {
        Edited::Done(bytes) => match String::from_utf8(bytes) {
            Ok(text) => {
                let origin = Origin::Editor { session, purpose: task.purpose, draft };
                Ok(Words { text: clean(&text), origin })
            }
            Err(error) => Err(kept(&[error.into_bytes()], not_text())),
        },
        Edited::Failed(texts) => Err(kept(&texts, unusable(&"it ended with an error").instead("Nothing was saved."))),
        Edited::Stopped(texts) => {
            let error = kept(&texts, CommandError::new(Exit::Failed, "stopped", "this was ended from outside"));
            session.stay_in_use();
            Err(error)
        }
    }
}

/// A draft for the same command, where somebody wishes to go on with it.
fn offered(context: &Context, home: &Home, purpose: &str) -> Result<Option<Unsaved>, CommandError> {
    for draft in home.unsaved()?.into_iter().rev().filter(|draft| draft.purpose == purpose) {
        let (day, text) = (dates::short(draft.day), beginning(&draft.text));
        if ask_yes(context, &format!("Words of {day} were not saved: “{text}”. Go on with them? [y/N] "))? {
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

fn unusable(error: &dyn std::fmt::Display) -> CommandError {
    CommandError::new(Exit::Failed, "editor", format!("the editor could not be used: {error}"))
        .hint("Set VISUAL or EDITOR, or give the words as arguments.")
}

fn not_text() -> CommandError {
    CommandError::usage("the words are not UTF-8 text").hint("Nothing was saved.")
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

/// Keeps what was written in an editor as drafts, and where that cannot be, in files; the folder stays where nothing can.
fn draft_or_file(
    context: &Context,
    home: &Home,
    purpose: &str,
    texts: &[Vec<u8>],
    session: &mut Session,
    mut error: CommandError,
) -> CommandError {
    let (drafts, others): (Vec<_>, Vec<_>) =
        texts.iter().partition(|text| keep_draft(home, &context.now, purpose, text));
    if !drafts.is_empty() {
        error = error.and("Your words are kept as a draft: kintsugi draft");
    }
    for text in others {
        let (more, there) = keep(context, text, error);
        error = more;
        if !there {
            session.stay();
        }
    }
    error
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

//! Words in an editor. However it ends, they are saved, a draft, or in a file that is named.

use kintsugi_home::Home;

use super::task::Task;
use super::{Origin, Words, keep, not_text, offered};
use crate::context::Context;
use crate::editor::{Edited, Session, is_known};
use crate::error::{CommandError, Exit};
use crate::output::filled;
use crate::rescue::{clean, keep_draft, places};

/// Before an editor opens of which nothing is known, once.
const COPIES: &str = "Your editor may keep copies of its own, such as a backup or a history of files. Vim, Neovim, nano and Emacs are told to keep none elsewhere.";

pub(super) fn from_editor(context: &Context, home: &Home, task: Task) -> Result<Words, CommandError> {
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

fn unusable(error: &dyn std::fmt::Display) -> CommandError {
    CommandError::new(Exit::Failed, "editor", format!("the editor could not be used: {error}"))
        .hint("Set VISUAL or EDITOR, or give the words as arguments.")
}

/// Keeps what was written in an editor as drafts, and where that cannot be, in files; the folder stays where nothing can.
pub(super) fn draft_or_file(
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

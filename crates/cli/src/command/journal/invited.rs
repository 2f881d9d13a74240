//! An invitation of the partner, in words.

use kintsugi_home::Home;
use kintsugi_home::repertoire::questions;
use kintsugi_journal::{Invitation, Occasion};

use crate::error::CommandError;

/// What ends the sentence, where it has no end of its own.
fn full_stop(to: &str) -> &'static str {
    if to.ends_with(['.', '?', '!']) { "" } else { "." }
}

/// An invitation of the partner in words, with the command that takes it up. `None` where its question is not known here.
pub(crate) fn invited(
    home: &Home,
    partner: &str,
    (occasion, invitation): (Occasion, Invitation),
) -> Result<Option<String>, CommandError> {
    let (to, command) = match occasion {
        Occasion::Letter => ("a letter each".to_owned(), "kintsugi letter write".to_owned()),
        Occasion::Miss => ("one small thing each that you miss".to_owned(), "kintsugi miss write".to_owned()),
        Occasion::Question => {
            let all = questions(home)?;
            let at = all.iter().position(|question| Some(question.id) == invitation.question);
            let Some(at) = at else { return Ok(None) };
            (format!("a question: {}", all[at].text), format!("kintsugi ask answer {}", at + 1))
        }
    };
    Ok(Some(format!("{partner} invites you to {to}{}\n{command}, or let it be.", full_stop(&to))))
}

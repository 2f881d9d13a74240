//! An invitation of the partner, in words.

use kintsugi_home::Home;
use kintsugi_home::repertoire::questions;
use kintsugi_journal::{Invitation, Occasion};

use crate::error::CommandError;

/// An invitation of the partner in words, with the command that takes it up. `None` where its question is not known here.
pub(crate) fn invited(home: &Home, partner: &str, one: (Occasion, Invitation)) -> Result<Option<String>, CommandError> {
    let Some(to) = home.invited_to(&one)? else { return Ok(None) };
    let command = match one.0 {
        Occasion::Letter => "kintsugi letter write".to_owned(),
        Occasion::Miss => "kintsugi miss write".to_owned(),
        Occasion::Question => {
            let at = questions(home)?.iter().position(|question| Some(question.id) == one.1.question);
            format!("kintsugi ask answer {}", at.map_or(0, |at| at + 1))
        }
    };
    Ok(Some(format!("{partner} invites you to {to}\n{command}, or let it be.")))
}

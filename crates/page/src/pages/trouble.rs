//! What could not be done, in words of this page: what happened, and what is safe.

use hyper::StatusCode;
use kintsugi_home::{ErrorKind, HomeError};
use kintsugi_journal::{BodyError, MAX_TEXT_BYTES};
use kintsugi_vault::VaultError;
use maud::{Markup, html};

use crate::answer::Answer;
use crate::layout::{alone, seam};

/// What happened, as a sentence or two.
pub(crate) fn in_words(error: &HomeError) -> String {
    match error {
        HomeError::Words(BodyError::Empty) => "There are no words yet. A line or two is enough.".into(),
        HomeError::Words(BodyError::TooLong) => {
            format!("That is more than fits into one line, which is {} KiB. Two would hold it.", MAX_TEXT_BYTES / 1024)
        }
        HomeError::NoSuchEntry(_) | HomeError::Ambiguous(_) => "There is no such line here.".into(),
        HomeError::NotYet(day) => format!("{} has not come yet.", day.strftime("%A, %-d %B")),
        HomeError::RoundFull => {
            "There is more sealed than can open at once. Read together what is sealed, then there is room.".into()
        }
        HomeError::Vault(error) => of_the_disk(error).into(),
        other => sentence(&other.to_string()),
    }
}

fn of_the_disk(error: &VaultError) -> &'static str {
    match error {
        VaultError::DiskFull => "The disk is full, so this was not saved. What was saved before is safe.",
        VaultError::ReadOnly => "Nothing can be written here, so this was not saved. What was saved before is safe.",
        VaultError::Busy => "Another Kintsugi is using the journal. Please try again in a moment.",
        VaultError::Unconfirmed => {
            "This could not be confirmed: it may be saved or not. Look under Read before you write it again."
        }
        VaultError::Overtaken | VaultError::Newer(_) => {
            "A newer Kintsugi has taken over this journal. Close this page, and open it anew with that one."
        }
        VaultError::TracesRemain => "It is done. Traces of the old words may remain beside the journal, encrypted.",
        VaultError::Damaged { .. } | VaultError::Corrupt | VaultError::DerivedDamaged { .. } => {
            "Something that is kept in this journal can no longer be read from the disk. Nothing was changed. In a terminal, kintsugi repair says what it can bring back."
        }
        _ => "The journal could not be used. What was saved before is safe; this was not saved.",
    }
}

pub(crate) fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|c| c.to_uppercase().collect::<String>()).unwrap_or_default();
    format!("{first}{}.", letters.as_str().trim_end_matches('.'))
}

/// A page of its own for it.
pub(crate) fn page(error: &HomeError) -> Answer {
    let status = match error.kind() {
        ErrorKind::Usage => StatusCode::NOT_FOUND,
        _ => StatusCode::CONFLICT,
    };
    Answer::Page(status, said("That did not work", &in_words(error)))
}

/// There is no such page.
pub(crate) fn nothing_here() -> Answer {
    Answer::Page(StatusCode::NOT_FOUND, said("Nothing is here", "This page is not part of the journal."))
}

fn said(title: &str, words: &str) -> Markup {
    alone(&html! {
        div class="card" {
            h1 { (title) }
            (seam())
            p { (words) }
            p class="row" { a class="button quiet" href="/" { "To today" } }
        }
    })
}

/// What was in the way, above a form that has its words still in it.
pub(crate) fn above(said: Option<&str>) -> Markup {
    html! { @if let Some(said) = said { div class="notice" role="alert" { p { (said) } } } }
}

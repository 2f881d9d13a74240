//! Drafts: words of mine that were never saved. A script keeps what is typed as one; saving destroys it.

use std::borrow::Cow;
use std::hash::BuildHasher;

use kintsugi_home::{HomeError, Unsaved};
use maud::{Markup, html};

use super::{letters, own, trouble, write};
use crate::answer::Answer;
use crate::layout::{Here, framed, said, title};
use crate::visit::Visit;

pub(crate) fn show(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let drafts = visit.home.unsaved()?;
    let body = html! {
        div class="narrow" {
            (title("Drafts", &html! {}))
            div class="stack roomy" {
                @if drafts.is_empty() { p class="soft" { "There is no draft." } }
                @for draft in drafts.iter().rev() {
                    @let path = format!("/drafts/{}", name(visit, draft));
                    form class="sheet" method="post" action={ (path) "/use" } {
                        div class="entry" {
                            p class="who" { (draft.day.strftime("%A, %-d %B").to_string()) @if let Some(what) = what(&draft.purpose) { ", " (what) } }
                            p class="said" dir="auto" { (said(&shown(draft))) }
                        }
                        p class="row save" {
                            button class="button quiet" { "Go on with it" }
                            button class="button plain" formaction={ (path) "/drop" } { "Throw it away" }
                        }
                    }
                }
            }
        }
    };
    Ok(Answer::page(framed(visit, Here::Write, &body)))
}

/// Its words, in short where they are a form of several parts.
fn shown(draft: &Unsaved) -> Cow<'_, str> {
    let short = draft.purpose.starts_with("practice ").then(|| own::draft_in_short(&draft.text)).flatten();
    short.map_or(Cow::Borrowed(draft.text.as_str()), Cow::Owned)
}

/// What it was for.
fn what(purpose: &str) -> Option<&'static str> {
    Some(match purpose.split_once(' ').map_or(purpose, |(first, _)| first) {
        "write" if purpose.ends_with("--private") => "a line only for you",
        "write" => "a line",
        "act" => "an act",
        "letter" => "a letter",
        "miss" => "what you miss",
        "progress" => "what felt better",
        "edit" => "other words for a line",
        "ask" => "a question",
        "jar" => "a slip",
        "routine" => "a small habit",
        "agreement" => "the agreement",
        "focus" => "what you do differently",
        "practice" => "a practice",
        "words" => "words to borrow",
        _ => return None,
    })
}

pub(crate) fn throw_away(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let Some(draft) = named(visit, &visit.part)? else { return Ok(trouble::nothing_here()) };
    visit.home.remove_unsaved(&draft)?;
    Ok(Answer::told("/drafts", "Thrown away."))
}

/// What stands in a form so that saving destroys the draft of it; the script writes the name into it.
pub(crate) fn field(visit: &Visit<'_>, purpose: &str) -> Markup {
    let is_of = |draft: &&Unsaved| {
        draft.purpose.strip_prefix(purpose).is_some_and(|rest| rest.is_empty() || rest.starts_with(" --"))
    };
    let name = visit.draft.as_ref().filter(is_of).map(|draft| name(visit, draft));
    html! { input type="hidden" name="draft" value=(name.unwrap_or_default()) autocomplete="off"; }
}

/// Keeps what is typed, as it is now, and answers by which name.
pub(crate) fn typed(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let (purpose, text) = match visit.form.get("for") {
        "letter write" => ("letter write".to_owned(), letters::composed(&visit.form)),
        "write" if write::is_private(&visit.form) => ("write --private".to_owned(), visit.form.get("text").to_owned()),
        purpose if what(purpose).is_some() && purpose.len() < 64 => {
            let text = own::drafted(&visit.form, purpose).unwrap_or_else(|| visit.form.get("text").to_owned());
            (purpose.to_owned(), text)
        }
        _ => return Ok(trouble::nothing_here()),
    };
    let kept = visit.home.keep_unsaved_on(visit.draft.as_ref(), &purpose, text, visit.moment)?;
    Ok(Answer::Line(kept.map(|kept| name(visit, &kept)).unwrap_or_default()))
}

/// The draft that a form names.
pub(crate) fn of_form(visit: &Visit<'_>) -> Result<Option<Unsaved>, HomeError> {
    match visit.form.get("draft") {
        "" => Ok(None),
        name => named(visit, name),
    }
}

/// The draft of this name.
pub(crate) fn named(visit: &Visit<'_>, wanted: &str) -> Result<Option<Unsaved>, HomeError> {
    Ok(visit.home.unsaved()?.into_iter().find(|draft| name(visit, draft) == wanted))
}

/// Its number may be another's tomorrow, so its words belong to its name: by a hash that nobody can do without this page.
fn name(visit: &Visit<'_>, draft: &Unsaved) -> String {
    let words = visit.hasher.hash_one((draft.number, &draft.purpose, &draft.text));
    format!("{}-{words:016x}", draft.number)
}

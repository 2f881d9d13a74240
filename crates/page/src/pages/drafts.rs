//! Drafts: words of mine that were never saved.

use kintsugi_home::HomeError;
use maud::html;

use super::{trouble, write};
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
                    form class="sheet" method="post" action={ "/drafts/" (draft.number) "/use" } {
                        p class="small soft" { (draft.day.strftime("%A, %-d %B").to_string()) }
                        p class="said" dir="auto" { (said(&draft.text)) }
                        p class="row save" {
                            button class="button quiet" { "Go on with it" }
                            button class="button plain" formaction={ "/drafts/" (draft.number) "/drop" } { "Throw it away" }
                        }
                    }
                }
            }
        }
    };
    Ok(Answer::page(framed(visit, Here::Write, &body)))
}

/// Opens the words in the form of a line; they stay a draft until they are saved.
pub(crate) fn take_up(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    match numbered(visit, &visit.part)? {
        Some(draft) => write::with(visit, &draft.text, &draft.number.to_string()),
        None => Ok(trouble::nothing_here()),
    }
}

pub(crate) fn throw_away(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let Some(draft) = numbered(visit, &visit.part)? else { return Ok(trouble::nothing_here()) };
    visit.home.remove_unsaved(&draft)?;
    Ok(Answer::told("/drafts", "Thrown away."))
}

/// Its words are saved: the draft of this number goes.
pub(super) fn saved(visit: &Visit<'_>, number: &str) -> Result<(), HomeError> {
    numbered(visit, number)?.map_or(Ok(()), |draft| visit.home.remove_unsaved(&draft))
}

fn numbered(visit: &Visit<'_>, number: &str) -> Result<Option<kintsugi_vault::Unsaved>, HomeError> {
    Ok(visit.home.unsaved()?.into_iter().find(|draft| draft.number.to_string() == number))
}

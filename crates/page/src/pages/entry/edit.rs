//! Other words for a line of mine.

use kintsugi_home::{HomeError, Listed, Wait};
use kintsugi_journal::Visibility;
use maud::html;

use super::found;
use crate::answer::Answer;
use crate::layout::{Here, framed, title};
use crate::pages::{drafts, trouble, write};
use crate::visit::Visit;

pub(crate) fn show(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let (_, listed) = found(visit)?;
    if !listed.mine {
        return Err(HomeError::NotYours);
    }
    let Some(text) = listed.line.text.clone() else { return Err(HomeError::TakenBack) };
    Ok(page(visit, &listed, &text, None))
}

/// The form with the words of a draft in it, where the line whose id begins so can still be changed.
pub(crate) fn with(visit: &Visit<'_>, id: &str, text: &str) -> Result<Answer, HomeError> {
    let me = visit.home.identity().person();
    match visit.home.find(id) {
        Ok(found) if found.person == me && found.line.text.is_some() => {
            Ok(page(visit, &Listed { mine: true, line: found.line }, text, None))
        }
        Ok(_) | Err(HomeError::NoSuchEntry(_) | HomeError::Ambiguous(_)) => write::with(visit, text, true),
        Err(error) => Err(error),
    }
}

pub(crate) fn save(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let (found, listed) = found(visit)?;
    let text = visit.form.get("text").trim().to_owned();
    let path = format!("/read?from={0}&to={0}", listed.line.day);
    if listed.line.text.as_deref() == Some(text.as_str()) && listed.line.also.is_empty() {
        return Ok(Answer::told(&path, "Nothing was changed."));
    }
    let edited =
        visit.home.pace(Wait::AsChosen, visit.moment).and_then(|pace| visit.home.edit(&found, text.clone(), pace));
    match edited {
        Ok(_) => Ok(Answer::told(&path, "Changed.")),
        Err(error) => Ok(page(visit, &listed, &text, Some(&trouble::in_words(&error)))),
    }
}

fn page(visit: &Visit<'_>, listed: &Listed, text: &str, why: Option<&str>) -> Answer {
    let line = &listed.line;
    let purpose = format!("edit {}", line.entry.short());
    let body = html! {
        div class="narrow" {
            (trouble::above(why))
            (title("Change the words", &html! { p class="soft" { (line.day.strftime("%A, %-d %B").to_string()) } }))
            form class="stack" method="post" action={ "/entry/" (line.entry) "/edit" } autocomplete="off" data-draft=(purpose) {
                (drafts::field(visit, &purpose))
                div class="sheet" {
                    label class="unseen" for="text" { "Your words" }
                    textarea class="bare tall" id="text" name="text" rows="7" autocomplete="off" { (text) }
                }
                @for other in &line.also {
                    p class="small soft" { "It was also changed on another laptop of yours, to this. What you save now takes the place of both:" }
                    p class="said" dir="auto" { (crate::layout::said(other)) }
                }
                @if line.visibility == Visibility::Open {
                    p class="small soft" { "Where the earlier words were read already, it says “edited”." }
                }
                p class="row save" { button class="button large" { "Save" } a class="button plain" href={ "/entry/" (line.entry) } { "Leave it" } }
            }
        }
    };
    let markup = framed(visit, Here::Read, &body);
    if why.is_some() { Answer::again(markup) } else { Answer::page(markup) }
}

//! Sharing a private line: first what it will mean.

use kintsugi_home::{HomeError, Pace};
use kintsugi_journal::Visibility;
use maud::html;

use super::found;
use crate::answer::Answer;
use crate::layout::{Here, framed, line, said, title};
use crate::visit::Visit;

pub(crate) fn show(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let (_, listed) = found(visit)?;
    if !listed.mine {
        return Err(HomeError::NotYours);
    }
    if listed.line.visibility != Visibility::Private {
        return Err(HomeError::NotPrivate);
    }
    let reader = visit.names.partner.as_deref().map_or_else(|| "Your partner".to_owned(), said);
    let id = listed.line.entry;
    let body = html! {
        div class="narrow" {
            (title("Share it?", &html! { p class="soft" { (listed.line.day.strftime("%A, %-d %B").to_string()) } }))
            form class="stack" method="post" action={ "/entry/" (id) "/share" } {
                div class="sheet" { (line(visit, &listed, false)) }
                p { (reader) " can read it then. You can take it back, but not make it unread." }
                p class="row save" { button class="button large" { "Share it" } a class="button plain" href={ "/entry/" (id) } { "It stays with me" } }
            }
        }
    };
    Ok(Answer::page(framed(visit, Here::Read, &body)))
}

pub(crate) fn save(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let (found, listed) = found(visit)?;
    visit.home.share(&found, Pace::AtOnce)?;
    let day = listed.line.day;
    Ok(Answer::told(&format!("/read?from={day}&to={day}"), "Shared."))
}

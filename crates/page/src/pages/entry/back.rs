//! Taking a line back: first what it will mean, then one button.

use kintsugi_home::{HomeError, Reach};
use maud::html;

use super::found;
use crate::answer::Answer;
use crate::layout::{Here, framed, line, said, title};
use crate::visit::Visit;

pub(crate) fn show(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let (found, listed) = found(visit)?;
    if !listed.mine {
        return Err(HomeError::NotYours);
    }
    if listed.line.is_deleted() {
        return Err(HomeError::TakenBack);
    }
    let means = means(visit, visit.home.reach(&found)?);
    let id = listed.line.entry;
    let body = html! {
        div class="narrow" {
            (title("Take it back?", &html! { p class="soft" { (listed.line.day.strftime("%A, %-d %B").to_string()) } }))
            form class="stack" method="post" action={ "/entry/" (id) "/back" } {
                div class="sheet" { (line(visit, &listed, false)) }
                p { (means) }
                p { "Its words are destroyed. That cannot be undone." }
                p class="row save" { button class="button large" { "Take it back" } a class="button plain" href="/" { "Leave it" } }
            }
        }
    };
    Ok(Answer::page(framed(visit, Here::Read, &body)))
}

pub(crate) fn save(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let (found, _) = found(visit)?;
    visit.home.delete(&found)?;
    Ok(Answer::told("/", "Taken back."))
}

/// What it will mean, by who has it.
fn means(visit: &Visit<'_>, reach: Reach) -> String {
    let Some(partner) = visit.names.partner.as_deref().map(said) else {
        return "Nobody else has it; nobody will know.".into();
    };
    match reach {
        Reach::Here => format!("{partner} does not have it; nobody will know."),
        Reach::Perhaps => format!(
            "It may be on {partner}’s laptop. Where it is, {partner} will see that something was taken back, and no words."
        ),
        Reach::There => format!("{partner} has it, and will see that something was taken back, and no words."),
    }
}

//! Leaving: first what it means, then one button. Nobody is told.

use kintsugi_home::{HomeError, Leaving};
use maud::html;

use crate::answer::Answer;
use crate::layout::{Here, framed, said, title};
use crate::visit::Visit;

pub(crate) fn show(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let means = match visit.home.companion() {
        Ok(_) => Some(visit.home.leaving()?.means(&said(visit.names.partner()))),
        Err(HomeError::NotPaired | HomeError::Left | HomeError::Apart) => None,
        Err(error) => return Err(error),
    };
    let body = html! {
        div class="narrow" {
            (title("Leaving", &html! {}))
            @match &means {
                None => p class="soft" { "There is nobody to leave: nothing crosses between this laptop and another one." },
                Some(means) => form class="stack roomy" method="post" action="/leave" {
                    @for one in means.lines() { p { (one) } }
                    p { "It cannot be undone from here." }
                    p class="row save" { button class="button large" { "Leave" } a class="button plain" href="/more" { "Stay" } }
                    p class="small soft" { a href="/safety" { "People who help" } }
                },
            }
        }
    };
    Ok(Answer::page(framed(visit, Here::More, &body)))
}

pub(crate) fn leave(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    visit.home.companion()?;
    let partner = said(visit.names.partner());
    Ok(Answer::told(
        "/more",
        match visit.home.leave()? {
            Leaving::Undone => {
                format!("The pairing with {partner} is undone. This journal can be paired with anybody.")
            }
            Leaving::Left => format!("You have left. Nothing crosses any more between you and {partner}."),
        },
    ))
}

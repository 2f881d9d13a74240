//! Pairing two laptops: what is chosen before, the code, the four words, and what came of it. One thread owns it; these pages show
//! how far it has come, and leaving them changes nothing.

mod choices;
mod failed;
mod square;
mod steps;

use kintsugi_home::{HomeError, Purpose};
use kintsugi_meet::{InvitationError, invitation, said as sentences};
use kintsugi_vault::PartnerState;
use maud::{Markup, html};

use super::trouble;
use crate::answer::Answer;
use crate::company::{Step, Wish};
use crate::layout::{Here, framed, said, title};
use crate::visit::Visit;

/// What stands on the page to show a code, or how far pairing has come.
pub(crate) fn show(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let step = visit.company.pairing();
    visit.goes_on.set(step.as_ref().is_some_and(Step::goes_on));
    let body = match step.as_ref().and_then(|step| steps::page(visit, step)) {
        Some(body) => body,
        None => before(visit, step.as_ref())?,
    };
    Ok(Answer::page(framed(visit, Here::Together, &body)))
}

/// Shows a code.
pub(crate) fn begin(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let share = choices::take(visit)?;
    visit.company.pair(visit.home, Wish::Show, share)?;
    Ok(Answer::go("/pair"))
}

/// The field for the code of the other laptop.
pub(crate) fn ask(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    if visit.company.pairing().is_some_and(|step| step.is_in_hand()) {
        return Ok(Answer::go("/pair"));
    }
    Ok(Answer::page(code_form(visit, "", None)?))
}

/// Takes a code.
pub(crate) fn join(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    visit.home.check_purpose(Purpose::Pair)?;
    let Some(around) = visit.company.around() else { return Ok(Answer::go("/pair")) };
    let typed = visit.form.trimmed("code").to_owned();
    match invitation(&typed, &around.outside()) {
        Err(error) => Ok(Answer::again(code_form(visit, &typed, Some(wrong(&error)))?)),
        Ok(invitation) => {
            let share = choices::take(visit)?;
            visit.company.pair(visit.home, Wish::Take(invitation), share)?;
            Ok(Answer::go("/pair"))
        }
    }
}

/// Both screens show the same words, or they differ. It counts for the words that were on the page.
pub(crate) fn compared(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    if let Some(Step::Comparing { words, .. }) = visit.company.pairing()
        && visit.form.get("words") == words.join(" ")
    {
        visit.company.compared(visit.form.get("same") == "yes");
    }
    Ok(Answer::go("/pair"))
}

/// Gives it up, or has seen what came of it.
pub(crate) fn stop(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let to = match visit.company.pairing() {
        Some(Step::Paired { .. }) => "/",
        Some(Step::Cut { .. }) => "/meet",
        _ => "/pair",
    };
    visit.company.unpair();
    Ok(Answer::go(to))
}

/// Before it is begun, or after it came to nothing.
fn before(visit: &Visit<'_>, step: Option<&Step>) -> Result<Markup, HomeError> {
    visit.home.check_purpose(Purpose::Pair)?;
    Ok(html! {
        div class="narrow" {
            @if let Some(step) = step { (failed::said(step)) }
            (title("Pair the two laptops", &html! {}))
            form class="stack roomy" method="post" action="/pair" {
                (earlier(visit)?)
                p { "Once, side by side, with both laptops on the same network, such as your Wi-Fi: one shows a code, the other takes it. Then both show four words, which you compare." }
                (choices::form(visit)?)
                p class="row save" { button class="button large" { "Show a code" } a class="button quiet" href="/join" { "I have a code" } }
            }
        }
    })
}

fn code_form(visit: &Visit<'_>, typed: &str, why: Option<&str>) -> Result<Markup, HomeError> {
    visit.home.check_purpose(Purpose::Pair)?;
    let body = html! {
        div class="narrow" {
            (trouble::above(why))
            (title("Type the code", &html! {}))
            form class="stack roomy" method="post" action="/join" autocomplete="off" {
                (earlier(visit)?)
                p class="field" {
                    label for="code" { "The code on the other laptop" }
                    input class="typed" type="text" id="code" name="code" value=(typed) autocomplete="off" autocapitalize="characters" spellcheck="false" placeholder="6RZ9 TS5K 6EEG YM6P" autofocus;
                    span class="small soft" { "With or without spaces, large letters or small ones. O counts as 0." }
                }
                (choices::form(visit)?)
                p class="row save" { button class="button large" { "Go on" } a class="button quiet" href="/pair" { "Show a code here" } }
            }
        }
    };
    Ok(framed(visit, Here::Together, &body))
}

/// What pairing comes to where there is a partner already.
fn earlier(visit: &Visit<'_>) -> Result<Markup, HomeError> {
    let Some(partner) = visit.home.partner()? else { return Ok(html! {}) };
    let name = said(&partner.name);
    Ok(match partner.state {
        PartnerState::Pending => html! {
            p { "You and " (name) " both said yes already: " a href="/meet" { "a meeting" } " finishes that. Go on here where it does not." }
        },
        PartnerState::Paired => html! { p { (sentences::renews(&name)) } },
        PartnerState::Left => html! { p { (sentences::only_with(&name)) } },
        PartnerState::Apart => html! {},
    })
}

const fn wrong(error: &InvitationError) -> &'static str {
    match error {
        InvitationError::Ticket(_) => {
            "That long code cannot be used: it may be cut short, or older than ten minutes. Nothing was sent. Take a new one from the other screen."
        }
        InvitationError::Code(_) => {
            "That is not the code. It has 16 letters and digits. Nothing was sent; compare it with the other screen."
        }
    }
}

//! The jar: its slips, and the slip of today.

use kintsugi_home::{HomeError, Thing};
use kintsugi_journal::Kind;
use maud::{Markup, html};

use super::{drafts, trouble};
use crate::answer::Answer;
use crate::layout::{Here, framed, said, title};
use crate::visit::Visit;

const PATH: &str = "/jar";

pub(crate) fn show(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    Ok(Answer::page(page(visit, "", None)?))
}

/// Puts a slip into it, for both.
pub(crate) fn with(visit: &Visit<'_>, text: &str) -> Result<Answer, HomeError> {
    Ok(Answer::page(page(visit, text, None)?))
}

pub(crate) fn add(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let text = visit.form.trimmed("text").to_owned();
    match visit.home.add_slip(visit.words(Kind::Slip, visit.today, &text), visit.moment) {
        Ok(_) => Ok(Answer::told(PATH, "It is in the jar.")),
        Err(error) => Ok(Answer::again(page(visit, &text, Some(&trouble::in_words(&error)))?)),
    }
}

/// Takes one of mine out; one of the other's, and one that comes along, is hidden here, and nobody is told.
pub(crate) fn remove(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let slip = visit.home.slip_named(&visit.part)?;
    visit.home.take_away(slip.id)?;
    Ok(Answer::told(PATH, if slip.mine { "Out of the jar." } else { "Hidden on this laptop." }))
}

/// Draws the slip of today, the same on both laptops.
pub(crate) fn draw(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    match visit.home.draw(visit.moment)? {
        Some(_) => Ok(Answer::go(PATH)),
        None => Ok(Answer::told(PATH, "No slip is left for today.")),
    }
}

/// I did what it says.
pub(crate) fn done(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    visit.home.finish_slip(visit.words(Kind::Act, visit.today, "A slip from the jar."), visit.moment)?;
    Ok(Answer::told("/", "Noted as an act of repair, for today."))
}

/// It is not for me today.
pub(crate) fn pass(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    visit.home.pass_slip(visit.moment)?;
    Ok(Answer::told(PATH, "It is back in the jar. Nobody is told."))
}

/// The slip of today and what can be done with it, or the way to draw it.
pub(crate) fn of_today(visit: &Visit<'_>) -> Result<Markup, HomeError> {
    Ok(match visit.home.drawn(visit.moment)? {
        Some(drawn) => html! {
            p class="big" dir="auto" { "“" (said(&drawn.slip.text)) "”" }
            @if drawn.done { p class="small soft" { "Done. Tomorrow has another one." } }
            @else {
                form class="row" method="post" action="/jar/done" {
                    button class="button quiet" { "I did it" }
                    button class="button plain" formaction="/jar/pass" { "Not for me" }
                }
            }
        },
        None => html! {
            p class="soft" { "One small kindness on a slip of paper, the same for both of you." }
            form method="post" action="/jar/draw" { button class="button quiet" { "Draw the slip of today" } }
        },
    })
}

fn page(visit: &Visit<'_>, typed: &str, why: Option<&str>) -> Result<Markup, HomeError> {
    let (jar, today) = (visit.home.jar()?, of_today(visit)?);
    let along = if jar.is_empty() { visit.home.slips_to_begin_with()? } else { Vec::new() };
    let body = html! {
        div class="narrow" {
            (trouble::above(why))
            (title("The jar", &html! {}))
            div class="stack roomy" {
                section class="sheet missed" { (today) }
                form class="row" method="post" action=(PATH) autocomplete="off" {
                    (drafts::field(visit, "jar add"))
                    div class="grow" {
                        label class="unseen" for="text" { "A new slip" }
                        input type="text" id="text" name="text" value=(typed) autocomplete="off" placeholder="A small thing to do for, or with, the other";
                    }
                    button class="button" { "Into the jar" }
                }
                @if !jar.is_empty() { section class="day" { h2 { "In the jar" } @for slip in &jar { (row(slip)) } } }
                @else if !along.is_empty() { section class="day" { h2 { "To begin with" } @for slip in &along { (row(slip)) } } }
            }
        }
    };
    Ok(framed(visit, Here::Together, &body))
}

fn row(slip: &Thing) -> Markup {
    html! {
        form class="phrase" method="post" action={ (PATH) "/" (slip.id) "/remove" } {
            p class="said" dir="auto" { (said(&slip.text)) }
            button class="button plain" { @if slip.mine { "Take it out" } @else { "Hide it here" } }
        }
    }
}

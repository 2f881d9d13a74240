//! The end of a sitting: it is asked once whether both were here. With a no nothing is kept, and nobody learns of it.

use maud::html;

use crate::answer::Answer;
use crate::layout::{Here, framed, title};
use crate::visit::Visit;

/// Asks; a yes is posted to this path.
pub(crate) fn were_here(visit: &Visit<'_>, yes: &str) -> Answer {
    let alone = visit.names.partner.is_none();
    let body = html! {
        div class="narrow" {
            (title(if alone { "Done" } else { "Were both of you here?" }, &html! {}))
            form class="stack" method="post" action=(yes) {
                p class="soft" { @if alone { "Is it to be kept that this took place?" } @else { "With a no, nothing of it is kept." } }
                p class="row save" {
                    button class="button large" { @if alone { "Keep it" } @else { "Yes, both" } }
                    a class="button plain" href=(visit.sat.after("/together")) { @if alone { "Leave it" } @else { "No" } }
                }
            }
        }
    };
    Answer::page(framed(visit, Here::Together, &body))
}

//! One step of an evening or a week: nothing else on the screen, and every one can be skipped.

use maud::{Markup, html};

use super::frame::covers;
use super::icons::seam;

/// Where a step stands.
pub(crate) struct Step<'s> {
    /// Of what it is one.
    pub(crate) name: &'s str,
    pub(crate) title: &'s str,
    /// Which it is, from 0, and of how many.
    pub(crate) at: usize,
    pub(crate) of: usize,
    /// Where it goes on.
    pub(crate) next: &'s str,
    /// Whether going on is all there is to do.
    pub(crate) only: bool,
    /// Where something goes on of which more is to be said soon: how often something was told before.
    pub(crate) goes_on: Option<u64>,
}

/// A step; `above` it stands what is said first.
pub(crate) fn step(step: &Step<'_>, said: Option<&str>, above: &Markup, body: &Markup) -> Markup {
    html! {
            body class="alone" data-live=[step.goes_on] {
                header {
                    a class="button plain" href="/" { "Leave it here" }
                    span { (step.name) }
                    span class="unseen" { (step.at + 1) " of " (step.of) }
                }
                main id="main" class="step" {
                    div class="narrow" {
                        (above)
                        h1 { (step.title) }
                        (seam())
                        div class="stack roomy" {
                            @if let Some(said) = said { p class="soft" { (said) } }
                            (body)
                        }
                    }
                }
                footer {
                    p class="way wide" aria-hidden="true" { @for at in 0..step.of { i class=(dot(at, step.at)) {} } }
                    a class={ "button" @if step.only { " large" } @else { " plain" } } href=(step.next) rel="next" { "Go on" }
                }
                (covers())
            }
    }
}

const fn dot(at: usize, here: usize) -> &'static str {
    if at < here {
        "done"
    } else if at == here {
        "here"
    } else {
        ""
    }
}

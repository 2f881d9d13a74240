//! One voice at a time, to be read aloud: nothing else on the screen.

use maud::{Markup, html};

use super::frame::covers;
use super::icons::{Icon, icon, seam};

/// Where a voice stands among the others.
pub(crate) struct Place<'p> {
    /// What is read.
    pub(crate) name: &'p str,
    /// Where it stops.
    pub(crate) stop: &'p str,
    /// Which it is, from 1, and of how many.
    pub(crate) at: usize,
    pub(crate) of: usize,
    /// Where the one before is, and the one after.
    pub(crate) before: Option<&'p str>,
    pub(crate) next: &'p str,
}

/// The page of one voice: whose it is, and the words.
pub(crate) fn voice(by: &Markup, words: &Markup, place: &Place<'_>) -> Markup {
    let last = place.at == place.of;
    html! {
            body class="alone" data-keys="next" {
                header {
                    a class="button plain" href=(place.stop) { "Stop here" }
                    span { (place.name) }
                    span class="unseen" { (place.at) " of " (place.of) }
                }
                main id="main" {
                    article class="voice" {
                        div class="by" { (by) }
                        (seam())
                        (words)
                    }
                }
                footer {
                    @if let Some(before) = place.before { a class="button plain" href=(before) rel="prev" { (icon(Icon::Left)) "Back" } }
                    @if (2..=24).contains(&place.of) {
                        p class="way wide" aria-hidden="true" { @for at in 1..=place.of { i class=(dot(at, place.at)) {} } }
                    }
                    a class="button large" href=(place.next) rel="next" { @if last { "Done" } @else { "Next" } }
                }
                (covers())
            }
    }
}

fn dot(at: usize, here: usize) -> &'static str {
    match at.cmp(&here) {
        std::cmp::Ordering::Less => "done",
        std::cmp::Ordering::Equal => "here",
        std::cmp::Ordering::Greater => "",
    }
}

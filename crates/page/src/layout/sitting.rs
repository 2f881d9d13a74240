//! A turn with its timer: nothing else on the screen. Without script it says until when, and a button goes on.

use maud::{Markup, html};

use super::frame::covers;

/// A timer of one turn.
pub(crate) struct Ring<'r> {
    /// How long it is.
    pub(crate) seconds: u32,
    /// What comes after it.
    pub(crate) then: &'r str,
    /// Until when, as `19:05`.
    pub(crate) until: &'r str,
}

/// How long the ring is, in the units of its picture.
const ROUND: &str = "289.03";

pub(crate) fn ring(ring: &Ring<'_>) -> Markup {
    html! {
        div class="ring" id="ring" role="timer" aria-label="Time left" data-seconds=(ring.seconds) {
            svg viewBox="0 0 100 100" aria-hidden="true" {
                circle class="track" cx="50" cy="50" r="46" {}
                circle class="left" cx="50" cy="50" r="46" stroke-dasharray=(ROUND) stroke-dashoffset="0" {}
            }
            p class="clock" { span id="clock" { "Until " (ring.until) } small { (ring.then) } }
        }
        p class="unseen" id="told" role="status" {}
    }
}

/// A page of a sitting: where it stops, what goes on, and its name.
pub(crate) fn sitting(name: &str, stop: &str, body: &Markup, next: &str, on: &str) -> Markup {
    html! {
            body class="alone" data-keys="timer" {
                header {
                    a class="button plain" href=(stop) { "Stop" }
                    span { (name) }
                    label class="check" hidden { input type="checkbox" id="tone"; " Tone" }
                }
                main id="main" { (body) }
                footer {
                    button class="button plain" type="button" id="pause" aria-pressed="false" hidden { "Pause" }
                    a class="button large" href=(next) rel="next" { (on) }
                }
                (covers())
            }
    }
}

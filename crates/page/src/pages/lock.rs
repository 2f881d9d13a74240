//! The page that asks for the passphrase.

use std::time::Duration;

use hyper::StatusCode;
use maud::html;

use crate::answer::Answer;
use crate::layout::{alone, seam};

pub(crate) const WRONG: &str = "That does not open it. Please try again.";
pub(crate) const NOTHING_TYPED: &str = "Type your passphrase first.";

/// Asks for it. `said`: what came of the last try; `rest`: how long the next one has to wait; `waits`: whether something was
/// sent that is not saved yet.
pub(crate) fn page(protected: bool, said: Option<&str>, rest: Option<Duration>, waits: bool) -> Answer {
    let status = if said.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Answer::Page(
        status,
        alone(&html! {
            div class="card" {
                h1 { @if protected { "Your journal is locked" } @else { "Your journal is closed" } }
                (seam())
                @if waits { p role="status" { "What you sent is kept here, and is saved once the journal is open." } }
                @if let Some(said) = said { p role="alert" { (said) } }
                @if let Some(rest) = rest { p role="alert" { "Please wait " (rest.as_secs() + 1) " seconds before the next try." } }
                form class="stack" method="post" action="/unlock" autocomplete="off" {
                    @if protected {
                        p class="field" {
                            label for="passphrase" { "Passphrase" }
                            input type="password" id="passphrase" name="passphrase" autocomplete="off" spellcheck="false" autofocus;
                        }
                    }
                    p { button class="button large" { @if protected { "Unlock" } @else { "Open" } } }
                }
                @if protected {
                    p class="small soft" { "Forgotten? With your 12 words a new one can be set, in a terminal: kintsugi recover" }
                }
            }
        }),
    )
}

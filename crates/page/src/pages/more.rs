//! More: what is not needed every day.

use kintsugi_home::HomeError;
use maud::html;

use crate::answer::Answer;
use crate::layout::{Here, framed, title};
use crate::visit::Visit;

pub(crate) fn show(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let body = html! {
        div class="narrow" {
            (title("More", &html! {}))
            div class="stack roomy" {
                ul class="ways-on" {
                    li { a href="/search" { b { "Search" } span class="soft" { "All words, all days." } } }
                    li { a href="/meet" { b { "The other laptop" } span class="soft" { "Pairing, meeting, and what waits." } } }
                    li { a href="/settings" { b { "Settings" } span class="soft" { "When lines open, when it locks, and how this page looks." } } }
                    li { a href="/quiet" { b { "A time of quiet" } span class="soft" { "Nothing new shows by itself." } } }
                    li { a href="/evening" { b { "An evening" } span class="soft" { "One step at a time; each can be skipped." } } }
                    li { a href="/week" { b { "A week" } span class="soft" { "The reading, the check-in, and what comes next." } } }
                    li { a href="/keep" { b { "To keep" } span class="soft" { "That all can be read, and a backup." } } }
                    li { a href="/guide" { b { "What this rests on" } span class="soft" { "On one page." } } }
                    li { a href="/safety" { b { "People who help" } span class="soft" { "And how to look for help without a trace." } } }
                    li { a href="/leave" { b { "Leaving" } span class="soft" { "At once, and silently." } } }
                }
                form class="row" method="post" action="/end" {
                    @if visit.locks { button class="button quiet" formaction="/lock" { "Lock" } }
                    button class="button quiet" { "Close Kintsugi" }
                }
                p class="small soft" {
                    "Closing ends this page. What you saved is safe. "
                    @if !visit.locks { "This journal has no passphrase, so Hide covers the page and asks for nothing. In a terminal, kintsugi passphrase set sets one. " }
                }
            }
        }
    };
    Ok(Answer::page(framed(visit, Here::More, &body)))
}

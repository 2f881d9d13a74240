//! What is shown while the page is hidden.

use maud::html;

use crate::answer::Answer;
use crate::layout::alone;

pub(crate) fn page() -> Answer {
    Answer::page(alone(&html! {
        h1 { "A short rest" }
        form method="post" action="/show" { button class="button quiet" { "Go on" } }
    }))
}

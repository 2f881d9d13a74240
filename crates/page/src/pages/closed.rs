//! The last page.

use maud::html;

use crate::answer::Answer;
use crate::layout::{alone, seam};

pub(crate) fn page() -> Answer {
    Answer::page(alone(&html! {
        div class="card" {
            h1 { "Kintsugi is closed" }
            (seam())
            p { "What you saved is safe. You can close this window." }
        }
    }))
}

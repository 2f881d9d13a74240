//! The last page.

use maud::html;

use crate::answer::Answer;
use crate::layout::{last, seam};

pub(crate) fn page() -> Answer {
    Answer::page(last(&html! {
        div class="card" {
            h1 { "Kintsugi is closed" }
            (seam())
            p { "What you saved is safe. You can close this window." }
        }
    }))
}

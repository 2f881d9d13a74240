//! What came of a pairing that came to nothing: what happened, what is safe, and the next thing to do. Nobody is named.

use kintsugi_lan::PairError;
use kintsugi_meet::Error;
use maud::{Markup, html};

use super::super::trouble;
use crate::company::Step;

/// What is said above the next try; nothing where nothing was tried.
pub(super) fn said(step: &Step) -> Markup {
    match step {
        Step::Declined => html! {
            div class="notice" role="alert" {
                p { "The pairing was not finished. Nothing was stored." }
                p { "If the words were different, begin once more on both laptops, with a new code." }
            }
        },
        Step::Failed(error) => html! {
            div class="notice" role="alert" { p { (happened(error)) } p { (next(error)) } }
        },
        _ => html! {},
    }
}

fn happened(error: &Error) -> String {
    match error {
        Error::Home(error) => trouble::in_words(error),
        error => trouble::sentence(&error.to_string()),
    }
}

const fn next(error: &Error) -> &'static str {
    match error {
        Error::Pairing(error) => after(error),
        Error::Networks(_) => "Connect both laptops to the same network, then try again. Nothing was stored.",
        Error::InUse => "Close it, or wait until it has ended, then try again. Nothing was stored.",
        _ => "Nothing was stored.",
    }
}

const fn after(error: &PairError) -> &'static str {
    match error {
        PairError::NoAnswer | PairError::Lost => {
            "Nothing was stored. A code works once, for ten minutes, while the other laptop shows it. Show a new one, and type that."
        }
        PairError::NotNear => {
            "Nothing was stored. Both laptops must be on the same network. Some networks keep laptops from finding each other: the other laptop has a long code under “If the code finds nothing”, which works there."
        }
        PairError::WindowOver => "Nothing was stored. Show a new one once both of you are ready.",
        PairError::WindowBurned => {
            "The code is void and nothing was stored. Somebody else may have heard it: show a new one, to your partner alone."
        }
        PairError::Refused | PairError::Unproven => "Nothing was stored. Show a new code, and use that.",
        PairError::Version => "Nothing was stored. Update the older Kintsugi of the two, then pair.",
        PairError::SamePerson => "Pairing is for two people. Nothing was stored.",
        _ => "Nothing was stored.",
    }
}

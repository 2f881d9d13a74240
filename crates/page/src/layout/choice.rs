//! One of several, with what it means.

use maud::{Markup, html};

/// A choice: the field and its value, whether it is the one, its name and a sentence.
pub(crate) fn choice(name: &str, value: &str, chosen: bool, title: &str, sentence: &str) -> Markup {
    html! {
        label class="choice" {
            input type="radio" name=(name) value=(value) checked[chosen];
            span { b { (title) } @if !sentence.is_empty() { " " span { (sentence) } } }
        }
    }
}

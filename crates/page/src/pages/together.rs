//! What the two do together: what stands here, and where the rest is.

use kintsugi_home::{HomeError, Standing};
use kintsugi_journal::Topic;
use maud::{Markup, html};

use crate::answer::Answer;
use crate::layout::{Here, framed, title};
use crate::visit::Visit;

/// What has a page of its own: its name, in a sentence, and where it is.
const PAGES: [(&str, &str, &str, Option<Topic>); 7] = [
    ("Letters", "Each writes, sealed, and both open at once.", "/letters", Some(Topic::Letter)),
    ("Questions", "Five to begin with; answers open together.", "/questions", None),
    ("What we miss", "What you would like to have again, and a day for it.", "/miss", Some(Topic::Miss)),
    ("Check-in", "Ten minutes a week, turn by turn.", "/checkin", None),
    ("Small habits", "They count when both of you did them.", "/habits", None),
    ("Words to borrow", "For when your own do not come.", "/words", None),
    ("How it goes", "The weeks side by side, never one person.", "/progress", None),
];

/// What is done in a terminal until it has a page: its name, in a sentence, and what is typed.
const IN_A_TERMINAL: [(&str, &str, &str); 3] = [
    ("Practices", "Guided, with a quiet timer.", "kintsugi practice"),
    ("Agreement", "One text that both of you write.", "kintsugi agreement"),
    ("Reading together", "The week, one voice at a time.", "kintsugi read --together"),
];

pub(crate) fn show(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let jar = super::jar::of_today(visit)?;
    let mut cards = Vec::new();
    for (name, sentence, path, topic) in PAGES {
        let standing = topic.map(|topic| visit.home.standing(topic)).transpose()?.unwrap_or(Standing::Nothing);
        cards.push(html! {
            a class="sheet door" href=(path) { h2 { (name) } p class="soft" { (says(standing).unwrap_or(sentence)) } }
        });
    }
    let body = html! {
        div class="column" {
            (title("Together", &html! {}))
            div class="stack roomy" {
                div class="cards" {
                    section class="sheet named" { h2 { a href="/jar" { "The jar" } } (jar) }
                    @for card in &cards { (card) }
                }
                h2 class="soft" { "In a terminal, so far" }
                div class="cards quieter" { @for (name, sentence, typed) in IN_A_TERMINAL { (card(name, sentence, typed)) } }
            }
        }
    };
    Ok(Answer::page(framed(visit, Here::Together, &body)))
}

fn card(name: &str, sentence: &str, typed: &str) -> Markup {
    html! { section { h3 { (name) } p class="soft" { (sentence) } p class="small" { code { (typed) } } } }
}

/// How it stands with what both write: only what I did myself, until it is open.
const fn says(standing: Standing) -> Option<&'static str> {
    match standing {
        Standing::Nothing | Standing::Lost => None,
        Standing::Sealed => Some("Yours is sealed."),
        Standing::Ready => Some("Yours is sealed and ready."),
        Standing::Open => Some("Open for both of you."),
    }
}

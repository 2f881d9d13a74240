//! What the two do together: what stands here, and where the rest is.

use kintsugi_home::HomeError;
use maud::{Markup, html};

use crate::answer::Answer;
use crate::layout::{Here, framed, said, title};
use crate::visit::Visit;

/// What is done in a terminal until it has a page: its name, in a sentence, and what is typed.
const IN_A_TERMINAL: [(&str, &str, &str); 9] = [
    ("Letters", "Each writes, sealed, and both open at once.", "kintsugi letter"),
    ("Questions", "Five to begin with; answers open together.", "kintsugi ask"),
    ("What we miss", "What you would like to have again, and a day for it.", "kintsugi miss"),
    ("Check-in", "Half an hour a week, turn by turn.", "kintsugi checkin"),
    ("Practices", "Guided, with a quiet timer.", "kintsugi practice"),
    ("Small habits", "They count when both of you did them.", "kintsugi routine"),
    ("Agreement", "One text that both of you write.", "kintsugi agreement"),
    ("Words to borrow", "For when your own do not come.", "kintsugi words"),
    ("How it goes", "The weeks side by side, never one person.", "kintsugi progress"),
];

pub(super) fn show(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let drawn = visit.home.drawn(visit.moment)?;
    let jar = match &drawn {
        Some(drawn) if drawn.done => {
            html! { p class="big" dir="auto" { "“" (said(&drawn.slip.text)) "”" } p class="small soft" { "Done. Tomorrow has another one." } }
        }
        Some(drawn) => html! {
            p class="big" dir="auto" { "“" (said(&drawn.slip.text)) "”" }
            form class="row" method="post" action="/jar/done" {
                button class="button quiet" { "I did it" }
                button class="button plain" formaction="/jar/pass" { "Not for me" }
            }
        },
        None => {
            html! { p class="soft" { "One small kindness on a slip of paper, the same for both of you." } form method="post" action="/jar/draw" { button class="button quiet" { "Draw the slip of today" } } }
        }
    };
    let body = html! {
        div class="column" {
            (title("Together", &html! {}))
            div class="stack roomy" {
                div class="cards" {
                    section class="sheet" { h2 { "The jar" } (jar) }
                    section class="sheet" { h2 { "Hearts" } p class="soft" { "Days on which both of you did one small act." } p class="row" { a class="button quiet" href="/hearts" { "See the month" } } }
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

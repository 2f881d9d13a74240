//! How far pairing has come, a page for each.

use kintsugi_meet::{Met, said as sentences};
use maud::{Markup, html};

use super::square;
use crate::company::Step;
use crate::layout::{said, title};
use crate::visit::Visit;

/// The page of a step; nothing where it came to nothing, and may be begun anew.
pub(super) fn page(visit: &Visit<'_>, step: &Step) -> Option<Markup> {
    Some(match step {
        Step::Beginning => waiting("Pair the two laptops", &html! { "The network is opened." }),
        Step::Showing { code, ticket } => showing(code, ticket),
        Step::Looking => waiting(
            "Looking for the other laptop",
            &html! {
                "It must show the code while this one looks, and be on the same network."
            },
        ),
        Step::Comparing { words, name } => comparing(*words, &said(name)),
        Step::Agreed { name } => {
            waiting("You said yes", &html! { "It goes on once " (said(name)) " has said yes, too." })
        }
        Step::Meeting { name } => waiting(
            "The first meeting",
            &html! { "What you and " (said(name)) " have written for each other crosses now." },
        ),
        Step::Paired { name, met } => paired(visit, &said(name), *met),
        Step::Cut { name } => cut(&said(name)),
        Step::Declined | Step::Failed(_) => return None,
    })
}

fn waiting(name: &str, what: &Markup) -> Markup {
    html! {
        div class="narrow" {
            (title(name, &html! {}))
            div class="stack" { p role="status" { (what) } (stop("Stop")) }
        }
    }
}

fn stop(said: &str) -> Markup {
    html! { form class="row" method="post" action="/pair/stop" { button class="button quiet" { (said) } } }
}

fn showing(code: &str, ticket: &str) -> Markup {
    let groups: Vec<&str> = code.split('-').collect();
    let spelt = |group: &&str| group.chars().map(String::from).collect::<Vec<_>>().join(" ");
    let label = groups.iter().map(spelt).collect::<Vec<_>>().join(", ");
    html! {
        div class="narrow" {
            (title("Pair the two laptops", &html! {}))
            div class="sheet stack" {
                p class="ask" { "On the other laptop, choose “Pair with your partner”, then “I have a code”, and type:" }
                p class="code" role="img" aria-label=(label) { @for group in &groups { span { (group) } } }
                div class="soft small" {
                    p role="status" { "Waiting for the other laptop. The code works once, for ten minutes." }
                    p { "In a terminal there: kintsugi join" }
                }
                details {
                    summary { "If the code finds nothing" }
                    div class="pair" {
                        (square::of(ticket))
                        div class="stack" {
                            p class="small soft" { "This long code does the same, also where a network keeps laptops from finding each other. It goes into the same field there. The square holds it for a program that reads one with the camera." }
                            p class="long" { code { (ticket) } }
                        }
                    }
                }
                (stop("Stop waiting"))
            }
        }
    }
}

fn comparing(words: [&str; 4], name: &str) -> Markup {
    html! {
        div class="narrow" {
            (title(&format!("{name} is there"), &html! {}))
            form class="sheet stack" method="post" action="/pair/compared" {
                input type="hidden" name="words" value=(words.join(" "));
                p class="ask" { "Both screens must show the same four words. Read them to each other." }
                p class="code four" { @for word in words { span { (word) } } }
                p class="row save" {
                    button class="button large" name="same" value="yes" { "Yes, they are the same" }
                    button class="button quiet" name="same" value="no" { "They differ" }
                }
            }
        }
    }
}

fn paired(visit: &Visit<'_>, name: &str, met: Met) -> Markup {
    let opens = visit.home.journal_settings().ok().map(|journal| sentences::lines_open(journal.lines_open));
    html! {
        div class="narrow" {
            (title(&format!("You are paired with {name}"), &html! {}))
            form class="stack" method="post" action="/pair/stop" {
                @if met.received + met.sent > 0 { p { (sentences::moved(name, met.received, met.sent)) } }
                @if let Some(opens) = opens { p { (opens) " The more careful wish of the two of you counts; yours stands in the settings." } }
                p { "While this page is open, the two laptops meet by themselves." }
                p class="row" { button class="button large" { "To today" } }
            }
        }
    }
}

fn cut(name: &str) -> Markup {
    html! {
        div class="narrow" {
            (title(&format!("You are paired with {name}"), &html! {}))
            form class="stack" method="post" action="/pair/stop" {
                p { "The first meeting was cut short. Both laptops know each other already, and another meeting finishes it." }
                p class="row" { button class="button large" { "To the meeting" } }
            }
        }
    }
}

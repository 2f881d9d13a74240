//! The pages of the first run.

use kintsugi_home::help::DANGER;
use maud::{Markup, html};

use super::{help, trouble};
use crate::answer::Answer;
use crate::beginning::{Beginning, Stage};
use crate::layout::{alone, seam};

/// The page of this stage; with `again` one that was not filled in as it must be.
pub(crate) fn page(beginning: &Beginning, again: bool) -> Answer {
    let body = match beginning.stage {
        Stage::Note => note(),
        Stage::Name => name(beginning),
        Stage::Words | Stage::Done => words(beginning),
        Stage::Asked(at) => asked(at),
    };
    let inside = alone(&html! { div class="card" { (trouble::above(beginning.said)) (body) } });
    if again { Answer::again(inside) } else { Answer::page(inside) }
}

fn head(name: &str) -> Markup {
    html! { h1 { (name) } (seam()) }
}

fn back() -> Markup {
    html! { button class="button plain" formaction="/begin/back" formnovalidate { "Back" } }
}

fn note() -> Markup {
    html! {
        (head("A journal for two"))
        p { (kintsugi_home::sentences::FOR_TWO) }
        details {
            summary { "People who help, by country" }
            div class="stack" {
                p { b { (DANGER) } }
                (help::countries())
                ul class="plain stack" { @for one in help::TRACES { li { (one) } } }
            }
        }
        p { "This begins a journal on this laptop. Nothing of it leaves the laptop before you pair it with another one, and nothing is made before the last page of this." }
        form method="post" action="/begin/note" { p { button class="button large" { "Begin" } } }
        p class="small soft" { "Have you 12 words from another laptop, or a backup? Then close this, and use a terminal: kintsugi init --new-laptop, or kintsugi restore FILE." }
    }
}

fn name(beginning: &Beginning) -> Markup {
    html! {
        (head("You"))
        form class="stack" method="post" action="/begin/name" autocomplete="off" {
            p class="field" {
                label for="name" { "Your name, as your partner will see it" }
                input type="text" id="name" name="name" value=(beginning.name) autocomplete="off" spellcheck="false" autofocus;
            }
            p class="field" {
                label for="passphrase" { "A passphrase" }
                input type="password" id="passphrase" name="passphrase" autocomplete="off" spellcheck="false";
                span class="small soft" { "It closes the journal to others who use this laptop. Four words that have nothing to do with each other are good." }
            }
            p class="field" {
                label for="again" { "The same again" }
                input type="password" id="again" name="again" autocomplete="off" spellcheck="false";
            }
            label class="check" { input type="checkbox" name="without" value="1"; " Without one: whoever can use this laptop as me can read it" }
            p class="row" { button class="button large" { "Go on" } (back()) }
        }
    }
}

fn words(beginning: &Beginning) -> Markup {
    html! {
        (head("Your 12 words"))
        ol class="twelve" { @for word in beginning.words().split(' ') { li { (word) } } }
        p { "Write them on paper, with their numbers, and put it in a safe place. They open the journal if you forget the passphrase, and bring you back on a new laptop. They are not shown again." }
        form class="row" method="post" action="/begin/words" { button class="button large" { "They are on paper" } (back()) }
    }
}

fn asked(at: usize) -> Markup {
    html! {
        (head(&format!("Word {} on your paper?", at + 1)))
        form class="stack" method="post" action="/begin/word" autocomplete="off" {
            p class="field" {
                label class="unseen" for="word" { "Word " (at + 1) }
                input type="text" id="word" name="word" autocomplete="off" autocapitalize="none" spellcheck="false" autofocus;
            }
            p class="row" { button class="button large" { "Begin the journal" } (back()) }
        }
    }
}

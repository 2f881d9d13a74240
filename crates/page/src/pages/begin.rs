//! The pages of the first run.

use kintsugi_home::help::DANGER;
use maud::{Markup, html};

use super::files::without_script;
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
        Stage::Known { backup } | Stage::Returned { backup } => known(beginning, backup),
        Stage::Asked(at) => asked(at),
    };
    let inside = alone(&html! { div class="card" { (trouble::above(beginning.said.as_deref())) (body) } });
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
        p { "This begins a journal on this laptop, in four short pages. Have pen and paper at hand. Nothing is kept before the last page, and nothing leaves this laptop before you pair it with your partner's." }
        form method="post" action="/begin/note" { p { button class="button large" { "Begin" } } }
        form class="stack" method="post" action="/begin/backup" {
            p class="small soft" { "Have you had a journal before, on another laptop?" }
            p class="row" { button class="button quiet" { "I have a backup" } button class="button quiet" formaction="/begin/new-laptop" { "I have only 12 words" } }
        }
    }
}

/// After a journal was made of 12 words alone.
pub(crate) const NEW_LAPTOP: &str = "You are the same person on this laptop now. One step is left: on your partner's page, below The other laptop and Laptops, a code is shown for a new laptop; here, The other laptop takes it. What both of you could read comes back from there, and your name with it.";

/// Somebody who has had a journal before.
fn known(beginning: &Beginning, backup: bool) -> Markup {
    let file = backup.then_some("/taken/backup");
    html! {
        (head(if backup { "A backup" } else { "Your 12 words" }))
        @if !backup { p { "What both of you could read comes back from your partner's laptop. Private lines, and what was sealed, come back only from a backup. Where you have one, this is the wrong way." } }
        form class="stack" method="post" action="/begin/known" autocomplete="off" data-file=[file] hidden[backup] {
            @if backup {
                p class="field" { label for="file" { "The backup" } input type="file" id="file" required; }
            }
            p class="field" {
                label for="words" { "Your 12 words, in their order" }
                textarea id="words" name="words" rows="3" autocomplete="off" autocapitalize="none" spellcheck="false" { (*beginning.typed) }
            }
            @if backup {
                (secret("secret", "Its passphrase, or its age key", "Only where the backup does not open with the 12 words."))
            }
            (secret("passphrase", "A new passphrase for this laptop", "Four words that have nothing to do with each other are good."))
            (secret("again", "The same again", ""))
            (without())
            p class="row" { button class="button large" { "Bring it back" } @if !backup { (back()) } }
        }
        @if backup {
            (without_script("kintsugi restore FILE"))
            form method="post" action="/begin/back" { p { button class="button plain" { "Back" } } }
        }
    }
}

fn secret(name: &str, title: &str, sentence: &str) -> Markup {
    html! {
        p class="field" {
            label for=(name) { (title) }
            input type="password" id=(name) name=(name) autocomplete="off" spellcheck="false";
            @if !sentence.is_empty() { span class="small soft" { (sentence) } }
        }
    }
}

fn without() -> Markup {
    html! { label class="check" { input type="checkbox" name="without" value="1"; " None: whoever uses this laptop under my name can read it" } }
}

fn name(beginning: &Beginning) -> Markup {
    html! {
        (head("You"))
        form class="stack" method="post" action="/begin/name" autocomplete="off" {
            p class="field" {
                label for="name" { "Your name, as your partner will see it" }
                input type="text" id="name" name="name" value=(beginning.name) autocomplete="off" spellcheck="false" autofocus;
            }
            (secret("passphrase", "A passphrase", "It closes the journal to others who use this laptop. Four words that have nothing to do with each other are good."))
            (secret("again", "The same again", ""))
            (without())
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

//! What I promised in my letters. A promise that was kept can be noted as an act of repair.

use std::hash::BuildHasher;

use kintsugi_home::{HomeError, Wait, letter};
use kintsugi_journal::Kind;
use maud::html;

use super::trouble;
use crate::answer::Answer;
use crate::layout::{Here, framed, said, title};
use crate::visit::Visit;

pub(crate) fn show(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let all = letter::promised(visit.home)?;
    let body = html! {
        div class="narrow" {
            (title("What you promised", &html! { a class="small tap" href="/letters" { "Letters" } }))
            div class="stack roomy" {
                @if all.is_empty() { p class="soft" { "No promise is marked. A line of your letter that begins with + is one." } }
                @else {
                    p class="soft" { "Lines of your letters that begin with +. Only you see them listed." }
                    div {
                        @for promise in &all {
                            form class="phrase" method="post" action={ "/promises/" (name(visit, promise)) "/kept" } {
                                p class="said" dir="auto" { (said(promise)) }
                                button class="button plain" { "Kept today" }
                            }
                        }
                    }
                }
            }
        }
    };
    Ok(Answer::page(framed(visit, Here::Together, &body)))
}

/// Notes one as an act of today.
pub(crate) fn kept(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let found = letter::promised(visit.home)?.into_iter().find(|promise| name(visit, promise) == visit.part);
    let Some(text) = found else { return Ok(trouble::nothing_here()) };
    visit.home.save_for_both(visit.words(Kind::Act, visit.today, &text), Wait::AsChosen, visit.moment)?;
    Ok(Answer::told("/promises", "Noted as an act of repair, for today."))
}

/// By which one is named, as long as this page lives: their numbers change when letters come and go.
fn name(visit: &Visit<'_>, promise: &str) -> String {
    format!("{:016x}", visit.hasher.hash_one(promise))
}

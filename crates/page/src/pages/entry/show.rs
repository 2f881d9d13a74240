//! One line by itself: a star, keeping its words, and the ways to change it.

use kintsugi_home::HomeError;
use kintsugi_journal::{KeptFrom, Visibility};
use maud::html;

use super::found;
use crate::answer::Answer;
use crate::layout::{Here, framed, line, said, title};
use crate::visit::Visit;

pub(crate) fn show(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let (_, listed) = found(visit)?;
    let one = &listed.line;
    let path = format!("/entry/{}", one.entry);
    let has_words = one.text.as_ref().is_some_and(|text| !text.is_empty());
    let kept = KeptFrom::of(one).is_some();
    let can_share = listed.mine && has_words && !kept && one.visibility == Visibility::Private;
    let can_edit = listed.mine && has_words && !kept && one.visibility != Visibility::Sealed;
    let body = html! {
        div class="narrow" {
            (title(&one.day.strftime("%A, %-d %B %Y").to_string(), &html! { a class="small tap" href={ "/read?from=" (one.day) "&to=" (one.day) } { "This day" } }))
            div class="stack roomy" {
                div class="sheet" { (line(visit, &listed, false)) }
                @if !one.is_deleted() {
                    form class="row" method="post" action={ (path) "/star" } {
                        @if can_edit { a class="button quiet" href={ (path) "/edit" } { "Change the words" } }
                        @if can_share { a class="button quiet" href={ (path) "/share" } { "Share it" } }
                        @if listed.mine { a class="button quiet" href={ (path) "/back" } { "Take it back" } }
                        @if has_words {
                            input type="hidden" name="starred" value=(if one.starred { "" } else { "1" });
                            button class="button quiet" { @if one.starred { "Take the star off" } @else { "Give it a star" } }
                            @if listed.is_open() && !kept { button class="button quiet" formaction={ (path) "/keep" } { "Keep a copy" } }
                        }
                    }
                    @if has_words {
                        p class="small soft" {
                            "Stars and kept copies are yours alone. "
                            @if listed.is_open() && !kept { "What you keep stays with you, whatever becomes of this line" @if !listed.mine { ", and " (said(visit.names.partner())) " is not told" } "." }
                        }
                    }
                }
            }
        }
    };
    Ok(Answer::page(framed(visit, Here::Read, &body)))
}

pub(crate) fn star(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let (found, listed) = found(visit)?;
    visit.home.star(&found, !visit.form.get("starred").is_empty())?;
    Ok(Answer::go(&format!("/entry/{}", listed.line.entry)))
}

pub(crate) fn keep(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let (found, listed) = found(visit)?;
    visit.home.keep(&found, visit.moment)?;
    Ok(Answer::told(&format!("/entry/{}", listed.line.entry), "Kept, for your eyes only, among the lines of today."))
}

//! The agreement: one text that both edit. What both have said yes to stays on show, and a change stands beside it.

use data_encoding::HEXLOWER;
use kintsugi_home::sentences::{BEGUN_ALONE, HISTORY};
use kintsugi_home::{Agreement, HomeError};
use kintsugi_journal::{ChangeHash, LineChange};
use maud::{Markup, html};

use super::{drafts, trouble};
use crate::answer::Answer;
use crate::form::Form;
use crate::layout::{Here, framed, said, title};
use crate::visit::Visit;

const PATH: &str = "/agreement";
const EDITED: &str = "agreement edit";

pub(crate) fn show(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let now = visit.home.agreement()?;
    Ok(Answer::page(page(visit, &now, None)))
}

/// The form, from what the agreement says now.
pub(crate) fn edit(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let now = visit.home.agreement()?;
    Ok(form(visit, &now.text, &in_hex(&now.heads), None))
}

/// The form with the words of a draft in it, as an edit of what the agreement says now.
pub(crate) fn with(visit: &Visit<'_>, text: &str) -> Result<Answer, HomeError> {
    Ok(form(visit, text, &in_hex(&visit.home.agreement()?.heads), None))
}

/// Saves it as an edit of what was shown. What came meanwhile stays.
pub(crate) fn save(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let (text, from) = (visit.form.get("text").trim().to_owned(), visit.form.get("from").to_owned());
    let Some(heads) = read_heads(&from) else { return Ok(trouble::nothing_here()) };
    let before = Agreement { heads, ..visit.home.agreement()? };
    match visit.home.edit_agreement(&before, &text) {
        Ok(after) => {
            if after.since_shown.is_empty() {
                visit.home.agreement_is_shown(&after)?;
            }
            let alone = visit.names.partner.is_none();
            Ok(Answer::told(PATH, if alone { "Saved." } else { "Changed, for both of you." }))
        }
        Err(error) => Ok(form(visit, &text, &from, Some(&trouble::in_words(&error)))),
    }
}

/// Says yes to the text that was shown, and to no other.
pub(crate) fn agree(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let now = visit.home.agreement()?;
    let agreed = match is_as_shown(&visit.form, &now) {
        true => visit.home.agree(&now, visit.moment),
        false => Err(HomeError::AgreementMoved),
    };
    match agreed {
        Ok(agreed) => {
            visit.home.agreement_is_shown(&agreed)?;
            let both = agreed.agreed.as_ref().is_some_and(|both| both.since.is_empty());
            let said = if both {
                "Both of you have said yes to it."
            } else {
                "You have said yes to it. It counts once both of you have."
            };
            Ok(Answer::told(PATH, said))
        }
        Err(error) => Ok(Answer::again(page(visit, &now, Some(&trouble::in_words(&error))))),
    }
}

/// What has changed was read, and is not said again.
pub(crate) fn seen(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let now = visit.home.agreement()?;
    if is_as_shown(&visit.form, &now) {
        visit.home.agreement_is_shown(&now)?;
    }
    Ok(Answer::go(PATH))
}

fn is_as_shown(form: &Form, now: &Agreement) -> bool {
    form.get("from") == in_hex(&now.heads)
}

fn in_hex(heads: &[ChangeHash]) -> String {
    heads.iter().map(|head| HEXLOWER.encode(head)).collect::<Vec<_>>().join(" ")
}

fn read_heads(text: &str) -> Option<Vec<ChangeHash>> {
    text.split_whitespace().map(|head| HEXLOWER.decode(head.as_bytes()).ok()?.try_into().ok()).collect()
}

fn page(visit: &Visit<'_>, now: &Agreement, why: Option<&str>) -> Markup {
    let empty = now.text.trim().is_empty() && now.agreed.is_none();
    let alone = visit.names.partner.is_none();
    let beside = now.agreed.as_ref().is_some_and(|agreed| !agreed.since.is_empty());
    let told = now.agreed.as_ref().is_some_and(|agreed| agreed.since == now.since_shown);
    let settled = now.agreed.is_some() && !beside;
    let body = html! {
        div class={ @if beside { "column" } @else { "narrow" } } {
            (trouble::above(why))
            (title("Agreement", &html! {}))
            div class="stack roomy" {
                @if empty { p { "Nothing is agreed in writing yet." } }
                @if empty { p class="small soft" { (HISTORY) } }
                @if !now.since_shown.is_empty() && !told { (since(now)) }
                @match &now.agreed {
                    Some(agreed) => div class={ "stack" @if beside { " cards halves" } } {
                        section class="sheet stack" {
                            h2 class="soft" { "Both of you said yes to this on " (agreed.day.strftime("%-d %B %Y").to_string()) }
                            (text(&agreed.text, &[], false))
                        }
                        @if beside {
                            section class="sheet stack" {
                                h2 class="soft" { "A change stands beside it" }
                                (text(&now.text, &agreed.since, true))
                            }
                        }
                    },
                    None => @if !now.text.trim().is_empty() { section class="sheet" { (text(&now.text, &[], false)) } },
                }
                @if alone && !empty { p class="soft" { (BEGUN_ALONE) } }
                (ways(now, empty, settled || alone))
            }
        }
    };
    framed(visit, Here::Together, &body)
}

/// Saying yes comes first, where there is something to say yes to; what is `settled` asks for none.
fn ways(now: &Agreement, empty: bool, settled: bool) -> Markup {
    let waits = !empty && !settled && !now.text.trim().is_empty();
    html! {
        form class="stack" method="post" action="/agreement/agree" {
            input type="hidden" name="from" value=(in_hex(&now.heads)) autocomplete="off";
            @if waits && now.mine { p { "You have said yes to it. It counts once both of you have." } }
            p class="row save" {
                @if waits && !now.mine { button class="button large" { "I say yes to it" } }
                a class={ "button large" @if waits && !now.mine || !empty { " quiet" } } href="/agreement/edit" { @if empty { "Begin it" } @else { "Change it" } }
            }
            @if waits && !now.mine { p class="small soft" { "It counts once both of you have." } }
        }
    }
}

/// What has changed since it was shown here last: what stood there, and what stands there now.
fn since(now: &Agreement) -> Markup {
    let (new, gone): (Vec<&LineChange>, Vec<&LineChange>) = now.since_shown.iter().partition(|line| line.is_new);
    html! {
        form class="notice" method="post" action="/agreement/seen" {
            input type="hidden" name="from" value=(in_hex(&now.heads)) autocomplete="off";
            p { "Since you last looked, these lines have changed." }
            div class="cards halves" {
                @if !gone.is_empty() { div { h2 { "Before" } @for one in &gone { p class="said" dir="auto" { (said(&one.line)) } } } }
                @if !new.is_empty() { div { h2 { "Now" } @for one in &new { p class="said" dir="auto" { (said(&one.line)) } } } }
            }
            p { button class="button quiet" { "Good" } }
        }
    }
}

/// The words, line by line; with `marked`, those that are new stand out.
fn text(text: &str, changes: &[LineChange], marked: bool) -> Markup {
    let is_new =
        |line: &str| marked && !line.trim().is_empty() && changes.iter().any(|one| one.is_new && one.line == line);
    html! {
        div class="said agreed" dir="auto" {
            @for line in text.lines() {
                @if is_new(line) { p { mark { (said(line)) } } } @else { p { (said(line)) } }
            }
        }
    }
}

fn form(visit: &Visit<'_>, text: &str, from: &str, why: Option<&str>) -> Answer {
    let body = html! {
        div class="narrow" {
            (trouble::above(why))
            (title("The agreement", &html! {}))
            form class="stack" method="post" action="/agreement/edit" autocomplete="off" data-draft=(EDITED) {
                (drafts::field(visit, EDITED))
                input type="hidden" name="from" value=(from) autocomplete="off";
                div class="sheet" {
                    label class="unseen" for="text" { "The words of both of you" }
                    textarea class="bare tall" id="text" name="text" rows="9" autocomplete="off" placeholder="Limits to honour, and what you try now." { (text) }
                }
                p class="small soft" { (HISTORY) }
                p class="row save" { button class="button large" { "Save" } a class="button plain" href=(PATH) { "Leave it" } }
            }
        }
    };
    let markup = framed(visit, Here::Together, &body);
    if why.is_some() { Answer::again(markup) } else { Answer::page(markup) }
}

//! One practice or exercise for seven days, then the next; never two at once.

use kintsugi_home::repertoire::{Practice, focusable};
use kintsugi_home::sentences::AWKWARD;
use kintsugi_home::{FocusDay, HomeError, InFocus};
use kintsugi_journal::{EntryId, Kind};
use maud::{Markup, html};

use super::{drafts, steps, trouble};
use crate::answer::Answer;
use crate::layout::{Here, framed, said, title};
use crate::visit::Visit;

const PATH: &str = "/focus";
const ADAPTED: &str = "focus adapt";

pub(crate) fn show(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    Ok(Answer::page(page(visit, "", None)?))
}

/// The form with the words of a draft in it.
pub(crate) fn with(visit: &Visit<'_>, text: &str) -> Result<Answer, HomeError> {
    Ok(Answer::page(page(visit, text, None)?))
}

/// Picks one, or goes on to it where another was in focus.
pub(crate) fn pick(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let name = visit.form.get("practice");
    let Some(picked) = focusable(visit.home)?.into_iter().find(|one| one.name == name) else {
        let why = "Choose one of these.";
        return steps::again(visit, why, || page(visit, "", Some(why)));
    };
    put(visit, picked.id)?;
    let said = format!("Seven days of “{}”, from today on.", said(&picked.title));
    let first = visit.home.is_first_time("focus")?;
    Ok(Answer::told(PATH, if first { format!("{said} {AWKWARD}") } else { said }))
}

/// What was picked apart is settled by picking; what goes on gives way.
fn put(visit: &Visit<'_>, picked: EntryId) -> Result<(), HomeError> {
    let focus = visit.home.focus(visit.moment)?;
    match focus.now {
        Some(_) if focus.also.is_empty() => visit.home.next_focus(Some(picked), visit.moment),
        _ => visit.home.pick_focus(picked, visit.moment),
    }
}

/// Seven days more of the same.
pub(crate) fn repeat(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    visit.home.repeat_focus(visit.moment)?;
    Ok(Answer::told(PATH, "Seven days more, from today on."))
}

/// Lays it aside, without a reason.
pub(crate) fn skip(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    visit.home.skip_focus(visit.moment)?;
    Ok(Answer::told(PATH, "Laid aside, without a reason."))
}

/// What the two do differently.
pub(crate) fn adapt(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let text = visit.form.trimmed("text").to_owned();
    match visit.home.adapt_focus(visit.words(Kind::Adapted, visit.today, &text), visit.moment) {
        Ok(()) => Ok(Answer::told(PATH, "Kept, for both of you.")),
        Err(error) => Ok(Answer::again(page(visit, &text, Some(&trouble::in_words(&error)))?)),
    }
}

fn page(visit: &Visit<'_>, typed: &str, why: Option<&str>) -> Result<Markup, HomeError> {
    let (focus, all) = (visit.home.focus(visit.moment)?, focusable(visit.home)?);
    let body = html! {
        div class="narrow" {
            (trouble::above(why))
            (title("These seven days", &html! {}))
            div class="stack roomy" {
                @match &focus.now {
                    Some(now) => (in_focus(visit, now, &focus.also, typed)),
                    None => (nothing(&focus)),
                }
                details open[focus.now.is_none()] {
                    summary { @if focus.now.is_some() { "Something else instead" } @else { "Pick one" } }
                    (picking(&all, &focus))
                }
            }
        }
    };
    Ok(framed(visit, Here::Together, &body))
}

fn in_focus(visit: &Visit<'_>, now: &FocusDay, also: &[Practice], typed: &str) -> Markup {
    let known = now.practice.as_ref();
    let ends = now.day >= now.days;
    html! {
        section class="sheet missed" {
            p class="big" { @match known { Some(one) => (said(&one.title)), None => "A practice of a newer Kintsugi" } }
            p class="small soft" { "Day " (now.day) " of " (now.days) ", since " (now.from.strftime("%A, %-d %B").to_string()) "." }
            @if let Some(one) = known { p { (said(&one.about)) } }
            @if let Some(note) = &now.note { p class="said" dir="auto" { (said(note)) } }
            @if !also.is_empty() {
                p class="small soft" { "Picked apart, too: " (also.iter().map(|one| said(&one.title)).collect::<Vec<_>>().join(", ")) ". Picking once more settles it." }
            }
            @if let Some(one) = known { p class="row" { a class={ "button" @if ends { " quiet" } } href=(path_of(one)) { "Do it now" } } }
        }
        @if ends { (ending()) }
        form class="sheet" method="post" action="/focus/adapt" autocomplete="off" data-draft=(ADAPTED) {
            (drafts::field(visit, ADAPTED))
            label class="ask" for="text" { "What do the two of you do differently?" }
            textarea class="bare" id="text" name="text" rows="2" autocomplete="off" placeholder="Ten minutes are enough for us." { (typed) }
            p class="row save" { button class="button quiet push" { "Keep it" } }
        }
        @if !ends { form method="post" action="/focus/skip" { button class="button plain" { "Lay it aside" } } }
    }
}

/// What seven days end with.
fn ending() -> Markup {
    html! {
        form class="stack" method="post" action="/focus/repeat" {
            p { "These seven days end today. What did they give the two of you?" }
            p class="row save" {
                button class="button" { "Keep it for seven days more" }
                button class="button plain" formaction="/focus/skip" { "Let it rest" }
            }
        }
    }
}

fn nothing(focus: &InFocus) -> Markup {
    html! {
        p class="soft" { "Nothing is in focus. One thing for seven days is enough." }
        @if focus.before { form method="post" action="/focus/repeat" { button class="button quiet" { "The one before, once more" } } }
    }
}

/// All that may be in focus. One that goes on is not offered again.
fn picking(all: &[Practice], focus: &InFocus) -> Markup {
    let now = focus.now.as_ref().filter(|_| focus.also.is_empty()).and_then(|now| now.practice.as_ref());
    choosing(all, now, &html! {}, focus.now.is_some())
}

/// The same; in a step it leads on to another one.
pub(crate) fn choosing(all: &[Practice], but: Option<&Practice>, fields: &Markup, quiet: bool) -> Markup {
    html! {
        form class="stack" method="post" action="/focus/pick" {
            (fields)
            fieldset {
                legend class="unseen" { "For seven days" }
                div class="list" {
                    @for one in all.iter().filter(|one| but.is_none_or(|but| but.id != one.id)) {
                        label class="choice" {
                            input type="radio" name="practice" value=(one.name) required;
                            span { b { (said(&one.title)) } " " span { (said(&one.about)) } }
                        }
                    }
                }
            }
            p class="row save" { button class={ "button" @if quiet { " quiet" } } { "For seven days" } }
        }
    }
}

/// Where it is done.
pub(crate) fn path_of(practice: &Practice) -> String {
    if !practice.steps.is_empty() {
        return format!("/practice/{}", practice.name);
    }
    match practice.name.as_str() {
        "journal" => "/write",
        "jar" => "/jar",
        "check-in" => "/checkin",
        "letter" => "/letters",
        "miss" => "/miss",
        "questions" => "/questions",
        _ => "/together",
    }
    .to_owned()
}

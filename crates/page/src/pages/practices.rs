//! Practices: what they are, the yes of both where one needs it, each unseen by the other, and sitting down, step by step.

use kintsugi_home::HomeError;
use kintsugi_home::repertoire::{Practice, Source, practice, practices};
use kintsugi_home::sentences::AWKWARD;
use maud::{Markup, html};

use super::{both, own, trouble};
use crate::answer::Answer;
use crate::layout::{Here, Ring, framed, ring, said, sitting, title};
use crate::visit::Visit;

const PATH: &str = "/practice";

pub(crate) fn list(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let all = practices(visit.home)?;
    let body = html! {
        div class="narrow" {
            (title("Practices", &html! {}))
            div class="stack roomy" {
                p class="soft" { "For two, a few minutes each, with a quiet timer. Skip or change whatever does not fit." }
                ul class="ways-on" {
                    @for practice in &all {
                        li { a href={ (PATH) "/" (practice.name) } {
                            b { (said(&practice.title)) }
                            span class="soft" { (said(&practice.about)) }
                            span class="small soft" { (practice.minutes()) @if let Some(by) = by(visit, practice) { ", " (by) } }
                        } }
                    }
                }
                (own::way_to_new())
            }
        }
    };
    Ok(Answer::page(framed(visit, Here::Together, &body)))
}

/// Whose text it is, where one of the two wrote it.
fn by(visit: &Visit<'_>, practice: &Practice) -> Option<String> {
    match practice.source {
        Source::Along => None,
        Source::Mine(_) => Some("in your words".into()),
        Source::Theirs(_) => Some(format!("in the words of {}", said(visit.names.partner()))),
    }
}

/// The practice of this path.
fn named(visit: &Visit<'_>, name: &str) -> Result<Option<Practice>, HomeError> {
    match practice(visit.home, name) {
        Ok(practice) => Ok(Some(practice)),
        Err(HomeError::NoSuchThing(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

pub(crate) fn show(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let Some(practice) = named(visit, &visit.part)? else { return Ok(trouble::nothing_here()) };
    visit.sat.is_over();
    let is_new = visit.home.is_new_from_partner(&practice)?;
    let awkward = !practice.trace || visit.home.is_untried(&practice.name)?;
    let all = html! { a class="small tap" href=(PATH) { "All practices" } };
    let body = html! {
        div class="narrow" {
            (title(&said(&practice.title), &all))
            div class="stack roomy" {
                p { (said(&practice.about)) }
                @if is_new { div class="notice" { p { bdi { (said(visit.names.partner())) } " wrote this, and it is new here." } } }
                @else if let Some(by) = by(visit, &practice) { p class="small soft" { "It is " (by) "." } }
                ol class="steps stack" {
                    @for step in &practice.steps {
                        li {
                            h2 { (said(&step.title)) }
                            p class="small soft" { "For " (step.who.name()) ", " (clock(step.time().as_secs())) }
                            p { (said(&step.guide)) }
                        }
                    }
                }
                @if let Some(word) = &practice.stop_word { p { "Say “" (said(word)) "” at any time, and it is over." } }
                @if awkward { p class="soft" { (AWKWARD) } }
                @if practice.consent { (ask(visit, &practice, true)) }
                @else {
                    form method="post" action={ (PATH) "/" (practice.name) "/begin" } {
                        p class="row save" { button class="button large" { "Begin" } }
                    }
                }
                (own::ways(&practice))
            }
        }
    };
    Ok(Answer::page(framed(visit, Here::Together, &body)))
}

/// Asks one of the two. Neither button stands out: a no is as good an answer.
fn ask(visit: &Visit<'_>, practice: &Practice, first: bool) -> Markup {
    let asked = if first { said(&visit.names.mine) } else { said(visit.names.partner()) };
    let path = format!("{PATH}/{}/{}", practice.name, if first { "one" } else { "other" });
    html! {
        form class="sheet stack" method="post" action=(path) {
            p class="ask" { bdi { (asked) } ", would you like this now?" }
            p class="small soft" { "Each of you answers unseen by the other. Only if both say yes does it begin." }
            p class="row save" {
                button class="button quiet" name="answer" value="yes" { "Yes" }
                button class="button quiet" name="answer" value="no" { "Not now" }
            }
        }
    }
}

/// The first answer. Nobody sees it.
pub(crate) fn one(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let Some(practice) = named(visit, &visit.part)? else { return Ok(trouble::nothing_here()) };
    visit.sat.one_answers(practice.id, visit.form.get("answer") == "yes");
    Ok(Answer::go(&format!("{PATH}/{}/other", practice.name)))
}

/// The other is asked.
pub(crate) fn other(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let Some(practice) = named(visit, &visit.part)? else { return Ok(trouble::nothing_here()) };
    if !visit.sat.other_is_asked(practice.id) {
        return Ok(Answer::go(&format!("{PATH}/{}", practice.name)));
    }
    let body = html! {
        div class="narrow" {
            (title(&said(&practice.title), &html! {}))
            div class="stack roomy" { (ask(visit, &practice, false)) }
        }
    };
    Ok(Answer::page(framed(visit, Here::Together, &body)))
}

/// The second answer: it begins, or not now; of whose answer that is nothing is said.
pub(crate) fn answered(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let Some(practice) = named(visit, &visit.part)? else { return Ok(trouble::nothing_here()) };
    if visit.sat.other_answers(practice.id, visit.form.get("answer") == "yes") {
        return start(visit, &practice);
    }
    Ok(Answer::told(PATH, "Not now."))
}

/// It begins.
pub(crate) fn begin(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    match named(visit, &visit.part)? {
        Some(practice) if practice.consent => Ok(Answer::go(&format!("{PATH}/{}", practice.name))),
        Some(practice) => start(visit, &practice),
        None => Ok(trouble::nothing_here()),
    }
}

/// Whoever begins it has looked at it.
fn start(visit: &Visit<'_>, practice: &Practice) -> Result<Answer, HomeError> {
    if visit.home.is_new_from_partner(practice)? {
        visit.home.is_looked_at(practice)?;
    }
    if practice.trace {
        visit.home.is_first_time(&practice.name)?;
    }
    Ok(Answer::go(&format!("/sit/{}.1", practice.name)))
}

/// One step, with its timer: `/sit/walk.2`. What needs the yes of both is not reached without it.
pub(crate) fn sit(visit: &Visit<'_>, name: &str, step: &str) -> Result<Answer, HomeError> {
    let Some(practice) = named(visit, name)? else { return Ok(trouble::nothing_here()) };
    let path = format!("{PATH}/{}", practice.name);
    let may = !practice.consent || visit.sat.both_wish(practice.id);
    if !may || visit.home.is_new_from_partner(&practice)? {
        return Ok(Answer::go(&path));
    }
    if step == "end" {
        return Ok(end(visit, &practice));
    }
    let at = step.parse::<usize>().ok().and_then(|step| step.checked_sub(1));
    let Some((at, now)) = at.and_then(|at| Some((at, practice.steps.get(at)?))) else {
        return Ok(trouble::nothing_here());
    };
    let follows = practice.steps.get(at + 1);
    let next =
        follows.map_or_else(|| format!("/sit/{}.end", practice.name), |_| format!("/sit/{}.{}", practice.name, at + 2));
    let then = follows.map_or_else(|| "then you are done".to_owned(), |step| format!("then: {}", said(&step.title)));
    let seconds = u32::try_from(now.time().as_secs()).unwrap_or(u32::MAX);
    let ring = ring(&Ring { seconds, then: &then, until: &visit.until(seconds) });
    let body = html! {
        div class="turn" { h1 { (said(&now.title)) } p { "For " (now.who.name()) } }
        (ring)
        p class="guide" { (said(&now.guide)) }
        @if let Some(word) = &practice.stop_word { p class="small soft" { "Say “" (said(word)) "” at any time, and it is over." } }
    };
    let on = if follows.is_some() { "Go on" } else { "Done" };
    Ok(Answer::page(sitting(&said(&practice.title), &path, &body, &next, on)))
}

/// What leaves no trace is over without a question.
fn end(visit: &Visit<'_>, practice: &Practice) -> Answer {
    if practice.trace {
        return both::were_here(visit, &format!("{PATH}/{}/done", practice.name));
    }
    visit.sat.is_over();
    let body = html! {
        div class="narrow" {
            (title("Done", &html! {}))
            div class="stack" { p { "Thank you, both of you. Nothing of it is kept." } p { a class="button large" href="/together" { "Together" } } }
        }
    };
    Answer::page(framed(visit, Here::Together, &body))
}

pub(crate) fn done(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let Some(practice) = named(visit, &visit.part)? else { return Ok(trouble::nothing_here()) };
    if practice.trace {
        visit.home.took_place(practice.id, visit.moment)?;
    }
    visit.sat.is_over();
    Ok(Answer::told(&visit.sat.after("/"), "Done. Thank you, both of you."))
}

/// `2:30`
fn clock(seconds: u64) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

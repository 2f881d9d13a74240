//! The sheet for a counsellor: what somebody picks, seen first, each line to be left out; then a plain page in the downloads.

use jiff::ToSpan;
use jiff::civil::Date;
use kintsugi_home::{HEARTS, HomeError, LETTERS, Picking, Piece, Query, Sheet};
use maud::{Markup, html};

use crate::answer::Answer;
use crate::layout::{Here, framed, line, said, title};
use crate::pages::trouble;
use crate::visit::Visit;
use crate::work::{Held, Outcome, Work};

const PATH: &str = "/keep/sheet";
const NOTHING: &str = "Nothing of these days is picked.";
const WHOSE: &str = "Some of these are not your words. Tick the last box if your partner knows that you bring them.";

/// What can stand on it besides lines: its name in a form, and what it is.
const BESIDES: [(&str, &str); 4] = [
    ("letters", "Letters that are open"),
    ("answers", "Answers that are open, with their questions"),
    ("agreement", "The agreement, which is of both of you"),
    ("hearts", "The days on which both of you did one small act"),
];

pub(crate) fn show(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    Ok(Answer::page(page(visit, None)))
}

/// Shows what would stand on it.
pub(crate) fn look(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let Some(picking) = picking(visit) else {
        return Ok(Answer::again(page(visit, Some("A day is written like 2026-06-03."))));
    };
    let sheet = visit.home.sheet(&picking, visit.moment)?;
    Ok(match why_not(visit, &picking, &sheet) {
        Some(why) => Answer::again(page(visit, Some(why))),
        None => Answer::page(preview(visit, &sheet)),
    })
}

/// Hands it out, without the lines that were left out.
pub(crate) fn take(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let Some(picking) = picking(visit) else { return Ok(Answer::go(PATH)) };
    let chosen: Vec<String> = visit.form.all("line").map(str::to_owned).collect();
    let mut sheet = visit.home.sheet(&picking, visit.moment)?;
    sheet.lines.retain(|listed| chosen.contains(&listed.line.entry.to_string()));
    if let Some(why) = why_not(visit, &picking, &sheet) {
        return Ok(Answer::again(page(visit, Some(why))));
    }
    Ok(Answer::Work(Work::new(move || Ok(Outcome::file("kintsugi-sheet.html", Held::Open(sheet.page().into_bytes()))))))
}

/// What the form wishes for; nothing where a day is none.
fn picking(visit: &Visit<'_>) -> Option<Picking> {
    let form = &visit.form;
    let day = |name: &str, unchosen: Date| match form.trimmed(name) {
        "" => Some(unchosen),
        text => text.parse().ok(),
    };
    let (from, to) = (day("from", first_day(visit))?, day("to", Date::MAX)?);
    Some(Picking {
        query: Query { from, to, private: form.has("private"), ..Query::default() },
        theirs: form.has("theirs"),
        letters: form.has("letters"),
        answers: form.has("answers"),
        agreement: form.has("agreement"),
        hearts: form.has("hearts"),
    })
}

/// The first day of four weeks that end today.
fn first_day(visit: &Visit<'_>) -> Date {
    visit.today.saturating_sub(27.days())
}

fn why_not(visit: &Visit<'_>, picking: &Picking, sheet: &Sheet) -> Option<&'static str> {
    if !picking.theirs && (sheet.has_theirs() || picking.agreement && visit.names.partner.is_some()) {
        return Some(WHOSE);
    }
    sheet.is_empty().then_some(NOTHING)
}

fn page(visit: &Visit<'_>, why: Option<&str>) -> Markup {
    let form = &visit.form;
    // What was chosen stays chosen; at first these are one's own lines of four weeks.
    let from = if form.has("from") { form.trimmed("from").to_owned() } else { first_day(visit).to_string() };
    let body = html! {
        div class="narrow" {
            (trouble::above(why))
            (title("To bring along", &html! { a class="small tap" href="/keep" { "To keep" } }))
            form class="stack roomy" method="post" action=(PATH) autocomplete="off" {
                p { "A page for a counsellor, with what you pick and with room for what you want to ask. You see it first." }
                div class="pair" {
                    (day("from", "Your lines from this day on", &from))
                    (day("to", "Up to this day", form.trimmed("to")))
                }
                fieldset {
                    legend { "What else stands on it?" }
                    ul {
                        li { (tick(visit, "private", "Private lines of these days; each says that it is private")) }
                        @for (name, called) in BESIDES { li { (tick(visit, name, called)) } }
                        @if let Some(partner) = &visit.names.partner {
                            li { label class="check" { input type="checkbox" name="theirs" value="1" checked[form.has("theirs")]; span { "Also words of " bdi { (said(partner)) } ", who knows that I bring them" } } }
                        }
                    }
                }
                p class="row save" { button class="button large" { "Show what stands on it" } }
            }
        }
    };
    framed(visit, Here::More, &body)
}

fn day(name: &str, title: &str, value: &str) -> Markup {
    html! {
        p class="field" {
            label for=(name) { (title) }
            input type="date" id=(name) name=(name) value=(value) autocomplete="off";
        }
    }
}

fn tick(visit: &Visit<'_>, name: &str, called: &str) -> Markup {
    html! { label class="check" { input type="checkbox" name=(name) value="1" checked[visit.form.has(name)]; (called) } }
}

/// What would stand on it, each line with a box.
fn preview(visit: &Visit<'_>, sheet: &Sheet) -> Markup {
    let form = &visit.form;
    let ticked = BESIDES.iter().map(|(name, _)| *name).chain(["private", "theirs"]).filter(|name| form.has(name));
    let body = html! {
        div class="narrow" {
            (title("This stands on it", &html! { a class="small tap" href=(PATH) { "Pick anew" } }))
            form class="stack roomy" method="post" action={ (PATH) "/take" } autocomplete="off" {
                @for name in ["from", "to"] { input type="hidden" name=(name) value=(form.trimmed(name)); }
                @for name in ticked { input type="hidden" name=(name) value="1"; }
                @if let Some(whose) = sheet.whose() { div class="notice" { p { (said(&whose)) " Bring them only if " bdi { (said(visit.names.partner())) } " knows." } } }
                @for day in sheet.lines.chunk_by(|a, b| a.line.day == b.line.day) {
                    section class="day" {
                        h2 { (day[0].line.day.strftime("%A, %-d %B %Y").to_string()) }
                        @for listed in day {
                            @let id = listed.line.entry.to_string();
                            (line(visit, listed, false))
                            @let name = format!("On the page: {} {}", visit.names.of_author(listed.mine), listed.line.day);
                            label class="check" { input type="checkbox" name="line" value=(id) checked aria-label=(said(&name)); "On the page" }
                        }
                    }
                }
                @if !sheet.letters.is_empty() { (pieces(sheet, LETTERS, &sheet.letters)) }
                @for (question, answers) in &sheet.answers { (pieces(sheet, question, answers)) }
                @if let Some((above, text)) = sheet.agreed() { section class="day" { h2 { (said(&above)) } p class="said" dir="auto" { (said(text)) } } }
                @if !sheet.hearts.is_empty() { section class="day" { h2 { (HEARTS) } p class="said" { (sheet.days_of_hearts()) } } }
                p { "It goes to the downloads of this browser as kintsugi-sheet.html, and is not encrypted. Print it, and delete it when you no longer need it." }
                p class="row save" { button class="button large" { "Take it along" } }
            }
        }
    };
    framed(visit, Here::More, &body)
}

fn pieces(sheet: &Sheet, above: &str, pieces: &[Piece]) -> Markup {
    html! {
        section class="day" {
            h2 { (said(above)) }
            @for piece in pieces {
                article class="entry" {
                    p class="who" { bdi { (said(&sheet.by(piece))) } }
                    p class="said" dir="auto" { (said(piece.body.as_ref().map_or("", |body| &body.text))) }
                }
            }
        }
    }
}

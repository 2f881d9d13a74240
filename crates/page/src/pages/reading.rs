//! The weekly reading: being ready for it, and then the week, one voice at a time.

use kintsugi_home::sentences::{AWKWARD, CARE, OPENS};
use kintsugi_home::{Aloud, HomeError, Listed};
use kintsugi_journal::Kind;
use maud::{Markup, html};

use super::{both, trouble};
use crate::answer::Answer;
use crate::layout::{Here, Place, framed, kind_name, said, title, voice};
use crate::visit::Visit;

const PATH: &str = "/reading";
/// By what it is remembered that it was tried.
const TRIED: &str = "reading";

pub(crate) fn show(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let reading = visit.home.reading(visit.moment)?;
    let anything = !visit.home.read_lines(&reading)?.is_empty();
    let waits = !reading.due.is_empty() && !reading.ready;
    let body = html! {
        div class="narrow" {
            (title("The reading", &html! {}))
            div class="stack roomy" {
                p class="soft" { "The lines of the week, one voice at a time. Sit close; whoever wrote them reads them." }
                @if reading.ready { p { "You are ready for the reading. " (OPENS) } }
                @if waits {
                    form class="stack" method="post" action="/reading/ready" {
                        p { "Are you ready for it? What is sealed until then opens once both of you are." }
                        p class="row save" { button class="button large" { "I am ready" } }
                    }
                }
                @if anything {
                    form class="stack" method="post" action="/reading/begin" {
                        @if visit.home.is_untried(TRIED)? { p class="soft" { (AWKWARD) } }
                        p class="row save" { button class={ "button large" @if waits { " quiet" } } { @if waits { "Read what is open" } @else { "Read together" } } }
                    }
                } @else if !waits && !reading.ready {
                    p { "Nothing is written in these days that both of you may read." }
                }
            }
        }
    };
    Ok(Answer::page(framed(visit, Here::Together, &body)))
}

/// I am ready for all that waits.
pub(crate) fn ready(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    visit.home.ready_to_read(&visit.home.reading(visit.moment)?)?;
    Ok(Answer::go(PATH))
}

pub(crate) fn begin(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    visit.home.is_first_time(TRIED)?;
    Ok(Answer::go("/reading/1"))
}

/// One voice.
pub(crate) fn read(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let voices = visit.home.read_aloud(&visit.home.reading(visit.moment)?)?;
    let at: usize = visit.part.parse().unwrap_or_default();
    let Some(one) = at.checked_sub(1).and_then(|at| voices.get(at)) else { return Ok(trouble::nothing_here()) };
    let path = |at: usize| format!("{PATH}/{at}");
    let next = if at == voices.len() { format!("{PATH}/end") } else { path(at + 1) };
    let before = (at > 1).then(|| path(at - 1));
    let place = Place { name: "The reading", stop: PATH, at, of: voices.len(), before: before.as_deref(), next: &next };
    Ok(Answer::page(voice(&by(visit, one), &words(one), &place)))
}

fn by(visit: &Visit<'_>, voice: &Aloud) -> Markup {
    html! {
        h1 { bdi { (said(visit.names.of_author(voice.mine))) } " reads" }
        @if let [only] = voice.lines.as_slice() { p { (about(only)) } }
    }
}

fn words(voice: &Aloud) -> Markup {
    let several = voice.lines.len() > 1;
    html! {
        div class={ "stack" @if several { " several" } } {
            @for listed in &voice.lines {
                div {
                    @if several { p class="small soft" { (about(listed)) } }
                    @if listed.line.kind == Some(Kind::Setback) { p class="soft" { (CARE) } }
                    @match &listed.line.text {
                        Some(text) => blockquote dir="auto" { (said(text)) },
                        None => p class="soft" { "A line that a newer Kintsugi wrote. This one cannot show it." },
                    }
                }
            }
        }
    }
}

/// Its day, and what it is.
fn about(listed: &Listed) -> String {
    let line = &listed.line;
    let kind = line.kind.and_then(kind_name).map(|kind| format!(" · {kind}")).unwrap_or_default();
    let edited = if line.edited { " · edited" } else { "" };
    format!("{}{kind}{edited}", line.day.strftime("%A, %-d %B"))
}

pub(crate) fn end(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    Ok(both::were_here(visit, "/reading/done"))
}

/// It took place: its weeks are read.
pub(crate) fn done(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    visit.home.finish_reading(&visit.home.reading(visit.moment)?)?;
    Ok(Answer::told(&visit.sat.after("/"), "The week is read. Thank you, both of you."))
}

//! A step of an evening or a week: what it offers is shown, done by the form that there is for it everywhere, and left by going on. What
//! is done already is passed over.

use kintsugi_home::repertoire::{focusable, questions};
use kintsugi_home::sentences::OPENS;
use kintsugi_home::{FocusDay, HomeError, Listed, Missed, Offer, Opened, Reading, RoutineDay, Sitting};
use kintsugi_journal::Topic;
use maud::{Markup, html};

use super::{drafts, focus, hearts, meet, today, trouble, write};
use crate::answer::Answer;
use crate::company::Found;
use crate::layout::{Step, alone, heart, lines_of, said, seam, step};
use crate::visit::Visit;
use crate::way::{self, Way, field};

/// What a step shows: a sentence where it is its own, the rest, and whether going on is all there is to do.
struct Shown {
    said: Option<String>,
    body: Markup,
    only: bool,
}

impl Shown {
    fn to_do(body: Markup) -> Self {
        Self { said: None, body, only: false }
    }

    fn to_see(body: Markup) -> Self {
        Self { said: None, body, only: true }
    }
}

pub(crate) fn evening(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    begin(visit, Way::Evening)
}

pub(crate) fn week(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    begin(visit, Way::Week)
}

/// It begins, and what is open already is not new in it.
fn begin(visit: &Visit<'_>, way: Way) -> Result<Answer, HomeError> {
    visit.sat.way_begins(Opened::now(visit.home)?);
    Ok(Answer::go(&way.at(0)))
}

pub(crate) fn of_evening(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    one(visit, Way::Evening)
}

pub(crate) fn of_week(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    one(visit, Way::Week)
}

/// These lines were read, and no evening shows them again.
pub(crate) fn read(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let shown: Vec<&str> = visit.form.get("lines").split_whitespace().collect();
    let offer = visit.home.offers(kintsugi_home::Step::News, &Opened::now(visit.home)?, visit.moment)?;
    if let Some(Offer::News(lines)) = offer {
        let seen = |listed: &Listed| shown.contains(&listed.line.entry.to_string().as_str());
        let lines: Vec<Listed> = lines.into_iter().filter(seen).collect();
        visit.home.was_shown(&lines, visit.moment)?;
    }
    Ok(Answer::go(&Way::Evening.at(1)))
}

/// The step of this path, or the next one that offers anything.
fn one(visit: &Visit<'_>, way: Way) -> Result<Answer, HomeError> {
    if visit.part == "end" {
        visit.sat.way_is_over();
        return Ok(goodbye(way));
    }
    let Some(from) = way.find(&visit.part) else { return Ok(super::trouble::nothing_here()) };
    let begun = visit.sat.begun(visit.home)?;
    for (at, wanted) in way.steps().iter().enumerate().skip(from) {
        if let Some(offer) = visit.home.offers(*wanted, &begun, visit.moment)? {
            if at == from {
                visit.sat.way_is_at(way.at(at + 1));
                let told = html! { @if let Some(notice) = &visit.notice { div class="notice" role="status" { p { (notice.said) } } } };
                return Ok(Answer::page(shown(visit, way, at, &offer, &told)?));
            }
            return Ok(Answer::go(&way.at(at)));
        }
    }
    Ok(Answer::go(&way.at(way.steps().len())))
}

/// What could not be saved, with its words in it and what was in the way: the step that the form is of, or this page, where it is of
/// none, or of one that offers nothing any more.
pub(super) fn again(
    visit: &Visit<'_>,
    why: &str,
    page: impl FnOnce() -> Result<Markup, HomeError>,
) -> Result<Answer, HomeError> {
    if let Some((way, step, at)) = way::of(&visit.form)
        && let Some(offer) = visit.home.offers(step, &*visit.sat.begun(visit.home)?, visit.moment)?
    {
        return Ok(Answer::again(shown(visit, way, at, &offer, &trouble::above(Some(why)))?));
    }
    Ok(Answer::again(page()?))
}

fn goodbye(way: Way) -> Answer {
    Answer::page(alone(&html! {
        div class="card" {
            h1 { (way.name()) }
            (seam())
            p { (way.ends()) }
            p class="row" { a class="button large" href="/" { "To today" } }
        }
    }))
}

fn shown(visit: &Visit<'_>, way: Way, at: usize, offer: &Offer, above: &Markup) -> Result<Markup, HomeError> {
    let (here, next) = (field(way, at), field(way, at + 1));
    let Shown { said, body, only } = show(visit, offer, &here, &next)?;
    let path = way.at(at + 1);
    let is_meeting = matches!(offer, Offer::Meet) && is_under_way(visit.company.found().as_ref());
    visit.goes_on.set(is_meeting);
    let goes_on = is_meeting.then_some(visit.told);
    let place = Step { name: way.name(), title: offer.title(), at, of: way.steps().len(), next: &path, only, goes_on };
    let said = said.as_deref().or(offer.says());
    Ok(step(&place, said, above, &body))
}

/// What stands in a form with words: the step it is of, to which it comes back with them, and where it leads once they are saved.
fn fields(here: &str, on: &str) -> Markup {
    html! {
        input type="hidden" name="step" value=(here);
        input type="hidden" name="way" value=(on);
    }
}

/// What was done leads `here` again, where more of it may be left, or on to the `next` step.
fn show(visit: &Visit<'_>, offer: &Offer, here: &str, next: &str) -> Result<Shown, HomeError> {
    Ok(match offer {
        Offer::News(lines) => Shown::to_do(news(visit, lines)),
        Offer::Draw => Shown::to_do(button("/jar/draw", here, "Draw the slip of today")),
        Offer::Slip(slip) => Shown::to_do(html! {
            p class="total" dir="auto" { "“" (said(&slip.text)) "”" }
            form class="row" method="post" action="/jar/done" {
                input type="hidden" name="way" value=(next);
                button class="button large" { "I did it" }
                button class="button plain" formaction="/jar/pass" { "Not for me" }
            }
        }),
        Offer::Line => Shown::to_do(today::line_form(visit, &write::Typed::of(visit), &fields(here, next))),
        Offer::Act => Shown::to_do(today::act_form(visit, visit.form.get("text"), &fields(here, next))),
        Offer::Routines(open) => Shown::to_do(routines(open, here)),
        Offer::Reading(due) => reading(visit, due)?,
        Offer::CheckIn(sitting) => check_in(sitting),
        Offer::Opened(topics) => Shown::to_see(opened(visit, topics)?),
        Offer::Plan(open) => Shown::to_do(plan(visit, open, here)),
        Offer::Better => Shown::to_do(better(visit, &fields(here, next))),
        Offer::Focus(now) => in_focus(visit, now.as_ref(), here, next)?,
        Offer::Hearts(_, tracker) => Shown::to_see(html! {
            @if tracker.hearts > 0 { p class="hearts" aria-hidden="true" { @for _ in 0..tracker.hearts { (heart()) } } }
            p class="total" { @if tracker.hearts > 0 { (hearts::counted(tracker.hearts)) " in " (visit.today.strftime("%B").to_string()) "." } @else { "A month can begin anywhere." } }
        }),
        Offer::Meet => Shown::to_do(meeting(visit, here)),
    })
}

/// The other laptop is looked for when somebody asks; new lines go on waiting.
fn meeting(visit: &Visit<'_>, here: &str) -> Markup {
    let found = visit.company.found();
    html! {
        @if let Some(found) = &found { div class="notice" role="status" { (meet::came_of(visit, found)) } }
        @if !is_under_way(found.as_ref()) { (button("/meet/now", here, if found.is_some() { "Meet once more" } else { "Meet now" })) }
    }
}

const fn is_under_way(found: Option<&Found>) -> bool {
    matches!(found, Some(Found::Looking | Found::Meeting | Found::Examining))
}

fn news(visit: &Visit<'_>, lines: &[Listed]) -> Markup {
    let ids: Vec<String> = lines.iter().map(|listed| listed.line.entry.to_string()).collect();
    html! {
        div { (lines_of(visit, lines, false)) }
        form method="post" action="/evening/read" {
            input type="hidden" name="lines" value=(ids.join(" "));
            button class="button large" { "I have read it" }
        }
    }
}

fn button(path: &str, way: &str, words: &str) -> Markup {
    html! {
        form method="post" action=(path) {
            input type="hidden" name="way" value=(way);
            button class="button large" { (words) }
        }
    }
}

fn routines(open: &[RoutineDay], here: &str) -> Markup {
    html! {
        div {
            @for one in open {
                form class="phrase" method="post" action={ "/habits/" (one.routine.id) "/done" } {
                    input type="hidden" name="way" value=(here);
                    p class="said" dir="auto" { (said(&one.routine.text)) }
                    button class="button quiet" { "Done today" }
                }
            }
        }
    }
}

/// Being ready comes first; then what is open is read.
fn reading(visit: &Visit<'_>, due: &Reading) -> Result<Shown, HomeError> {
    let anything = !visit.home.read_lines(due)?.is_empty();
    let ready = html! {
        form class="stack" method="post" action="/reading/ready" {
            input type="hidden" name="way" value="week.reading";
            p { "Are you ready for it? It opens once both of you are." }
            p { button class="button large" { "I am ready" } }
        }
    };
    let waits = !due.due.is_empty() && !due.ready;
    Ok(Shown::to_do(html! {
        @if waits { (ready) }
        @else if due.ready { p { "You are ready for the reading. " (OPENS) } }
        @if anything {
            form method="post" action="/reading/begin" {
                button class={ "button large" @if waits { " quiet" } } { @if waits || due.ready { "Read what is open" } @else { "Read together" } }
            }
        }
    }))
}

fn check_in(sitting: &Sitting) -> Shown {
    let minute = sitting.schedule.minute;
    Shown {
        said: Some(format!("It is today at {:02}:{:02}, five minutes for each.", minute / 60, minute % 60)),
        body: html! { p { a class="button large" href="/sit/1" { "Sit down now" } } },
        only: false,
    }
}

/// What has opened since it began, and where it is read.
fn opened(visit: &Visit<'_>, topics: &[Topic]) -> Result<Markup, HomeError> {
    let all = questions(visit.home)?;
    let mut rows: Vec<(String, String)> = Vec::new();
    for topic in topics {
        rows.push(match topic {
            Topic::Letter => ("Your letters are open.".into(), "/letters".into()),
            Topic::Miss => ("What each of you misses is open.".into(), "/miss".into()),
            Topic::Reading => ("The week is open for reading.".into(), "/reading".into()),
            Topic::Question(id) => {
                let asked = all.iter().find(|one| one.id == *id).map(|one| said(&one.text));
                (
                    asked.map_or_else(|| "Answers are open.".into(), |asked| format!("Answers are open: {asked}")),
                    format!("/questions/{id}"),
                )
            }
            _ => continue,
        });
    }
    rows.dedup();
    Ok(html! { ul class="ways-on" { @for (words, path) in &rows { li { a href=(path) { b { (words) } } } } } })
}

fn plan(visit: &Visit<'_>, open: &[Missed], here: &str) -> Markup {
    html! {
        @for one in open {
            form class="sheet missed" method="post" action={ "/miss/" (one.id) "/plan" } {
                (fields(here, here))
                p class="big" dir="auto" { (said(&one.text)) }
                p class="row" {
                    label class="unseen" for={ "day-" (one.id) } { "For which day?" }
                    input type="date" id={ "day-" (one.id) } name="day" min=(visit.today) value=(visit.today) autocomplete="off";
                    button class="button quiet" { "Plan it" }
                }
            }
        }
    }
}

fn better(visit: &Visit<'_>, fields: &Markup) -> Markup {
    html! {
        form class="sheet" method="post" action="/progress" autocomplete="off" data-draft="progress better" {
            (drafts::field(visit, "progress better"))
            (fields)
            label class="unseen" for="text" { "What felt better" }
            textarea class="bare" id="text" name="text" rows="3" autocomplete="off" placeholder="A line or two." { (visit.form.get("text")) }
            p class="row save" { button class="button push" { "Keep it" } }
        }
    }
}

fn in_focus(visit: &Visit<'_>, now: Option<&FocusDay>, here: &str, next: &str) -> Result<Shown, HomeError> {
    let title = now.map(|now| now.practice.as_ref().map_or("what a newer Kintsugi knows", |one| one.title.as_str()));
    let said =
        title.map(|title| format!("Seven days of “{}” end today. What did they give the two of you?", said(title)));
    let all = focusable(visit.home)?;
    let body = html! {
        @if now.is_some() { (button("/focus/repeat", next, "Keep it for seven days more")) }
        (focus::choosing(&all, now.and_then(|now| now.practice.as_ref()), &fields(here, next), now.is_some()))
    };
    Ok(Shown { said, body, only: false })
}

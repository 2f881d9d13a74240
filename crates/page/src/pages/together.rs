//! What the two do together: what stands here, and where the rest is.

use kintsugi_home::{HomeError, Standing};
use kintsugi_journal::Topic;
use maud::html;

use crate::answer::Answer;
use crate::layout::{Here, framed, said, title};
use crate::visit::Visit;

/// What has a page of its own: its name, in a sentence, and where it is.
const PAGES: [(&str, &str, &str, Option<Topic>); 11] = [
    ("The reading", "The week, one voice at a time.", "/reading", None),
    ("Letters", "Each writes, sealed, and both open at once.", "/letters", Some(Topic::Letter)),
    ("Questions", "Five to begin with; answers open together.", "/questions", None),
    ("What we miss", "What you would like to have again, and a day for it.", "/miss", Some(Topic::Miss)),
    ("Check-in", "Ten minutes a week, turn by turn.", "/checkin", None),
    ("Practices", "A few minutes for two, with a quiet timer.", "/practice", None),
    ("These seven days", "One thing at a time, for a week.", "/focus", None),
    ("Small habits", "They count when both of you did them.", "/habits", None),
    ("Agreement", "One text that both of you write.", "/agreement", None),
    ("Words to borrow", "For when your own do not come.", "/words", None),
    ("How it goes", "The weeks side by side, never one person.", "/progress", None),
];

pub(crate) fn show(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    visit.sat.way_is_over();
    let jar = super::jar::of_today(visit)?;
    let mut cards = Vec::new();
    for (name, sentence, path, topic) in PAGES {
        let standing = topic.map(|topic| visit.home.standing(topic)).transpose()?.unwrap_or(Standing::Nothing);
        let now = says(standing).map(str::to_owned).map_or_else(|| now(visit, path), |said| Ok(Some(said)))?;
        cards.push(html! {
            a class="sheet door" href=(path) { h2 { (name) } p class="soft" { @match &now { Some(now) => (now), None => (sentence) } } }
        });
    }
    let body = html! {
        div class="column" {
            (title("Together", &html! {}))
            div class="stack roomy" {
                div class="cards" {
                    section class="sheet named" { h2 { a href="/jar" { "The jar" } } (jar) }
                    @for card in &cards { (card) }
                }
            }
        }
    };
    Ok(Answer::page(framed(visit, Here::Together, &body)))
}

/// What is to be said of a page now, where that is anything.
fn now(visit: &Visit<'_>, path: &str) -> Result<Option<String>, HomeError> {
    Ok(match path {
        "/reading" => {
            let reading = visit.home.reading(visit.moment)?;
            let today = visit.home.is_reading_day(visit.moment)?.then_some("It is today.");
            if reading.ready { Some("You are ready for it.") } else { today }.map(str::to_owned)
        }
        "/checkin" => visit.home.sitting(visit.moment)?.map(|one| {
            let (day, minute) = (one.next.strftime("%A, %-d %B"), one.schedule.minute);
            format!("{day} at {:02}:{:02}.", minute / 60, minute % 60)
        }),
        "/focus" => visit.home.focus(visit.moment)?.now.and_then(|now| {
            let title = said(&now.practice.as_ref()?.title);
            Some(format!("{title}, day {} of {}.", now.day, now.days))
        }),
        "/agreement" => {
            let changed = !visit.home.agreement()?.since_shown.is_empty();
            changed.then(|| "It has changed since you last looked.".to_owned())
        }
        _ => None,
    })
}

/// How it stands with what both write: only what I did myself, until it is open.
const fn says(standing: Standing) -> Option<&'static str> {
    match standing {
        Standing::Nothing | Standing::Lost => None,
        Standing::Sealed => Some("Yours is sealed."),
        Standing::Ready => Some("Yours is sealed and ready."),
        Standing::Open => Some("Open for both of you."),
    }
}

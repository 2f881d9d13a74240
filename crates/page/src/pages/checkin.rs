//! The check-in: a time each week, and sitting down to it, turn by turn.

use kintsugi_home::repertoire::{CHECK_IN, CHECK_IN_TURNS};
use kintsugi_home::{HomeError, Moved, Sitting};
use kintsugi_journal::{Kind, Schedule};
use maud::{Markup, html};

use super::{both, practices, trouble};
use crate::answer::Answer;
use crate::layout::{Here, Ring, framed, ring, said, sitting, title};
use crate::visit::Visit;
use crate::work::{Download, Held};

const PATH: &str = "/checkin";
/// How many seconds each has.
const TURN: u32 = 5 * 60;
const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

pub(crate) fn show(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    Ok(Answer::page(page(visit, None)?))
}

/// Agrees on a time, for both.
pub(crate) fn agree(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let (weekday, time) = (visit.form.trimmed("weekday"), visit.form.trimmed("time"));
    let (hours, minutes) = time.split_once(':').unwrap_or((time, "0"));
    let minute =
        hours.parse::<u16>().ok().filter(|hour| *hour < 24).zip(minutes.parse::<u16>().ok().filter(|one| *one < 60));
    let weekday = DAYS.iter().position(|day| *day == weekday).and_then(|at| u8::try_from(at + 1).ok());
    let (Some(weekday), Some((hour, minute))) = (weekday, minute) else {
        return Ok(Answer::again(page(visit, Some("Choose a day of the week and a time, such as 19:00."))?));
    };
    let place = Some(visit.form.trimmed("place")).filter(|place| !place.is_empty());
    let place = place.map(|place| visit.words(Kind::Place, visit.today, place));
    let schedule = Schedule { weekday, minute: hour * 60 + minute, place: None };
    match visit.home.sit_down(schedule, place, visit.moment) {
        Ok(()) => Ok(Answer::told(PATH, "Agreed, for both of you.")),
        Err(error) => Ok(Answer::again(page(visit, Some(&trouble::in_words(&error)))?)),
    }
}

/// What has become of the time was read, and is not said again.
pub(crate) fn seen(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    visit.home.sitting_is_shown(visit.moment)?;
    Ok(Answer::go(PATH))
}

/// Lets the next one be.
pub(crate) fn skip(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let sitting = visit.home.sitting(visit.moment)?.ok_or(HomeError::NoSitting)?;
    visit.home.skip_sitting(sitting.next)?;
    Ok(Answer::told(PATH, "The next one is let be, without a reason."))
}

/// Lets the weekly time go, for both.
pub(crate) fn cancel(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    visit.home.cancel_sitting()?;
    Ok(Answer::told(PATH, "No time is agreed any more."))
}

/// One turn, with its timer; of a practice it is `/sit/NAME.STEP`.
pub(crate) fn sit(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    if let Some((name, step)) = visit.part.split_once('.') {
        return practices::sit(visit, name, step);
    }
    let turn = visit.part.parse::<usize>().ok().and_then(|turn| turn.checked_sub(1));
    let Some((at, (name, whose, guide))) = turn.and_then(|at| Some((at, CHECK_IN_TURNS.get(at)?))) else {
        return Ok(trouble::nothing_here());
    };
    let last = at + 1 == CHECK_IN_TURNS.len();
    let next = if last { "/sit/end".to_owned() } else { format!("/sit/{}", at + 2) };
    let then = if last { "then you are done" } else { "then the other" };
    let ring = ring(&Ring { seconds: TURN, then, until: &visit.until(TURN) });
    let body = html! {
        div class="turn" { h1 { (name) } p { "For " (whose) } }
        (ring)
        p class="guide" { (guide) }
    };
    Ok(Answer::page(sitting("Check-in", PATH, &body, &next, if last { "Done" } else { "Change over" })))
}

/// The weekly time as a file for a calendar program.
pub(crate) fn calendar(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let sitting = visit.home.sitting(visit.moment)?.ok_or(HomeError::NoSitting)?;
    let text = sitting.calendar(visit.moment);
    Ok(Answer::Download(Download { name: "kintsugi-check-in.ics", held: Held::Open(text.into_bytes()) }))
}

/// At the end it is asked once whether both were here.
pub(crate) fn end(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    Ok(both::were_here(visit, "/sit/done"))
}

pub(crate) fn done(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    visit.home.took_place(CHECK_IN.id(), visit.moment)?;
    Ok(Answer::told(&visit.sat.after("/"), "Done. Thank you, both of you."))
}

fn page(visit: &Visit<'_>, why: Option<&str>) -> Result<Markup, HomeError> {
    let moved = visit.home.moved_sitting(visit.moment)?;
    let sitting = visit.home.sitting(visit.moment)?;
    let body = html! {
        div class="narrow" {
            (trouble::above(why))
            (title("Check-in", &html! {}))
            div class="stack roomy" {
                @if let Some(moved) = &moved {
                    form class="notice" method="post" action="/checkin/seen" { p { (in_words(moved)) } p { button class="button quiet" { "Good" } } }
                }
                @match &sitting {
                    None => p class="soft" { "Ten minutes a week, five for each, at the same time and place. No time is agreed yet." },
                    Some(one) => p class="total" { (each(one)) },
                }
                p class="row" { a class="button large" href="/sit/1" { "Sit down now" } }
                details open[sitting.is_none() || why.is_some()] {
                    summary { @if sitting.is_some() { "Another time" } @else { "Agree on a time" } }
                    (form(visit, sitting.as_ref()))
                }
                @if sitting.is_some() {
                    form class="row" method="post" action="/checkin/skip" {
                        button class="button quiet" { "Let the next one be" }
                        button class="button plain" formaction="/checkin/cancel" { "Let the weekly time go" }
                    }
                    details {
                        summary { "For a calendar program" }
                        form class="stack" method="post" action="/checkin/calendar" {
                            p class="soft" { "It goes to the downloads of this browser as kintsugi-check-in.ics, and is not encrypted. It says “Time for us”, with the time and the place." }
                            p { button class="button quiet" { "Save it for a calendar" } }
                        }
                    }
                }
            }
        }
    };
    Ok(framed(visit, Here::Together, &body))
}

fn form(visit: &Visit<'_>, now: Option<&Sitting>) -> Markup {
    let chosen = now.map_or("Sunday", |now| day(&now.schedule));
    let value = |name: &str, other: String| {
        Some(visit.form.trimmed(name)).filter(|typed| !typed.is_empty()).map_or(other, str::to_owned)
    };
    let time = value("time", now.map_or_else(|| "19:00".into(), |now| clock(&now.schedule)));
    let place = value("place", now.and_then(|now| now.place.clone()).unwrap_or_default());
    html! {
        form class="stack" method="post" action=(PATH) autocomplete="off" {
            div class="pair" {
                p class="field" { label for="weekday" { "Each" } select id="weekday" name="weekday" autocomplete="off" { @for day in DAYS { option selected[day == chosen] { (day) } } } }
                p class="field" { label for="time" { "At" } input type="text" id="time" name="time" value=(time) inputmode="numeric" autocomplete="off"; }
            }
            p class="field" { label for="place" { "Where" } input type="text" id="place" name="place" value=(place) autocomplete="off" placeholder="kitchen table"; }
            p class="row save" { button class="button quiet" { "Agree, for both" } }
        }
    }
}

fn day(schedule: &Schedule) -> &'static str {
    usize::from(schedule.weekday).checked_sub(1).and_then(|at| DAYS.get(at)).copied().unwrap_or("Sunday")
}

fn clock(schedule: &Schedule) -> String {
    format!("{:02}:{:02}", schedule.minute / 60, schedule.minute % 60)
}

fn each(one: &Sitting) -> String {
    let place = one.place.as_ref().map_or_else(String::new, |place| format!(", {}", said(place)));
    let next = one.next.strftime("%A, %-d %B");
    format!("Each {} at {}{place}. The next one is on {next}.", day(&one.schedule), clock(&one.schedule))
}

/// What has become of the time since it was shown here last.
fn in_words(moved: &Moved) -> String {
    let when = |schedule: &Schedule| format!("{} at {}", day(schedule), clock(schedule));
    let same = |one: &Schedule, other: &Schedule| (one.weekday, one.minute) == (other.weekday, other.minute);
    match (&moved.before, &moved.now) {
        (Some(before), Some(now)) if same(before, now) => "The check-in has another place.".into(),
        (Some(before), Some(now)) => {
            format!("The check-in was moved to {}. Before it was {}.", when(now), when(before))
        }
        (Some(before), None) => format!("The check-in was cancelled. It was {}.", when(before)),
        (None, Some(now)) => format!("A check-in was agreed on: each {}.", when(now)),
        (None, None) => String::new(),
    }
}

//! The hearts of a month, as a table with pictures in it, and in words.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use kintsugi_home::{HomeError, Tracker, week_start};
use kintsugi_journal::{Month, TrackerDay};
use maud::{Markup, html};

use super::{picture, year};
use crate::answer::Answer;
use crate::layout::{Here, Icon, act, framed, heart, icon, rest, title};
use crate::visit::Visit;

pub(crate) fn show(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let year: Option<i16> = visit.query.get("year").parse().ok().filter(|year| (1..=5000).contains(year));
    if let Some(year) = year {
        return year::show(visit, year);
    }
    let month = format!("{}-01", visit.query.get("month")).parse::<Date>().ok().unwrap_or(visit.today).first_of_month();
    let tracker = visit.home.tracker(Month::of(month), Month::of(month))?;
    let start = week_start(&visit.home.journal_settings()?);
    Ok(Answer::page(page(visit, month, &tracker, start)))
}

fn page(visit: &Visit<'_>, month: Date, tracker: &Tracker, start: Weekday) -> Markup {
    let (previous, next) = (month.saturating_sub(1.month()), month.saturating_add(1.month()));
    let link = |day: Date| day.strftime("/hearts?month=%Y-%m").to_string();
    let is_now = month == visit.today.first_of_month();
    let ways = html! {
        p class="row" {
            a class="button plain" href=(link(previous)) rel="prev" { (icon(Icon::Left)) (previous.strftime("%B").to_string()) }
            @if next <= visit.today { a class="button plain" href=(link(next)) rel="next" { (next.strftime("%B").to_string()) (icon(Icon::Right)) } }
            a class="button plain" href={ "/hearts?year=" (month.year()) } { "The year" }
        }
    };
    let body = html! {
        div class="narrow" {
            (title(&month.strftime("%B %Y").to_string(), &ways))
            div class="stack roomy" {
                (table(visit, month, tracker, start))
                div class="head" {
                    @if tracker.hearts > 0 { p class="total" { (counted(tracker.hearts)) " in " (month.strftime("%B").to_string()) "." } }
                    (legend())
                }
                @if is_now {
                    form class="row" method="post" action="/rest" {
                        a class="button" href="/#act" { "Add an act" }
                        button class="button quiet" { "Today is a day of rest" }
                    }
                }
                details { summary { "The same in words" } (in_words(&tracker.days, &month.strftime("%B").to_string())) }
                (picture::form("month", &month.strftime("%Y-%m").to_string()))
            }
        }
    };
    framed(visit, Here::Hearts, &body)
}

fn table(visit: &Visit<'_>, month: Date, tracker: &Tracker, start: Weekday) -> Markup {
    let blank = usize::from(month.weekday().since(start).unsigned_abs());
    let mut cells: Vec<Markup> = (0..blank).map(|_| html! { td class="out" {} }).collect();
    cells.extend(tracker.days.iter().map(|day| cell(visit, day)));
    cells.resize_with(cells.len().next_multiple_of(7), || html! { td class="out" {} });
    let names = (0..7).map(|n| start.wrapping_add(n));
    html! {
        table class="month" {
            caption class="unseen" { "Hearts in " (month.strftime("%B %Y").to_string()) }
            thead { tr { @for name in names { th scope="col" { abbr title=(weekday(name)) { (&weekday(name)[..2]) } } } } }
            tbody { @for row in cells.chunks(7) { tr { @for cell in row { (cell) } } } }
        }
    }
}

fn cell(visit: &Visit<'_>, day: &TrackerDay) -> Markup {
    let (ahead, is_today) = (day.day > visit.today, day.day == visit.today);
    let (picture, says) = match (day.heart, day.my_acts > 0, day.rest) {
        (true, ..) => (heart(), ", a heart"),
        (_, true, _) => (act(), ", an act of yours"),
        (.., true) => (rest(), ", rest"),
        _ => (html! {}, ""),
    };
    let classes: Vec<&str> = [(day.heart, "gold"), (ahead, "ahead"), (is_today, "today")]
        .iter()
        .filter(|one| one.0)
        .map(|one| one.1)
        .collect();
    let text = html! {
        (day.day.day())
        span class="unseen" { (day.day.strftime(" %B").to_string()) @if is_today { ", today" } (says) }
    };
    html! {
        td class=(classes.join(" ")) {
            @if ahead { span { (text) } } @else { a href={ "/read?from=" (day.day) "&to=" (day.day) } { (text) } }
            (picture)
        }
    }
}

pub(crate) fn legend() -> Markup {
    html! {
        ul class="legend" {
            li { (heart()) "an act by both of you" }
            li { (act()) "an act of yours" }
            li { (rest()) "rest" }
        }
    }
}

/// `One heart`, `11 hearts`.
pub(crate) fn counted(hearts: usize) -> String {
    if hearts == 1 { "One heart".into() } else { format!("{hearts} hearts") }
}

/// The days of a month, for who hears the page. Blank is blank.
pub(crate) fn in_words(days: &[TrackerDay], month: &str) -> Markup {
    let on = |fits: &dyn Fn(&TrackerDay) -> bool| {
        let days: Vec<String> = days.iter().filter(|day| fits(day)).map(|day| day.day.day().to_string()).collect();
        match days.split_last() {
            None => None,
            Some((only, [])) => Some(only.clone()),
            Some((last, rest)) => Some(format!("{} and {last}", rest.join(", "))),
        }
    };
    let hearts = on(&|day| day.heart);
    let acts = on(&|day| day.my_acts > 0 && !day.heart);
    let rest = on(&|day| day.rest && day.my_acts == 0);
    html! {
        p {
            @if let Some(on) = &hearts { "Hearts on " (on) " " (month) ". " }
            @if let Some(on) = &acts { "Acts of yours on " (on) " " (month) ". " }
            @if let Some(on) = &rest { "Rest on " (on) " " (month) "." }
            @if hearts.is_none() && acts.is_none() && rest.is_none() { "Nothing is marked in " (month) "." }
        }
    }
}

const fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

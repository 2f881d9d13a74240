//! The hearts of a year: one picture, and the same in words.

use jiff::civil::Date;
use kintsugi_home::HomeError;
use kintsugi_journal::{Month, TrackerDay};
use maud::{Markup, html};

use super::hearts::{counted, in_words};
use super::picture;
use crate::answer::Answer;
use crate::layout::{Here, Icon, framed, icon, title};
use crate::visit::Visit;

/// How far one day is from the next, and one month, in the units of the picture.
const DAY: i32 = 18;
const MONTH: i32 = 24;
const LEFT: i32 = 44;

/// `year` is 1 to 5000.
pub(crate) fn show(visit: &Visit<'_>, year: i16) -> Result<Answer, HomeError> {
    let months: Vec<Date> = (1..=12).filter_map(|month| Date::new(year, month, 1).ok()).collect();
    let (Some(first), Some(last)) = (months.first(), months.last()) else { return Ok(Answer::go("/hearts")) };
    let tracker = visit.home.tracker(Month::of(*first), Month::of(*last))?;
    let of = |month: &Date| -> Vec<TrackerDay> {
        tracker.days.iter().filter(|day| day.day.first_of_month() == *month).copied().collect()
    };
    let ways = html! {
        p class="row" {
            a class="button plain" href={ "/hearts?year=" (year - 1) } rel="prev" { (icon(Icon::Left)) (year - 1) }
            @if year < visit.today.year() { a class="button plain" href={ "/hearts?year=" (year + 1) } rel="next" { (year + 1) (icon(Icon::Right)) } }
            a class="button plain" href="/hearts" { "This month" }
        }
    };
    let body = html! {
        div class="narrow" {
            (title(&year.to_string(), &ways))
            div class="stack roomy" {
                (drawn(visit, year, &months, &tracker.days))
                @if tracker.hearts > 0 { p class="total" { (counted(tracker.hearts)) " in " (year) "." } }
                details {
                    summary { "The same in words" }
                    @for month in months.iter().filter(|month| **month <= visit.today) { (in_words(&of(month), &month.strftime("%B").to_string())) }
                }
                (picture::form("year", &year.to_string()))
            }
        }
    };
    Ok(Answer::page(framed(visit, Here::Hearts, &body)))
}

fn drawn(visit: &Visit<'_>, year: i16, months: &[Date], days: &[TrackerDay]) -> Markup {
    let at = |day: &TrackerDay| {
        (LEFT + DAY * i32::from(day.day.day() - 1) + DAY / 2, MONTH * i32::from(day.day.month() - 1) + MONTH / 2)
    };
    let hearts = days.iter().filter(|day| day.heart).count();
    html! {
        svg class="year" viewBox={ "0 0 " (LEFT + DAY * 31) " " (MONTH * 12) } role="img" aria-labelledby="picture said" {
            title id="picture" { "The hearts of " (year) }
            desc id="said" { (counted(hearts)) "; below, month by month, in words." }
            @for (row, month) in months.iter().enumerate() {
                text x="0" y=(MONTH * i32::try_from(row).unwrap_or_default() + MONTH / 2 + 4) { (month.strftime("%b").to_string()) }
            }
            @for day in days {
                @let (x, y) = at(day);
                @if day.heart {
                    path class="full" transform={ "translate(" (x) " " (y) ") scale(.8)" } d="M0 8C-2 6-9 2-9-3-9-6.4-6.6-8-4.5-8-2.5-8-.8-6.9 0-5 .8-6.9 2.5-8 4.5-8 6.6-8 9-6.4 9-3 9 2 2 6 0 8Z" {}
                } @else if day.my_acts > 0 {
                    circle class="sign" cx=(x) cy=(y) r="3.5" {}
                } @else if day.day <= visit.today {
                    circle class="blank" cx=(x) cy=(y) r="1.6" {}
                }
            }
        }
    }
}

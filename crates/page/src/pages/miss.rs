//! What we miss: one small thing each, opened together, and a day for it.

use jiff::civil::Date;
use kintsugi_home::sentences::{LOST, OPENS_WRITTEN};
use kintsugi_home::{HomeError, Missed, Standing};
use kintsugi_journal::{Kind, Occasion, Topic};
use maud::{Markup, html};

use super::{drafts, rounds, steps, trouble};
use crate::answer::Answer;
use crate::layout::{Here, framed, said, title};
use crate::visit::Visit;

const PATH: &str = "/miss";

pub(crate) fn show(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    Ok(Answer::page(page(visit, "", None)?))
}

/// The form with the words of a draft in it.
pub(crate) fn with(visit: &Visit<'_>, text: &str) -> Result<Answer, HomeError> {
    Ok(Answer::page(page(visit, text, None)?))
}

pub(crate) fn seal(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let text = visit.form.trimmed("text").to_owned();
    let words = visit.words(Kind::Miss, visit.today, &text);
    match visit.home.seal(Topic::Miss, words, visit.moment) {
        Ok(_) => Ok(Answer::told(PATH, "Sealed.")),
        Err(error) => Ok(Answer::again(page(visit, &text, Some(&trouble::in_words(&error)))?)),
    }
}

pub(crate) fn invite(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    rounds::invite(visit, PATH, Occasion::Miss, None)
}

pub(crate) fn ask_back(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    rounds::ask_back(visit, PATH, Topic::Miss)
}

pub(crate) fn back(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    rounds::back(visit, PATH, Topic::Miss)
}

pub(crate) fn plan(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let one = visit.home.find_missed(&visit.part)?;
    let day: Option<Date> = visit.form.trimmed("day").parse().ok();
    match day {
        Some(day) if day >= visit.today => {
            visit.home.plan_missed(&one, day)?;
            Ok(Answer::told(PATH, format!("Planned for {}.", day.strftime("%A, %-d %B"))))
        }
        _ => {
            let why = "Choose a day, today or later.";
            steps::again(visit, why, || page(visit, "", Some(why)))
        }
    }
}

pub(crate) fn unplan(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    visit.home.unplan_missed(&visit.home.find_missed(&visit.part)?)?;
    Ok(Answer::told(PATH, "It has no day any more."))
}

pub(crate) fn done(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    visit.home.missed_again(&visit.home.find_missed(&visit.part)?)?;
    Ok(Answer::told(PATH, "It took place again. Good."))
}

fn page(visit: &Visit<'_>, typed: &str, why: Option<&str>) -> Result<Markup, HomeError> {
    let standing = visit.home.standing(Topic::Miss)?;
    let all = visit.home.missed()?;
    let mine = rounds::mine(visit, Topic::Miss)?;
    let body = html! {
        div class="narrow" {
            (trouble::above(why))
            (title("What we miss", &html! {}))
            div class="stack roomy" {
                @match standing {
                    Standing::Sealed | Standing::Ready => {
                        p { "Yours is sealed. " (OPENS_WRITTEN) }
                        p { a class="button quiet" href="/miss/back" { "Take it back" } }
                        (mine)
                    },
                    _ => {
                        @if standing == Standing::Lost { p { (LOST) } }
                        form class="sheet" method="post" action=(PATH) autocomplete="off" data-draft="miss write" {
                            (drafts::field(visit, "miss write"))
                            label class="ask" for="text" { "One small thing that you miss?" }
                            div class="row save" {
                                div class="grow" { input type="text" id="text" name="text" value=(typed) autocomplete="off" placeholder="Our walk after supper."; }
                                button class="button" { "Seal it" }
                            }
                            p class="small soft" { (OPENS_WRITTEN) }
                        }
                        (rounds::invitation(visit, "/miss/invite", "one small thing each"))
                    },
                }
                @if !all.is_empty() { section class="stack" { @for one in all.iter().rev() { (row(visit, one)) } } }
            }
        }
    };
    Ok(framed(visit, Here::Together, &body))
}

fn row(visit: &Visit<'_>, one: &Missed) -> Markup {
    let to = |what: &str| format!("{PATH}/{}/{what}", one.id);
    html! {
        section class="sheet missed" {
            p class="small soft" { bdi { (said(visit.names.of_author(one.mine))) } }
            p class="big" dir="auto" { (said(&one.text)) }
            @if one.done { p class="small soft" { "It took place again." } }
            @else {
                @if let Some(day) = one.planned { p { "Planned for " (day.strftime("%A, %-d %B").to_string()) "." } }
                @for other in &one.also { p class="small soft" { "Chosen apart as " (other.strftime("%A, %-d %B").to_string()) ", too; planning once more settles it." } }
                form class="row" method="post" action=(to("plan")) {
                    label class="unseen" for={ "day-" (one.id) } { "For which day?" }
                    input type="date" id={ "day-" (one.id) } name="day" min=(visit.today) value=(one.planned.unwrap_or(visit.today)) autocomplete="off";
                    button class="button quiet" { @if one.planned.is_some() { "Another day" } @else { "Plan it" } }
                    @if one.planned.is_some() { button class="button plain" formaction=(to("unplan")) { "No day" } }
                    button class="button plain" formaction=(to("done")) { "It took place" }
                }
            }
        }
    }
}

//! Small habits: of both, and they count when both of you did them. Nobody is named who did not.

use kintsugi_home::{HomeError, RoutineDay};
use kintsugi_journal::{Audience, Draft, Kind};
use maud::{Markup, html};

use super::{drafts, trouble};
use crate::answer::Answer;
use crate::layout::{Here, framed, said, title};
use crate::visit::Visit;

const PATH: &str = "/habits";

pub(crate) fn show(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    Ok(Answer::page(page(visit, "", None)?))
}

/// A new one, for both.
pub(crate) fn with(visit: &Visit<'_>, text: &str) -> Result<Answer, HomeError> {
    Ok(Answer::page(page(visit, text, None)?))
}

pub(crate) fn add(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let text = visit.form.trimmed("text").to_owned();
    let words = visit.words(Kind::Routine, visit.today, &text);
    match visit.home.save(Draft { words, audience: Audience::Both }, visit.moment) {
        Ok(_) => Ok(Answer::told(PATH, "Added, for both of you.")),
        Err(error) => Ok(Answer::again(page(visit, &text, Some(&trouble::in_words(&error)))?)),
    }
}

/// I did it today.
pub(crate) fn done(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let habit = visit.home.thing(Kind::Routine, &visit.part)?;
    let words = visit.words(Kind::Done, visit.today, "");
    let RoutineDay { both, .. } = visit.home.routine_done(habit, words, visit.moment)?;
    Ok(Answer::told(PATH, if both { "Done, by both of you: an act of both." } else { "Done, for today." }))
}

/// Lets one go.
pub(crate) fn remove(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let habit = visit.home.thing(Kind::Routine, &visit.part)?;
    visit.home.take_away(habit.id)?;
    Ok(Answer::told(PATH, "Let go. What was done stays done."))
}

fn page(visit: &Visit<'_>, typed: &str, why: Option<&str>) -> Result<Markup, HomeError> {
    let all = visit.home.routines(visit.moment)?;
    let body = html! {
        div class="narrow" {
            (trouble::above(why))
            (title("Small habits", &html! {}))
            div class="stack roomy" {
                p class="soft" { "Something small that each of you does on most days. A day on which both did it is a heart." }
                @for day in &all { (row(day)) }
                form class="row" method="post" action=(PATH) autocomplete="off" {
                    (drafts::field(visit, "routine add"))
                    div class="grow" {
                        label class="unseen" for="text" { "A small habit" }
                        input type="text" id="text" name="text" value=(typed) autocomplete="off" placeholder="Tea in the morning";
                    }
                    button class="button" { "Add it" }
                }
            }
        }
    };
    Ok(framed(visit, Here::Together, &body))
}

fn row(day: &RoutineDay) -> Markup {
    let to = |what: &str| format!("{PATH}/{}/{what}", day.routine.id);
    html! {
        form class="sheet missed" method="post" action=(to("done")) {
            p class="big" dir="auto" { (said(&day.routine.text)) }
            p class="row" {
                @if day.both { span class="soft" { "Both of you, today." } }
                @else if day.mine { span class="soft" { "Done today." } }
                @else { button class="button quiet" { "Done today" } }
                button class="button plain push" formaction=(to("remove")) { "Let it go" }
            }
        }
    }
}

//! A time of quiet: what the partner writes is taken in and not shown by itself, and nobody is told.

use jiff::ToSpan;
use kintsugi_home::HomeError;
use kintsugi_home::sentences::CAME;
use maud::{Markup, html};

use super::trouble;
use crate::answer::Answer;
use crate::layout::{Here, choice, framed, title};
use crate::visit::Visit;

const PATH: &str = "/quiet";
/// For how long: days, and what they are called.
const LENGTHS: [(i64, &str); 3] = [(3, "Three days"), (7, "A week"), (14, "Two weeks")];

pub(crate) fn show(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    Ok(Answer::page(page(visit)?))
}

pub(crate) fn begin(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let wanted = visit.form.get("days");
    let Some((days, _)) = LENGTHS.into_iter().find(|(days, _)| days.to_string() == wanted) else {
        return Ok(trouble::nothing_here());
    };
    visit.home.begin_quiet(visit.today.saturating_add(days.days()), visit.moment)?;
    Ok(Answer::told(PATH, "It is quiet from now on."))
}

pub(crate) fn end(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let came = visit.home.end_quiet()? == Some(true);
    let more = if came { format!(" {CAME}") } else { String::new() };
    Ok(Answer::told(PATH, format!("The time of quiet is over.{more}")))
}

fn page(visit: &Visit<'_>) -> Result<Markup, HomeError> {
    let until = visit.home.sight(visit.moment)?.quiet_until();
    let body = html! {
        div class="narrow" {
            (title("A time of quiet", &html! {}))
            div class="stack roomy" {
                p { "What your partner writes is taken in and not shown by itself. Your own lines stay, and so do the hearts. What you both sealed waits. Nobody is told." }
                @match until {
                    Some(until) => {
                        p class="big" { "Quiet until " (until.strftime("%A, %-d %B %Y").to_string()) "." }
                        p { a class="tap" href="/read?all" { "Read all of it now" } }
                        form class="row" method="post" action={ (PATH) "/end" } { button class="button large" { "End it now" } }
                    },
                    None => form class="stack" method="post" action=(PATH) {
                        fieldset {
                            legend { "For how long?" }
                            div class="list" {
                                @for (days, called) in LENGTHS { (choice("days", &days.to_string(), days == LENGTHS[0].0, called, "")) }
                            }
                        }
                        p class="row save" { button class="button large" { "Begin" } }
                    },
                }
            }
        }
    };
    Ok(framed(visit, Here::More, &body))
}

//! Searching. What is looked for is posted: it stands in no address and in no history.

use kintsugi_home::{HomeError, Listed, Query};
use kintsugi_journal::Sought;
use maud::{Markup, html};

use crate::answer::Answer;
use crate::layout::{Here, framed, lines_of, title};
use crate::visit::Visit;

pub(crate) fn show(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    Ok(Answer::page(page(visit, "", None)))
}

pub(crate) fn found(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let words = visit.form.trimmed("text").to_owned();
    if words.is_empty() {
        return Ok(Answer::again(page(visit, "", None)));
    }
    let mut lines = visit.home.query(&Query { words: looked_for(&words), ..Query::default() })?;
    lines.reverse();
    Ok(Answer::page(page(visit, &words, Some(&lines))))
}

/// Words, and phrases in quotes. A quote that does not end holds the rest.
fn looked_for(text: &str) -> Vec<Sought> {
    let parts = text.split(['"', '“', '”']).enumerate();
    let words = |(at, part): (usize, &str)| {
        let one = |word: &str| word.trim().to_owned();
        if at % 2 == 1 { vec![one(part)] } else { part.split_whitespace().map(one).collect() }
    };
    Sought::all(&parts.flat_map(words).collect::<Vec<_>>())
}

fn page(visit: &Visit<'_>, words: &str, found: Option<&[Listed]>) -> Markup {
    let body = html! {
        div class="narrow" {
            (title("Search", &html! {}))
            div class="stack" {
                form class="row" method="post" action="/search" autocomplete="off" role="search" {
                    div class="grow" {
                        label class="unseen" for="text" { "Words" }
                        input type="text" id="text" name="text" value=(words) autocomplete="off" spellcheck="false" placeholder="Words, or “a phrase”" autofocus;
                    }
                    button class="button" { "Search" }
                }
                p class="small soft" { "It finds the lines that have all of them, of all days, also those for yourself alone." }
                @match found {
                    None => {},
                    Some([]) => p { "No line has all of these words." },
                    Some(lines) => {
                        @for day in lines.chunk_by(|one, other| one.line.day == other.line.day) {
                            section class="day" {
                                h2 { (day[0].line.day.strftime("%A, %-d %B %Y").to_string()) }
                                (lines_of(visit, day, true))
                            }
                        }
                    },
                }
            }
        }
    };
    framed(visit, Here::Read, &body)
}

//! Letters: three parts, sealed until both are ready.

use kintsugi_home::sentences::{BEFORE_READING, LOST, OPENS};
use kintsugi_home::{HomeError, Round, Standing, in_hand, letter};
use kintsugi_journal::{Kind, Occasion, Topic};
use maud::{Markup, html};

use super::{drafts, rounds, trouble};
use crate::answer::Answer;
use crate::form::Form;
use crate::layout::{Here, framed, title};
use crate::visit::Visit;

const PATH: &str = "/letters";
pub(crate) fn show(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    Ok(Answer::page(page(visit, &[], None)?))
}

/// The form with the parts of a draft in it. What stands below another heading stays with the part before it.
pub(crate) fn with(visit: &Visit<'_>, text: &str) -> Result<Answer, HomeError> {
    let mut parts = vec![String::new(); titles().len()];
    let mut at = 0;
    for letter::Part { title, text } in letter::parts(text) {
        let known = title.as_ref().and_then(|title| titles().iter().position(|(known, _)| known == title));
        let headed =
            if known.is_some() { text } else { title.map_or(text.clone(), |title| format!("# {title}\n{text}")) };
        at = known.unwrap_or(at);
        parts[at] = format!("{}\n\n{headed}", parts[at]).trim().to_owned();
    }
    Ok(Answer::page(page(visit, &parts, None)?))
}

/// Its parts, as they are typed.
fn typed(form: &Form) -> Vec<String> {
    (0..titles().len()).map(|at| form.trimmed(&format!("part-{at}")).to_owned()).collect()
}

/// All of a letter: its parts that have words, each below its title.
pub(crate) fn composed(form: &Form) -> String {
    let parts = typed(form);
    let headed = titles().into_iter().zip(&parts).filter(|(_, text)| !text.is_empty());
    headed.map(|((title, _), text)| format!("# {title}\n{text}")).collect::<Vec<_>>().join("\n\n")
}

/// Seals it.
pub(crate) fn seal(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let parts = typed(&visit.form);
    let words = visit.words(Kind::Letter, visit.today, &composed(&visit.form));
    match visit.home.seal(Topic::Letter, words, visit.moment) {
        Ok(_) => Ok(Answer::told(PATH, "Sealed.")),
        Err(error) => Ok(Answer::again(page(visit, &parts, Some(&trouble::in_words(&error)))?)),
    }
}

/// Says that it may be opened.
pub(crate) fn ready(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    visit.home.make_ready(&[visit.home.sealed_round(Topic::Letter)?])?;
    Ok(Answer::told(PATH, "Your letter is ready."))
}

pub(crate) fn invite(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    rounds::invite(visit, PATH, Occasion::Letter, None)
}

pub(crate) fn ask_back(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    rounds::ask_back(visit, PATH, Topic::Letter)
}

pub(crate) fn back(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    rounds::back(visit, PATH, Topic::Letter)
}

/// The letters of one time, open.
pub(crate) fn read(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let number: Option<u32> = visit.part.parse().ok();
    let all = visit.home.rounds_of(Topic::Letter)?;
    let Some(round) = all.iter().find(|round| round.is_opened() && Some(round.id.number) == number) else {
        return Ok(trouble::nothing_here());
    };
    let letters = rounds::opened(visit, round)?;
    let body = html! {
        div class="narrow" {
            (title("Letters", &html! { a class="small tap" href=(PATH) { "All letters" } }))
            div class="stack" { p class="soft" { (BEFORE_READING) } (letters) }
        }
    };
    Ok(Answer::page(framed(visit, Here::Together, &body)))
}

/// Each part: its title, and what it is about.
fn titles() -> Vec<(String, String)> {
    let part = |part: letter::Part| (part.title.unwrap_or_default(), part.text.trim_matches(['(', ')']).to_owned());
    letter::parts(letter::TEMPLATE).into_iter().map(part).collect()
}

fn page(visit: &Visit<'_>, typed: &[String], why: Option<&str>) -> Result<Markup, HomeError> {
    let all = visit.home.rounds_of(Topic::Letter)?;
    let standing = in_hand(&all).map_or(Standing::Nothing, Round::standing);
    let mine = rounds::mine(visit, Topic::Letter)?;
    let open: Vec<&Round> = all.iter().filter(|round| round.is_opened()).collect();
    let body = html! {
        div class="narrow" {
            (trouble::above(why))
            (title("Letters", &html! {}))
            div class="stack roomy" {
                @match standing {
                    Standing::Sealed => {
                        p { "Your letter is sealed, and only on this laptop." }
                        form class="row" method="post" action="/letters/ready" {
                            button class="button" { "It may be opened" }
                            a class="button plain" href="/letters/back" { "Take it back" }
                        }
                        p class="small soft" { (OPENS) }
                        (mine)
                    },
                    Standing::Ready => {
                        p { "Your letter is sealed and ready. " (OPENS) }
                        p { a class="button quiet" href="/letters/back" { "Take it back" } }
                        (mine)
                    },
                    _ => {
                        @if standing == Standing::Lost { p { (LOST) } }
                        (form(visit, typed))
                    },
                }
                @if !letter::promised(visit.home)?.is_empty() { p { a class="tap" href="/promises" { "What you promised" } } }
                @if !open.is_empty() {
                    section {
                        h2 class="soft" { "Letters that are open" }
                        ul class="ways-on" {
                            @for round in open.iter().rev() { li { a href={ "/letters/" (round.id.number) } { b { (ordinal(round.id.number)) } } } }
                        }
                    }
                }
            }
        }
    };
    Ok(framed(visit, Here::Together, &body))
}

fn ordinal(number: u32) -> String {
    format!("The letters, no. {number}")
}

fn form(visit: &Visit<'_>, typed: &[String]) -> Markup {
    html! {
        p class="soft" { "A letter each, in three parts. Nobody reads either before both of you are ready." }
        form class="stack" method="post" action="/letters" autocomplete="off" data-draft="letter write" {
            (drafts::field(visit, "letter write"))
            @for (at, (title, guide)) in titles().iter().enumerate() {
                div class="sheet" {
                    label class="ask" for={ "part-" (at) } { (title) }
                    textarea class="bare" id={ "part-" (at) } name={ "part-" (at) } rows="3" autocomplete="off" placeholder=(guide) { (typed.get(at).map(String::as_str).unwrap_or_default()) }
                }
            }
            p class="row save" { button class="button large" { "Seal it" } span class="small soft" { "It can be taken back until both are ready." } }
        }
        (rounds::invitation(visit, "/letters/invite", "a letter each"))
    }
}

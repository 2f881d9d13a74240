//! Questions: both answer before either reads, again and again over time.

use kintsugi_home::repertoire::{Question, questions};
use kintsugi_home::sentences::OPENS_WRITTEN;
use kintsugi_home::{HomeError, Round, Standing, in_hand};
use kintsugi_journal::{Audience, Draft, Kind, Occasion, Topic};
use maud::{Markup, html};

use super::{drafts, rounds, trouble};
use crate::answer::Answer;
use crate::layout::{Here, framed, said, title};
use crate::visit::Visit;

const PATH: &str = "/questions";

pub(crate) fn list(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    Ok(Answer::page(all(visit, "", None)?))
}

/// The list with the words of a draft for one of one's own.
pub(crate) fn with(visit: &Visit<'_>, text: &str) -> Result<Answer, HomeError> {
    Ok(Answer::page(all(visit, text, None)?))
}

/// The question whose id begins so, with the words of a draft for its answer.
pub(crate) fn answer_with(visit: &Visit<'_>, id: &str, text: &str) -> Result<Answer, HomeError> {
    let found = questions(visit.home)?.into_iter().find(|question| question.id.short() == id);
    match found {
        Some(question) => Ok(Answer::page(one(visit, &question, text, None)?)),
        None => super::write::with(visit, text, true),
    }
}

/// Adds one of one's own, for both.
pub(crate) fn add(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let text = visit.form.trimmed("text").to_owned();
    let words = visit.words(Kind::Question, visit.today, &text);
    match visit.home.save(Draft { words, audience: Audience::Both }, visit.moment) {
        Ok(_) => Ok(Answer::told(PATH, "Added, for both of you.")),
        Err(error) => Ok(Answer::again(all(visit, &text, Some(&trouble::in_words(&error)))?)),
    }
}

fn all(visit: &Visit<'_>, typed: &str, why: Option<&str>) -> Result<Markup, HomeError> {
    let mut rows = Vec::new();
    for question in questions(visit.home)? {
        let standing = visit.home.standing(Topic::Question(question.id))?;
        rows.push(html! {
            li { a href={ (PATH) "/" (question.id) } {
                b class="asked" dir="auto" { (said(&question.text)) }
                @if let Some(note) = note(standing) { span class="small soft" { (note) } }
            } }
        });
    }
    let body = html! {
        div class="narrow" {
            (trouble::above(why))
            (title("Questions", &html! {}))
            div class="stack roomy" {
                p class="soft" { "Both of you answer before either reads. The same question can be asked again, and its answers stand side by side." }
                ul class="ways-on" { @for row in &rows { (row) } }
                details open[why.is_some() || !typed.is_empty()] {
                    summary { "A question of your own" }
                    form class="row" method="post" action=(PATH) autocomplete="off" {
                        (drafts::field(visit, "ask add"))
                        div class="grow" {
                            label class="unseen" for="text" { "Your question" }
                            input type="text" id="text" name="text" value=(typed) autocomplete="off" placeholder="For both of you";
                        }
                        button class="button quiet" { "Add it" }
                    }
                }
            }
        }
    };
    Ok(framed(visit, Here::Together, &body))
}

const fn note(standing: Standing) -> Option<&'static str> {
    match standing {
        Standing::Nothing => None,
        Standing::Lost => Some("What you sealed is not on this laptop any more; you may answer anew."),
        Standing::Sealed | Standing::Ready => Some("Yours is sealed and ready."),
        Standing::Open => Some("The answers are open."),
    }
}

/// The question of this path.
fn asked(visit: &Visit<'_>) -> Result<Option<Question>, HomeError> {
    Ok(questions(visit.home)?.into_iter().find(|question| question.id.to_string() == visit.part))
}

pub(crate) fn show(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    match asked(visit)? {
        Some(question) => Ok(Answer::page(one(visit, &question, "", None)?)),
        None => Ok(trouble::nothing_here()),
    }
}

/// Seals an answer, which is ready with it.
pub(crate) fn answer(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let Some(question) = asked(visit)? else { return Ok(trouble::nothing_here()) };
    let text = visit.form.trimmed("text").to_owned();
    if let Some(day) = visit.home.again_from(question.id, visit.moment)? {
        let why = format!(
            "It has opened in these seven days. It can be answered again from {} on.",
            day.strftime("%A, %-d %B")
        );
        return Ok(Answer::again(one(visit, &question, &text, Some(&why))?));
    }
    let words = visit.words(Kind::Answer, visit.today, &text);
    match visit.home.seal(Topic::Question(question.id), words, visit.moment) {
        Ok(_) => Ok(Answer::told(&path(&question), "Sealed.")),
        Err(error) => Ok(Answer::again(one(visit, &question, &text, Some(&trouble::in_words(&error)))?)),
    }
}

/// Takes one that one of the two added away.
pub(crate) fn remove(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let Some(question) = asked(visit)?.filter(|question| question.own) else { return Ok(trouble::nothing_here()) };
    visit.home.take_away(question.id)?;
    Ok(Answer::told(PATH, "Taken away."))
}

pub(crate) fn invite(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let Some(question) = asked(visit)? else { return Ok(trouble::nothing_here()) };
    rounds::invite(visit, &path(&question), Occasion::Question, Some(question.id))
}

pub(crate) fn ask_back(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let Some(question) = asked(visit)? else { return Ok(trouble::nothing_here()) };
    rounds::ask_back(visit, &path(&question), Topic::Question(question.id))
}

pub(crate) fn back(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let Some(question) = asked(visit)? else { return Ok(trouble::nothing_here()) };
    rounds::back(visit, &path(&question), Topic::Question(question.id))
}

/// What a draft of an answer is for.
fn purpose(question: &Question) -> String {
    format!("ask answer {}", question.id.short())
}

fn path(question: &Question) -> String {
    format!("{PATH}/{}", question.id)
}

fn one(visit: &Visit<'_>, question: &Question, typed: &str, why: Option<&str>) -> Result<Markup, HomeError> {
    let topic = Topic::Question(question.id);
    let all = visit.home.rounds_of(topic)?;
    let standing = in_hand(&all).map_or(Standing::Nothing, Round::standing);
    let mine = rounds::mine(visit, topic)?;
    let again = visit.home.again_from(question.id, visit.moment)?;
    let open = all.iter().rev().filter(|round| round.is_opened());
    let open: Vec<Markup> = open.map(|round| rounds::opened(visit, round)).collect::<Result<_, _>>()?;
    let body = html! {
           div class="narrow" {
               (trouble::above(why))
               (title(&said(&question.text), &html! { a class="small tap" href=(PATH) { "All questions" } }))
               div class="stack roomy" {
                   @match (standing, again) {
                       (Standing::Sealed | Standing::Ready, _) => {
                           p { "Your answer is sealed and ready. " (OPENS_WRITTEN) }
                           p { a class="button quiet" href={ (path(question)) "/back" } { "Take it back" } }
                           (mine)
                       },
                       (_, Some(day)) if typed.is_empty() => p class="soft" { "It can be answered again from " (day.strftime("%A, %-d %B").to_string()) " on." },
                       _ => {
    form class="stack" method="post" action=(path(question)) autocomplete="off" data-draft=(purpose(question)) {
                           (drafts::field(visit, &purpose(question)))
                           div class="sheet" {
                               label class="unseen" for="text" { "Your answer" }
                               textarea class="bare" id="text" name="text" rows="5" autocomplete="off" placeholder="A line or two is enough." { (typed) }
                           }
                           p class="row save" { button class="button large" { "Seal it" } span class="small soft" { (OPENS_WRITTEN) } }
                       }
                           @if standing == Standing::Nothing { (rounds::invitation(visit, &format!("{}/invite", path(question)), "this question")) }
                       },
                   }
                   @for answers in &open { section class="sheet answers" { (answers) } }
                   @if question.own { form method="post" action={ (path(question)) "/remove" } { button class="button plain" { "Take this question away" } } }
               }
           }
       };
    Ok(framed(visit, Here::Together, &body))
}

//! A practice of one's own, or one that comes along in words of one's own: a form with a part for each step.

use kintsugi_home::HomeError;
use kintsugi_home::repertoire::{Practice, Source, Step, Who, practice, practices};
use kintsugi_journal::{EntryId, Kind};
use maud::{Markup, html};

use super::{drafts, trouble};
use crate::answer::Answer;
use crate::form::Form;
use crate::layout::{Here, framed, title};
use crate::visit::Visit;

const NEW: &str = "/practices/new";
const LIST: &str = "/practice";
/// What a draft of one is for, as in a terminal.
const ADD: &str = "practice add";
const EDIT: &str = "practice edit ";

pub(crate) fn show(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    Ok(Answer::page(page(visit, None, &composed(&Form::default(), ""), None)))
}

/// Adds it, for both.
pub(crate) fn add(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let taken: Vec<String> = practices(visit.home)?.into_iter().map(|practice| practice.name).collect();
    let wanted = composed(&visit.form, &Practice::name_for(visit.form.trimmed("title"), &taken));
    if visit.form.has("more") {
        return Ok(Answer::page(page(visit, None, &one_more(wanted), None)));
    }
    let words = visit.words(Kind::Practice, visit.today, &without_blanks(&wanted).to_toml());
    match visit.home.add_practice(words, visit.moment) {
        Ok(_) => Ok(Answer::told(LIST, "Added, for both of you.")),
        Err(error) => Ok(Answer::again(page(visit, None, &wanted, Some(&trouble::in_words(&error))))),
    }
}

/// The practice of this path, where its words may be others: not the partner's.
fn named(visit: &Visit<'_>) -> Result<Option<Practice>, HomeError> {
    match practice(visit.home, &visit.part) {
        Ok(practice) => Ok(Some(practice).filter(|practice| !matches!(practice.source, Source::Theirs(_)))),
        Err(HomeError::NoSuchThing(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

pub(crate) fn words(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let Some(now) = named(visit)? else { return Ok(trouble::nothing_here()) };
    Ok(Answer::page(page(visit, Some(&now), &now, None)))
}

/// Changes one of mine; one that comes along reads so for me from now on.
pub(crate) fn change(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let Some(now) = named(visit)? else { return Ok(trouble::nothing_here()) };
    let wanted = composed(&visit.form, &now.name);
    if visit.form.has("more") {
        return Ok(Answer::page(page(visit, Some(&now), &one_more(wanted), None)));
    }
    let text = without_blanks(&wanted).to_toml();
    let changed = match now.source {
        Source::Along => visit.home.add_practice(visit.words(Kind::Practice, visit.today, &text), visit.moment),
        _ => visit.home.change_practice(&now, text),
    };
    match changed {
        Ok(_) if now.is_own() => Ok(Answer::told(&path(&now), "Changed.")),
        Ok(_) => Ok(Answer::told(&path(&now), "It reads so for you from now on. It stays on this laptop.")),
        Err(error) => Ok(Answer::again(page(visit, Some(&now), &wanted, Some(&trouble::in_words(&error))))),
    }
}

/// Takes one of mine away; one of the partner's is hidden here, and nobody is told.
pub(crate) fn remove(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let thing = visit.home.own_practice(&practice(visit.home, &visit.part)?)?;
    visit.home.take_away(thing.id)?;
    Ok(Answer::told(LIST, if thing.mine { "Taken away." } else { "Hidden on this laptop." }))
}

/// What can be done with one, below it.
pub(super) fn ways(practice: &Practice) -> Markup {
    let words = format!("{}/words", path(practice));
    html! {
        @match practice.source {
            Source::Along => p { a class="tap" href=(words) { "Say it in words of your own" } },
            Source::Mine(_) => form class="row" method="post" action={ (path(practice)) "/remove" } {
                a class="button quiet" href=(words) { "Change it" }
                button class="button plain" { "Take it away" }
            },
            Source::Theirs(_) => form method="post" action={ (path(practice)) "/remove" } {
                button class="button plain" { "Hide it here" }
            },
        }
    }
}

/// Where one is asked for.
pub(super) fn way_to_new() -> Markup {
    html! { p { a class="button quiet" href=(NEW) { "One of your own" } } }
}

fn path(practice: &Practice) -> String {
    format!("{LIST}/{}", practice.name)
}

/// What a draft says of one that is written.
pub(super) fn drafted(form: &Form, purpose: &str) -> Option<String> {
    match purpose.strip_prefix(EDIT) {
        Some(name) => Some(composed(form, name).to_toml()),
        None => (purpose == ADD).then(|| composed(form, form.get("name")).to_toml()),
    }
}

/// The same in a line, to be looked at.
pub(super) fn draft_in_short(text: &str) -> Option<String> {
    let Practice { title, about, steps, .. } = Practice::sketch(text)?;
    let parts = [title, about].into_iter().chain(steps.into_iter().map(|step| step.title));
    Some(parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; "))
}

/// The form with the words of a draft.
pub(crate) fn with(visit: &mut Visit<'_>, text: &str) -> Result<Answer, HomeError> {
    let Some(wanted) = Practice::sketch(text) else { return super::write::with(visit, text, true) };
    visit.part.clone_from(&wanted.name);
    let now = named(visit)?;
    Ok(Answer::page(page(visit, now.as_ref(), &wanted, None)))
}

/// What the form says, whether or not it is a practice yet.
fn composed(form: &Form, name: &str) -> Practice {
    let id = EntryId::from_bytes([0; 16]);
    let steps: Vec<Step> = (0..).map_while(|at| step(form, at)).collect();
    Practice {
        id,
        source: Source::Mine(id),
        name: name.to_owned(),
        title: in_one_line(form.get("title")),
        about: in_one_line(form.get("about")),
        consent: form.has("consent"),
        stop_word: Some(in_one_line(form.get("stop-word"))).filter(|word| !word.is_empty()),
        trace: !form.has("no-trace"),
        steps: if steps.is_empty() { vec![blank()] } else { steps },
    }
}

fn step(form: &Form, at: usize) -> Option<Step> {
    let of = |name: &str| form.get(&field(name, at)).to_owned();
    let minutes: Option<f64> = of("minutes").trim().replace(',', ".").parse().ok();
    form.has(&field("title", at)).then(|| Step {
        title: in_one_line(&of("title")),
        who: match of("who").as_str() {
            "one" => Who::One,
            "other" => Who::Other,
            _ => Who::Both,
        },
        minutes: minutes.filter(|minutes| minutes.is_finite()).unwrap_or_default(),
        guide: in_one_line(&of("guide")),
    })
}

fn field(name: &str, at: usize) -> String {
    format!("{name}-{at}")
}

const fn blank() -> Step {
    Step { title: String::new(), who: Who::Both, minutes: 0.0, guide: String::new() }
}

fn one_more(mut practice: Practice) -> Practice {
    practice.steps.push(blank());
    practice
}

/// A step of which nothing was written is none.
fn without_blanks(practice: &Practice) -> Practice {
    let mut practice = practice.clone();
    practice.steps.retain(|step| !(step.title.is_empty() && step.guide.is_empty()));
    practice
}

/// What stands in a definition has no ends of lines.
fn in_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn page(visit: &Visit<'_>, now: Option<&Practice>, wanted: &Practice, why: Option<&str>) -> Markup {
    let (action, back, named) = match now {
        Some(now) => (format!("{}/words", path(now)), path(now), "In your words"),
        None => (NEW.to_owned(), LIST.to_owned(), "A practice of your own"),
    };
    let purpose = now.filter(|now| now.is_own()).map_or_else(|| ADD.to_owned(), |now| format!("{EDIT}{}", now.name));
    let to_whom = match now {
        Some(now) if !now.is_own() => "How it reads for you, on this laptop alone.",
        _ => "For both of you, with a quiet timer for each step.",
    };
    let body = html! {
        div class="narrow" {
            (trouble::above(why))
            (title(named, &html! { a class="small tap" href=(back) { "Leave it" } }))
            form class="stack roomy" method="post" action=(action) autocomplete="off" data-draft=(purpose) {
                (drafts::field(visit, &purpose))
                @if let Some(now) = now { input type="hidden" name="name" value=(now.name); }
                p class="soft" { (to_whom) }
                (line_of("title", "What is it called?", &wanted.title, "Our walk"))
                p class="field" {
                    label for="about" { "What is it for?" }
                    textarea id="about" name="about" rows="2" autocomplete="off" { (wanted.about) }
                }
                @for (at, step) in wanted.steps.iter().enumerate() { (part(visit, at, step)) }
                p { button class="button quiet" name="more" value="1" { "One more step" } }
                details open[wanted.consent || wanted.stop_word.is_some() || !wanted.trace] {
                    summary { "For what needs more care" }
                    div class="stack" {
                        label class="check" { input type="checkbox" name="consent" value="1" checked[wanted.consent]; "Each of us says yes before it begins, each time" }
                        label class="check" { input type="checkbox" name="no-trace" value="1" checked[!wanted.trace]; "Nothing is kept of when it took place" }
                        (line_of("stop-word", "A word that ends it at once", wanted.stop_word.as_deref().unwrap_or_default(), "May stay empty"))
                    }
                }
                p class="row save" { button class="button large" { "Save" } }
            }
        }
    };
    framed(visit, Here::Together, &body)
}

fn line_of(name: &str, asked: &str, value: &str, hint: &str) -> Markup {
    html! {
        p class="field" {
            label for=(name) { (asked) }
            input type="text" id=(name) name=(name) value=(value) autocomplete="off" placeholder=(hint);
        }
    }
}

/// The part of one step.
fn part(visit: &Visit<'_>, at: usize, step: &Step) -> Markup {
    let [called, who, minutes, guide] = ["title", "who", "minutes", "guide"].map(|name| field(name, at));
    // What is no number stays as it was typed.
    let typed = visit.form.get(&minutes);
    let time = if typed.is_empty() && step.minutes > 0.0 { step.minutes.to_string() } else { typed.to_owned() };
    html! {
        fieldset class="sheet stack" {
            legend class="unseen" { "Step " (at + 1) }
            (line_of(&called, &format!("Step {}", at + 1), &step.title, "Go outside"))
            div class="pair" {
                p class="field" {
                    label for=(who) { "Whose turn is it?" }
                    select id=(who) name=(who) autocomplete="off" {
                        @for (value, whose) in [("both", Who::Both), ("one", Who::One), ("other", Who::Other)] {
                            option value=(value) selected[step.who == whose] { (whose.name()) }
                        }
                    }
                }
                p class="field" {
                    label for=(minutes) { "For how many minutes?" }
                    input type="text" inputmode="decimal" id=(minutes) name=(minutes) value=(time) autocomplete="off";
                }
            }
            p class="field" {
                label for=(guide) { "What to do" }
                textarea id=(guide) name=(guide) rows="2" autocomplete="off" { (step.guide) }
            }
        }
    }
}

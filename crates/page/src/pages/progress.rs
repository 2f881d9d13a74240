//! How it goes: weeks side by side, of the two together. Nothing is counted for one alone.

use kintsugi_home::repertoire::{CHECK_IN, practices};
use kintsugi_home::sentences::WHAT_FELT_BETTER as QUESTION;
use kintsugi_home::{HomeError, Wait, WeekTogether};
use kintsugi_journal::{EntryId, Kind};
use maud::{Markup, html};

use super::{drafts, steps, trouble};
use crate::answer::Answer;
use crate::layout::{Here, framed, heart, said, title};
use crate::visit::Visit;

/// How many weeks stand side by side.
const WEEKS: u8 = 6;

pub(crate) fn show(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    Ok(Answer::page(page(visit, "", None)?))
}

/// The form with the words of a draft in it.
pub(crate) fn with(visit: &Visit<'_>, text: &str) -> Result<Answer, HomeError> {
    Ok(Answer::page(page(visit, text, None)?))
}

/// Keeps what has felt better.
pub(crate) fn better(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let text = visit.form.trimmed("text").to_owned();
    let words = visit.words(Kind::Better, visit.today, &text);
    let saved = if text.is_empty() {
        Err(kintsugi_journal::BodyError::Empty.into())
    } else {
        visit.home.save_for_both(words, Wait::AsChosen, visit.moment)
    };
    match saved {
        Ok(_) => Ok(Answer::told("/progress", "Kept, for both of you.")),
        Err(error) => {
            let why = trouble::in_words(&error);
            steps::again(visit, &why, || page(visit, &text, Some(&why)))
        }
    }
}

fn page(visit: &Visit<'_>, typed: &str, why: Option<&str>) -> Result<Markup, HomeError> {
    let known = practices(visit.home)?;
    let named = |id: EntryId| {
        if id == CHECK_IN.id() {
            return Some(CHECK_IN.title.to_owned());
        }
        known.iter().find(|practice| practice.id == id).map(|practice| practice.title.clone())
    };
    let weeks = visit.home.weeks_together(visit.moment, WEEKS)?;
    let better: Vec<&String> = weeks.iter().flat_map(|week| &week.better).collect();
    // What was before the two began is not spoken of; this week stands there in any case.
    let since = weeks.iter().position(|week| !is_quiet(week, &named)).unwrap_or(weeks.len().saturating_sub(1));
    let body = html! {
        div class="column" {
            (trouble::above(why))
            (title("How it goes", &html! {}))
            div class="stack roomy" {
                div class="cards" { @for week in weeks.iter().skip(since).rev() { (card(week, &named)) } }
                @if !better.is_empty() {
                    section class="day" { h2 { "What has felt better" } @for text in better { p class="said" dir="auto" { (said(text)) } } }
                }
                form class="sheet" method="post" action="/progress" autocomplete="off" data-draft="progress better" {
                    (drafts::field(visit, "progress better"))
                    label class="ask" for="text" { (QUESTION) }
                    textarea class="bare" id="text" name="text" rows="2" autocomplete="off" placeholder="A line or two." { (typed) }
                    p class="row save" { button class="button push" { "Keep it" } }
                }
            }
        }
    };
    Ok(framed(visit, Here::Together, &body))
}

type Named<'n> = dyn Fn(EntryId) -> Option<String> + 'n;

fn is_quiet(week: &WeekTogether, named: &Named<'_>) -> bool {
    week.hearts == 0 && rows(week, named).is_empty()
}

/// What took place, a row for each.
fn rows(week: &WeekTogether, named: &Named<'_>) -> Vec<String> {
    let mut practices: Vec<String> = week.practices.iter().filter_map(|id| named(*id)).collect();
    practices.dedup();
    practices.extend(week.read.then(|| "read together".to_owned()));
    let counted = [
        counted(week.appreciated, "one thing that was appreciated", "things that were appreciated"),
        counted(week.wins, "one small win", "small wins"),
        counted(week.letters, "one letter", "letters"),
        counted(week.answers, "one question answered by both", "questions answered by both"),
    ];
    counted
        .into_iter()
        .flatten()
        .chain(week.again.iter().map(|text| format!("took place again: {}", said(text))))
        .chain((!practices.is_empty()).then(|| said(&practices.join(", "))))
        .collect()
}

fn card(week: &WeekTogether, named: &Named<'_>) -> Markup {
    html! {
        section class="sheet" {
            h2 class="soft" { (week.first.strftime("%-d %B").to_string()) " to " (week.last.strftime("%-d %B").to_string()) }
            @if week.hearts > 0 {
                p class="hearts" { @for _ in 0..week.hearts { (heart()) } span class="unseen" { (super::hearts::counted(week.hearts)) } }
            }
            @for row in rows(week, named) { p { (row) } }
            @if is_quiet(week, named) { p class="soft" { "a quiet week" } }
        }
    }
}

fn counted(many: usize, one: &str, several: &str) -> Option<String> {
    match many {
        0 => None,
        1 => Some(one.to_owned()),
        many => Some(format!("{many} {several}")),
    }
}

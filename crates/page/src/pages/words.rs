//! Words to borrow: lines for when one's own do not come, and those that somebody keeps for that.

use kintsugi_home::repertoire::{Phrase, Phrases, phrases};
use kintsugi_home::{HomeError, Wait};
use kintsugi_journal::{Audience, Draft, Kind};
use maud::{Markup, html};

use super::{drafts, trouble};
use crate::answer::Answer;
use crate::layout::{Here, framed, said, title};
use crate::visit::Visit;

const PATH: &str = "/words";

pub(crate) fn show(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    Ok(Answer::page(page(visit, "", "", None)?))
}

/// With the words of a draft for this situation.
pub(crate) fn with(visit: &Visit<'_>, situation: &str, text: &str) -> Result<Answer, HomeError> {
    Ok(Answer::page(page(visit, situation, text, None)?))
}

/// Keeps one of one's own, for one's own eyes only.
pub(crate) fn add(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let (text, situation) = (visit.form.trimmed("text").to_owned(), visit.form.trimmed("situation").to_lowercase());
    let again = |why: &str| Ok(Answer::again(page(visit, &situation, &text, Some(why))?));
    if situation.is_empty() {
        return again("For when is it? One word is enough.");
    }
    let mut words = visit.words(Kind::Phrase, visit.today, &text);
    words.tags = vec![situation.clone()];
    match visit.home.save(Draft { words, audience: Audience::Me }, visit.moment) {
        Ok(_) => Ok(Answer::told(PATH, "Kept, for your eyes only.")),
        Err(error) => again(&trouble::in_words(&error)),
    }
}

/// Takes one of one's own away. What comes along stays.
pub(crate) fn remove(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let own = phrases(visit.home)?.lines.into_iter().filter_map(|line| line.own);
    let Some(id) = own.into_iter().find(|id| id.to_string() == visit.part) else { return Ok(trouble::nothing_here()) };
    visit.home.take_away(id)?;
    Ok(Answer::told(PATH, "Taken away."))
}

/// Sends one as a small note.
pub(crate) fn send(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let number: usize = visit.part.parse().unwrap_or_default();
    let all = phrases(visit.home)?;
    let Some(line) = all.numbered(number) else { return Ok(trouble::nothing_here()) };
    visit.home.save_for_both(visit.words(Kind::Note, visit.today, &line.text), Wait::AsChosen, visit.moment)?;
    Ok(Answer::told("/", "Written as a small note for today."))
}

fn page(visit: &Visit<'_>, situation: &str, typed: &str, why: Option<&str>) -> Result<Markup, HomeError> {
    let Phrases { situations, lines } = phrases(visit.home)?;
    let body = html! {
        div class="narrow" {
            (trouble::above(why))
            (title("Words to borrow", &html! {}))
            div class="stack roomy" {
                p class="soft" { "For when your own do not come. Take one as it is, or begin with it." }
                @for situation in &situations {
                    section class="day" {
                        h2 { @if situation.own { "For: " } (said(&situation.title)) }
                        @for line in lines.iter().filter(|line| line.situation == situation.name) { (row(line)) }
                    }
                }
                details open[why.is_some() || !typed.is_empty()] {
                    summary { "Words of your own" }
                    form class="stack" method="post" action=(PATH) autocomplete="off" {
                        (drafts::field(visit, &format!("words add {situation}")))
                        p class="field" {
                            label for="text" { "The line, for your eyes only" }
                            textarea id="text" name="text" rows="2" autocomplete="off" { (typed) }
                        }
                        p class="field" {
                            label for="situation" { "For when" }
                            input type="text" id="situation" name="situation" value=(situation) autocomplete="off" placeholder="stuck, angry, afraid, often, or a word of yours";
                        }
                        p { button class="button quiet" { "Keep it" } }
                    }
                }
            }
        }
    };
    Ok(framed(visit, Here::Together, &body))
}

fn row(line: &Phrase) -> Markup {
    html! {
        form class="phrase" method="post" action={ (PATH) "/" (line.number) "/send" } {
            p class="said" dir="auto" { (said(&line.text)) }
            @if let Some(id) = line.own { button class="button plain" formaction={ (PATH) "/" (id) "/remove" } { "Take it away" } }
            button class="button plain" { "Send as a note" }
        }
    }
}

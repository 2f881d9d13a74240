//! Words to borrow: lines for when one's own do not come.

use kintsugi_home::repertoire::{Phrases, phrases};
use kintsugi_home::{HomeError, Wait};
use kintsugi_journal::Kind;
use maud::html;

use super::trouble;
use crate::answer::Answer;
use crate::layout::{Here, framed, said, title};
use crate::visit::Visit;

pub(crate) fn show(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let Phrases { situations, lines } = phrases(visit.home)?;
    let body = html! {
        div class="narrow" {
            (title("Words to borrow", &html! {}))
            div class="stack roomy" {
                p class="soft" { "For when your own do not come. Take one as it is, or begin with it." }
                @for situation in &situations {
                    section class="day" {
                        h2 { @if situation.own { "For: " } (said(&situation.title)) }
                        @for line in lines.iter().filter(|line| line.situation == situation.name) {
                            form class="phrase" method="post" action={ "/words/" (line.number) "/send" } {
                                p class="said" dir="auto" { (said(&line.text)) }
                                button class="button plain" { "Send as a note" }
                            }
                        }
                    }
                }
            }
        }
    };
    Ok(Answer::page(framed(visit, Here::Together, &body)))
}

/// Sends one as a small note.
pub(crate) fn send(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let number: usize = visit.part.parse().unwrap_or_default();
    let all = phrases(visit.home)?;
    let Some(line) = all.numbered(number) else { return Ok(trouble::nothing_here()) };
    visit.home.save_for_both(visit.words(Kind::Note, visit.today, &line.text), Wait::AsChosen, visit.moment)?;
    Ok(Answer::told("/", "Written as a small note for today."))
}

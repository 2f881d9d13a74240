//! What Today says once: an invitation, what came while it was quiet, how lines open, that no backup was made, and what may be asked.
//! Each stays until it was read; that a page shows it changes nothing.

use kintsugi_home::HomeError;
use kintsugi_home::sentences::{CAME, WHAT_FELT_BETTER};
use kintsugi_journal::{Invitation, LinesOpen, Occasion};
use maud::{Markup, html};

use super::{today, trouble};
use crate::answer::Answer;
use crate::layout::said;
use crate::visit::Visit;

/// What was read, by the last part of its path.
pub(crate) fn seen(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let (home, moment) = (visit.home, visit.moment);
    match visit.part.as_str() {
        "invitations" => drop(home.new_invitations(moment)?),
        "quiet" => drop(home.end_quiet_that_is_over(moment)?),
        "better" => drop(home.asks_what_felt_better(moment)?),
        "lines-open" => drop(home.lines_open_anew()?),
        "backup" => home.reminded_of_backup(moment)?,
        _ => return Ok(trouble::nothing_here()),
    }
    Ok(Answer::go("/"))
}

/// All of it, a card each, the most personal first.
pub(crate) fn cards(visit: &Visit<'_>) -> Result<Vec<Markup>, HomeError> {
    let (home, moment) = (visit.home, visit.moment);
    let mut cards = Vec::new();
    if home.came_while_quiet(moment)? {
        cards.push(card(
            "After the quiet",
            &html! { p { (CAME) } },
            &html! { a class="button quiet" href="/read" { "Read" } },
            "quiet",
            "Good",
        ));
    }
    for one in home.unshown_invitations(moment)? {
        if let Some(to) = home.invited_to(&one)? {
            let words = html! { p { bdi { (said(visit.names.partner())) } " invites you to " (said(&to)) } };
            let take_up = html! { a class="button quiet" href=(path_of(&one)) { "Have a look" } };
            cards.push(card("An invitation", &words, &take_up, "invitations", "Let it be"));
        }
    }
    if let Some(wish) = home.lines_open_otherwise()? {
        cards.push(card("When lines open", &html! { p { (lines_open(wish)) } }, &html! {}, "lines-open", "Good"));
    }
    if home.may_ask_what_felt_better(moment)? {
        let answer = html! { a class="button quiet" href="/progress#text" { "Say it" } };
        cards.push(card("Lately", &html! { p { (WHAT_FELT_BETTER) } }, &answer, "better", "Not now"));
    }
    if home.is_backup_due(moment)? {
        let words = html! { p { "No backup was made for a month." } };
        cards.push(card(
            "A backup",
            &words,
            &html! { a class="button quiet" href="/keep" { "Make one" } },
            "backup",
            "Not now",
        ));
    }
    Ok(cards)
}

fn card(name: &str, words: &Markup, way: &Markup, seen: &str, let_be: &str) -> Markup {
    let form = html! {
        (words)
        form class="row" method="post" action={ "/today/" (seen) } { (way) button class="button plain" { (let_be) } }
    };
    today::card(name, &form)
}

fn path_of((occasion, invitation): &(Occasion, Invitation)) -> String {
    match (occasion, invitation.question) {
        (Occasion::Letter, _) => "/letters".into(),
        (Occasion::Miss, _) => "/miss".into(),
        (Occasion::Question, Some(question)) => format!("/questions/{question}"),
        (Occasion::Question, None) => "/questions".into(),
    }
}

/// Nothing says whose wish it was.
const fn lines_open(wish: LinesOpen) -> &'static str {
    match wish {
        LinesOpen::AtOnce => {
            "From now on new lines open at the next meeting of the laptops. If you wish otherwise, the more careful wish counts."
        }
        LinesOpen::Weekly => {
            "From now on new lines open at the weekly reading, once both of you are ready. The more careful wish of the two of you counts."
        }
    }
}

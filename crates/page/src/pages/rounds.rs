//! What letters, questions and what is missed have in common: words that both write before either reads. Nothing here says whose
//! words are missing.

use kintsugi_home::sentences::{INVITED, LOST, ON_ITS_WAY};
use kintsugi_home::{HomeError, Piece, Round, in_hand, letter};
use kintsugi_journal::{EntryId, Occasion, Topic};
use maud::{Markup, html};

use crate::answer::Answer;
use crate::layout::{Here, framed, said, title};
use crate::visit::Visit;

/// My words in the round that is in hand, to be read by me.
pub(crate) fn mine(visit: &Visit<'_>, topic: Topic) -> Result<Markup, HomeError> {
    let rounds = visit.home.rounds_of(topic)?;
    let pieces =
        in_hand(&rounds).filter(|round| !round.is_opened()).map(|round| visit.home.pieces(round)).transpose()?;
    let pieces: Vec<Piece> = pieces.unwrap_or_default().into_iter().filter(|piece| piece.mine).collect();
    Ok(html! {
        @if !pieces.is_empty() {
            details { summary { "Read what you wrote" } div class="stack" { @for piece in &pieces { (piece_of(visit, piece)) } } }
        }
    })
}

/// What a round holds that is open: mine, then the other's.
pub(crate) fn opened(visit: &Visit<'_>, round: &Round) -> Result<Markup, HomeError> {
    let pieces = visit.home.pieces(round)?;
    Ok(html! { @for piece in &pieces { (piece_of(visit, piece)) } })
}

fn piece_of(visit: &Visit<'_>, piece: &Piece) -> Markup {
    let day = piece.body.as_ref().map(|body| body.day.strftime("%-d %B %Y").to_string());
    html! {
        article class="entry" {
            p class="who" {
                b { bdi { (said(visit.names.of_author(piece.mine))) } }
                @if let Some(day) = day { span { (day) } }
                @if piece.edited { span { "edited" } }
            }
            @match &piece.body {
                None if piece.mine => p class="said soft" { (LOST) },
                None => p class="said soft" { (ON_ITS_WAY) },
                Some(body) => @for part in letter::parts(&body.text) {
                    @if let Some(title) = &part.title { h2 { (said(title)) } }
                    p class="said" dir="auto" { (said(&part.text)) }
                },
            }
        }
    }
}

/// A way to invite the other, where there is one: shown once there, and it can be let be.
pub(crate) fn invitation(visit: &Visit<'_>, path: &str, to: &str) -> Markup {
    html! {
        @if let Some(partner) = &visit.names.partner {
            form class="row" method="post" action=(path) {
                button class="button plain" { "Invite " bdi { (said(partner)) } " to " (to) }
                span class="small soft" { "Shown once; it can be let be." }
            }
        }
    }
}

/// Invites; at most once a week to the same.
pub(crate) fn invite(
    visit: &Visit<'_>,
    path: &str,
    occasion: Occasion,
    question: Option<EntryId>,
) -> Result<Answer, HomeError> {
    match visit.home.invite(occasion, question, visit.moment) {
        Ok(()) => Ok(Answer::told(path, INVITED)),
        Err(HomeError::InvitedAlready) => {
            Ok(Answer::told(path, "You have invited in these seven days already. One is enough."))
        }
        Err(error) => Err(error),
    }
}

/// Asks before sealed words are taken back.
pub(crate) fn ask_back(visit: &Visit<'_>, path: &str, topic: Topic) -> Result<Answer, HomeError> {
    visit.home.sealed_round(topic)?;
    let body = html! {
        div class="narrow" {
            (title("Take your sealed words back?", &html! {}))
            form class="stack" method="post" action={ (path) "/back" } {
                p { "They are on this laptop alone. Their words are destroyed, nobody learns of it, and it cannot be undone." }
                p class="row save" { button class="button large" { "Take them back" } a class="button plain" href=(path) { "Leave them" } }
            }
        }
    };
    Ok(Answer::page(framed(visit, Here::Together, &body)))
}

/// Takes them back.
pub(crate) fn back(visit: &Visit<'_>, path: &str, topic: Topic) -> Result<Answer, HomeError> {
    visit.home.withdraw(visit.home.sealed_round(topic)?)?;
    Ok(Answer::told(path, "Taken back. Their words are gone."))
}

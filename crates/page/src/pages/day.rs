//! An act of repair, and a day of rest, of today.

use kintsugi_home::sentences::TAKES_TWO;
use kintsugi_home::{HomeError, Wait};
use kintsugi_journal::Kind;

use super::write::Typed;
use super::{steps, today, trouble};
use crate::answer::Answer;
use crate::visit::Visit;

/// Notes an act; its words may be none.
pub(crate) fn act(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    let text = visit.form.trimmed("text").to_owned();
    let words = visit.words(Kind::Act, visit.today, &text);
    match visit.home.save_for_both(words, Wait::AsChosen, visit.moment) {
        Ok(_) => {
            let mut said = "Noted as an act of repair, for today.".to_owned();
            if visit.home.takes_two()? {
                said = format!("{said} {TAKES_TWO}");
            }
            Ok(Answer::told("/", said))
        }
        Err(error) => {
            let why = trouble::in_words(&error);
            steps::again(visit, &why, || today::page(visit, &Typed::nothing(), &text, Some(&why)))
        }
    }
}

/// Makes today a day of rest.
pub(crate) fn rest(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    visit.home.rest(visit.words(Kind::Rest, visit.today, ""), visit.moment)?;
    Ok(Answer::told("/hearts", "Today is a day of rest."))
}

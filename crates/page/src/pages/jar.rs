//! The slip of today: drawn, done, or not for me.

use kintsugi_home::HomeError;
use kintsugi_journal::Kind;

use crate::answer::Answer;
use crate::visit::Visit;

/// Draws it, the same on both laptops.
pub(super) fn draw(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    match visit.home.draw(visit.moment)? {
        Some(_) => Ok(Answer::go("/")),
        None => Ok(Answer::told("/", "No slip is left for today.")),
    }
}

/// I did what it says.
pub(super) fn done(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    visit.home.finish_slip(visit.words(Kind::Act, visit.today, ""), visit.moment)?;
    Ok(Answer::told("/", "Noted as an act of repair, for today."))
}

/// It is not for me today.
pub(super) fn pass(visit: &mut Visit<'_>) -> Result<Answer, HomeError> {
    visit.home.pass_slip(visit.moment)?;
    Ok(Answer::told("/", "It is back in the jar. Nobody is told."))
}

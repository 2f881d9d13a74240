//! One line, and what can be done with it.

pub(crate) mod back;
pub(crate) mod edit;
pub(crate) mod share;
pub(crate) mod show;

use kintsugi_home::{Found, HomeError, Listed};

use crate::visit::Visit;

/// The line of this path, and whether it is mine.
fn found(visit: &Visit<'_>) -> Result<(Found, Listed), HomeError> {
    let found = visit.home.find(&visit.part)?;
    let mine = found.person == visit.home.identity().person();
    let listed = Listed { mine, line: found.line.clone() };
    Ok((found, listed))
}

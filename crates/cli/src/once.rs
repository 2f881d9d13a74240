//! What is said once on each laptop, and to its person alone.

use crate::context::Context;
use crate::error::CommandError;
use kintsugi_home::Home;

/// Before a practice is tried for the first time.
pub(crate) const AWKWARD: &str = "It may feel awkward at first. That is usual, and it passes.";

const TAKES_TWO: &str = "\
What you do here counts, and it repairs what you can repair. Repair as a whole takes two: you cannot carry it for both.
This is said once, and only to you.";

/// Says that a practice may feel awkward, before its first time.
pub(crate) fn awkward(context: &Context, home: &Home, practice: &str) -> Result<(), CommandError> {
    if home.is_first_time(practice)? {
        context.output.talk(AWKWARD);
    }
    Ok(())
}

/// Says that repair takes two, to somebody who has done a good deal alone.
pub(crate) fn takes_two(context: &Context, home: &Home) -> Result<(), CommandError> {
    if home.takes_two()? {
        context.output.talk(&textwrap::fill(TAKES_TWO, crate::output::width()));
    }
    Ok(())
}

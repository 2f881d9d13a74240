//! What is said once on each laptop, and to its person alone.

use crate::error::CommandError;
use crate::output::Output;
use kintsugi_home::Home;

/// Before a practice is tried for the first time.
pub(crate) const AWKWARD: &str = "It may feel awkward at first. That is usual, and it passes.";

const TAKES_TWO: &str = "\
What you do here counts, and it repairs what you can repair. Repair as a whole takes two: you cannot carry it for both.
This is said once, and only to you.";

const OLDER: &str = "\
This journal was found as it had been at an earlier time. What was saved after that comes back at the next meeting, where the other laptop has it. kintsugi restore --list shows the copies that are here, and kintsugi verify what can be read.";

/// Says that the journal was found as it had been earlier. Nobody is to be kept from reading by that.
pub(crate) fn older(output: Output, home: &Home) {
    if home.tell_older().unwrap_or(false) {
        output.insist(&crate::output::filled(OLDER));
    }
}

/// Says that a practice may feel awkward, before its first time.
pub(crate) fn awkward(output: Output, home: &Home, practice: &str) -> Result<(), CommandError> {
    if output.is_talking() && home.is_first_time(practice)? {
        output.talk(AWKWARD);
    }
    Ok(())
}

/// Says that repair takes two, to somebody who has done a good deal alone.
pub(crate) fn takes_two(output: Output, home: &Home) -> Result<(), CommandError> {
    if output.is_talking() && home.takes_two()? {
        output.talk(&crate::output::filled(TAKES_TWO));
    }
    Ok(())
}

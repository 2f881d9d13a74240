//! What is said once on each laptop, and to its person alone.

use crate::error::CommandError;
use crate::output::Output;
use kintsugi_home::Home;
use kintsugi_home::sentences::{AWKWARD, TAKES_TWO};

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

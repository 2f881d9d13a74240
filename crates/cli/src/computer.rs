//! Which computer this is, as far as a home must notice that it is on another one.

use crate::output::Output;
use kintsugi_home::Home;

const ELSEWHERE: &str = "\
This journal has been on another computer. If it has moved here for good, all is well.
If it is in use there as well, keep one of the two: a journal is for one laptop each, and two copies drift apart.";

/// Notes on which computer a home begins, so that no reading command has to.
pub(crate) fn note(home: &Home) {
    // Where it cannot be noted it is noted by a later command.
    let _ = id().map(|id| home.is_elsewhere(&id));
}

/// Says once that a home is on another computer than before, to somebody who reads what is said.
pub(crate) fn tell(output: Output, home: &Home) {
    if output.is_json() {
        return;
    }
    // Nothing depends on it: a home that cannot be written can be read.
    if id().is_some_and(|id| home.is_elsewhere(&id).unwrap_or(false)) {
        output.insist(ELSEWHERE);
    }
}

/// What the system calls this computer (machine-id(5)).
fn id() -> Option<Vec<u8>> {
    std::fs::read("/etc/machine-id").ok().map(|id| id.trim_ascii().to_vec()).filter(|id| !id.is_empty())
}

//! Work that may panic on what came from outside. The merge library does on some input; a panic is then an answer, no accident.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static REHEARSING: Cell<bool> = const { Cell::new(false) };
}

/// Runs what may panic on bytes from outside; `None` when it did.
pub(crate) fn attempt<T>(work: impl FnOnce() -> T) -> Option<T> {
    REHEARSING.set(true);
    let outcome = catch_unwind(AssertUnwindSafe(work));
    REHEARSING.set(false);
    outcome.ok()
}

/// Whether this thread is inside [`attempt`].
pub(crate) fn is_on() -> bool {
    REHEARSING.get()
}

//! Whether a command can begin again: not when it has shown something, or read what cannot be read again.

use std::sync::atomic::{AtomicBool, Ordering};

static BEGUN: AtomicBool = AtomicBool::new(false);

/// From now on this command cannot begin again.
pub(crate) fn cannot_begin_again() {
    BEGUN.store(true, Ordering::Relaxed);
}

/// Whether it can.
pub(crate) fn can_begin_again() -> bool {
    !BEGUN.load(Ordering::Relaxed)
}

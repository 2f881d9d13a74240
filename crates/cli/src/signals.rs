//! The signals that ask a program to end, held back while somebody's words or the terminal need care first.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
use signal_hook::flag::{register, register_conditional_default};

/// Ctrl-C, Ctrl-\, the system, and a terminal that was closed.
pub(crate) const ENDING: [i32; 4] = [SIGINT, SIGQUIT, SIGTERM, SIGHUP];

/// While this is kept, none of them ends this program. Afterwards each does again what it always does.
pub(crate) struct HeldBack {
    asked: Arc<AtomicBool>,
    over: Arc<AtomicBool>,
}

impl HeldBack {
    pub(crate) fn new() -> io::Result<Self> {
        let held = Self { asked: Arc::default(), over: Arc::default() };
        for signal in ENDING {
            register_conditional_default(signal, Arc::clone(&held.over))?;
            register(signal, Arc::clone(&held.asked))?;
        }
        Ok(held)
    }

    /// Whether one of them came.
    pub(crate) fn was_asked(&self) -> bool {
        self.asked.load(Ordering::SeqCst)
    }
}

impl Drop for HeldBack {
    fn drop(&mut self) {
        self.over.store(true, Ordering::SeqCst);
    }
}

//! The signals that ask a program to end, held back while somebody's words or the terminal need care first.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
use signal_hook::flag::{register, register_conditional_default};

/// Ctrl-C, Ctrl-\, the system, and a terminal that was closed.
pub(crate) const ENDING: [i32; 4] = [SIGINT, SIGQUIT, SIGTERM, SIGHUP];

/// While one of these is kept, none of them ends this program. Afterwards each does again what it always does.
pub(crate) struct HeldBack {
    asked: Arc<AtomicBool>,
}

/// What is registered once in a process, and for how many.
struct Hold {
    kept: usize,
    asked: Arc<AtomicBool>,
    over: Arc<AtomicBool>,
}

static HOLD: Mutex<Option<Hold>> = Mutex::new(None);

fn hold() -> MutexGuard<'static, Option<Hold>> {
    HOLD.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Hold {
    fn register() -> io::Result<Self> {
        let hold = Self { kept: 0, asked: Arc::default(), over: Arc::default() };
        for signal in ENDING {
            register_conditional_default(signal, Arc::clone(&hold.over))?;
            register(signal, Arc::clone(&hold.asked))?;
        }
        Ok(hold)
    }
}

impl HeldBack {
    pub(crate) fn new() -> io::Result<Self> {
        let mut held = hold();
        let mut hold = match held.take() {
            Some(hold) => hold,
            None => Hold::register()?,
        };
        if hold.kept == 0 {
            hold.asked.store(false, Ordering::SeqCst);
            hold.over.store(false, Ordering::SeqCst);
        }
        hold.kept += 1;
        let asked = Arc::clone(&hold.asked);
        *held = Some(hold);
        Ok(Self { asked })
    }

    /// Whether one of them came.
    pub(crate) fn was_asked(&self) -> bool {
        self.asked.load(Ordering::SeqCst)
    }

    /// Counts as one that came: Ctrl-C at a terminal that makes no signal of it.
    pub(crate) fn ask(&self) {
        self.asked.store(true, Ordering::SeqCst);
    }
}

impl Drop for HeldBack {
    fn drop(&mut self) {
        if let Some(hold) = hold().as_mut() {
            hold.kept -= 1;
            hold.over.store(hold.kept == 0, Ordering::SeqCst);
        }
    }
}

//! Waiting for an editor, and what the signals of that time mean.
//!
//! Ctrl-C is the editor's own business. A terminal that is closed, or a system that asks this program to end, is told to the
//! editor as well; what it still writes within a moment counts.

use std::io;
use std::process::{Child, Command};
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use signal_hook::consts::{SIGCHLD, SIGHUP, SIGINT, SIGQUIT};
use signal_hook::iterator::Signals;

use crate::signals::{ENDING, HeldBack};

/// How long an editor that is asked to end may take.
const PATIENCE: Duration = Duration::from_secs(2);

/// How the waiting ended.
pub(super) enum Ended {
    /// The editor, as it should.
    Well,
    /// The editor, with an error.
    Badly,
    /// This program was asked to end.
    Asked,
}

/// While this is kept, no signal that asks a program to end ends this one.
pub(super) struct Waiting {
    signals: Signals,
    _held: HeldBack,
}

impl Waiting {
    pub(super) fn new() -> io::Result<Self> {
        let held = HeldBack::new()?;
        Ok(Self { signals: Signals::new(ENDING.into_iter().chain([SIGCHLD]))?, _held: held })
    }

    pub(super) fn for_end_of(&mut self, mut command: Command) -> io::Result<Ended> {
        let mut child = command.spawn()?;
        for signal in self.signals.forever() {
            match signal {
                SIGCHLD => {
                    if let Some(status) = child.try_wait()? {
                        return Ok(if status.success() { Ended::Well } else { Ended::Badly });
                    }
                }
                SIGINT | SIGQUIT => {}
                _ => {
                    end(child, signal);
                    return Ok(Ended::Asked);
                }
            }
        }
        unreachable!("the iterator is closed by nobody")
    }
}

/// Asks the editor to end, and waits a while for it. One that does not is left alone: it may hold words.
fn end(mut child: Child, signal: i32) {
    let named = if signal == SIGHUP { Signal::HUP } else { Signal::TERM };
    if let Some(process) = Pid::from_raw(child.id().cast_signed()) {
        // One that has ended by itself needs not be asked.
        let _ = kill_process(process, named);
    }
    let (told, ended) = channel();
    thread::spawn(move || told.send(child.wait().is_ok()));
    let _ = ended.recv_timeout(PATIENCE);
}

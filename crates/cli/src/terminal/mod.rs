//! A screen of its own: whole frames out, single keys in. The terminal is put back as it was on every way out.

mod fullscreen;
mod lines;
mod pages;
mod timer;
mod typing;

use std::io;

use crate::error::{CommandError, Exit};

pub(crate) use lines::{Echo, Typed, clear, type_aside, type_line, type_lines};
pub(crate) use pages::read_pages;
pub(crate) use timer::run_timer;

/// Why the screen was given back before its end.
pub(crate) fn given_back(error: io::Error) -> CommandError {
    match error.kind() {
        io::ErrorKind::Interrupted => CommandError::new(Exit::Failed, "stopped", "this was ended from outside")
            .hint("Nothing of it is kept, and what was saved before is safe."),
        _ => CommandError::new(Exit::Failed, "terminal", format!("the screen could not be used: {error}")),
    }
}

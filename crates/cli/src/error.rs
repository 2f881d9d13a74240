//! One error for every command: what happened, what is safe, what to do next.

mod journal;
mod network;
mod plain;

use std::process::ExitCode;

use kintsugi_home::ErrorKind;

pub(crate) use journal::DERIVED;
use plain::in_words;

/// How a command ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    Failed = 1,
    Usage = 2,
    Locked = 3,
    NotReached = 4,
    Refused = 5,
    Damaged = 6,
    /// Somebody stopped at a question: what a shell says of a program that Ctrl-C has ended.
    Stopped = 130,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Why a command ended without doing what was asked.
#[derive(Clone, Debug)]
pub(crate) struct CommandError {
    pub(crate) exit: Exit,
    /// A name for scripts.
    pub(crate) code: &'static str,
    /// What happened, a sentence without its full stop.
    pub(crate) message: String,
    /// What is safe and what to do next.
    pub(crate) hint: Option<String>,
}

impl CommandError {
    pub(crate) fn new(exit: Exit, code: &'static str, message: impl Into<String>) -> Self {
        Self { exit, code, message: in_words(&message.into()), hint: None }
    }

    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(Exit::Usage, "usage", message)
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same with another hint.
    pub(crate) fn instead(self, hint: &str) -> Self {
        Self { hint: Some(hint.to_owned()), ..self }
    }

    /// Adds what became of the words that were to be written.
    pub(crate) fn and(mut self, more: &str) -> Self {
        self.hint = Some(self.hint.map_or_else(|| more.to_owned(), |hint| format!("{hint} {more}")));
        self
    }
}

/// The name of the error when somebody stopped.
pub(crate) const STOPPED: &str = "stopped";

/// Somebody stopped at a question, or the terminal is gone.
pub(crate) fn stopped() -> CommandError {
    CommandError::new(Exit::Stopped, STOPPED, "stopped here").hint("What was saved before is safe.")
}

impl From<ErrorKind> for Exit {
    fn from(kind: ErrorKind) -> Self {
        match kind {
            ErrorKind::Failed => Self::Failed,
            ErrorKind::Usage => Self::Usage,
            ErrorKind::Locked => Self::Locked,
            ErrorKind::Refused => Self::Refused,
            ErrorKind::Damaged => Self::Damaged,
        }
    }
}

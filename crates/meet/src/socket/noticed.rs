//! By what a watch has noticed that there is something to send.

use serde::{Deserialize, Serialize};

/// What made a watch look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sign {
    /// It has just begun, or the other laptop has just come.
    Began,
    /// Whoever committed has told.
    Bell,
    /// The system has told that files changed.
    Files,
    /// The time of a line that waited has come.
    Due,
    /// Nothing: the last resort.
    None,
}

/// How often each way has noticed something that was to be sent. What a session brings along by itself is not counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Noticed {
    /// Because whoever committed has told.
    pub(crate) bell: u32,
    /// Because files changed, before or without being told.
    pub(crate) files: u32,
    /// By the last resort alone. Anything but zero is worth a question.
    pub(crate) alone: u32,
}

impl Noticed {
    pub(crate) const fn and(mut self, sign: Sign) -> Self {
        match sign {
            Sign::Bell => self.bell += 1,
            Sign::Files => self.files += 1,
            Sign::None => self.alone += 1,
            Sign::Began | Sign::Due => {}
        }
        self
    }
}

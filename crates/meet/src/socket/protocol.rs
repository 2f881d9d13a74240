//! What is said over the local socket: one line of JSON asks, one line answers.

use serde::{Deserialize, Serialize};

use super::noticed::Noticed;
use crate::met::Met;

/// The longest line.
pub(crate) const MAX_LINE: u64 = 1024;

/// What another command of this home asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Request {
    /// How do things stand?
    Standing,
    /// Meet now, and tell what came of it.
    Meet,
    /// Leave the endpoint to me until I hang up.
    Pause,
    /// End.
    Stop,
}

/// What the watch answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Answer {
    /// How things stand.
    Standing {
        /// Whether the two are together.
        together: bool,
        /// By what it has noticed that something was to be sent.
        noticed: Noticed,
    },
    /// A meeting has ended.
    Met(Met),
    /// The endpoint is free, or the watch ends.
    Done,
}

/// A line to send.
pub(crate) fn line_of(value: &impl Serialize) -> Vec<u8> {
    let mut line = serde_json::to_vec(value).expect("our own shapes are always JSON");
    line.push(b'\n');
    line
}

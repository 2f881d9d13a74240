//! What a meeting has brought.

use kintsugi_sync::Outcome;
use serde::{Deserialize, Serialize};

/// What a meeting has brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Met {
    /// Entries that changed here.
    pub received: u32,
    /// Entries that changed there.
    pub sent: u32,
    /// Whether both hold the same.
    pub up_to_date: bool,
    /// Something written here can be shown there only by a newer program.
    pub waits_there: bool,
    /// Something written there can be shown here only by a newer program.
    pub waits_here: bool,
    /// Something written there could not be taken in yet.
    pub left: bool,
}

impl Met {
    pub(crate) const fn of(outcome: &Outcome) -> Self {
        let Outcome { received, sent, up_to_date, waits_there, waits_here, left, .. } = *outcome;
        Self { received, sent, up_to_date, waits_there, waits_here, left }
    }
}

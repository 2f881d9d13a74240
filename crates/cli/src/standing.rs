//! How things stand, as `status` answers.

use serde::Serialize;

/// Something of mine that waits.
#[derive(Serialize)]
pub(crate) struct Waits {
    /// What it waits for: `time`, the minutes in which a new line can still be taken back; `update-there` and `update-here`,
    /// a newer program on one of the laptops.
    pub(crate) r#for: &'static str,
    /// How many changes wait for it, where that is known.
    pub(crate) count: Option<usize>,
    /// Until when the next of them does.
    pub(crate) until: Option<String>,
    /// The same as a time of day.
    #[serde(skip)]
    pub(crate) time: Option<String>,
}

/// A newer program on the partner's laptop.
pub(crate) const UPDATE_THERE: &str = "update-there";
/// A newer program on this one.
pub(crate) const UPDATE_HERE: &str = "update-here";

/// The answer, for people and scripts.
#[derive(Serialize)]
pub(crate) struct Standing {
    pub(crate) name: String,
    pub(crate) partner: Option<String>,
    pub(crate) paired: bool,
    pub(crate) entries: usize,
    pub(crate) last_meeting: Option<String>,
    pub(crate) up_to_date: Option<bool>,
    pub(crate) held_back: usize,
    /// What of mine waits, and for what.
    pub(crate) waits: Vec<Waits>,
    #[serde(skip)]
    pub(crate) left: bool,
    #[serde(skip)]
    pub(crate) reasons: Vec<String>,
    #[serde(skip)]
    pub(crate) pending: bool,
    #[serde(skip)]
    pub(crate) nowhere: usize,
}

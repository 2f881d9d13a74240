//! What the two ask themselves now and then.

/// Both questions of progress.
pub(crate) const WHAT_FELT_BETTER: &str =
    "What has felt better lately, even a little? What feels different between the two of you?";

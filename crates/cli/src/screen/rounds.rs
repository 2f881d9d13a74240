//! How a round stands, in words. Nothing here says whose words are missing.

/// What holds for every round that is ready.
pub(crate) const OPENS: &str = "It opens at a meeting, once both of you have said ready.";
/// The same where writing says it.
pub(crate) const OPENS_WRITTEN: &str = "It opens at a meeting, once both of you have written.";
/// In place of words of mine that can never be opened: they were sealed after the copy that was restored, or on another laptop.
pub(crate) const LOST: &str = "What you sealed before is not on this laptop any more, and it was nowhere else.";
/// Of such words, where others are sealed and here.
pub(crate) const LOST_BESIDE: &str = "An earlier one that you sealed is not on this laptop any more. It gives way to this one as soon as you call it ready.";

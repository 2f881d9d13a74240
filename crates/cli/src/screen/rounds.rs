//! How a round stands, in words. Nothing here says whose words are missing.

/// What holds for every round that is ready.
pub(crate) const OPENS: &str = "It opens when both are here.";
/// In place of words of mine that can never be opened.
pub(crate) const LOST: &str = "Your words were only on a laptop that is gone, and so are they.";

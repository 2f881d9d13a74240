//! How a round stands, in words. Nothing here says whose words are missing.

use kintsugi_home::Round;

/// How a round stands for who looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Nothing is begun.
    Nothing,
    /// It is begun, and nothing of mine waits in it.
    Begun,
    /// My words wait and are not ready.
    Sealed,
    /// My words are ready.
    Ready,
    /// Open.
    Open,
}

impl Standing {
    pub(crate) fn of(round: Option<&Round>) -> Self {
        match round {
            None => Self::Nothing,
            Some(round) if round.is_opened() => Self::Open,
            Some(round) if round.mine.is_ready() => Self::Ready,
            Some(round) if round.has_mine() => Self::Sealed,
            Some(round) if round.theirs.is_empty() => Self::Nothing,
            Some(_) => Self::Begun,
        }
    }

    /// For scripts.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Nothing => "none",
            Self::Begun => "begun",
            Self::Sealed => "sealed",
            Self::Ready => "ready",
            Self::Open => "open",
        }
    }
}

/// What holds for every round that is ready.
pub(crate) const OPENS: &str = "It opens when both are here.";

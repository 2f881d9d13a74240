//! How a session fails.

use crate::frame::{FrameError, Versions};

/// A rule of the session that the other side broke.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Breach {
    /// It speaks no version that this side speaks, too. Nobody is to blame, and nothing is wrong with what it sent.
    #[error("versions {} to {}", .0.lowest, .0.highest)]
    Version(Versions),
    /// Another journal.
    #[error("another journal")]
    Journal,
    /// A frame that does not belong there.
    #[error("a frame out of turn")]
    OutOfTurn,
    /// A document that the two do not share.
    #[error("something of a place that is not known here")]
    UnknownDocument,
    /// A body longer than bodies are, or chunks that do not add up.
    #[error("words of a wrong length")]
    BodyLength,
    /// More than a session may hold.
    #[error("more than a meeting may hold")]
    Flood,
    /// Bytes that are no frame.
    #[error("{0}")]
    Frame(#[from] FrameError),
}

/// Why a session ended early. Nothing that was durable is lost, and the next meeting begins anew.
#[derive(Debug, thiserror::Error)]
pub enum SessionError<E> {
    /// The other side broke a rule.
    #[error("the other laptop sent {0}")]
    Breach(#[from] Breach),
    /// The store here failed.
    #[error(transparent)]
    Store(E),
}

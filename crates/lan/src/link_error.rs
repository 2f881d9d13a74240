//! Why a link ended.

use iroh::endpoint::{ConnectionError, VarInt};
use kintsugi_sync::FrameError;
use kintsugi_sync::pairing::MessageError;

use crate::code;

/// Why the link ended.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LinkError {
    /// The connection was lost, or nothing came for too long.
    #[error("the connection was lost")]
    Lost,
    /// The other side has said all it wanted to say.
    #[error("the other laptop has hung up")]
    Ended,
    /// The other laptop is near, by its own announcement, and cannot be reached there.
    #[error("the other laptop is near and does not answer")]
    Unreachable,
    /// The other side answered, and refused.
    #[error("the two laptops could not meet")]
    Refused,
    /// The other side speaks another version.
    #[error("the other laptop runs another version")]
    Version,
    /// Bytes that are no frame.
    #[error("{0}")]
    Frame(#[from] FrameError),
    /// Bytes that are no message.
    #[error("{0}")]
    Message(#[from] MessageError),
}

impl LinkError {
    pub(crate) fn of(error: &ConnectionError) -> Self {
        let ConnectionError::ApplicationClosed(close) = error else { return Self::Lost };
        let is = |code: u32| close.error_code == VarInt::from(code);
        if is(code::UNKNOWN) || is(code::REFUSED) {
            Self::Refused
        } else if is(code::VERSION) {
            Self::Version
        } else {
            Self::Lost
        }
    }
}

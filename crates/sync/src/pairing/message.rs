//! What two laptops say to each other while they pair.

use serde::{Deserialize, Serialize};

use super::handshake::Hello;

/// The most bytes of a name.
pub const MAX_NAME_BYTES: usize = 64;
const MAX_BYTES: usize = 1024;

/// One message; its length goes before it as with frames.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Message {
    /// Who I am, and my contribution.
    Hello(Hello),
    /// My proof that I hold the ticket's secret.
    Proof([u8; 32]),
    /// The name I go by; only after both proofs.
    Name(String),
    /// The person here said yes.
    Yes,
    /// What was agreed is durable here.
    Stored,
}

/// Bytes that are no message of this version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a message that cannot be read")]
pub struct MessageError;

impl Message {
    /// Length and bytes.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = postcard::to_extend(self, vec![0; 4]).expect("plain fields can be encoded");
        let length = u32::try_from(bytes.len() - 4).expect("a message is far below 4 GiB");
        bytes[..4].copy_from_slice(&length.to_be_bytes());
        bytes
    }

    /// Reads the length before the message is allocated.
    ///
    /// # Errors
    /// [`MessageError`] for none and for more than 1 KiB.
    pub fn length(prefix: [u8; 4]) -> Result<usize, MessageError> {
        let length = u32::from_be_bytes(prefix) as usize;
        if (1..=MAX_BYTES).contains(&length) { Ok(length) } else { Err(MessageError) }
    }

    /// Reads the bytes behind the length.
    ///
    /// # Errors
    /// [`MessageError`] when they are anything but exactly one message.
    pub fn decode(bytes: &[u8]) -> Result<Self, MessageError> {
        match postcard::take_from_bytes(bytes) {
            Ok((message, [])) => Ok(message),
            _ => Err(MessageError),
        }
    }
}

//! A stream in both directions between two laptops that know each other's key.

use std::net::SocketAddr;
use std::time::Duration;

use iroh::TransportAddr;
use iroh::endpoint::{Connection, ConnectionError, ReadExactError, RecvStream, SendStream, VarInt};
use tokio::time::timeout;

use super::code;
use crate::frame::{Frame, FrameError};
use crate::pairing::{Message, MessageError};

const SILENCE: Duration = Duration::from_secs(30);
/// The other side may still be writing to a slow disk what it has just read; a lost connection ends the wait early.
const GOODBYE: Duration = Duration::from_secs(20);
const CLOSING: Duration = Duration::from_secs(2);

/// Why the link ended.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LinkError {
    /// The connection was lost, or nothing came for half a minute.
    #[error("the connection was lost")]
    Lost,
    /// The other side answered, and refused.
    #[error("the other laptop refused")]
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
    pub(super) fn of(error: &ConnectionError) -> Self {
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

/// An open stream in both directions.
pub struct Link {
    pub(super) connection: Connection,
    pub(super) send: SendStream,
    pub(super) recv: RecvStream,
    /// One of the two leads: it opened the stream, and it closes the connection.
    pub(super) leads: bool,
}

impl Link {
    /// Where the other laptop is.
    pub fn remote_address(&self) -> Option<SocketAddr> {
        remote_address(&self.connection)
    }

    pub(super) async fn send_message(&mut self, message: &Message) -> Result<(), LinkError> {
        self.send.write_all(&message.encode()).await.map_err(|_| self.lost())
    }

    pub(super) async fn read_message(&mut self, patience: Duration) -> Result<Message, LinkError> {
        let read = async {
            let mut prefix = [0; 4];
            read_exact(&mut self.recv, &mut prefix).await?;
            let mut bytes = vec![0; Message::length(prefix)?];
            read_exact(&mut self.recv, &mut bytes).await?;
            Ok(Message::decode(&bytes)?)
        };
        match timeout(patience, read).await {
            Ok(Err(LinkError::Lost)) | Err(_) => Err(self.lost()),
            Ok(outcome) => outcome,
        }
    }

    /// Why the connection ended, as far as it is known.
    pub(super) fn lost(&self) -> LinkError {
        self.connection.close_reason().map_or(LinkError::Lost, |reason| LinkError::of(&reason))
    }

    pub(super) fn refuse(&self, code: u32) {
        self.connection.close(code.into(), b"");
    }

    /// Ends a link on which all is said: whoever leads closes once the other has read everything.
    pub(super) async fn part(mut self) {
        // It fails only when the other side is gone, and then there is nothing to wait for.
        let _ = self.send.finish();
        let mut rest = [0; 1];
        let ended = timeout(GOODBYE, self.recv.read(&mut rest)).await;
        if !self.leads && ended.is_ok() {
            let _ = timeout(CLOSING, self.connection.closed()).await;
        }
        self.connection.close(code::BYE.into(), b"");
    }
}

pub(super) fn remote_address(connection: &Connection) -> Option<SocketAddr> {
    connection.paths().iter().find_map(|path| match path.remote_addr() {
        TransportAddr::Ip(at) => Some(*at),
        _ => None,
    })
}

pub(super) async fn read_frame(recv: &mut RecvStream) -> Result<(Frame, usize), LinkError> {
    let read = async {
        let mut prefix = [0; 4];
        read_exact(recv, &mut prefix).await?;
        let mut bytes = vec![0; Frame::length(prefix)?];
        read_exact(recv, &mut bytes).await?;
        Ok((Frame::decode(&bytes)?, bytes.len()))
    };
    timeout(SILENCE, read).await.unwrap_or(Err(LinkError::Lost))
}

async fn read_exact(recv: &mut RecvStream, into: &mut [u8]) -> Result<(), LinkError> {
    recv.read_exact(into).await.map_err(|error| match error {
        ReadExactError::ReadError(iroh::endpoint::ReadError::ConnectionLost(error)) => LinkError::of(&error),
        _ => LinkError::Lost,
    })
}

//! A stream in both directions between two laptops that know each other's key.

use std::net::SocketAddr;
use std::time::Duration;

use iroh::TransportAddr;
use iroh::endpoint::{Connection, RecvStream, SendStream};
use tokio::time::timeout;

use crate::code;
pub(crate) use crate::link_error::LinkError;
use crate::wire::Blocks;
use kintsugi_sync::Frame;
use kintsugi_sync::pairing::{Message, MessageError};

/// The other side may still be writing to a slow disk what it has just read; a lost connection ends the wait early.
const GOODBYE: Duration = Duration::from_secs(15);
const CLOSING: Duration = Duration::from_secs(1);
/// What a laptop that is known may have sent without its being read yet: a network at home needs no more.
const WIDE: u32 = 2 * 1024 * 1024;

/// An open stream in both directions.
pub struct Link {
    pub(crate) connection: Connection,
    pub(crate) send: SendStream,
    pub(crate) recv: Blocks,
    /// One of the two leads: it opened the stream, and it closes the connection.
    pub(crate) leads: bool,
}

impl Link {
    pub(crate) const fn new(connection: Connection, send: SendStream, recv: RecvStream, leads: bool) -> Self {
        Self { connection, send, recv: Blocks::new(recv), leads }
    }

    /// Takes more at once from now on: who is at the other end is known.
    pub(crate) fn widened(self) -> Self {
        self.connection.set_receive_window(WIDE.into());
        self
    }

    /// Where the other laptop is.
    pub fn remote_address(&self) -> Option<SocketAddr> {
        remote_address(&self.connection)
    }

    pub(crate) async fn send_message(&mut self, message: &Message) -> Result<(), LinkError> {
        self.send.write_all(&message.encode()).await.map_err(|_| self.lost())
    }

    pub(crate) async fn read_message(&mut self, patience: Duration) -> Result<Message, LinkError> {
        match timeout(patience, self.recv.next(Message::length)).await {
            Ok(Ok(bytes)) => Message::decode(&bytes).map_err(|error| self.unread(error)),
            Ok(Err(LinkError::Lost | LinkError::Ended)) | Err(_) => Err(self.lost()),
            Ok(Err(error)) => Err(error),
        }
    }

    /// A message that is not of this version: the other side is told so, where it is of another one.
    fn unread(&self, error: MessageError) -> LinkError {
        if matches!(error, MessageError::Version(_)) {
            self.refuse(code::VERSION);
            return LinkError::Version;
        }
        error.into()
    }

    pub(crate) async fn send_frame(&mut self, frame: &Frame) -> Result<(), LinkError> {
        self.send.write_all(&frame.encode()?).await.map_err(|_| self.lost())
    }

    /// Why the connection ended, as far as it is known.
    pub(crate) fn lost(&self) -> LinkError {
        self.connection.close_reason().map_or(LinkError::Lost, |reason| LinkError::of(&reason))
    }

    pub(crate) fn refuse(&self, code: u32) {
        self.connection.close(code.into(), b"");
    }

    /// Ends a link on which all is said: whoever leads closes once the other has read everything.
    pub(crate) async fn part(mut self) {
        // It fails only when the other side is gone, and then there is nothing to wait for.
        let _ = self.send.finish();
        let ended = timeout(GOODBYE, self.recv.drain()).await;
        if !self.leads && ended.is_ok() {
            let _ = timeout(CLOSING, self.connection.closed()).await;
        }
        self.connection.close(code::BYE.into(), b"");
    }
}

pub(crate) fn remote_address(connection: &Connection) -> Option<SocketAddr> {
    connection.paths().iter().find_map(|path| match path.remote_addr() {
        TransportAddr::Ip(at) => Some(*at),
        _ => None,
    })
}

//! Blocks on a stream: four bytes of length, then the bytes. Nothing is lost when waiting for one is given up half-way.

use iroh::endpoint::{ReadError, RecvStream};

use crate::link_error::LinkError;

const AT_ONCE: usize = 16 * 1024;

pub(crate) struct Blocks {
    stream: RecvStream,
    buffer: Vec<u8>,
}

impl Blocks {
    pub(crate) const fn new(stream: RecvStream) -> Self {
        Self { stream, buffer: Vec::new() }
    }

    /// The next block. `length` reads the length and refuses what is too long, before anything of it is kept.
    ///
    /// # Errors
    /// [`LinkError::Ended`] when the other side has said all it wanted to say.
    pub(crate) async fn next<E: Into<LinkError>>(
        &mut self,
        length: impl Fn([u8; 4]) -> Result<usize, E>,
    ) -> Result<Vec<u8>, LinkError> {
        loop {
            if let Some(prefix) = self.buffer.first_chunk::<4>() {
                let end = 4 + length(*prefix).map_err(Into::into)?;
                if self.buffer.len() >= end {
                    let rest = self.buffer.split_off(end);
                    let mut block = std::mem::replace(&mut self.buffer, rest);
                    block.drain(..4);
                    return Ok(block);
                }
            }
            self.fill().await?;
        }
    }

    /// Waits until the other side has ended its stream, dropping what still comes.
    pub(crate) async fn drain(&mut self) {
        while self.fill().await.is_ok() {
            self.buffer.clear();
        }
    }

    async fn fill(&mut self) -> Result<(), LinkError> {
        let mut part = [0; AT_ONCE];
        match self.stream.read(&mut part).await {
            Ok(Some(read)) => {
                self.buffer.extend_from_slice(&part[..read]);
                Ok(())
            }
            Ok(None) => Err(LinkError::Ended),
            Err(ReadError::ConnectionLost(error)) => Err(LinkError::of(&error)),
            Err(_) => Err(LinkError::Lost),
        }
    }
}

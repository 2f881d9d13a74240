//! Blocks on a stream: four bytes of length, then the bytes. Nothing is lost when waiting for one is given up half-way.

use iroh::endpoint::{ReadError, RecvStream};

use crate::link_error::LinkError;

const AT_ONCE: usize = 16 * 1024;

pub(crate) struct Blocks {
    stream: RecvStream,
    buffer: Vec<u8>,
    /// Bytes that have come, whole blocks or not.
    came: u64,
}

impl Blocks {
    pub(crate) const fn new(stream: RecvStream) -> Self {
        Self { stream, buffer: Vec::new(), came: 0 }
    }

    /// Bytes that have come since the beginning, whole blocks or not.
    pub(crate) const fn came(&self) -> u64 {
        self.came
    }

    /// The next block without its length. `length` reads the length and refuses what is too long, before anything of it is
    /// kept.
    ///
    /// # Errors
    /// [`LinkError::Ended`] when the other side has said all it wanted to say.
    pub(crate) async fn next<E: Into<LinkError>>(
        &mut self,
        length: impl Fn([u8; 4]) -> Result<usize, E>,
    ) -> Result<Vec<u8>, LinkError> {
        loop {
            if let Some(end) = end_of_first(&self.buffer, &length)? {
                let mut block = self.take(end);
                block.drain(..4);
                return Ok(block);
            }
            self.fill().await?;
        }
    }

    /// All whole blocks that are here, with their lengths: at least one.
    ///
    /// # Errors
    /// As [`next`](Self::next).
    pub(crate) async fn some<E: Into<LinkError>>(
        &mut self,
        length: impl Fn([u8; 4]) -> Result<usize, E>,
    ) -> Result<Vec<u8>, LinkError> {
        loop {
            let mut whole = 0;
            while let Some(end) = end_of_first(&self.buffer[whole..], &length)? {
                whole += end;
            }
            if whole > 0 {
                return Ok(self.take(whole));
            }
            self.fill().await?;
        }
    }

    /// Puts back what was taken and not used: it comes again first.
    pub(crate) fn put_back(&mut self, mut blocks: Vec<u8>) {
        blocks.append(&mut self.buffer);
        self.buffer = blocks;
    }

    fn take(&mut self, end: usize) -> Vec<u8> {
        let rest = self.buffer.split_off(end);
        std::mem::replace(&mut self.buffer, rest)
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
                self.came += read as u64;
                Ok(())
            }
            Ok(None) => Err(LinkError::Ended),
            Err(ReadError::ConnectionLost(error)) => Err(LinkError::of(&error)),
            Err(_) => Err(LinkError::Lost),
        }
    }
}

/// Where the first block ends, where all of it is here.
fn end_of_first<E: Into<LinkError>>(
    bytes: &[u8],
    length: &impl Fn([u8; 4]) -> Result<usize, E>,
) -> Result<Option<usize>, LinkError> {
    let Some(prefix) = bytes.first_chunk::<4>() else { return Ok(None) };
    let end = 4 + length(*prefix).map_err(Into::into)?;
    Ok((bytes.len() >= end).then_some(end))
}

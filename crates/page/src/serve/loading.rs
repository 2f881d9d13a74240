//! A file as it is sent, a part at a time, so that it is never whole in memory.

use std::fs::File;
use std::io::{Error, ErrorKind};
use std::os::unix::fs::FileExt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use hyper::body::{Body, Bytes, Frame, SizeHint};

use super::seats::Quiet;

/// How much of it is read at once, in bytes.
const PART: u64 = 64 * 1024;

/// A file, and how far it has been sent. Whoever reads it keeps the seat until then.
pub(super) struct Loading {
    file: Arc<File>,
    at: u64,
    length: u64,
    quiet: Quiet,
}

impl Loading {
    pub(super) fn of(file: Arc<File>, quiet: Quiet) -> Self {
        // Whatever has no length is sent as nothing.
        let length = file.metadata().map_or(0, |data| data.len());
        Self { file, at: 0, length, quiet }
    }

    fn part(&mut self) -> Result<Bytes, Error> {
        let length = usize::try_from(PART.min(self.length - self.at)).unwrap_or_default();
        let mut part = vec![0; length];
        self.file.read_exact_at(&mut part, self.at)?;
        self.at += length as u64;
        if length == 0 { Err(ErrorKind::UnexpectedEof.into()) } else { Ok(part.into()) }
    }
}

impl Drop for Loading {
    fn drop(&mut self) {
        self.quiet.over();
    }
}

impl Body for Loading {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        let is_over = self.at >= self.length;
        Poll::Ready((!is_over).then(|| self.part().map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        self.at >= self.length
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.length - self.at)
    }
}

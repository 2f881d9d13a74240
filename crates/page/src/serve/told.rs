//! What is sent: an answer that is whole, or a stream that goes on for as long as its page is open.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use http_body_util::{Either, Full};
use hyper::Response;
use hyper::body::{Body, Bytes, Frame};

use super::seats::Quiet;
use crate::live::{News, Stream};

/// Either of the two.
pub(super) type Sent = Either<Full<Bytes>, Told>;

/// An answer as it is sent. Who reads a stream keeps the seat until it is over.
pub(super) fn sent(mut answered: Response<Vec<u8>>, quiet: Quiet) -> Response<Sent> {
    if let Some(stream) = answered.extensions_mut().remove::<Stream>() {
        return answered.map(|_| Either::Right(Told { next: Box::pin(stream.clone().next()), stream, quiet }));
    }
    quiet.over();
    answered.map(|body| Either::Left(Full::new(Bytes::from(body))))
}

/// A stream of names.
pub(super) struct Told {
    stream: Stream,
    next: Pin<Box<dyn Future<Output = Option<News>> + Send>>,
    quiet: Quiet,
}

impl Drop for Told {
    fn drop(&mut self) {
        self.quiet.over();
    }
}

impl Body for Told {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let Some(news) = ready!(self.next.as_mut().poll(context)) else { return Poll::Ready(None) };
        self.next = Box::pin(self.stream.clone().next());
        Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(news.line().as_bytes())))))
    }
}

//! What is sent: an answer that is whole, a file, or a stream that goes on for as long as its page is open.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use http_body_util::{Either, Full};
use hyper::Response;
use hyper::body::{Body, Bytes, Frame};

use super::loading::Loading;
use super::seats::Quiet;
use crate::live::{News, Stream};
use crate::work::Sending;

/// One of the three.
pub(super) type Sent = Either<Full<Bytes>, Either<Told, Loading>>;

/// An answer as it is sent. Who reads a stream keeps the seat until it is over.
pub(super) fn sent(mut answered: Response<Vec<u8>>, quiet: Quiet) -> Response<Sent> {
    if let Some(stream) = answered.extensions_mut().remove::<Stream>() {
        let told = Told { next: Box::pin(stream.clone().next()), stream, quiet };
        return answered.map(|_| Either::Right(Either::Left(told)));
    }
    if let Some(Sending(file)) = answered.extensions_mut().remove::<Sending>() {
        return answered.map(|_| Either::Right(Either::Right(Loading::of(file, quiet))));
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

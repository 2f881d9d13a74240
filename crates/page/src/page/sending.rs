//! How an answer leaves: a page gets its head here, with the look that this laptop was told.

use hyper::Response;

use super::Page;
use crate::answer::Answer;
use crate::layout::whole;

impl Page {
    /// An answer as it is sent.
    pub(super) fn send(&self, answer: Answer) -> Response<Vec<u8>> {
        self.send_on(answer, false)
    }

    /// The same; with `goes_on`, what it shows is looked at again, without script, too.
    pub(super) fn send_on(&self, answer: Answer, goes_on: bool) -> Response<Vec<u8>> {
        match answer {
            Answer::Page(status, body) => Answer::Page(status, whole(self.look, goes_on, &body)),
            other => other,
        }
        .into_response()
    }
}

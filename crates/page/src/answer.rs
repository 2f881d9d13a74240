//! What an answer is made of.

use std::sync::Arc;

use hyper::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderName, HeaderValue, LOCATION};
use hyper::{Response, StatusCode};
use maud::Markup;

use crate::work::{Download, Held, Sending, Work};

/// A request, whole.
pub type Request = hyper::Request<Vec<u8>>;

/// What somebody is shown after something was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Notice {
    /// In one sentence or two.
    pub(crate) said: String,
    /// What stands below it, for who took a step back.
    pub(crate) ways: bool,
}

impl Notice {
    pub(crate) fn of(said: impl Into<String>) -> Self {
        Self { said: said.into(), ways: false }
    }
}

/// An answer of a page.
pub(crate) enum Answer {
    /// A page, with its number.
    Page(StatusCode, Markup),
    /// The next page, and what it says first.
    Go(String, Option<Notice>),
    /// A line for the script.
    Line(String),
    /// Nothing to show.
    Done,
    /// A file that comes along.
    File(&'static str, &'static [u8]),
    /// A file for the downloads.
    Download(Download),
    /// What is to be done first.
    Work(Work),
}

impl Answer {
    pub(crate) const fn page(markup: Markup) -> Self {
        Self::Page(StatusCode::OK, markup)
    }

    /// The form once more, with its words in it and what was in the way.
    pub(crate) const fn again(markup: Markup) -> Self {
        Self::Page(StatusCode::UNPROCESSABLE_ENTITY, markup)
    }

    pub(crate) fn go(path: &str) -> Self {
        Self::Go(path.to_owned(), None)
    }

    pub(crate) fn told(path: &str, said: impl Into<String>) -> Self {
        Self::Go(path.to_owned(), Some(Notice::of(said)))
    }

    /// As it is sent. What it says on the next page stays with the session, so that no word stands in an address.
    pub(crate) fn into_response(self) -> Response<Vec<u8>> {
        match self {
            Self::Page(status, markup) => {
                with(status, CONTENT_TYPE, "text/html; charset=utf-8", markup.into_string().into_bytes())
            }
            Self::Go(path, _) => with(StatusCode::SEE_OTHER, LOCATION, &path, Vec::new()),
            Self::Line(line) => plain(StatusCode::OK, &line),
            Self::Done => plain(StatusCode::NO_CONTENT, ""),
            Self::File(kind, bytes) => with(StatusCode::OK, CONTENT_TYPE, kind, bytes.to_vec()),
            Self::Download(file) => download(file),
            Self::Work(work) => {
                let mut response = plain(StatusCode::ACCEPTED, "");
                response.extensions_mut().insert(work);
                response
            }
        }
    }
}

/// A file that no browser shows, whatever is in it.
fn download(Download { name, held }: Download) -> Response<Vec<u8>> {
    let (bytes, sealed) = match held {
        Held::Open(bytes) => (bytes, None),
        Held::Sealed(file) => (Vec::new(), Some(Sending(Arc::new(file)))),
    };
    let mut response = with(StatusCode::OK, CONTENT_TYPE, "application/octet-stream", bytes);
    let as_file = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
    response.headers_mut().extend(as_file.ok().map(|value| (CONTENT_DISPOSITION, value)));
    if let Some(sealed) = sealed {
        response.extensions_mut().insert(sealed);
    }
    response
}

/// One line, or nothing.
pub(crate) fn plain(status: StatusCode, line: &str) -> Response<Vec<u8>> {
    if line.is_empty() {
        let mut response = Response::new(Vec::new());
        *response.status_mut() = status;
        return response;
    }
    with(status, CONTENT_TYPE, "text/plain; charset=utf-8", line.as_bytes().to_vec())
}

fn with(status: StatusCode, name: HeaderName, value: &str, body: Vec<u8>) -> Response<Vec<u8>> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    // Paths of ours are made of letters and ids.
    let value = HeaderValue::from_str(value).unwrap_or_else(|_| HeaderValue::from_static("/"));
    response.headers_mut().insert(name, value);
    response
}

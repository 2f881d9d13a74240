//! The gate: what a request must look like before anything is done for it. It is asked before a body is read.
//!
//! A site that somebody visits can send requests here, but it cannot say our name in `Host`, nor anything but `cross-site` or
//! `same-site` in `Sec-Fetch-Site`, nor our name in `Origin`. A name that was bent to this address by its owner says another
//! `Host` and no `Sec-Fetch-Site` at all: what is absent is refused.

use hyper::header::{CONTENT_TYPE, HOST, HeaderMap, ORIGIN};
use hyper::http::request::Parts;
use hyper::{Method, StatusCode, Version};

use super::address::Address;

/// Why a request goes no further. None of them says more than its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is for another host, or for none.
    Misdirected,
    /// It neither reads nor posts.
    Method,
    /// It comes from another page, or does not say from where.
    Foreign,
    /// What is posted is no form, or no file where one is wanted.
    Form,
}

impl Refusal {
    /// Its number.
    pub const fn status(self) -> StatusCode {
        match self {
            Self::Misdirected => StatusCode::MISDIRECTED_REQUEST,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Foreign => StatusCode::FORBIDDEN,
            Self::Form => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        }
    }
}

/// Where files are posted, and nothing else.
pub(crate) const FILES: &str = "/taken/";

/// Lets a request through that comes from our own page, or from a person who types or follows a link outside a page.
///
/// # Errors
/// The first [`Refusal`] that fits.
pub fn admit(head: &Parts, address: &Address) -> Result<(), Refusal> {
    let here = head.version == Version::HTTP_11 && head.uri.authority().is_none();
    if !here || only(&head.headers, HOST.as_str()) != Some(address.host()) {
        return Err(Refusal::Misdirected);
    }
    match head.method {
        Method::GET => admit_get(&head.headers),
        Method::POST => admit_post(&head.headers, address, head.uri.path().starts_with(FILES)),
        _ => Err(Refusal::Method),
    }
}

fn admit_get(headers: &HeaderMap) -> Result<(), Refusal> {
    match only(headers, "sec-fetch-site") {
        Some("same-origin") => Ok(()),
        Some("none") if only(headers, "sec-fetch-mode") == Some("navigate") => Ok(()),
        _ => Err(Refusal::Foreign),
    }
}

fn admit_post(headers: &HeaderMap, address: &Address, is_file: bool) -> Result<(), Refusal> {
    let ours = only(headers, "sec-fetch-site") == Some("same-origin")
        && only(headers, ORIGIN.as_str()) == Some(address.origin().as_str());
    if !ours {
        return Err(Refusal::Foreign);
    }
    // A form of another site can say neither of a file, and its script may not without being allowed first.
    match only(headers, CONTENT_TYPE.as_str()) {
        Some("application/octet-stream") if is_file => Ok(()),
        Some("application/x-www-form-urlencoded" | "application/x-www-form-urlencoded;charset=UTF-8") if !is_file => {
            Ok(())
        }
        _ => Err(Refusal::Form),
    }
}

/// The value of a header that is there exactly once.
pub(crate) fn only<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?;
    if values.next().is_some() { None } else { value.to_str().ok() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hyper::Request;

    const HERE: &str = "abcdefghij234567.localhost:4711";

    /// A head with these headers; an empty `Host` leaves it out.
    fn head(method: &str, uri: &str, headers: &[(&str, &str)]) -> Parts {
        let mut request = Request::builder().method(method).uri(uri);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(()).expect("a request").into_parts().0
    }

    fn admitted(method: &str, uri: &str, headers: &[(&str, &str)]) -> Result<(), Refusal> {
        let address = Address::fresh(4711);
        let ours = |value: &str| value.replace(HERE, address.host());
        let headers: Vec<(&str, String)> = headers.iter().map(|(name, value)| (*name, ours(value))).collect();
        let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        admit(&head(method, &ours(uri), &headers), &address)
    }

    const SITE: (&str, &str) = ("sec-fetch-site", "same-origin");
    const HOSTED: (&str, &str) = ("host", HERE);
    const FROM: (&str, &str) = ("origin", "http://abcdefghij234567.localhost:4711");
    const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

    #[test]
    fn our_own_page_and_a_person_who_follows_a_link_are_let_in() {
        let navigate = [HOSTED, ("sec-fetch-site", "none"), ("sec-fetch-mode", "navigate")];
        assert_eq!(admitted("GET", "/", &[HOSTED, SITE]), Ok(()));
        assert_eq!(admitted("GET", "/enter/x", &navigate), Ok(()));
        assert_eq!(admitted("POST", "/write", &[HOSTED, SITE, FROM, FORM]), Ok(()));
        let by_script = ("content-type", "application/x-www-form-urlencoded;charset=UTF-8");
        assert_eq!(admitted("POST", "/here", &[HOSTED, SITE, FROM, by_script]), Ok(()));
    }

    #[test]
    fn another_host_is_refused_whoever_asks() {
        for host in [
            "localhost:4711",
            "127.0.0.1:4711",
            "[::1]:4711",
            "evil.example:4711",
            "abcdefghij234567.localhost",
            "ABCDEFGHIJ234567.localhost:4711",
            "abcdefghij234567.localhost:4711.",
            "abcdefghij234567.localhost:4712",
            " ",
        ] {
            assert_eq!(admitted("GET", "/", &[("host", host), SITE]), Err(Refusal::Misdirected), "{host}");
        }
        assert_eq!(admitted("GET", "/", &[SITE]), Err(Refusal::Misdirected), "none");
        assert_eq!(admitted("GET", "/", &[HOSTED, HOSTED, SITE]), Err(Refusal::Misdirected), "two");
        let elsewhere = admitted("GET", "http://evil.example/", &[HOSTED, SITE]);
        assert_eq!(elsewhere, Err(Refusal::Misdirected), "a line that names another place");
        let mut old = head("GET", "/", &[HOSTED, SITE]);
        old.version = Version::HTTP_10;
        assert_eq!(admit(&old, &Address::plain(1)), Err(Refusal::Misdirected));
    }

    #[test]
    fn whoever_does_not_say_where_it_comes_from_is_refused() {
        for site in ["cross-site", "same-site", "none", "", "Same-Origin", "same-origin, same-origin"] {
            assert_eq!(admitted("GET", "/", &[HOSTED, ("sec-fetch-site", site)]), Err(Refusal::Foreign), "{site}");
            let post = [HOSTED, ("sec-fetch-site", site), FROM, FORM];
            assert_eq!(admitted("POST", "/write", &post), Err(Refusal::Foreign), "{site}");
        }
        assert_eq!(admitted("GET", "/", &[HOSTED]), Err(Refusal::Foreign), "as after a name was bent");
        assert_eq!(admitted("GET", "/", &[HOSTED, SITE, SITE]), Err(Refusal::Foreign), "two");
        let framed = [HOSTED, ("sec-fetch-site", "none"), ("sec-fetch-mode", "no-cors")];
        assert_eq!(admitted("GET", "/", &framed), Err(Refusal::Foreign));
        let typed = [HOSTED, ("sec-fetch-site", "none"), ("sec-fetch-mode", "navigate"), FROM, FORM];
        assert_eq!(admitted("POST", "/write", &typed), Err(Refusal::Foreign), "nobody types a form");
    }

    #[test]
    fn what_is_posted_comes_from_here_and_is_a_form() {
        for origin in
            ["null", "http://evil.example", "http://localhost:4711", "https://abcdefghij234567.localhost:4711"]
        {
            let post = [HOSTED, SITE, ("origin", origin), FORM];
            assert_eq!(admitted("POST", "/write", &post), Err(Refusal::Foreign), "{origin}");
        }
        assert_eq!(admitted("POST", "/write", &[HOSTED, SITE, FORM]), Err(Refusal::Foreign));
        for kind in ["text/plain", "multipart/form-data; boundary=x", "application/json", "text/html", ""] {
            let post = [HOSTED, SITE, FROM, ("content-type", kind)];
            assert_eq!(admitted("POST", "/write", &post), Err(Refusal::Form), "{kind}");
        }
        assert_eq!(admitted("POST", "/write", &[HOSTED, SITE, FROM]), Err(Refusal::Form));
        let file = ("content-type", "application/octet-stream");
        assert_eq!(admitted("POST", "/write", &[HOSTED, SITE, FROM, file]), Err(Refusal::Form));
        assert_eq!(admitted("POST", "/taken/words", &[HOSTED, SITE, FROM, file]), Ok(()));
        for kind in ["application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x"] {
            let post = [HOSTED, SITE, FROM, ("content-type", kind)];
            assert_eq!(admitted("POST", "/taken/words", &post), Err(Refusal::Form), "{kind}");
        }
        assert_eq!(admitted("POST", "/taken/words", &[HOSTED, SITE, file]), Err(Refusal::Foreign));
    }

    #[test]
    fn nothing_but_reading_and_posting_is_done() {
        for method in ["HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "CONNECT", "TRACE", "BREW"] {
            assert_eq!(admitted(method, "/", &[HOSTED, SITE, FROM, FORM]), Err(Refusal::Method), "{method}");
        }
    }
}

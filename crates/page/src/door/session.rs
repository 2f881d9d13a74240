//! The session: one, in memory, known by one cookie. A new one ends the old one.

use data_encoding::HEXLOWER;
use hyper::header::{COOKIE, HeaderMap};
use kintsugi_vault::random;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// The cookie's name. A browser takes such a one only from this very host, for all of its paths, and never over a network.
const NAME: &str = "__Host-kin";

/// Who has entered.
pub(crate) struct Session(Zeroizing<String>);

impl Session {
    /// A new one, of 256 random bits.
    pub(crate) fn begin() -> Self {
        Self(Zeroizing::new(HEXLOWER.encode(&random::<32>())))
    }

    /// What `Set-Cookie` says. It goes when the browser is closed.
    pub(crate) fn cookie(&self) -> String {
        format!("{NAME}={}; Secure; HttpOnly; SameSite=Strict; Path=/", *self.0)
    }

    /// Whether these headers bear its cookie, exactly once. How long this takes tells nothing.
    pub(crate) fn is_of(&self, headers: &HeaderMap) -> bool {
        let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut ours = cookies
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .filter_map(|(name, value)| (name == NAME).then_some(value));
        match (ours.next(), ours.next()) {
            (Some(value), None) => value.as_bytes().ct_eq(self.0.as_bytes()).into(),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hyper::header::HeaderValue;

    fn with(cookies: &[&str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for cookie in cookies {
            headers.append(COOKIE, HeaderValue::from_str(cookie).expect("a value"));
        }
        headers
    }

    #[test]
    fn its_cookie_alone_is_it() {
        let (one, other) = (Session::begin(), Session::begin());
        let pair = |session: &Session| session.cookie().split(';').next().expect("a pair").to_owned();
        assert!(one.is_of(&with(&[&pair(&one)])));
        assert!(one.is_of(&with(&[&format!("a=b; {}; c=d", pair(&one))])), "beside others of this host");
        let mut changed = pair(&one);
        changed.pop();
        for cookies in [
            vec![],
            vec![pair(&other)],
            vec![changed.clone()],
            vec![format!("{changed}g")],
            vec![pair(&one).replace(NAME, "kin")],
            vec![pair(&one).to_uppercase()],
            vec![pair(&one), pair(&one)],
            vec![format!("{}; {}", pair(&other), pair(&one))],
            vec![format!("{NAME}=")],
        ] {
            let cookies: Vec<&str> = cookies.iter().map(String::as_str).collect();
            assert!(!one.is_of(&with(&cookies)), "{cookies:?}");
        }
    }

    #[test]
    fn a_browser_keeps_it_for_itself_and_not_for_long() {
        let cookie = Session::begin().cookie();
        assert!(cookie.ends_with("; Secure; HttpOnly; SameSite=Strict; Path=/"), "{cookie}");
        assert!(!cookie.contains("Max-Age") && !cookie.contains("Expires") && !cookie.contains("Domain"));
    }
}

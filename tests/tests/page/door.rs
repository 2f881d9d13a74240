//! Who is let in, over the table of all that can be asked for, so that nothing new is forgotten.

use hyper::StatusCode;
use kintsugi_page::{HEADERS, Method, Needs, ROUTES, Route};
use kintsugi_tests::memory;

use crate::visitor::{Seen, Visitor};

/// All that is kept: lines with their stars, acts, and settings.
fn kept(visitor: &Visitor, path: &std::path::Path) -> String {
    assert!(visitor.page.is_open());
    let home = memory::reopen(path);
    let lines = home.all_lines(|_| true).expect("a sound store");
    let lines: Vec<_> = lines.into_iter().map(|listed| listed.line).collect();
    let (local, journal) = (home.local_settings().expect("a row"), home.journal_settings().expect("a row"));
    format!("{lines:?} {} {journal:?} {:?}", local.hold_minutes, home.unsaved().expect("a row").len())
}

/// A path of a route, with a line that is there.
fn path_of(route: &Route, line: &str) -> String {
    route.path.replace("{}", line)
}

/// What is posted there by our own page.
const fn kind_of(route: &Route) -> (&'static str, &'static str) {
    if matches!(route.path.as_bytes(), b"/taken/{}") { FILE } else { KIND }
}

/// What somebody sends who would like something to change.
const FORM: &str = "text=a+forged+line&kind=note&starred=1&hold=1&unlock=1&day-start=1&week-start=7&lines-open=weekly";

const SITE: (&str, &str) = ("sec-fetch-site", "same-origin");
const KIND: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
const FILE: (&str, &str) = ("content-type", "application/octet-stream");

#[test]
fn no_other_page_reads_or_changes_anything() {
    let root = kintsugi_tests::folder(true);
    let (ana, _ben) = memory::couple(root.path());
    let line = memory::write(&ana, "a line").to_string();
    drop(ana);
    let path = root.path().join("Ana");
    let mut visitor = Visitor::at(&path);
    let before = kept(&visitor, &path);
    let origin = visitor.page.address().origin();
    let mut tried = 0;
    for route in ROUTES {
        let to = path_of(route, &line);
        let mut refused = |method: &str, headers: &[(&str, &str)], body: &str| {
            tried += 1;
            let seen = visitor.send(method, &to, headers, body);
            let status = seen.status.as_u16();
            assert!(matches!(status, 403 | 405 | 415 | 421), "{method} {to} {headers:?}: {status}");
            assert!(seen.text.is_empty() && seen.header("set-cookie").is_empty(), "{method} {to} {headers:?}");
        };
        let ours = ("origin", origin.as_str());
        match route.method {
            Method::Get => {
                for headers in [
                    vec![],
                    vec![("sec-fetch-site", "cross-site")],
                    vec![("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate")],
                    vec![("sec-fetch-site", "same-site"), ("sec-fetch-mode", "navigate")],
                    vec![("sec-fetch-site", "none"), ("sec-fetch-mode", "no-cors")],
                    vec![SITE, ("host", "localhost:4711")],
                    vec![SITE, ("host", "evil.example:4711")],
                ] {
                    refused("GET", &headers, "");
                }
                refused("HEAD", &[SITE], "");
                refused("PUT", &[SITE, ours, KIND], FORM);
                refused("OPTIONS", &[SITE, ours], "");
            }
            Method::Post => {
                let kind = kind_of(route);
                for headers in [
                    vec![],
                    vec![ours, kind],
                    vec![("sec-fetch-site", "cross-site"), ours, kind],
                    vec![("sec-fetch-site", "same-site"), ours, kind],
                    vec![("sec-fetch-site", "none"), ("sec-fetch-mode", "navigate"), ours, kind],
                    vec![SITE, kind],
                    vec![SITE, ("origin", "null"), kind],
                    vec![SITE, ("origin", "http://evil.example"), kind],
                    vec![SITE, ("origin", "http://localhost:4711"), kind],
                    vec![SITE, ours],
                    vec![SITE, ours, ("content-type", "text/plain")],
                    vec![SITE, ours, ("content-type", "multipart/form-data; boundary=x")],
                    vec![SITE, ours, ("content-type", "application/json")],
                    vec![SITE, ours, kind, ("host", "evil.example")],
                ] {
                    refused("POST", &headers, FORM);
                }
                refused("DELETE", &[SITE, ours, KIND], FORM);
            }
        }
    }
    assert!(tried > 300, "all of it was tried: {tried}");
    assert_eq!(kept(&visitor, &path), before);
}

#[test]
fn without_a_session_nothing_is_read_and_nothing_changes() {
    let root = kintsugi_tests::folder(true);
    let (ana, _ben) = memory::couple(root.path());
    let line = memory::write(&ana, "a line").to_string();
    drop(ana);
    let path = root.path().join("Ana");
    let mut visitor = Visitor::of(&path, Some(memory::reopen(&path)));
    let before = kept(&visitor, &path);
    let origin = visitor.page.address().origin();
    for cookie in ["", "__Host-kin=", "__Host-kin=0000", "kin=x; __Host-kin=%00"] {
        for route in ROUTES.iter().filter(|route| route.needs() != Needs::Nothing) {
            let method = if route.method == Method::Get { "GET" } else { "POST" };
            let with_cookie = [SITE, ("origin", origin.as_str()), kind_of(route), ("cookie", cookie)];
            let seen = visitor.send(method, &path_of(route, &line), &with_cookie, FORM);
            assert_eq!(seen.status, StatusCode::FORBIDDEN, "{method} {}", route.path);
            assert_eq!(seen.text, "This page is opened with: kintsugi open\n");
        }
        let nowhere = visitor.send("GET", "/no/such/page", &[SITE, ("cookie", cookie)], "");
        assert_eq!(nowhere.status, StatusCode::FORBIDDEN, "nobody learns which pages there are");
    }
    assert_eq!(kept(&visitor, &path), before);
}

fn has_all_headers(seen: &Seen, what: &str) {
    for (name, value) in HEADERS {
        assert_eq!(seen.header(name), value, "{what}: {name}");
    }
    for name in
        ["server", "access-control-allow-origin", "access-control-allow-private-network", "etag", "last-modified"]
    {
        assert_eq!(seen.header(name), "", "{what}: {name}");
    }
}

/// Every answer of every route, open, locked, hidden and from outside.
#[test]
fn every_answer_bears_all_headers() {
    let mut visitor = Visitor::with_passphrase();
    let mut seen = 0;
    let mut each = |visitor: &mut Visitor, when: &str, skip: &[&str]| {
        for route in ROUTES.iter().filter(|route| !skip.contains(&route.path)) {
            let path = path_of(route, "nosuchline");
            let answer = match route.method {
                Method::Get => visitor.get(&path),
                Method::Post => visitor.post(&path, &[("text", "")]),
            };
            has_all_headers(&answer, &format!("{when}, {}", route.path));
            assert!(answer.status.as_u16() < 500, "{when}, {}: {}", route.path, answer.status);
            seen += 1;
        }
        let away = visitor.send("GET", "/", &[("sec-fetch-site", "cross-site")], "");
        has_all_headers(&away, when);
        has_all_headers(&visitor.get("/no/such/page"), when);
    };
    let door = ["/end", "/lock", "/hide"];
    each(&mut visitor, "open", &door);
    for (when, path) in [("hidden", "/hide"), ("locked", "/lock")] {
        let answer = visitor.post(path, &[]);
        has_all_headers(&answer, path);
        each(&mut visitor, when, &door);
    }
    has_all_headers(&visitor.post("/end", &[]), "the end");
    assert!(seen > 90, "{seen}");
}

/// Nothing of the laptop but that a screen stays on; nothing from elsewhere; nobody frames it, nobody keeps it.
#[test]
fn the_headers_say_what_they_must() {
    let all: String = HEADERS.iter().map(|(name, value)| format!("{name}: {value}\n")).collect();
    for must in [
        "default-src 'none'",
        "script-src 'self';",
        "style-src 'self';",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'; trusted-types 'none'",
        "cache-control: no-store\n",
        "referrer-policy: same-origin\n",
        "x-content-type-options: nosniff\n",
        "x-frame-options: DENY\n",
        "cross-origin-opener-policy: same-origin\n",
        "cross-origin-resource-policy: same-origin\n",
        "cross-origin-embedder-policy: require-corp\n",
        "camera=()",
        "screen-wake-lock=(self)",
    ] {
        assert!(all.contains(must), "{must}");
    }
    assert!(!all.contains("unsafe") && !all.contains('*') && !all.contains("http"), "{all}");
}

/// Nothing is loaded from elsewhere, nothing runs that stands in a page, and what comes along is small.
#[test]
fn pages_load_nothing_but_what_comes_along() {
    let mut visitor = Visitor::alone();
    for route in ROUTES.iter().filter(|route| route.method == Method::Get && route.needs() == Needs::Journal) {
        let seen = visitor.get(&path_of(route, "nosuchline"));
        for outside in
            ["http://", "https://", "//", " style=", "<style", "onclick", "onload", "javascript:", "<img", "<iframe"]
        {
            assert!(!seen.text.contains(outside), "{}: {outside}", route.path);
        }
        if seen.status.is_redirection() {
            assert!(seen.text.is_empty(), "{}", route.path);
            continue;
        }
        seen.shows("<title>Kintsugi</title>");
        assert_eq!(seen.text.matches("<script").count(), 1, "{}", route.path);
    }
    let sizes: usize = ["/kintsugi.css", "/page.js", "/mark.svg"].iter().map(|path| visitor.get(path).text.len()).sum();
    assert!(sizes < 30 * 1024, "{sizes}");
}

//! The link and the session.

use hyper::StatusCode;
use kintsugi_tests::memory;

use crate::visitor::{PASSPHRASE, Visitor};

fn path(visitor: &mut Visitor) -> String {
    let link = visitor.page.link(&visitor.now);
    link.strip_prefix(&visitor.page.address().origin()).expect("a link of this page").to_owned()
}

#[test]
fn a_link_works_once_and_the_second_one_ends_what_the_first_began() {
    let mut visitor = Visitor::alone();
    let link = path(&mut visitor);
    assert_eq!(visitor.follow(&link).status, StatusCode::SEE_OTHER);
    assert_eq!(visitor.get("/").status, StatusCode::OK);
    let again = visitor.follow(&link);
    assert_eq!((again.status, again.header("set-cookie")), (StatusCode::FORBIDDEN, ""));
    assert_eq!(visitor.get("/").status, StatusCode::FORBIDDEN, "whoever it was, neither is in");
}

#[test]
fn a_link_is_over_after_a_minute_and_no_other_one_is_good() {
    let mut visitor = Visitor::alone();
    let link = path(&mut visitor);
    let (changed, _) = link.split_at(link.len() - 1);
    for other in [changed.to_owned(), format!("{changed}?"), "/enter/x".into()] {
        assert_eq!(visitor.follow(&other).status, StatusCode::FORBIDDEN);
    }
    visitor.wait(61);
    assert_eq!(visitor.follow(&link).status, StatusCode::FORBIDDEN);
    assert_eq!(visitor.get("/").status, StatusCode::OK, "and who was in stays");
}

#[test]
fn a_browser_that_looks_ahead_uses_nothing_up() {
    let mut visitor = Visitor::alone();
    let link = path(&mut visitor);
    let ahead = [("sec-fetch-site", "none"), ("sec-fetch-mode", "navigate"), ("sec-purpose", "prefetch;prerender")];
    let seen = visitor.send("GET", &link, &ahead, "");
    assert_eq!((seen.status, seen.header("set-cookie")), (StatusCode::FORBIDDEN, ""));
    assert_eq!(visitor.follow(&link).status, StatusCode::SEE_OTHER);
}

#[test]
fn a_new_session_ends_the_old_one() {
    let root = kintsugi_tests::folder(true);
    drop(memory::home(root.path(), "Ana"));
    let mut visitor = Visitor::at(&root.path().join("Ana"));
    let old = visitor.send("GET", "/", &[("sec-fetch-site", "same-origin")], "");
    assert_eq!(old.status, StatusCode::OK);
    let link = path(&mut visitor);
    let entered = visitor.send("GET", &link, &[("sec-fetch-site", "none"), ("sec-fetch-mode", "navigate")], "");
    let cookie = entered.header("set-cookie").to_owned();
    assert!(cookie.ends_with("; Secure; HttpOnly; SameSite=Strict; Path=/"), "{cookie}");
    assert_eq!(visitor.get("/").status, StatusCode::OK);
    visitor.enter();
    let of_before = cookie.split(';').next().expect("a pair");
    let headers = [("sec-fetch-site", "same-origin"), ("cookie", of_before)];
    assert_eq!(visitor.send("GET", "/", &headers, "").status, StatusCode::FORBIDDEN);
}

/// The link alone opens no journal that has a passphrase.
#[test]
fn a_locked_journal_asks_for_its_passphrase_first() {
    let mut visitor = Visitor::with_passphrase();
    visitor.post("/lock", &[]);
    visitor.enter();
    for path in ["/", "/read", "/settings", "/no/such/page"] {
        visitor.get(path).hides("A line or two about today?");
    }
    visitor.get("/").shows("Your journal is locked").shows("name=\"passphrase\"");
    let wrong = visitor.post("/unlock", &[("passphrase", "another one")]);
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    wrong.shows("That does not open it.").hides("another one");
    visitor.post("/unlock", &[]).shows("Type your passphrase first.");
    visitor.done("/unlock", &[("passphrase", PASSPHRASE)]).shows("A line or two about today?");
}

#[test]
fn after_five_wrong_ones_there_is_a_pause() {
    let mut visitor = Visitor::with_passphrase();
    visitor.post("/lock", &[]);
    for _ in 0..5 {
        visitor.post("/unlock", &[("passphrase", "another one")]).shows("That does not open it.");
    }
    let paused = visitor.post("/unlock", &[("passphrase", PASSPHRASE)]);
    paused.shows("Please wait").hides("A line or two");
    assert!(!visitor.page.is_open(), "not even the right one");
    visitor.wait(31);
    visitor.done("/unlock", &[("passphrase", PASSPHRASE)]).shows("A line or two about today?");
}

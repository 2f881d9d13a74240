//! Locking, hiding and closing; and that nothing which was sent is lost by any of them.

use hyper::StatusCode;

use crate::visitor::{PASSPHRASE, Visitor};

#[test]
fn it_locks_when_nobody_clicks_or_types_and_also_over_a_sleep() {
    for asleep in [false, true] {
        let mut visitor = Visitor::with_passphrase();
        visitor.done("/write", &[("text", "the walk home")]).shows("the walk home");
        visitor.wait(14 * 60);
        visitor.get("/").shows("the walk home");
        visitor.wait(14 * 60);
        let typing = visitor.post("/here", &[]);
        assert_eq!((typing.status, typing.text.as_str()), (StatusCode::NO_CONTENT, ""));
        visitor.wait(14 * 60);
        visitor.page.pass_time(&visitor.now);
        assert!(visitor.page.is_open(), "somebody typed");
        if asleep {
            visitor.sleep(60)
        } else {
            visitor.wait(60)
        }
        visitor.page.pass_time(&visitor.now);
        assert!(!visitor.page.is_open(), "by itself, asked by nobody");
        for path in ["/", "/read", "/write", "/hearts", "/no/such/page"] {
            visitor.get(path).hides("the walk home");
        }
        visitor.get("/").shows("Your journal is locked");
        visitor.post("/here", &[]);
        assert!(!visitor.page.is_open());
        visitor.done("/unlock", &[("passphrase", PASSPHRASE)]).shows("the walk home");
    }
}

/// She writes for a long time, the page locks meanwhile, and she saves.
#[test]
fn what_is_sent_to_a_locked_page_is_saved_once_it_is_open() {
    let mut visitor = Visitor::with_passphrase();
    visitor.wait(60 * 60);
    visitor.done("/write", &[("text", "a long thought"), ("kind", "hard")]).shows("is saved once the journal is open");
    visitor.post("/act", &[("text", "the second form")]);
    visitor.get("/").hides("a long thought").hides("second form");
    visitor.post("/unlock", &[("passphrase", "another one")]).hides("a long thought");
    visitor.wait(13 * 60 * 60);
    assert!(!visitor.page.has_ended(&visitor.now), "not while words wait");
    let today = visitor.done("/unlock", &[("passphrase", PASSPHRASE)]);
    today.shows("the second form");
    visitor.get("/read").shows("a long thought");
}

/// Of several forms that waited, one cannot be done: its words become a draft.
#[test]
fn what_cannot_be_saved_afterwards_is_kept_as_a_draft() {
    let mut visitor = Visitor::with_passphrase();
    visitor.post("/lock", &[]);
    visitor.post("/write", &[("text", "about a day to come"), ("day", "2031-01-01")]);
    visitor.post("/write", &[("text", "about today")]);
    visitor.done("/unlock", &[("passphrase", PASSPHRASE)]).shows("about today").shows("kept as a draft");
    let drafts = visitor.get("/drafts");
    drafts.shows("about a day to come");
    let form = visitor.post(&drafts.way("/use"), &[]);
    form.shows("about a day to come</textarea>");
    let name = form.value("draft");
    visitor.done("/write", &[("text", "about a day to come, today"), ("draft", &name)]).hides("kept as a draft");
    visitor.get("/drafts").hides("about a day").shows("There is no draft.");
}

#[test]
fn hidden_it_shows_nothing_until_somebody_goes_on() {
    let mut visitor = Visitor::with_passphrase();
    visitor.done("/write", &[("text", "the walk home")]);
    let hidden = visitor.done("/hide", &[]);
    hidden.shows("A short rest").hides("Kintsugi</a>");
    for path in ["/", "/read", "/write", "/settings", "/no/such/page"] {
        let seen = visitor.get(path);
        seen.shows("A short rest").hides("the walk home");
    }
    visitor.post("/write", &[("text", "sent from another window")]);
    visitor.get("/").hides("another window");
    visitor.done("/show", &[]).shows("the walk home").shows("sent from another window");
}

#[test]
fn hidden_for_two_minutes_it_wants_the_passphrase() {
    let mut visitor = Visitor::with_passphrase();
    visitor.post("/hide", &[]);
    visitor.wait(119);
    visitor.done("/show", &[]).shows("A line or two about today?");
    visitor.post("/hide", &[]);
    visitor.wait(60);
    visitor.post("/hide", &[]);
    visitor.wait(60);
    visitor.done("/show", &[]).shows("Your journal is locked");
}

/// Whoever asks for another link in the meantime gets no further.
#[test]
fn a_new_link_shows_no_page_that_was_hidden_for_long() {
    let mut visitor = Visitor::with_passphrase();
    visitor.post("/hide", &[]);
    visitor.wait(3 * 60);
    visitor.enter();
    visitor.get("/").shows("Your journal is locked");
}

#[test]
fn locked_and_closed_the_browser_forgets_what_it_has() {
    let mut visitor = Visitor::with_passphrase();
    let locked = visitor.post("/lock", &[]);
    assert_eq!(locked.header("clear-site-data"), "\"cache\", \"storage\"");
    let closed = visitor.post("/end", &[]);
    assert_eq!(closed.header("clear-site-data"), "\"cache\", \"storage\"");
    closed.shows("Kintsugi is closed");
    assert_eq!(visitor.get("/").status, StatusCode::FORBIDDEN);
    assert_eq!(visitor.get("/kintsugi.css").status, StatusCode::OK, "what the last page is made of");
    assert!(!visitor.page.has_ended(&visitor.now));
    visitor.wait(2);
    assert!(visitor.page.has_ended(&visitor.now));
}

/// A journal without a passphrase cannot be locked, and no button says so.
#[test]
fn a_journal_without_a_passphrase_has_nothing_to_lock_it_with() {
    let mut visitor = Visitor::alone();
    visitor.get("/more").hides("Lock").shows("Close Kintsugi").shows("has no passphrase");
    visitor.wait(5 * 60 * 60);
    visitor.get("/").shows("A line or two about today?");
    visitor.wait(13 * 60 * 60);
    assert!(visitor.page.has_ended(&visitor.now), "nobody came for half a day");
    let mut visitor = Visitor::with_passphrase();
    visitor.get("/more").shows("Lock");
}

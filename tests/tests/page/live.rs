//! The stream: what open pages are told while nobody asks, and when nobody has a page open any more.

use hyper::StatusCode;
use kintsugi_page::{News, Stream};

use crate::visitor::{PASSPHRASE, Visitor};

/// A page that listens.
fn listening(visitor: &mut Visitor) -> Stream {
    let seen = visitor.get("/live");
    assert_eq!((seen.status, seen.text.as_str()), (StatusCode::OK, ""));
    seen.response.extensions().get::<Stream>().expect("a stream").clone()
}

fn told(stream: &Stream) -> Vec<News> {
    std::iter::from_fn(|| stream.take()).collect()
}

#[test]
fn another_window_hears_that_something_changed_and_never_what() {
    let mut visitor = Visitor::alone();
    let stream = listening(&mut visitor);
    visitor.get("/read");
    visitor.post("/here", &[]);
    visitor.post("/write", &[("text", "")]);
    assert_eq!(told(&stream), [], "nothing was changed");
    visitor.post("/write", &[("text", "the walk home")]);
    visitor.post("/act", &[]);
    assert_eq!(told(&stream), [News::Changed], "said once");
    let names = [News::Changed, News::Arrived, News::Opened, News::Locked, News::Ended].map(News::line);
    assert_eq!(names, ["changed\n", "arrived\n", "opened\n", "locked\n", "ended\n"]);
}

#[test]
fn there_are_four_at_most() {
    let mut visitor = Visitor::alone();
    let mut streams: Vec<Stream> = (0..4).map(|_| listening(&mut visitor)).collect();
    assert_eq!(visitor.get("/live").status, StatusCode::NO_CONTENT);
    streams.pop();
    streams.push(listening(&mut visitor));
}

/// A page that is open is not somebody who sits before it.
#[test]
fn an_open_stream_keeps_no_journal_open() {
    let mut visitor = Visitor::with_passphrase();
    let stream = listening(&mut visitor);
    visitor.wait(14 * 60);
    let other = listening(&mut visitor);
    assert_eq!(told(&stream), []);
    visitor.wait(2 * 60);
    visitor.page.pass_time(&visitor.now);
    assert!(!visitor.page.is_open());
    assert_eq!((told(&stream), told(&other)), (vec![News::Locked], vec![News::Locked]));
    visitor.page.lock(&visitor.now);
    assert_eq!(told(&stream), [], "it was locked already");
    visitor.done("/unlock", &[("passphrase", PASSPHRASE)]).shows("A line or two about today?");
}

#[test]
fn hidden_in_one_window_it_is_covered_in_the_others() {
    let mut visitor = Visitor::alone();
    let stream = listening(&mut visitor);
    visitor.post("/hide", &[]);
    assert_eq!(told(&stream), [News::Locked]);
    drop(stream);
    listening(&mut visitor);
}

#[test]
fn who_enters_anew_ends_the_pages_of_before() {
    let mut visitor = Visitor::alone();
    let old = listening(&mut visitor);
    visitor.enter();
    let new = listening(&mut visitor);
    visitor.post("/act", &[]);
    assert_eq!((told(&old), told(&new)), (vec![News::Ended], vec![News::Changed]));
    visitor.post("/end", &[]);
    assert_eq!(told(&new), [News::Ended]);
}

#[test]
fn ten_minutes_after_the_last_page_it_ends() {
    let mut visitor = Visitor::alone();
    let stream = listening(&mut visitor);
    visitor.wait(60 * 60);
    visitor.page.pass_time(&visitor.now);
    assert!(!visitor.page.has_ended(&visitor.now), "one is open");
    drop(stream);
    visitor.wait(9 * 60);
    visitor.page.pass_time(&visitor.now);
    assert!(!visitor.page.has_ended(&visitor.now), "somebody may come back");
    visitor.wait(60);
    visitor.page.pass_time(&visitor.now);
    assert!(visitor.page.has_ended(&visitor.now));
}

/// Words that wait for the passphrase are nowhere else.
#[test]
fn it_does_not_end_while_words_wait() {
    let mut visitor = Visitor::with_passphrase();
    drop(listening(&mut visitor));
    visitor.post("/lock", &[]);
    visitor.post("/write", &[("text", "a long thought")]);
    visitor.wait(60 * 60);
    assert!(!visitor.page.has_ended(&visitor.now));
    visitor.done("/unlock", &[("passphrase", PASSPHRASE)]).shows("a long thought");
    visitor.wait(10 * 60);
    assert!(visitor.page.has_ended(&visitor.now));
}

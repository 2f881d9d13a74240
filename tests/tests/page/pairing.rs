//! Two people at two pages, over loopback: from the code to the first meeting, and a meeting when somebody asks.

use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use hyper::StatusCode;
use jiff::ZonedDateTime;
use kintsugi_page::{Method, Needs, ROUTES, Stream, Surroundings};
use kintsugi_tests::memory;

use crate::visitor::{Seen, Visitor};

fn clock() -> ZonedDateTime {
    "2026-06-03T20:30:00+00:00[UTC]".parse().expect("a moment")
}

/// A page on this machine, with a network of its own.
fn at_home(name: &str) -> Visitor {
    let around = Surroundings { only: Some(IpAddr::V4(Ipv4Addr::LOCALHOST)), clock };
    Visitor::alone_as(name).beside(around)
}

fn listening(visitor: &mut Visitor) -> Stream {
    let seen = visitor.get("/live");
    seen.response.extensions().get::<Stream>().expect("a stream").clone()
}

/// Looks at a page each time that something happens, until it shows this.
#[track_caller]
fn until(visitor: &mut Visitor, path: &str, what: &str) -> Seen {
    let stream = listening(visitor);
    let wait = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
    for _ in 0..50 {
        let seen = visitor.get(path);
        if seen.text.contains(what) {
            return seen;
        }
        let next = stream.clone().next();
        let happens = async { tokio::time::timeout(Duration::from_secs(60), next).await };
        wait.block_on(happens).unwrap_or_else(|_| panic!("{what:?} never came; last:\n{}", seen.text));
    }
    panic!("{what:?} never came");
}

/// What stands between two texts, for the first time.
fn between(text: &str, before: &str, after: &str) -> String {
    let (_, rest) = text.split_once(before).expect("it stands there");
    rest.split_once(after).expect("it ends").0.to_owned()
}

fn words(seen: &Seen) -> String {
    between(&seen.text, "name=\"words\" value=\"", "\"")
}

/// Ana shows a code, and Ben takes the long one. Both compare.
fn comparing(ana: &mut Visitor, ben: &mut Visitor) -> (String, String) {
    ana.done("/pair", &[("share", "all"), ("lines", "at-once")]);
    let shown = until(ana, "/pair", "If the code finds nothing");
    shown.shows("then “I have a code”").shows("<svg class=\"qr\"");
    let long = between(&shown.text, "<code>", "</code>");
    ben.done("/join", &[("code", &long.to_lowercase()), ("lines", "at-once")]);
    let (hers, his) = (until(ana, "/pair", "Ben is there"), until(ben, "/pair", "Ana is there"));
    (words(&hers), words(&his))
}

#[test]
fn two_pages_are_paired_and_meet_when_somebody_asks() {
    let (mut ana, mut ben) = (at_home("Ana"), at_home("Ben"));
    ana.done("/write", &[("text", "the walk home")]).shows("Pair with your partner");
    ana.get("/meet").shows("This journal is yours alone so far.").hides("Meet now");
    ana.get("/pair").shows("What may your partner read of it?").shows("Show a code");
    ben.get("/join").hides("What may your partner read").shows("When may each of you read");

    let (hers, his) = comparing(&mut ana, &mut ben);
    assert_eq!(hers, his);
    assert_eq!(hers.split(' ').count(), 4);
    ana.get("/join").hides("Ben is there");
    ana.post("/pair/compared", &[("same", "yes"), ("words", "four other words entirely")]);
    ana.get("/pair").shows("Yes, they are the same");
    ana.done("/pair/compared", &[("same", "yes"), ("words", &hers)]);
    ben.done("/pair/compared", &[("same", "yes"), ("words", &his)]);
    until(&mut ana, "/pair", "You are paired with Ben").shows("1 line went to Ben.");
    until(&mut ben, "/pair", "You are paired with Ana").shows("1 line came from Ana.").shows("at the next meeting");
    ben.done("/pair/stop", &[]).shows("the walk home");
    ana.done("/pair/stop", &[]).hides("Pair with your partner");

    ana.get("/meet").shows("The laptops last met on Wednesday, 3 June 2026.").shows("Nothing is waiting to be sent.");
    ben.done("/write", &[("text", "not yet to be read")]);
    ben.get("/meet").shows("A new line waits until");
    ana.post("/meet/now", &[]);
    until(&mut ana, "/meet", "You and Ben have the same now.");
    ana.get("/read").hides("not yet to be read");
    ana.done("/meet/look", &[]).shows("Ben's laptop is ");
    ana.done("/meet/doctor", &[]);
    until(&mut ana, "/meet", "Nothing on this laptop and this network is in the way.");
}

#[test]
fn words_that_differ_end_it_and_nothing_is_kept() {
    let (mut ana, mut ben) = (at_home("Ana"), at_home("Ben"));
    let (hers, his) = comparing(&mut ana, &mut ben);
    ben.done("/pair/compared", &[("same", "no"), ("words", &his)])
        .shows("The pairing was not finished. Nothing was stored.")
        .shows("Show a code")
        .hides("Ana is there");
    ana.post("/pair/compared", &[("same", "yes"), ("words", &hers)]);
    until(&mut ana, "/pair", "Nothing was stored.").shows("Show a code").hides("Ben");
    ana.get("/meet").shows("yours alone so far");
    ben.get("/").shows("Pair with your partner");
}

#[test]
fn leaving_the_page_changes_nothing_and_stop_ends_it() {
    let mut ana = at_home("Ana");
    ana.done("/pair", &[]);
    let shown = until(&mut ana, "/pair", "If the code finds nothing");
    let code = between(&shown.text, "role=\"img\" aria-label=\"", "\"");
    ana.get("/read");
    ana.get("/pair").shows(&code).shows("http-equiv=\"refresh\"");
    let other = ana.get("/join");
    assert_eq!((other.status, other.header("location")), (StatusCode::SEE_OTHER, "/pair"));
    ana.done("/pair/stop", &[]).shows("Show a code").hides(&code).hides("refresh");
}

#[test]
fn what_is_no_code_stays_in_its_field() {
    let mut ben = at_home("Ben");
    for typed in ["6RZ9 TS5K", "6RZ9 TS5K 6EEG YM6Q", "kin1abc", "<b>"] {
        let again = ben.post("/join", &[("code", typed)]);
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed}");
        again.shows("Nothing was sent").shows(&typed.replace('<', "&lt;").replace('>', "&gt;"));
    }
}

/// Whether the other laptop is there stands nowhere but in the answer to who asks.
#[test]
fn no_page_shows_whether_the_other_is_there() {
    let root = kintsugi_tests::folder(true);
    drop(memory::couple(root.path()));
    let mut ana = Visitor::at(&root.path().join("Ana"));
    for route in ROUTES.iter().filter(|route| route.method == Method::Get && route.needs() == Needs::Journal) {
        let seen = ana.get(&route.path.replace("{}", "nosuchline"));
        for sign in ["laptop is there", "in touch with", "online", "last seen"] {
            assert!(!seen.text.contains(sign), "{}: {sign}", route.path);
        }
    }
    ana.done("/meet/look", &[]).shows("Ben's laptop is not in touch with this one right now.");
    ana.get("/meet").hides("right now");
}

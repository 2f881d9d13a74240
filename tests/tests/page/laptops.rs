//! The laptops of the two, and what this one is told of itself.

use hyper::StatusCode;
use kintsugi_tests::memory;

use crate::visitor::{Visitor, two};

#[test]
fn laptops_are_named_for_this_journal_alone() {
    let (root, mut ana, ben) = two();
    ana.get("/meet").shows("href=\"/devices\"");
    let page = ana.get("/devices");
    page.shows("This laptop").shows("Ben's laptop").shows("Show a code for it");
    let ids: Vec<String> = page
        .text
        .split("action=\"/devices/")
        .skip(1)
        .filter_map(|part| part.split('"').next())
        .filter(|id| id.len() == 64)
        .map(str::to_owned)
        .collect();
    assert_eq!(ids.len(), 2);
    ana.done(&format!("/devices/{}", ids[1]), &[("name", " the old one ")]).shows("value=\"the old one\"");
    for name in ["", "a\u{202e}b", "a\nb"] {
        let again = ana.post(&format!("/devices/{}", ids[1]), &[("name", name)]);
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "{name:?}");
    }
    for id in ["", "..", "0", &ids[1][..63], &ids[1].to_uppercase()] {
        assert_eq!(ana.post(&format!("/devices/{id}"), &[("name", "x")]).status, StatusCode::NOT_FOUND, "{id}");
    }
    let named = |home: &kintsugi_home::Home| {
        let devices = home.devices().expect("a row").into_iter();
        devices.filter_map(|device| device.name).collect::<Vec<_>>()
    };
    assert_eq!(named(&memory::reopen(&root.path().join("Ana"))), ["the old one"]);
    assert_eq!(named(&ben), [""; 0]);
    assert_eq!(ana.post("/devices/replace", &[]).header("location"), "/pair");
}

#[test]
fn whoever_has_no_partner_has_nobody_s_laptop_to_replace() {
    let mut ana = Visitor::alone();
    ana.get("/devices").shows("This laptop").hides("Show a code for it");
    assert_eq!(ana.post("/devices/replace", &[]).status, StatusCode::CONFLICT);
}

#[test]
fn room_and_networks_are_among_the_settings() {
    let (root, mut ana, _ben) = two();
    let base = [("hold", "10"), ("unlock", "15"), ("day-start", "4"), ("week-start", "1"), ("lines-open", "at-once")];
    let with = |more: &[(&'static str, &'static str)]| [&base[..], more].concat();
    ana.done("/settings", &with(&[("room", "30"), ("networks", " wlan0, eth0 ,")])).shows("value=\"wlan0, eth0\"");
    for room in ["0", "1000001", "many", "-1"] {
        let again = ana.post("/settings", &with(&[("room", room)]));
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "{room}");
    }
    ana.done("/settings", &with(&[])).shows("Saved.");
    let local = memory::reopen(&root.path().join("Ana")).local_settings().expect("a row");
    assert_eq!((local.room_megabytes, local.networks), (30, vec!["wlan0".to_owned(), "eth0".to_owned()]));
    ana.done("/settings", &with(&[("networks", "")])).shows("Saved.");
    let local = memory::reopen(&root.path().join("Ana")).local_settings().expect("a row");
    assert!(local.networks.is_empty(), "asked for anew");
}

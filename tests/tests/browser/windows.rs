//! Windows beside one another, and one that nobody looks at.

use std::time::Duration;

use kintsugi_tests::browser::{Chromium, Tab};
use kintsugi_tests::{OpenPage, Two, folder};

use crate::gone::with_passphrase;

/// Four of them hear what happens; a browser has six connections to one place, and every window shows its page all the same.
#[test]
fn six_windows_show_their_pages_and_one_of_them_saves() {
    let Some(browser) = Chromium::start() else { return };
    let two = Two::with_journals();
    two.ana.write("the gooseberry bush", &[]);
    let page = OpenPage::by(&two.ana);
    let first = browser.tab();
    first.open(&page.at(&page.enter));
    let windows: Vec<Tab> = (0..5).map(|_| browser.tab()).collect();
    for (at, tab) in windows.iter().enumerate() {
        tab.open(&page.at("/"));
        assert!(tab.words().contains("gooseberry"), "window {at}");
    }
    let last = &windows[4];
    last.type_into("#text", "the quince tree");
    last.leads(|tab| tab.click("form[action='/write'] button"));
    assert!(last.words().contains("the quince tree"));
    first.until_true("!document.querySelector('.news p[data-on~=changed]').hidden");
    assert!(!first.words().contains("quince"), "nothing changes under somebody's hands");
}

/// Locked in a terminal, every window is: the one that is open, one that is opened beside it, and one that comes back.
#[test]
fn locked_in_a_terminal_no_window_shows_a_word() {
    let Some(browser) = Chromium::start() else { return };
    let root = folder(true);
    let ana = with_passphrase(root.path());
    let page = OpenPage::by(&ana);
    let first = browser.tab();
    first.open(&page.at(&page.enter));
    let twin = browser.tab();
    twin.open(&first.text_of("location.href"));
    for tab in [&first, &twin] {
        assert!(tab.words().contains("gooseberry"), "{}", tab.words());
    }
    ana.ok(&["lock"]);
    for tab in [&first, &twin] {
        let seen = tab.until("Your journal is locked");
        assert!(!seen.contains("gooseberry"), "{seen}");
    }
    let late = browser.tab();
    late.open(&first.text_of("location.href"));
    assert!(late.words().contains("Your journal is locked") && !late.words().contains("gooseberry"));
}

/// The clock on the wall and what is left of a turn, both in seconds, at the next beat of a timer.
fn beat(tab: &Tab) -> (f64, f64) {
    let next = "new Promise((done) => { const left = document.querySelector('#ring .left');
        const part = () => left.getAttribute('stroke-dashoffset') / left.getAttribute('stroke-dasharray');
        new MutationObserver(() => done([Date.now() / 1000, ring.dataset.seconds * (1 - part())])).observe(left, { attributes: true }); })";
    let seen = tab.value(next);
    (seen[0].as_f64().expect("a time"), seen[1].as_f64().expect("seconds"))
}

/// Who counts beats is wrong after a sleep, in which there are none.
#[test]
fn the_timer_of_a_tab_that_slept_is_right_when_it_wakes_up_and_a_pause_holds() {
    let Some(browser) = Chromium::start() else { return };
    let two = Two::with_journals();
    let page = OpenPage::by(&two.ana);
    let tab = browser.tab();
    tab.open(&page.at(&page.enter));
    tab.open(&page.at("/sit/1"));
    let (began, whole) = beat(&tab);
    tab.asleep(true);
    std::thread::sleep(Duration::from_secs(5));
    tab.asleep(false);
    let (woke, left) = beat(&tab);
    assert!(
        woke - began >= 5.0 && (whole - left - (woke - began)).abs() < 1.0,
        "{whole} to {left} in {}",
        woke - began
    );
    tab.click("#pause");
    let clock = || tab.text_of("document.getElementById('clock').textContent");
    let paused = clock();
    std::thread::sleep(Duration::from_secs(2));
    assert_eq!(clock(), paused, "a pause holds");
    tab.click("#pause");
    let (_, after) = beat(&tab);
    assert!(left - after < 1.5, "and what it held is left: {left} to {after}");
}

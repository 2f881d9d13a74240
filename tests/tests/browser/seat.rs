//! Somebody before a browser at their laptop, whose clicks are counted.

use std::cell::Cell;
use std::time::Instant;

use kintsugi_tests::browser::{Chromium, Tab};
use kintsugi_tests::{OpenPage, Person, note};

use crate::gone::PASSPHRASE;

/// Somebody at their page.
pub(crate) struct Seat {
    pub(crate) person: Person,
    pub(crate) tab: Tab,
    page: OpenPage,
    clicks: Cell<u32>,
    since: Instant,
    script: bool,
    browser: Chromium,
}

impl Seat {
    /// Sits down: the page is open in a private window, with or without script.
    pub(crate) fn take(person: Person, script: bool) -> Option<Self> {
        let browser = Chromium::at(&person)?;
        let page = OpenPage::by(&person);
        let tab = window(&browser, &page, script);
        let (clicks, since) = (Cell::new(0), Instant::now());
        Some(Self { person, tab, page, clicks, since, script, browser })
    }

    /// The same seat on another day, after the page was closed; from now on its clicks are counted anew.
    pub(crate) fn again(&mut self, now: &str) {
        self.person.clock.as_mut().expect("a clock").set(now);
        self.click("a[href='/more']");
        self.click("form[action='/end'] button:not([formaction])");
        assert!(self.page.child.wait().expect("it ends").success());
        self.page = OpenPage::by(&self.person);
        self.tab = window(&self.browser, &self.page, self.script);
        if self.tab.words().contains("Unlock") {
            self.tab.type_into("#passphrase", PASSPHRASE);
            self.click("form[action='/unlock'] button");
        }
        self.clicks.set(0);
        self.since = Instant::now();
    }

    /// Clicks what leads to another page.
    #[track_caller]
    pub(crate) fn click(&self, selector: &str) {
        self.clicks.set(self.clicks.get() + 1);
        self.tab.leads(|tab| tab.click(selector));
        assert_eq!(self.tab.titled(), "Kintsugi");
    }

    /// Types something and clicks.
    #[track_caller]
    pub(crate) fn send(&self, field: &str, text: &str, selector: &str) {
        self.tab.type_into(field, text);
        self.click(selector);
    }

    /// What stands there now.
    #[track_caller]
    pub(crate) fn shows(&self, words: &str) {
        let seen = self.tab.words();
        assert!(seen.contains(words), "{}: no {words:?} in:\n{seen}", self.person.name);
    }

    /// Looks at a page by its address, which counts as no click.
    pub(crate) fn look(&self, path: &str) -> String {
        self.tab.open(&self.page.at(path));
        self.tab.words()
    }

    /// Says how far it has come with so many clicks.
    pub(crate) fn reached(&self, what: &str) {
        note(&format!("{}: {what} after {} clicks, {:.1?}", self.person.name, self.clicks.get(), self.since.elapsed()));
    }

    /// So many clicks until now.
    pub(crate) fn clicks(&self) -> u32 {
        self.clicks.get()
    }

    /// Everything that the window of now asked for was asked of its own page, and no word stands in an address.
    pub(crate) fn asked_nobody_else(&self, words: &[&str]) {
        for url in self.tab.asked_for() {
            let ours = url.starts_with(&self.page.at("/")) || url.starts_with("data:");
            let said = words.iter().find(|word| url.to_lowercase().contains(&word.to_lowercase()));
            assert!(ours && said.is_none(), "{}: {url}", self.person.name);
        }
    }
}

/// A private window in which this page is open.
pub(crate) fn window(browser: &Chromium, page: &OpenPage, script: bool) -> Tab {
    let tab = browser.private_tab();
    if !script {
        tab.without_script();
    }
    tab.open(&page.at(&page.enter));
    tab
}

//! What is looked at on a page that is open: whether everybody can read it, whether anything stands over an edge, its title, and
//! that it is calm.

use std::path::Path;

use kintsugi_tests::browser::Tab;
use kintsugi_tests::is_slow;

/// A laptop and a telephone.
const SIZES: [(u32, u32); 2] = [(1280, 800), (390, 844)];

/// What stands over the right edge of a window of this width, where the page can be pushed aside.
fn over_the_edge(tab: &Tab, width: u32) -> Option<String> {
    let whole = tab.value("document.documentElement.scrollWidth").as_u64().unwrap_or_default();
    (whole > u64::from(width)).then(|| {
        tab.text_of(&format!(
            "[...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > {width} + 1).slice(0, 4)\
             .map((e) => `${{e.tagName}}.${{e.getAttribute('class')}}`).join(' ')"
        ))
    })
}

/// One title, and one thing that stands out to be pressed.
fn is_calm(tab: &Tab) -> Option<String> {
    let count = |what: &str| {
        tab.value(&format!("[...document.querySelectorAll({what:?})].filter((e) => e.checkVisibility()).length"))
    };
    let (titles, filled) = (count("h1"), count(".button:not(.quiet):not(.plain)"));
    (titles != 1 || filled.as_u64() > Some(1)).then(|| format!("{titles} titles, {filled} filled buttons"))
}

/// Keeps a picture of the whole of it in the folder that `KINTSUGI_LOOK` names, for somebody to look at.
fn keep(tab: &Tab, width: u32, name: &str) {
    let Some(folder) = std::env::var_os("KINTSUGI_LOOK") else { return };
    let height = tab.value("document.documentElement.scrollHeight").as_u64().unwrap_or_default();
    tab.size(width, u32::try_from(height).expect("a page has an end"));
    std::fs::write(Path::new(&folder).join(name).with_extension("png"), tab.picture()).expect("written");
}

/// Pages that are looked at, one after the other.
pub(crate) struct Look<'t> {
    tab: &'t Tab,
    /// Whose they are, for the names of the pictures.
    of: &'static str,
    /// What the window is called on each.
    title: String,
    number: usize,
    found: Vec<String>,
}

impl<'t> Look<'t> {
    /// Of this window, as it is called now.
    pub(crate) fn through(tab: &'t Tab, of: &'static str) -> Self {
        Self { tab, of, title: tab.text_of("document.title"), number: 0, found: Vec::new() }
    }

    /// Notes all that is wrong with the page that is open. By default one page is seen on a laptop, the next on a telephone in the
    /// dark; in the slow set each in all four ways.
    pub(crate) fn at(&mut self, what: &str) {
        let ways = [(0, false), (1, true), (0, true), (1, false)];
        let ways = if is_slow() { &ways[..] } else { &ways[self.number % 2..=self.number % 2] };
        self.number += 1;
        self.in_these(what, ways);
    }

    /// The same of what can be looked at once only: always on a laptop, and on a telephone in the dark.
    pub(crate) fn once(&mut self, what: &str) {
        let ways = [(0, false), (1, true), (0, true), (1, false)];
        self.in_these(what, &ways[..if is_slow() { 4 } else { 2 }]);
    }

    fn in_these(&mut self, what: &str, ways: &[(usize, bool)]) {
        let tab = self.tab;
        if tab.text_of("document.title") != self.title {
            self.found.push(format!("{what} has another title"));
        }
        for (size, dark) in ways {
            let (width, height) = SIZES[*size];
            tab.size(width, height);
            tab.dark(*dark);
            let of = |said: &str| format!("{what} at {width}{}: {said}", if *dark { ", dark" } else { "" });
            self.found.extend(tab.findings().iter().map(|one| of(one)));
            self.found.extend(over_the_edge(tab, width).map(|what| of(&format!("over the edge: {what}"))));
            self.found.extend(is_calm(tab).map(|what| of(&what)));
            let dark = if *dark { " dark" } else { "" };
            keep(tab, width, &format!("{} {} {width}{dark}", self.of, what.replace('/', "+")));
        }
        // The narrowest window, and a laptop at twice the size.
        for width in [320, 640] {
            tab.size(width, 640);
            self.found
                .extend(over_the_edge(tab, width).map(|over| format!("{what} at {width}: over the edge: {over}")));
        }
        tab.size(SIZES[0].0, SIZES[0].1);
    }

    /// Notes that something else is wrong.
    pub(crate) fn found(&mut self, what: String) {
        self.found.push(what);
    }

    /// All of it was well.
    #[track_caller]
    pub(crate) fn ends(self) {
        assert!(self.found.is_empty(), "{}", self.found.join("\n"));
    }
}

//! All pages, on a journal of one evening and on a full one: everybody can read them, nothing stands over an edge, the title is
//! always the same, and nothing outside is asked for anything.

use kintsugi_tests::browser::{Chromium, Tab};
use kintsugi_tests::{OpenPage, Person, folder, is_slow};

use crate::{journal, walk};

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

/// Keeps a picture of it in the folder that `KINTSUGI_LOOK` names, for somebody to look at.
fn keep(tab: &Tab, name: &str) {
    if let Some(folder) = std::env::var_os("KINTSUGI_LOOK") {
        std::fs::write(std::path::Path::new(&folder).join(name).with_extension("png"), tab.picture()).expect("written");
    }
}

/// All that is wrong with the page that is open, the one of this number.
fn wrong(tab: &Tab, path: &str, number: usize, title: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    if tab.text_of("document.title") != title {
        wrong.push(format!("{path} has another title"));
    }
    // By default one page is seen on a laptop, the next on a telephone in the dark; in the slow set each in all four ways.
    let ways = [(0, false), (1, true), (0, true), (1, false)];
    let ways = if is_slow() { &ways[..] } else { &ways[number % 2..=number % 2] };
    for (size, dark) in ways {
        let (width, height) = SIZES[*size];
        tab.size(width, height);
        tab.dark(*dark);
        let of = |said: &str| format!("{path} at {width}{}: {said}", if *dark { ", dark" } else { "" });
        wrong.extend(tab.findings().iter().map(|one| of(one)));
        wrong.extend(over_the_edge(tab, width).map(|what| of(&format!("over the edge: {what}"))));
        wrong.extend(is_calm(tab).map(|what| of(&what)));
        keep(tab, &format!("{} {width}{}", path.replace('/', "+"), if *dark { " dark" } else { "" }));
    }
    // The narrowest window, and a laptop at twice the size.
    for width in [320, 640] {
        tab.size(width, 640);
        wrong.extend(over_the_edge(tab, width).map(|what| format!("{path} at {width}: over the edge: {what}")));
    }
    wrong
}

/// Looks at all pages of somebody.
fn look_at(browser: &Chromium, person: &Person, everything: bool) {
    let page = OpenPage::by(person);
    let tab = browser.private_tab();
    tab.open(&page.at(&page.enter));
    let title = tab.text_of("document.title");
    let mut pages = walk::pages(&tab, &page);
    tab.asked_for();
    let mut found = Vec::new();
    // By default every third page; in the slow set each.
    let each = if is_slow() { 1 } else { 3 };
    for (number, path) in pages.iter().enumerate().step_by(each) {
        tab.open(&page.at(path));
        found.extend(wrong(&tab, path, number, &title));
    }
    if everything {
        for (number, (path, button)) in walk::BUTTONS.iter().enumerate() {
            tab.open(&page.at(path));
            tab.leads(|tab| tab.click(button));
            pages.push(tab.text_of("location.pathname"));
            found.extend(wrong(&tab, &format!("behind {button}"), number, &title));
        }
        assert_eq!(walk::forgotten(&pages), [""; 0], "each route is looked at");
    }
    for url in tab.asked_for() {
        // What a field for a day shows is the browser's own, and comes out of it.
        let ours = url.starts_with(&page.at("/")) || url.starts_with("data:");
        if !ours || url.contains(journal::WORD) {
            found.push(format!("asked for {url}"));
        }
    }
    kintsugi_tests::note(&format!("{} pages: {}", pages.len(), pages.join(" ")));
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn every_page_of_a_full_journal_is_read_by_everybody_and_asks_nobody_outside() {
    let Some(browser) = Chromium::start() else { return };
    let root = folder(true);
    let Some(ana) = journal::full(root.path()) else { return };
    look_at(&browser, &ana, true);
}

#[test]
fn so_is_every_page_on_the_first_evening() {
    let Some(browser) = Chromium::start() else { return };
    let root = folder(true);
    let Some(ana) = journal::empty(root.path()) else { return };
    look_at(&browser, &ana, false);
}

/// Beside the pages: what is not there, the page that is hidden, that is locked, and the last one.
#[test]
fn so_is_what_is_shown_instead_of_a_page() {
    assert_eq!(
        walk::apart(),
        ["/begin", "/live", "/hidden"],
        "what is no page of the journal is looked at here and below"
    );
    let Some(browser) = Chromium::start() else { return };
    let root = folder(true);
    let person = crate::gone::with_passphrase(root.path());
    let page = OpenPage::by(&person);
    let tab = browser.private_tab();
    tab.open(&page.at(&page.enter));
    let mut found = Vec::new();
    let mut look = |what: &str| (0..2).for_each(|way| found.extend(wrong(&tab, what, way, "Kintsugi")));
    tab.open(&page.at("/no/such/page"));
    look("what is not there");
    tab.open(&page.at("/"));
    tab.leads(|tab| tab.click("form[action='/hide'] button"));
    look("hidden");
    tab.leads(|tab| tab.click("form[action='/show'] button"));
    tab.open(&page.at("/more"));
    tab.leads(|tab| tab.click("button[formaction='/lock']"));
    look("locked");
    tab.type_into("#passphrase", "another one");
    tab.leads(|tab| tab.click("form[action='/unlock'] button"));
    look("another passphrase");
    tab.type_into("#passphrase", crate::gone::PASSPHRASE);
    tab.leads(|tab| tab.click("form[action='/unlock'] button"));
    tab.open(&page.at("/more"));
    tab.leads(|tab| tab.click("form[action='/end'] button:not([formaction])"));
    look("closed");
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Where no journal is yet, from the note to the twelve words and one asked back; then it is there.
#[test]
fn so_is_the_beginning_of_a_journal() {
    let Some(browser) = Chromium::start() else { return };
    let root = folder(true);
    let ana = Person::new("Ana", root.path());
    let page = OpenPage::by(&ana);
    let tab = browser.private_tab();
    tab.open(&page.at(&page.enter));
    let mut found = Vec::new();
    let mut look = |what: &str| (0..2).for_each(|way| found.extend(wrong(&tab, what, way, "Kintsugi")));
    let go_on = |form: &str| tab.leads(|tab| tab.click(&format!("form[action='{form}'] button:not([formaction])")));
    look("the note");
    go_on("/begin/note");
    look("the name");
    tab.open(&page.at("/begin"));
    look("the name, by its address");
    go_on("/begin/name");
    assert!(tab.words().contains("A name of one to a few words is needed"), "{}", tab.words());
    look("no name");
    tab.type_into("#name", "Ana");
    tab.type_into("#passphrase", crate::gone::PASSPHRASE);
    tab.type_into("#again", crate::gone::PASSPHRASE);
    go_on("/begin/name");
    look("the words");
    let words =
        tab.text_of("[...document.querySelectorAll('.twelve li')].map((word) => word.innerText.trim()).join(' ')");
    go_on("/begin/words");
    look("the word");
    tab.type_into("#word", "another");
    go_on("/begin/word");
    look("another word");
    go_on("/begin/words");
    let asked = tab.text_of("document.querySelector('h1').innerText.match(/[0-9]+/)[0]");
    let word = words.split(' ').nth(asked.parse::<usize>().expect("a number") - 1).expect("twelve words");
    tab.type_into("#word", word);
    go_on("/begin/word");
    look("the first page");
    assert!(found.is_empty(), "{}", found.join("\n"));
    assert!(tab.words().contains("A line or two about today?"), "{}", tab.words());
}

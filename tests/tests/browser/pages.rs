//! All pages, on a journal of one evening and on a full one: everybody can read them, nothing stands over an edge, the title is
//! always the same, and nothing outside is asked for anything.

use kintsugi_tests::browser::Chromium;
use kintsugi_tests::{OpenPage, Person, folder, is_slow};

use crate::look::Look;
use crate::{journal, walk};

/// Looks at all pages of somebody.
fn look_at(browser: &Chromium, person: &Person, everything: bool) {
    let page = OpenPage::by(person);
    let tab = browser.private_tab();
    tab.open(&page.at(&page.enter));
    let mut look = Look::through(&tab, if everything { "full" } else { "empty" });
    let mut pages = walk::pages(&tab, &page);
    tab.asked_for();
    // By default every third page; in the slow set each.
    let each = if is_slow() { 1 } else { 3 };
    for path in pages.iter().step_by(each) {
        tab.open(&page.at(path));
        look.at(path);
    }
    if everything {
        for (path, button) in walk::BUTTONS {
            tab.open(&page.at(path));
            tab.leads(|tab| tab.click(button));
            pages.push(tab.text_of("location.pathname"));
            look.at(&format!("behind {button}"));
        }
        assert_eq!(walk::forgotten(&pages), [""; 0], "each route is looked at");
    }
    for url in tab.asked_for() {
        // What a field for a day shows is the browser's own, and comes out of it.
        let ours = url.starts_with(&page.at("/")) || url.starts_with("data:");
        if !ours || url.contains(journal::WORD) {
            look.found(format!("asked for {url}"));
        }
    }
    kintsugi_tests::note(&format!("{} pages: {}", pages.len(), pages.join(" ")));
    look.ends();
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
    let mut look = Look::through(&tab, "instead");
    tab.open(&page.at("/no/such/page"));
    look.once("what is not there");
    tab.open(&page.at("/"));
    tab.leads(|tab| tab.click("form[action='/hide'] button"));
    look.once("hidden");
    tab.leads(|tab| tab.click("form[action='/show'] button"));
    tab.open(&page.at("/more"));
    tab.leads(|tab| tab.click("button[formaction='/lock']"));
    look.once("locked");
    tab.type_into("#passphrase", "another one");
    tab.leads(|tab| tab.click("form[action='/unlock'] button"));
    look.once("another passphrase");
    tab.type_into("#passphrase", crate::gone::PASSPHRASE);
    tab.leads(|tab| tab.click("form[action='/unlock'] button"));
    tab.open(&page.at("/more"));
    tab.leads(|tab| tab.click("form[action='/end'] button:not([formaction])"));
    look.once("closed");
    look.ends();
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
    let mut look = Look::through(&tab, "beginning");
    let go_on = |form: &str| tab.leads(|tab| tab.click(&format!("form[action='{form}'] button:not([formaction])")));
    look.once("the note");
    go_on("/begin/note");
    look.once("the name");
    tab.open(&page.at("/begin"));
    look.once("the name, by its address");
    go_on("/begin/name");
    assert!(tab.words().contains("A name of one to a few words is needed"), "{}", tab.words());
    look.once("no name");
    tab.type_into("#name", "Ana");
    tab.type_into("#passphrase", crate::gone::PASSPHRASE);
    tab.type_into("#again", crate::gone::PASSPHRASE);
    go_on("/begin/name");
    look.once("the words");
    let words =
        tab.text_of("[...document.querySelectorAll('.twelve li')].map((word) => word.innerText.trim()).join(' ')");
    go_on("/begin/words");
    look.once("the word");
    tab.type_into("#word", "another");
    go_on("/begin/word");
    look.once("another word");
    go_on("/begin/words");
    let asked = tab.text_of("document.querySelector('h1').innerText.match(/[0-9]+/)[0]");
    let word = words.split(' ').nth(asked.parse::<usize>().expect("a number") - 1).expect("twelve words");
    tab.type_into("#word", word);
    go_on("/begin/word");
    look.once("the first page");
    look.ends();
    assert!(tab.words().contains("A line or two about today?"), "{}", tab.words());
}

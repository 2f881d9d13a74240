//! What somebody makes their own, at a browser: a practice with its timer, lines to borrow, what is half typed and comes back, and how
//! the page looks and is called. With a script and, where it does not need one, without.

use kintsugi_tests::browser::{Chromium, Tab};
use kintsugi_tests::{OpenPage, Two, folder};

use crate::gone::{PASSPHRASE, with_passphrase};
use crate::seat::window;

#[track_caller]
fn shows(tab: &Tab, words: &str) {
    assert!(tab.words().contains(words), "no {words:?} in:\n{}", tab.words());
}

#[track_caller]
fn hides(tab: &Tab, words: &str) {
    assert!(!tab.words().contains(words), "{words:?} in:\n{}", tab.words());
}

/// Follows what stands on the page.
#[track_caller]
fn go(tab: &Tab, selectors: &[&str]) {
    for selector in selectors {
        tab.leads(|tab| tab.click(selector));
    }
}

#[test]
fn a_practice_of_ones_own_is_written_step_by_step_and_sat_through() {
    let Some(browser) = Chromium::start() else { return };
    for script in [true, false] {
        let two = Two::with_journals();
        let page = OpenPage::by(&two.ana);
        let tab = window(&browser, &page, script);
        go(&tab, &["a[href='/together']", "main a[href='/practice']", "main a[href='/practices/new']"]);
        for (field, text) in [("#title", "Our walk"), ("#about", "Side by side."), ("#title-0", "Go out")] {
            tab.type_into(field, text);
        }
        go(&tab, &["main form p.save button"]);
        shows(&tab, "A step takes more than no time");
        tab.type_into("#minutes-0", "2,5");
        go(&tab, &["button[name='more']"]);
        tab.type_into("#title-1", "Come home");
        tab.type_into("#minutes-1", "1");
        tab.type_into("#guide-1", "Whoever is tired chooses the way.");
        go(&tab, &["main form p.save button"]);
        shows(&tab, "Added, for both of you.");
        go(&tab, &["main a[href='/practice/our-walk']"]);
        shows(&tab, "Side by side.");
        go(&tab, &["form[action='/practice/our-walk/begin'] button"]);
        shows(&tab, "Go out");
        if script {
            tab.until_true("/^2:[0-9]{2}$/.test(document.querySelector('#clock').innerText)");
        } else {
            assert!(tab.text_of("document.querySelector('#clock').innerText").starts_with("Until "));
        }
        go(&tab, &["a[rel='next']"]);
        shows(&tab, "Whoever is tired chooses the way.");
        go(&tab, &["a[rel='next']", "form[action='/practice/our-walk/done'] button"]);
        shows(&tab, "Done. Thank you, both of you.");
        tab.open(&page.at("/practice/our-walk"));
        go(&tab, &["form[action='/practice/our-walk/remove'] button"]);
        shows(&tab, "Taken away.");
        hides(&tab, "Our walk");
    }
}

#[test]
fn a_line_to_borrow_of_ones_own_is_kept_sent_and_taken_away() {
    let Some(browser) = Chromium::start() else { return };
    for script in [true, false] {
        let two = Two::with_journals();
        let page = OpenPage::by(&two.ana);
        let tab = window(&browser, &page, script);
        go(&tab, &["a[href='/together']", "main a[href='/words']"]);
        tab.click("main summary");
        tab.type_into("#text", "Not now, please. Ask me at breakfast.");
        go(&tab, &["form[action='/words'] button"]);
        shows(&tab, "For when is it? One word is enough.");
        tab.type_into("#situation", "Tired");
        go(&tab, &["form[action='/words'] button"]);
        shows(&tab, "Kept, for your eyes only.");
        shows(&tab, "For: tired");
        let own = "[...document.querySelectorAll('form.phrase')].find((one) => one.innerText.includes('at breakfast'))";
        let way = tab.text_of(&format!("{own}.getAttribute('action')"));
        let away = tab.text_of(&format!("{own}.querySelector('[formaction]').getAttribute('formaction')"));
        go(&tab, &[&format!("form[action='{way}'] button:not([formaction])")]);
        shows(&tab, "Written as a small note for today.");
        shows(&tab, "Ask me at breakfast.");
        tab.open(&page.at("/words"));
        go(&tab, &[&format!("button[formaction='{away}']")]);
        shows(&tab, "Taken away.");
        hides(&tab, "at breakfast");
        assert_eq!(two.ana.entries().len(), 1, "what was sent stays");
    }
}

/// A form of several parts is left for another page before a moment has passed, comes back as it was, and is gone once it is saved.
#[test]
fn half_of_a_practice_is_a_draft_once_the_page_is_left() {
    let Some(browser) = Chromium::start() else { return };
    let two = Two::with_journals();
    let page = OpenPage::by(&two.ana);
    let tab = window(&browser, &page, true);
    tab.open(&page.at("/practices/new"));
    tab.type_into("#title", "Our walk");
    tab.type_into("#minutes-0", "7");
    tab.type_into("#guide-0", "Nobody has to talk.");
    go(&tab, &["a[href='/read']"]);
    // What the page sends while it goes may come after the next page.
    for _ in 0..100 {
        tab.open(&page.at("/drafts"));
        if !tab.words().contains("There is no draft.") {
            break;
        }
    }
    tab.open(&page.at("/"));
    shows(&tab, "kept as a draft");
    go(&tab, &["a[href='/drafts']"]);
    shows(&tab, "Our walk");
    go(&tab, &["form[action$='/use'] button"]);
    let value = |field: &str| tab.text_of(&format!("document.querySelector('{field}').value"));
    assert_eq!([value("#title"), value("#minutes-0"), value("#guide-0")], ["Our walk", "7", "Nobody has to talk."]);
    tab.type_into("#title-0", "Go out");
    go(&tab, &["main form p.save button"]);
    shows(&tab, "Added, for both of you.");
    assert_eq!(two.ana.ok(&["draft"])["drafts"], serde_json::json!([]));
}

/// Without a script nothing is kept that was not saved, and no page says so.
#[test]
fn without_a_script_there_is_no_draft_and_none_is_spoken_of() {
    let Some(browser) = Chromium::start() else { return };
    let two = Two::with_journals();
    let page = OpenPage::by(&two.ana);
    let tab = window(&browser, &page, false);
    tab.open(&page.at("/write"));
    tab.type_into("#text", "half a quince thought");
    tab.open(&page.at("/"));
    hides(&tab, "draft");
    tab.open(&page.at("/drafts"));
    shows(&tab, "There is no draft.");
    go(&tab, &["form[action='/hide'] button"]);
    shows(&tab, "A short rest");
    hides(&tab, "kept");
}

/// How light the ground of the page is, from 0 to 255, as it is painted.
fn ground(tab: &Tab) -> u64 {
    let read = "Number(getComputedStyle(document.documentElement).backgroundColor.match(/[0-9]+/)[0])";
    tab.value(read).as_u64().expect("a colour")
}

/// What is chosen in the settings holds on each page, in the window's name and in what is typed, also while it is locked; until it is
/// opened for the first time, the page is as the laptop is.
#[test]
fn light_or_dark_the_name_of_the_window_and_spelling_are_as_they_were_chosen() {
    let Some(browser) = Chromium::start() else { return };
    for script in [true, false] {
        let root = folder(true);
        let ana = with_passphrase(root.path());
        let page = OpenPage::by(&ana);
        let tab = window(&browser, &page, script);
        tab.dark(false);
        let is = |name: &str, dark: bool, spelling: bool| {
            let spelt = tab.value("[...document.querySelectorAll('textarea')].every((one) => one.spellcheck)");
            assert_eq!((tab.text_of("document.title").as_str(), ground(&tab) < 100), (name, dark));
            let any = tab.value("document.querySelectorAll('textarea').length > 0");
            assert!(any != true || spelt == spelling, "{spelt}");
        };
        is("Kintsugi", false, false);
        go(&tab, &["a[href='/more']", "main a[href='/settings']"]);
        shows(&tab, "Before that the page is as the laptop is, and called Kintsugi.");
        for choice in ["input[value='dark']", "input[value='notes']", "input[name='spelling']"] {
            tab.click(choice);
        }
        go(&tab, &["form[action='/settings'] button"]);
        shows(&tab, "Saved.");
        is("Notes", true, true);
        go(&tab, &["a[href='/write']"]);
        is("Notes", true, true);
        go(&tab, &["a[href='/more']", "button[formaction='/lock']"]);
        shows(&tab, "Your journal is locked");
        is("Notes", true, false);
        assert_eq!(tab.value("document.querySelector('#passphrase').spellcheck"), false);
        drop(page);

        let mut locked = ana;
        locked.always.clear();
        let page = OpenPage::by(&locked);
        tab.open(&page.at(&page.enter));
        shows(&tab, "Your journal is locked");
        is("Kintsugi", false, false);
        tab.type_into("#passphrase", PASSPHRASE);
        go(&tab, &["form[action='/unlock'] button", "a[href='/more']", "main a[href='/settings']"]);
        is("Notes", true, true);
        tab.click("input[value='system']");
        go(&tab, &["form[action='/settings'] button"]);
        is("Notes", false, true);
        tab.dark(true);
        is("Notes", true, true);
    }
}

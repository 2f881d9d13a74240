//! What a browser that was ended without a warning leaves in its profile: in a usual window, which keeps a history, no word; in a
//! private one not even where it has been.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use kintsugi_tests::browser::Chromium;
use kintsugi_tests::{OpenPage, Two};

use crate::stranger::Stranger;

/// Words of another page, which keeps nothing back: they show that the profile is looked at as a browser writes it.
const THERE: &str = "quincetreeshownthere";
/// Words of ours: read, typed and left, typed and saved, sealed.
const OURS: [&str; 4] = ["gooseberryread", "gooseberrytyped", "gooseberrysaved", "gooseberrysealed"];

/// Words that were read and typed in a private window.
const PRIVATE: [&str; 2] = ["medlarread", "medlartyped"];

/// The files below a folder that hold a word, as UTF-8 or as UTF-16.
pub(crate) fn holding(folder: &Path, word: &str) -> Vec<PathBuf> {
    let wide: Vec<u8> = word.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut found = Vec::new();
    for path in std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
        if path.is_dir() && !path.is_symlink() {
            found.extend(holding(&path, word));
        } else if let Ok(bytes) = std::fs::read(&path) {
            let holds = |what: &[u8]| bytes.windows(what.len()).any(|window| window == what);
            if holds(word.as_bytes()) || holds(&wide) {
                found.push(path);
            }
        }
    }
    found
}

#[test]
fn no_word_that_was_read_typed_saved_or_sealed_is_in_the_profile_of_a_browser_that_was_killed() {
    let Some(mut browser) = Chromium::start() else { return };
    let two = Two::with_journals();
    two.ana.write(OURS[0], &[]);
    let page = OpenPage::by(&two.ana);
    let tab = browser.tab();
    tab.open(&page.at(&page.enter));
    assert!(tab.words().contains(OURS[0]));
    tab.type_into("textarea", OURS[2]);
    tab.leads(|tab| tab.click("form[action='/write'] button:not([formaction])"));
    assert!(tab.words().contains(OURS[2]), "{}", tab.words());
    tab.open(&page.at("/letters"));
    tab.type_into("textarea", OURS[3]);
    tab.leads(|tab| tab.click("form[action='/letters'] button:not([formaction])"));
    tab.open(&page.at("/read"));
    tab.open(&page.at("/write"));
    tab.type_into("textarea", OURS[1]);
    let name = in_a_private_window(&browser, &two);
    let there = Stranger::with(format!("<!doctype html><title>{THERE}</title><p>{THERE}</p>"));
    let elsewhere = browser.tab();
    elsewhere.open(&format!("http://127.0.0.1:{}/", there.port));
    // What it writes it writes when it likes: once the other page's words are there, ours had the same time.
    let until = Instant::now() + Duration::from_secs(90);
    while holding(browser.profile(), THERE).is_empty() {
        assert!(Instant::now() < until, "a browser that writes nothing down shows nothing");
        std::thread::sleep(Duration::from_millis(200));
    }
    browser.kill();
    assert!(!holding(browser.profile(), THERE).is_empty());
    let usual = page.host.split(':').next().expect("a name");
    assert!(!holding(browser.profile(), usual).is_empty(), "a usual window keeps where it has been");
    for word in OURS.into_iter().chain(PRIVATE).chain([name.as_str()]) {
        let found = holding(browser.profile(), word);
        assert!(found.is_empty(), "{word}: {found:?}");
    }
}

/// Ben reads and types; by which name his page goes.
fn in_a_private_window(browser: &Chromium, two: &Two) -> String {
    two.ben.write(PRIVATE[0], &[]);
    let page = OpenPage::by(&two.ben);
    let tab = browser.private_tab();
    tab.open(&page.at(&page.enter));
    assert!(tab.words().contains(PRIVATE[0]));
    tab.open(&page.at("/write"));
    tab.type_into("textarea", PRIVATE[1]);
    tab.open(&page.at("/read"));
    page.host.split(':').next().expect("a name").to_owned()
}

//! The same in Firefox, for the points in which it may differ: whether it takes the cookie of a name below `localhost`, what it says
//! of where a form comes from, what it keeps and shows again, and what another page gets. By hand: `KINTSUGI_FIREFOX=1`.

use std::time::{Duration, Instant};

use kintsugi_tests::browser::Firefox;
use kintsugi_tests::{OpenPage, Two, folder};

use crate::attacked::{ATTACK, came_to_nothing};
use crate::gone::{PASSPHRASE, with_passphrase};
use crate::stranger::Stranger;
use crate::traces::holding;

#[test]
fn firefox_enters_saves_and_shows_nothing_again_after_lock_and_hide() {
    let Some(browser) = Firefox::start(false) else { return };
    let root = folder(true);
    let ana = with_passphrase(root.path());
    let page = OpenPage::by(&ana);
    let tab = browser.tab();
    assert_eq!(tab.open(&page.at(&page.enter)), "");
    tab.until("the gooseberry bush");
    tab.type_into("#text", "quince");
    tab.click("form[action='/write'] button", "Saved for");
    assert!(tab.words().contains("quince"), "{}", tab.words());
    let nothing = |after: &str| {
        for how in ["at once", "back", "back again"] {
            assert!(!tab.words().contains("gooseberry") && !tab.words().contains("quince"), "{how} after {after}");
            tab.back();
            tab.until("");
        }
        tab.open(&page.at("/read"));
        assert!(!tab.words().contains("quince"), "by its address after {after}");
        assert_eq!(tab.text_of("document.title"), "Kintsugi");
    };
    tab.open(&page.at("/more"));
    tab.click("button[formaction='/lock']", "Your journal is locked");
    nothing("Lock");
    tab.open(&page.at("/"));
    tab.type_into("#passphrase", PASSPHRASE);
    tab.click("form[action='/unlock'] button", "quince");
    tab.click("form[action='/hide'] button", "A short rest");
    nothing("Hide");
}

#[test]
fn another_page_in_firefox_reads_nothing_and_changes_nothing() {
    let Some(browser) = Firefox::start(false) else { return };
    let two = Two::with_journals();
    two.ana.write("the gooseberry bush", &[]);
    let page = OpenPage::by(&two.ana);
    let ours = browser.tab();
    ours.open(&page.at(&page.enter));
    ours.until("the gooseberry bush");
    let before = two.ana.entries();
    let stranger = Stranger::with(ATTACK.replace("TARGET", &page.at("")));
    for host in ["127.0.0.1", "localhost", "elsewhere.localhost"] {
        let theirs = browser.tab();
        assert_eq!(theirs.open(&format!("http://{host}:{}/", stranger.port)), "");
        let came = theirs.text_of("tried.then(JSON.stringify)");
        came_to_nothing(&serde_json::from_str(&came).expect("JSON"), host);
        for way in ["document.getElementById('f').submit()", "location = 'TARGET/read'", "location = 'TARGET/hide'"] {
            theirs.open(&format!("http://{host}:{}/page", stranger.port));
            theirs.text_of(&format!("void setTimeout(() => {{ {} }})", way.replace("TARGET", &page.at(""))));
            let left = Instant::now() + Duration::from_secs(3);
            while Instant::now() < left && !theirs.text_of("location.href").contains(&page.host) {
                std::thread::sleep(Duration::from_millis(50));
            }
            assert!(!theirs.words().contains("gooseberry"), "{way} from {host}");
        }
    }
    assert_eq!(two.ana.entries(), before);
    ours.open(&page.at("/read"));
    assert!(ours.words().contains("gooseberry"), "it is open still: {}", ours.words());
}

#[test]
fn firefox_keeps_no_word_and_in_a_private_window_not_even_where_it_has_been() {
    const THERE: &str = "quincetreeshownthere";
    for private in [false, true] {
        let Some(mut browser) = Firefox::start(private) else { return };
        let two = Two::with_journals();
        two.ana.write("gooseberryread", &[]);
        let page = OpenPage::by(&two.ana);
        let tab = browser.tab();
        tab.open(&page.at(&page.enter));
        tab.until("gooseberryread");
        tab.type_into("#text", "gooseberrysaved");
        tab.click("form[action='/write'] button", "Saved for");
        tab.open(&page.at("/write"));
        tab.type_into("textarea", "gooseberrytyped");
        tab.open(&page.at("/read"));
        let there = Stranger::with(format!("<!doctype html><title>{THERE}</title><p>{THERE}</p>"));
        let elsewhere = browser.tab();
        elsewhere.open(&format!("http://127.0.0.1:{}/", there.port));
        // A usual window writes down where it was; then ours had the same time. A private one has the time that one took at most.
        let until = Instant::now() + Duration::from_secs(if private { 20 } else { 90 });
        while holding(browser.profile(), THERE).is_empty() && Instant::now() < until {
            std::thread::sleep(Duration::from_millis(200));
        }
        browser.kill();
        assert_eq!(holding(browser.profile(), THERE).is_empty(), private, "{THERE}");
        let name = page.host.split(':').next().expect("a name");
        let more = private.then_some(name);
        for word in ["gooseberryread", "gooseberrysaved", "gooseberrytyped"].into_iter().chain(more) {
            let found = holding(browser.profile(), word);
            assert!(found.is_empty(), "{word}: {found:?}");
        }
    }
}

//! After Lock, Hide and the end no way back shows a word.

use std::path::Path;

use kintsugi_tests::browser::{Chromium, Tab};
use kintsugi_tests::{OpenPage, Person, folder};

pub(crate) const PASSPHRASE: &str = "four words of two";
const WORD: &str = "gooseberry";

/// Ana, with a passphrase and a line.
pub(crate) fn with_passphrase(root: &Path) -> Person {
    use std::os::unix::fs::PermissionsExt;
    let file = |name: &str| root.join(name).to_str().expect("a plain path").to_owned();
    let passphrase = file("passphrase");
    std::fs::write(&passphrase, format!("{PASSPHRASE}\n")).expect("a file");
    std::fs::set_permissions(&passphrase, std::fs::Permissions::from_mode(0o600)).expect("a mode");
    let mut ana = Person::new("Ana", root);
    ana.ok(&["init", "--name", "Ana", "--passphrase-file", &passphrase, "--recovery-file", &file("words")]);
    ana.always = vec!["--passphrase-file".into(), passphrase];
    ana.write(&format!("the {WORD} bush"), &[]);
    ana
}

/// Somebody who has looked at two pages with words on them.
fn reads(browser: &Chromium, page: &OpenPage) -> Tab {
    let tab = browser.tab();
    tab.open(&page.at(&page.enter));
    tab.open(&page.at("/read"));
    assert!(tab.words().contains(WORD), "{}", tab.words());
    tab.open(&page.at("/write"));
    tab.type_into("textarea", "half a gooseberry thought");
    tab.open(&page.at("/"));
    assert!(tab.words().contains(WORD), "{}", tab.words());
    tab
}

/// However somebody tries to come back to what stood there.
fn nothing_comes_back(tab: &Tab, page: &OpenPage, after: &str) {
    let shows = |how: &str| assert!(!tab.words().contains(WORD), "{how} after {after}: {}", tab.words());
    shows("at once");
    for _ in 0..3 {
        tab.back();
        shows("going back");
    }
    tab.leads(|tab| drop(tab.value("location.reload()")));
    shows("loading it again");
    tab.open(&page.at("/read"));
    shows("by its address");
}

#[test]
fn after_lock_and_after_hide_nothing_comes_back_before_it_is_asked_for() {
    let Some(browser) = Chromium::start() else { return };
    let root = folder(true);
    let ana = with_passphrase(root.path());
    let page = OpenPage::by(&ana);
    let tab = reads(&browser, &page);
    tab.open(&page.at("/more"));
    tab.leads(|tab| tab.click("button[formaction='/lock']"));
    nothing_comes_back(&tab, &page, "Lock");
    tab.type_into("#passphrase", PASSPHRASE);
    tab.leads(|tab| tab.click("form[action='/unlock'] button"));
    tab.open(&page.at("/"));
    assert!(tab.words().contains(WORD), "{}", tab.words());
    tab.leads(|tab| {
        tab.key("Escape");
        tab.key("Escape");
    });
    assert!(tab.words().contains("A short rest"), "{}", tab.words());
    nothing_comes_back(&tab, &page, "Hide");
    tab.leads(|tab| tab.click("form[action='/show'] button"));
    tab.open(&page.at("/"));
    assert!(tab.words().contains(WORD), "it is there again: {}", tab.words());
}

/// The program is gone, too: what the browser shows then is its own.
#[test]
fn after_the_end_nothing_comes_back() {
    let Some(browser) = Chromium::start() else { return };
    let root = folder(true);
    let ana = with_passphrase(root.path());
    let mut page = OpenPage::by(&ana);
    let tab = reads(&browser, &page);
    tab.open(&page.at("/more"));
    tab.leads(|tab| tab.click("form[action='/end'] button:not([formaction])"));
    assert!(tab.words().contains("Kintsugi is closed"), "{}", tab.words());
    assert!(page.child.wait().expect("it ends").success());
    let error = tab.tried(&page.at("/read"));
    assert!(!error.is_empty() && !tab.words().contains(WORD), "{error}: {}", tab.words());
    tab.back();
    assert!(!tab.words().contains(WORD), "{}", tab.words());
}

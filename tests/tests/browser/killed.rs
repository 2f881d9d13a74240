//! The browser and the program end without a warning, as in a power cut of everything but the disk.

use kintsugi_tests::browser::Chromium;
use kintsugi_tests::{OpenPage, Two};

#[test]
fn what_was_saved_is_there_and_what_was_being_typed_is_a_draft() {
    let Some(mut browser) = Chromium::start() else { return };
    let two = Two::with_journals();
    let mut page = OpenPage::by(&two.ana);
    let tab = browser.tab();
    tab.open(&page.at(&page.enter));
    // From the first page on: type, and one click.
    tab.type_into("#text", "the gooseberry bush");
    tab.leads(|tab| tab.click("form[action='/write'] button"));
    assert!(tab.words().contains("the gooseberry bush"));
    tab.type_into("#text", "half a quince thought");
    tab.until_true("document.querySelector(\"form[data-draft='write'] [name=draft]\").value !== ''");
    page.child.kill().expect("it runs");
    page.child.wait().expect("it ends");
    browser.kill();

    let browser = Chromium::start().expect("it was there");
    let page = OpenPage::by(&two.ana);
    let tab = browser.tab();
    tab.open(&page.at(&page.enter));
    assert!(tab.words().contains("the gooseberry bush") && tab.words().contains("kept as a draft"), "{}", tab.words());
    tab.leads(|tab| tab.click("a[href='/drafts']"));
    tab.leads(|tab| tab.click("form[action$='/use'] button"));
    assert!(tab.words().contains("half a quince thought"), "{}", tab.words());
    tab.leads(|tab| tab.click("form[action='/write'] button:not([formaction])"));
    assert!(!tab.words().contains("kept as a draft"), "{}", tab.words());
    assert_eq!(two.ana.ok(&["draft"])["drafts"], serde_json::json!([]));
    let texts: Vec<String> = two.ana.entries().into_iter().map(|[.., text]| text).collect();
    assert_eq!(texts.len(), 2, "{texts:?}");
}

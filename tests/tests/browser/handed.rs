//! What is handed out as a file, by somebody at a browser and with nothing but what stands on the page: the sheet for a counsellor,
//! the hearts as a picture, the check-in for a calendar program. With a script and without one.

use std::path::Path;

use kintsugi_tests::browser::{Chromium, Tab};
use kintsugi_tests::{OpenPage, folder};

use crate::journal;

/// Somebody with a full journal at a window, whose downloads go to a folder of their own.
struct Desk {
    tab: Tab,
    page: OpenPage,
    browser: Chromium,
    root: tempfile::TempDir,
}

impl Desk {
    fn sit_down(script: bool) -> Option<Self> {
        let browser = Chromium::start()?;
        let root = folder(true);
        let ana = journal::full(root.path())?;
        let page = OpenPage::by(&ana);
        let tab = browser.private_tab();
        let downloads = root.path().join("downloads");
        std::fs::create_dir(&downloads).expect("a folder");
        tab.downloads_to(&downloads);
        if !script {
            tab.without_script();
        }
        tab.open(&page.at(&page.enter));
        Some(Self { tab, page, browser, root })
    }

    /// Follows what stands on the page.
    #[track_caller]
    fn go(&self, selectors: &[&str]) {
        for selector in selectors {
            self.tab.leads(|tab| tab.click(selector));
        }
    }

    #[track_caller]
    fn shows(&self, words: &str) {
        assert!(self.tab.words().contains(words), "no {words:?} in:\n{}", self.tab.words());
    }

    /// Presses what hands out a file: it said first what it is called and that anybody can read it, and the page stays.
    #[track_caller]
    fn takes(&self, button: &str, name: &str) -> Vec<u8> {
        self.shows(&format!("It goes to the downloads of this browser as {name}, and is not encrypted."));
        let before = self.tab.text_of("location.pathname + document.querySelector('h1').innerText");
        self.tab.click(button);
        assert_eq!(self.tab.downloaded(), name);
        assert_eq!(self.tab.text_of("location.pathname + document.querySelector('h1').innerText"), before);
        let file = self.root.path().join("downloads").join(name);
        let bytes = std::fs::read(&file).expect("it is there");
        std::fs::remove_file(&file).expect("it can go");
        bytes
    }

    fn ends(self) {
        for url in self.tab.asked_for() {
            let ours = url.starts_with(&self.page.at("/")) || url.starts_with("data:");
            assert!(ours && !url.contains(journal::WORD), "{url}");
        }
    }
}

/// The lines of the preview whose box is ticked, and which of them has these words.
fn box_of(words: &str) -> String {
    format!(
        "(() => {{ const lines = [...document.querySelectorAll('article.entry')]; \
         return lines.find((one) => one.innerText.includes({words:?})).nextElementSibling.querySelector('input'); }})()"
    )
}

fn a_sheet(script: bool) {
    let Some(desk) = Desk::sit_down(script) else { return };
    desk.go(&["a[href='/more']", "main a[href='/keep']", "main a[href='/keep/sheet']"]);
    // Somebody else's words are asked for first.
    desk.tab.click("input[name='agreement']");
    desk.go(&["main form button"]);
    desk.shows("Some of these are not your words.");
    desk.tab.click("input[name='theirs']");
    desk.go(&["main form button"]);
    desk.shows("This stands on it");
    desk.shows("I was short with you");
    desk.go(&["main a[href='/keep/sheet']"]);
    desk.go(&["main form button"]);
    for stands in ["You brought gooseberry jam.", "I looked at your telephone again."] {
        desk.shows(stands);
    }
    for never in ["the gooseberry is mine", "I was short with you"] {
        assert!(!desk.tab.words().contains(never), "{}", desk.tab.words());
    }
    desk.tab.value(&format!("{}.click()", box_of("telephone again")));
    let sheet = desk.takes("form[action='/keep/sheet/take'] button", "kintsugi-sheet.html");
    let file = desk.root.path().join("sheet.html");
    std::fs::write(&file, sheet).expect("a file");
    is_a_page_to_print(&desk.browser, &file);
    desk.ends();
}

/// What came out, as a counsellor opens it.
fn is_a_page_to_print(browser: &Chromium, file: &Path) {
    let tab = browser.tab();
    tab.asked_for();
    let url = format!("file://{}", file.display());
    tab.open(&url);
    let words = tab.words();
    assert!(words.contains("You brought gooseberry jam."), "{words}");
    for never in ["telephone again", "the gooseberry is mine", "I was short with you"] {
        assert!(!words.contains(never), "{never}: {words}");
    }
    assert_eq!(tab.findings(), [""; 0], "as axe sees it");
    tab.size(320, 640);
    assert_eq!(tab.value("document.documentElement.scrollWidth"), 320, "nothing stands over the edge");
    assert_eq!(tab.asked_for(), [url], "itself, and nothing else");
}

#[test]
fn a_sheet_is_picked_seen_thinned_out_and_taken_along() {
    a_sheet(true);
}

#[test]
fn so_is_one_without_any_script() {
    a_sheet(false);
}

/// Its width and height, as the file says them.
fn size(png: &[u8]) -> (u32, u32) {
    assert!(png.starts_with(b"\x89PNG\r\n\x1a\n"), "a picture");
    let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().expect("four bytes"));
    (number(16), number(20))
}

#[test]
fn hearts_are_saved_as_a_picture_and_what_one_did_alone_only_when_wished() {
    for script in [true, false] {
        let Some(desk) = Desk::sit_down(script) else { return };
        desk.go(&["a[href='/hearts']", "main a[rel='prev']"]);
        desk.tab.click("main details:last-of-type summary");
        desk.shows("On it stand the days of a heart.");
        let [save, name] = ["form[action='/hearts/picture'] button", "kintsugi-hearts.png"];
        let both = desk.takes(save, name);
        desk.tab.click("input[name='mine']");
        let mine = desk.takes(save, name);
        desk.tab.click("input[name='mine']");
        let again = desk.takes(save, name);
        assert!(both != mine, "her day of rest is on one alone");
        assert!(both == again, "the same days are the same picture");
        let (wide, high) = size(&both);
        assert!(wide > 400 && high > 300 && size(&mine) == (wide, high), "{wide} by {high}");
        desk.go(&["main a[href^='/hearts?year=']"]);
        desk.tab.click("main details:last-of-type summary");
        let year = desk.takes(save, name);
        assert_ne!(size(&year), (wide, high));
        desk.ends();
    }
}

#[test]
fn the_check_in_is_agreed_on_and_goes_to_a_calendar() {
    for script in [true, false] {
        let Some(desk) = Desk::sit_down(script) else { return };
        desk.go(&["a[href='/together']", "main a[href='/checkin']"]);
        desk.shows("Each Wednesday at 21:00, the kitchen table.");
        desk.tab.click("main summary");
        desk.tab.value("document.querySelector('#weekday').value = 'Friday'");
        for (field, text) in [("#time", "20:15"), ("#place", "the sofa")] {
            desk.tab.value(&format!("document.querySelector('{field}').value = ''"));
            desk.tab.type_into(field, text);
        }
        desk.go(&["form[action='/checkin'] button"]);
        desk.shows("Each Friday at 20:15, the sofa. The next one is on Friday, 5 June.");
        desk.tab.click("main details:last-of-type summary");
        desk.shows("It says “Time for us”, with the time and the place.");
        let file = desk.takes("form[action='/checkin/calendar'] button", "kintsugi-check-in.ics");
        let text = String::from_utf8(file).expect("text");
        for line in ["DTSTART:20260605T201500", "SUMMARY:Time for us", "LOCATION:the sofa"] {
            assert!(text.lines().any(|one| one == line), "{line} in {text}");
        }
        assert!(text.contains("FREQ=WEEKLY;BYDAY=FR"), "{text}");
        for name in ["Ana", "Ben"] {
            assert!(!text.contains(name), "a calendar is often seen by others: {text}");
        }
        desk.ends();
    }
}

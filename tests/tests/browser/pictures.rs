//! The pictures of `docs/pictures`: made anew with `KINTSUGI_PICTURES=1`; else they are only there.

use std::path::{Path, PathBuf};

use kintsugi_tests::browser::Chromium;
use kintsugi_tests::{OpenPage, folder};

use crate::journal;

/// The name of each, the page, the width of the window and whether it is dark.
const PICTURES: [(&str, &str, u32, bool); 5] = [
    ("today", "/", 960, false),
    ("today-dark", "/", 390, true),
    ("write", "/write", 960, false),
    ("hearts", "/hearts", 960, false),
    ("letter", "/letters/1", 960, false),
];

/// No picture is larger than this, in bytes: they are read over slow lines, too.
const LARGEST: usize = 160 * 1024;

fn place(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/pictures").join(name).with_extension("png")
}

#[test]
fn the_pictures_of_the_docs_are_of_these_pages() {
    if std::env::var_os("KINTSUGI_PICTURES").is_some() {
        let Some(browser) = Chromium::start() else { return };
        let root = folder(true);
        let Some(ana) = journal::pleasant(root.path()) else { return };
        let page = OpenPage::by(&ana);
        let tab = browser.private_tab();
        tab.open(&page.at(&page.enter));
        tab.hide_bars();
        for (name, path, width, dark) in PICTURES {
            tab.size(width, if width < 600 { 844 } else { 640 });
            tab.dark(dark);
            tab.open(&page.at(path));
            std::fs::write(place(name), tab.picture()).expect("written");
        }
    }
    for (name, ..) in PICTURES {
        let picture = std::fs::read(place(name)).expect("a picture: KINTSUGI_PICTURES=1 makes them");
        assert!(picture.starts_with(b"\x89PNG") && picture.len() < LARGEST, "{name}: {} bytes", picture.len());
    }
}

//! The page to keep and to print (`export --format html`).

use std::path::Path;

use jiff::civil::date;
use kintsugi_home::{Home, Wait};
use kintsugi_journal::{Kind, Topic, Words};
use kintsugi_tests::browser::{Chromium, Paper, Tab};
use kintsugi_tests::{Person, memory};

/// Somebody's letter in parts.
const LETTER: &str =
    "# What hurt between us, and my part in it\nI went quiet.\n\n# What I will do\n+ I say when I need an hour";

/// Two months of the two: lines, an act of both on one day, a private line, and a letter each that has opened.
fn story(root: &Path) {
    let (ana, ben) = memory::couple(root);
    let evening = memory::evening_of(date(2026, 6, 3));
    let words = |kind, text: &str, day| Words { day, ..memory::body(kind, text) };
    let say = |home: &Home, kind, text: &str, day| {
        home.save_for_both(words(kind, text, day), Wait::Not, &evening).expect("saved");
    };
    say(&ana, Kind::Appreciated, "You made tea.", date(2026, 5, 30));
    say(&ben, Kind::Hard, "<b>I was short</b> with you & I am sorry.", date(2026, 5, 30));
    say(&ana, Kind::Act, "the call", date(2026, 6, 2));
    say(&ben, Kind::Act, "came when I said", date(2026, 6, 2));
    say(&ben, Kind::Moment, &"The long walk home, and nobody had to say anything. ".repeat(60), date(2026, 6, 2));
    let alone = memory::draft("mine alone", "2026-06-02", 1_780_000_000, true);
    ana.save(alone, &evening).expect("saved");
    for (home, text) in [(&ana, LETTER), (&ben, "# What I understand\nHow long it was.")] {
        let (round, _) = home.seal(Topic::Letter, memory::body(Kind::Letter, text), &evening).expect("sealed");
        home.make_ready(&[round]).expect("ready");
    }
    memory::meet(&ana, &ben);
    memory::meet(&ana, &ben);
}

fn opened(browser: &Chromium, file: &Path) -> Tab {
    let tab = browser.tab();
    tab.asked_for();
    tab.open(&format!("file://{}", file.display()));
    tab
}

/// How many pages there are, and how wide they are in millimetres, as the file says it.
fn pages(pdf: &[u8]) -> (usize, f64) {
    assert!(pdf.starts_with(b"%PDF-"), "a PDF");
    let text = String::from_utf8_lossy(pdf);
    let size = text.split("/MediaBox [0 0 ").nth(1).and_then(|rest| rest.split(' ').next()).expect("a size");
    let points: f64 = size.parse().expect("a number");
    (text.matches("/Type /Page\n").count(), (points / 72.0 * 25.4).round())
}

#[test]
fn it_holds_letters_and_hearts_asks_nobody_for_anything_and_prints_on_a5_and_a4() {
    let Some(browser) = Chromium::start() else { return };
    let root = kintsugi_tests::folder(true);
    story(root.path());
    let file = root.path().join("keepsake.html");
    let ana = Person::new("Ana", root.path());
    ana.ok(&["export", "--format", "html", "-o", file.to_str().expect("a plain path")]);
    let tab = opened(&browser, &file);
    let words = tab.words();
    for shown in [
        "Ana and Ben",
        "May 2026",
        "June 2026",
        "<b>I was short</b> with you & I am sorry.",
        "1 day with a heart",
        "came when I said",
        "What hurt between us, and my part in it",
        "I went quiet.",
        "How long it was.",
    ] {
        assert!(words.contains(shown), "{shown:?} is not in:\n{words}");
    }
    assert!(!words.contains("mine alone") && !words.contains("# What"), "{words}");
    assert_eq!(tab.findings(), [""; 0], "as axe sees it");
    tab.size(320, 640);
    assert_eq!(tab.value("document.documentElement.scrollWidth"), 320, "nothing stands over the edge");
    if let Some(folder) = std::env::var_os("KINTSUGI_PRINTS") {
        for paper in [Paper::A5, Paper::A4] {
            std::fs::write(Path::new(&folder).join(format!("{paper:?}.pdf")), tab.printed(paper)).expect("written");
        }
    }
    let (a5, a5_width) = pages(&tab.printed(Paper::A5));
    let (a4, a4_width) = pages(&tab.printed(Paper::A4));
    assert!(a4 >= 3 && a5 > a4, "a title and two months, each on a page of its own: {a4} on A4, {a5} on A5");
    assert_eq!((a5_width, a4_width), (148.0, 210.0));
    assert_eq!(tab.asked_for(), [format!("file://{}", file.display())], "itself, and nothing else");
}

#[test]
fn with_one_voice_or_some_days_it_holds_the_letters_of_these() {
    let Some(browser) = Chromium::start() else { return };
    let root = kintsugi_tests::folder(true);
    story(root.path());
    let ana = Person::new("Ana", root.path());
    let words = |options: &[&str]| {
        let file = root.path().join(format!("{}.html", options.join("")));
        ana.ok(&[&["export", "--format", "html", "-o", file.to_str().expect("a plain path")], options].concat());
        opened(&browser, &file).words()
    };
    let mine = words(&["--mine"]);
    assert!(mine.contains("I went quiet.") && !mine.contains("How long it was."), "{mine}");
    let may = words(&["--to", "2026-05-31"]);
    assert!(may.contains("You made tea.") && !may.contains("I went quiet."), "{may}");
    let hard = words(&["--kind", "hard"]);
    assert!(hard.contains("I was short") && !hard.contains("I went quiet."), "{hard}");
}

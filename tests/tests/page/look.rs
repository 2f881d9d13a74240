//! How the page looks, what its window is called, whether spelling is looked at, and what waits in the rail.

use crate::visitor::{PASSPHRASE, Visitor, meet, two};

const REST: [(&str, &str); 5] =
    [("lines-open", "at-once"), ("hold", "10"), ("unlock", "30"), ("week-start", "1"), ("day-start", "4")];

#[test]
fn the_page_is_light_or_dark_and_its_window_has_the_name_that_was_wished_for_also_while_it_is_locked() {
    let mut ana = Visitor::with_passphrase();
    let first = ana.get("/settings");
    first
        .shows("<title>Kintsugi</title>")
        .shows("content=\"light dark\"")
        .hides("data-theme")
        .shows("spellcheck=\"false\"");
    let form = [&REST[..], &[("theme", "dark"), ("window", "notes"), ("spelling", "1")]].concat();
    let dark = |seen: &crate::visitor::Seen| {
        seen.shows("<title>Notes</title>").shows("data-theme=\"dark\"").shows("content=\"dark\"");
        seen.shows("translate=\"no\" spellcheck=\"true\"").hides("<title>Kintsugi");
    };
    dark(ana.done("/settings", &form).shows("Saved."));
    for path in ["/", "/checkin", "/sit/1", "/no/such/page"] {
        dark(&ana.get(path));
    }
    ana.post("/hide", &[]);
    dark(&ana.get("/"));
    ana.post("/show", &[]);
    ana.post("/lock", &[]);
    dark(ana.get("/").shows("Your journal is locked"));
    dark(&ana.done("/unlock", &[("passphrase", PASSPHRASE)]));
    // A form without these leaves them as they are.
    dark(&ana.done("/settings", &REST));
    let form = [&REST[..], &[("theme", "light"), ("window", "kintsugi")]].concat();
    ana.done("/settings", &form).shows("data-theme=\"light\"").shows("spellcheck=\"false\"").shows("<title>Kintsugi");
    let form = [&REST[..], &[("theme", "mauve"), ("window", "<b>")]].concat();
    ana.done("/settings", &form).shows("data-theme=\"light\"").shows("<title>Kintsugi").hides("mauve");
}

#[test]
fn it_is_remembered_in_the_journal_and_a_passphrase_is_never_looked_at() {
    let (root, mut ana, _ben) = two();
    ana.done("/settings", &[&REST[..], &[("theme", "dark"), ("spelling", "1")]].concat());
    let mut anew = Visitor::at(&root.path().join("Ana"));
    anew.get("/").shows("data-theme=\"dark\"").shows("spellcheck=\"true\"");
    let backup = anew.get("/keep/backup");
    let fields = backup.text.split("<input").filter(|field| field.starts_with(" type=\"password\""));
    assert_eq!(fields.inspect(|field| assert!(field.contains("spellcheck=\"false\""), "{field}")).count(), 2);
}

#[test]
fn what_waits_of_mine_stands_in_the_rail_and_nothing_of_the_other() {
    let mut alone = Visitor::alone();
    alone.done("/write", &[("text", "a line")]).hides("class=\"touch");
    let (root, mut ana, ben) = two();
    ana.get("/more").hides("class=\"touch");
    ben.save_line(memory_line(), kintsugi_home::Wait::Not, &ana.now.moment).expect("saved");
    ana.get("/more").hides("class=\"touch");
    ana.done("/write", &[("text", "a line")]);
    ana.get("/more").shows("class=\"touch").shows("A new line waits until 2").shows("you can still take it back.");
    ana.wait(60 * 60);
    ana.get("/more").hides("A new line waits").shows("Something waits for the next meeting.");
    meet(&root, &ben);
    ana.get("/more").hides("class=\"touch");
}

fn memory_line() -> kintsugi_journal::Words {
    kintsugi_tests::memory::body(kintsugi_journal::Kind::Note, "a line of his that has not come yet")
}

//! Writing, reading, taking back: what the two see of it on the page.

use hyper::StatusCode;
use kintsugi_home::Query;
use kintsugi_tests::memory;

use crate::visitor::{Seen, Visitor};

/// The ways to the lines that a page shows, such as `/entry/…/back`.
fn ways(seen: &Seen, ending: &str) -> Vec<String> {
    let parts = seen.text.split("href=\"").skip(1).filter_map(|part| part.split('"').next());
    parts.filter(|way| way.starts_with("/entry/") && way.ends_with(ending)).map(str::to_owned).collect()
}

#[test]
fn a_line_is_typed_and_saved_with_one_click() {
    let mut visitor = Visitor::alone();
    let empty = visitor.get("/");
    empty.shows("Wednesday, 3 June").shows("A line or two about today?").hides("Written today").hides("One heart");
    let today = visitor.done("/write", &[("from", "today"), ("text", "You made tea."), ("kind", "appreciated")]);
    today.shows("Saved for Wednesday, 3 June.").shows("You made tea.").shows("appreciated");
    visitor.get("/").hides("Saved for").shows("You made tea.");
    visitor.get("/read").shows("You made tea.");
}

#[test]
fn what_is_only_for_me_stands_where_it_is_asked_for_and_nowhere_else() {
    let mut visitor = Visitor::alone();
    let saved = visitor.done("/write", &[("text", "mine alone"), ("private", "1")]);
    saved.shows("Saved for Wednesday, 3 June, for your eyes only.").hides("mine alone");
    let plain = visitor.get("/read");
    plain.hides("mine alone").shows("Nothing to show of these days.");
    let named = visitor.get("/read?voice=private");
    named.shows("mine alone").shows("only for you");
    let line = ways(&named, "").into_iter().find(|way| way.matches('/').count() == 2).expect("a line");
    visitor.get(&line).shows("Share it");
    let share = ways(&visitor.get(&line), "/share").remove(0);
    visitor.get(&share).shows("You can take it back, but not make it unread.");
    visitor.done(&share, &[]).shows("mine alone").hides("only for you");
}

#[test]
fn a_form_that_cannot_be_saved_comes_back_with_its_words() {
    let mut visitor = Visitor::alone();
    let words = [("text", "about a day to come"), ("kind", "hard"), ("day", "2026-06-09"), ("tags", "kitchen")];
    let seen = visitor.post("/write", &words);
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    seen.shows("about a day to come").shows("value=\"kitchen\"").shows("Tuesday, 9 June has not come yet.");
    let long = "a long thought ".repeat(5000);
    let seen = visitor.post("/write", &[("from", "today"), ("text", &long)]);
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    seen.shows(long.trim()).shows("64 KiB");
    let seen = visitor.post("/write", &[("from", "today"), ("text", " ")]);
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    seen.shows("There are no words yet.");
    let seen = visitor.post("/act", &[("text", &long)]);
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    seen.shows(long.trim());
    visitor.get("/").hides("a long thought").hides("Written today");
}

#[test]
fn words_are_changed_and_taken_back_after_it_is_said_what_that_means() {
    let root = kintsugi_tests::folder(true);
    let (ana, ben) = memory::couple(root.path());
    drop(ana);
    let path = root.path().join("Ana");
    let mut visitor = Visitor::at(&path);
    let read = visitor.get("/read");
    read.shows("a line of Ana").shows("a line of Ben");
    assert_eq!((ways(&read, "/edit").len(), ways(&read, "/back").len()), (1, 1), "hers, and not his");
    let edit = ways(&read, "/edit").remove(0);
    visitor.get(&edit).shows("a line of Ana</textarea>");
    visitor.done(&edit, &[("text", "other words")]).shows("Changed.").shows("other words").shows("edited");
    let back = ways(&visitor.get("/read"), "/back").remove(0);
    visitor.get(&back).shows("Ben has it, and will see that something was taken back, and no words.");
    visitor.done(&back, &[]).shows("Taken back.");
    visitor.get("/read").hides("other words").shows("taken back");
    visitor.done("/write", &[("text", "nobody has it")]);
    let back = ways(&visitor.get("/"), "/back").remove(0);
    visitor.get(&back).shows("Ben does not have it; nobody will know.");
    drop(ben);
}

/// Whoever changes the address gets no further than who uses the buttons.
#[test]
fn his_lines_are_read_and_not_changed() {
    let root = kintsugi_tests::folder(true);
    let (ana, ben) = memory::couple(root.path());
    let theirs = ana.query(&Query::default()).expect("lines").into_iter().find(|one| !one.mine).expect("a line of Ben");
    let line = theirs.line.entry;
    drop((ana, ben));
    let mut visitor = Visitor::at(&root.path().join("Ana"));
    visitor.get(&format!("/entry/{line}")).shows("a line of Ben").hides("Take it back").hides("Change the words");
    for (path, form) in [("edit", "text"), ("back", "x"), ("share", "x")] {
        let seen = visitor.get(&format!("/entry/{line}/{path}"));
        assert!(seen.status.is_client_error(), "{path}");
        let posted = visitor.post(&format!("/entry/{line}/{path}"), &[(form, "forged")]);
        assert!(posted.status.is_client_error(), "{path}: {}", posted.status);
    }
    visitor.get("/read").shows("a line of Ben").hides("forged");
}

/// The other's lines bear the day and no time; nothing says whether the other laptop is there.
#[test]
fn nothing_tells_when_the_other_wrote_or_whether_they_are_there() {
    let root = kintsugi_tests::folder(true);
    drop(memory::couple(root.path()));
    let mut visitor = Visitor::at(&root.path().join("Ana"));
    for path in ["/", "/read", "/together", "/more", "/settings", "/hearts", "/write"] {
        let seen = visitor.get(path);
        for word in ["20:30", "20:26", "in touch with", "online", "last seen", "Ben has not", "waiting for Ben"] {
            seen.hides(word);
        }
    }
}

#[test]
fn a_heart_stands_where_both_did_something_and_his_acts_alone_nowhere() {
    let root = kintsugi_tests::folder(true);
    let (ana, ben) = memory::couple(root.path());
    let act = |text: &str| memory::body(kintsugi_journal::Kind::Act, text);
    let evening = memory::evening_of(jiff::civil::date(2026, 6, 3));
    ben.save_for_both(act("came when I said"), kintsugi_home::Wait::Not, &evening).expect("saved");
    memory::meet(&ana, &ben);
    drop(ana);
    let mut visitor = Visitor::at(&root.path().join("Ana"));
    visitor.get("/hearts").hides("a heart<").hides("One heart").shows("Nothing is marked in June.");
    visitor.get("/").hides("came when I said").hides("One heart");
    visitor.done("/act", &[("text", "the call")]).shows("Noted as an act of repair").shows("One heart");
    visitor.get("/hearts").shows("June, today, a heart").shows("One heart in June.").shows("Hearts on 3 June.");
    visitor.get("/hearts?year=2026").shows("One heart in 2026.");
    visitor.get("/read").shows("came when I said");
}

#[test]
fn what_somebody_writes_stays_words() {
    let mut visitor = Visitor::alone();
    let hostile = "</textarea><script>alert(1)</script>\u{202e}\"><b onclick=x>&amp; '";
    visitor
        .done("/write", &[("text", hostile), ("tags", "\"><i>")])
        .hides("<script>alert")
        .hides("<b onclick")
        .hides("\u{202e}");
    let today = visitor.get("/");
    today.shows("&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;").shows("&amp;amp;");
    let edit = ways(&today, "/edit").remove(0);
    visitor.get(&edit).hides("<script>alert").shows("&lt;/textarea&gt;");
    visitor.post("/search", &[("text", hostile)]).hides("<script>alert").hides("<b onclick");
    let wide = "w".repeat(60 * 1024);
    visitor.done("/write", &[("text", &wide)]).shows(&wide);
}

#[test]
fn words_are_looked_for_without_standing_in_an_address() {
    let mut visitor = Visitor::alone();
    visitor.done("/write", &[("text", "the walk home"), ("tags", "evenings")]);
    visitor.post("/search", &[("text", "walk evenings")]).shows("the walk home").shows("#evenings");
    visitor.post("/search", &[("text", "\"walk home\"")]).shows("the walk home");
    visitor.post("/search", &[("text", "\"home walk\"")]).hides("the walk home");
    visitor.post("/search", &[("text", "nowhere")]).shows("No line has all of these words.").hides("the walk home");
    visitor.get("/search?text=walk").hides("the walk home");
}

#[test]
fn a_star_and_a_kept_copy_are_mine() {
    let root = kintsugi_tests::folder(true);
    drop(memory::couple(root.path()));
    let mut visitor = Visitor::at(&root.path().join("Ana"));
    let ways = ways(&visitor.get("/read?voice=theirs"), "");
    let line = ways.into_iter().find(|way| way.matches('/').count() == 2).expect("his line");
    visitor.done(&format!("{line}/star"), &[("starred", "1")]).shows("starred").shows("Take the star off");
    visitor.done(&format!("{line}/star"), &[("starred", "")]).hides("starred<");
    visitor.done(&format!("{line}/keep"), &[]).shows("Kept, for your eyes only");
    visitor.get("/read?voice=private").shows("a line of Ben").shows("kept, from Ben");
}

#[test]
fn settings_are_kept_and_what_is_no_number_is_not() {
    let mut visitor = Visitor::alone();
    let form =
        |hold| [("lines-open", "weekly"), ("hold", hold), ("unlock", "30"), ("week-start", "7"), ("day-start", "5")];
    for wrong in ["", "-1", "1441", "soon"] {
        assert_eq!(visitor.post("/settings", &form(wrong)).status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    visitor.get("/settings").shows("value=\"10\"");
    visitor.done("/settings", &form("25")).shows("Saved.").shows("value=\"25\"").shows("value=\"5\"");
    visitor.done("/write", &[("text", "sealed")]).shows("sealed until the reading");
}

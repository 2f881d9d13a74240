//! The first run on the page: nothing is made before its end, and nothing of it can be skipped.

use hyper::StatusCode;
use kintsugi_page::{Method, Needs, ROUTES};

use crate::visitor::{PASSPHRASE, Visitor};

/// Somebody who has entered where no journal is.
fn newcomer(root: &std::path::Path) -> Visitor {
    let mut visitor = Visitor::of(&root.join("Ana"), None);
    visitor.enter();
    visitor
}

/// The 12 words that a page shows.
fn twelve(text: &str) -> Vec<String> {
    let list = text.split_once("class=\"twelve\">").expect("words").1.split_once("</ol>").expect("their end").0;
    let words: Vec<String> = list.split("<li>").skip(1).map(|item| item.trim_end_matches("</li>").to_owned()).collect();
    assert_eq!(words.len(), 12, "{list}");
    words
}

/// Types the word that is asked for, or another one.
fn answer(visitor: &mut Visitor, words: &[String], right: bool) -> crate::visitor::Seen {
    let asked = visitor.done("/begin/words", &[]);
    let number = asked.text.split_once("<h1>Word ").expect("a number").1.split(' ').next().expect("one").to_owned();
    let at: usize = number.parse().expect("a number");
    for word in words {
        asked.hides(&format!(">{word}<"));
    }
    let typed = if right { format!(" {} ", words[at - 1].to_uppercase()) } else { "another".into() };
    visitor.post("/begin/word", &[("word", &typed)])
}

#[test]
fn a_journal_is_begun_with_a_note_a_name_a_passphrase_and_twelve_words() {
    let root = kintsugi_tests::folder(true);
    let mut ana = newcomer(root.path());
    let note = ana.get("/");
    note.shows("two people who can both say no").hides("name=\"passphrase\"");
    note.shows("1800 341 900").hides("kintsugi safety");
    ana.done("/begin/note", &[]).shows("Your name, as your partner will see it");
    let typed = [("name", " Ana "), ("passphrase", PASSPHRASE), ("again", PASSPHRASE)];
    let shown = ana.done("/begin/name", &typed);
    shown.shows("Write them on paper").hides(PASSPHRASE);
    let words = twelve(&shown.text);
    assert_eq!(twelve(&ana.get("/").text), words, "the same until one came back");
    let wrong = answer(&mut ana, &words, false);
    assert_eq!(wrong.header("location"), "/begin");
    ana.get("/begin").shows("It is another word. Here they are once more.");
    assert!(!root.path().join("Ana").exists(), "nothing is made before the end");
    let begun = answer(&mut ana, &words, true);
    assert_eq!((begun.status, begun.header("location")), (StatusCode::SEE_OTHER, "/"));
    ana.get("/").shows("Welcome, Ana.").shows("A line or two about today?");
    for path in ["/begin", "/", "/settings"] {
        ana.get(path).hides(&format!(">{}<", words[0]));
    }
    ana.done("/write", &[("text", "the first line")]).shows("the first line");
    ana.post("/lock", &[]);
    ana.get("/begin").shows("Your journal is locked");
    ana.done("/unlock", &[("passphrase", PASSPHRASE)]).shows("the first line");
}

#[test]
fn what_is_missing_is_said_and_what_was_typed_stays() {
    let root = kintsugi_tests::folder(true);
    let mut ana = newcomer(root.path());
    ana.post("/begin/note", &[]);
    for (form, said) in [
        (vec![("name", ""), ("without", "1")], "A name of one to a few words is needed"),
        (vec![("name", "a\u{202e}b"), ("without", "1")], "A name of one to a few words is needed"),
        (vec![("name", "Ana"), ("passphrase", "one"), ("again", "other")], "were different"),
        (vec![("name", "Ana"), ("passphrase", "one")], "were different"),
        (vec![("name", "Ana")], "There is no passphrase yet"),
    ] {
        let again = ana.post("/begin/name", &form);
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "{form:?}");
        again.shows(said);
    }
    ana.get("/begin").shows("value=\"Ana\"");
    ana.done("/begin/name", &[("name", "Ana"), ("without", "1")]).shows("Your 12 words");
    ana.done("/begin/back", &[]).shows("value=\"Ana\"");
    let short = [("name", "Ana"), ("passphrase", "short"), ("again", "short")];
    ana.done("/begin/name", &short).shows("That passphrase is short.").shows("Your 12 words");
}

/// No step can be taken before the one before it, and every page is the first run until there is a journal.
#[test]
fn nothing_is_skipped_and_nothing_is_made() {
    let root = kintsugi_tests::folder(true);
    let mut ana = newcomer(root.path());
    for route in ROUTES.iter().filter(|route| route.needs() != Needs::Nothing) {
        let path = route.path.replace("{}", "nosuchline");
        let apart =
            ["/end", "/live", "/hide", "/hidden", "/here", "/show", "/lock", "/begin/note"].contains(&route.path);
        match route.method {
            Method::Get if !apart => drop(ana.get(&path).shows("two people who can both say no")),
            Method::Post if !apart => drop(ana.post(&path, &[("text", "words"), ("name", "Ana"), ("without", "1")])),
            _ => {}
        }
    }
    ana.get("/").shows("two people who can both say no");
    assert!(!root.path().join("Ana").exists());
}

//! The first run on the page: nothing is made before its end, and nothing of it can be skipped.

use hyper::StatusCode;
use kintsugi_page::{Keys, Method, Needs, ROUTES};
use kintsugi_tests::memory;

use crate::visitor::{PASSPHRASE, Visitor, Way};

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
        let apart = [
            "/end",
            "/live",
            "/hide",
            "/hidden",
            "/here",
            "/show",
            "/lock",
            "/begin/note",
            "/begin/new-laptop",
            "/begin/backup",
        ]
        .contains(&route.path);
        match route.method {
            Method::Get if !apart => drop(ana.get(&path).shows("two people who can both say no")),
            Method::Post if !apart => drop(ana.post(&path, &[("text", "words"), ("name", "Ana"), ("without", "1")])),
            _ => {}
        }
    }
    ana.get("/").shows("two people who can both say no");
    assert!(!root.path().join("Ana").exists());
}

/// A backup, as a browser's script sends it.
fn bring(visitor: &mut Visitor, bytes: &[u8]) -> StatusCode {
    let origin = visitor.page.address().origin();
    let headers = [
        ("sec-fetch-site", "same-origin"),
        ("origin", origin.as_str()),
        ("content-type", "application/octet-stream"),
        ("x-name", "a.age"),
        ("x-at", "0"),
    ];
    visitor.send_bytes("POST", "/taken/backup", &headers, bytes).status
}

#[test]
fn a_journal_comes_back_from_a_backup_on_a_new_laptop() {
    let root = kintsugi_tests::folder(true);
    let (before, _ben) = memory::couple(root.path());
    memory::write(&before, "a line of before");
    let words = before.identity().seed().words();
    let lock = kintsugi_home::BackupLock::Passphrase(words.clone());
    let backup = before.back_up(&lock, &crate::visitor::now().moment, Vec::new()).expect("a backup").0;
    drop(before);
    let new = root.path().join("new");
    kintsugi_vault::Folder::prepare(&new).expect("a folder, as whoever opens the page prepares it");
    let mut ana = Visitor::of(&new, None);
    ana.enter();
    assert_eq!(bring(&mut ana, &backup), StatusCode::CONFLICT, "nobody has asked for one");
    ana.get("/begin").shows("I have a backup");
    ana.done("/begin/backup", &[]).shows("data-file=\"/taken/backup\" hidden").shows("kintsugi restore FILE");
    let typed = |words: &str| [("words", words.to_owned()), ("without", "1".to_owned())];
    let known = |ana: &mut Visitor, words: &str| {
        let form = typed(words);
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        ana.post("/begin/known", &form)
    };
    let again = known(&mut ana, "one two gooseberry");
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    again.shows("“gooseberry” is not in the list of these words.").shows("one two gooseberry</textarea>");
    known(&mut ana, "abandon abandon").shows("These are not 12 words that belong together.");
    known(&mut ana, &words).shows("No file came.");
    assert_eq!(bring(&mut ana, &backup), StatusCode::NO_CONTENT);
    let other = kintsugi_vault::Seed::generate().words();
    known(&mut ana, &other).shows("The backup does not open with that.");
    assert_eq!(bring(&mut ana, b"{\"open\":1}"), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!new.join("keyfile").exists(), "nothing is made before all of it fits");
    assert_eq!(bring(&mut ana, &backup), StatusCode::NO_CONTENT);
    let come = known(&mut ana, &words.to_uppercase().replace(' ', ", "));
    assert_eq!((come.status, come.header("location")), (StatusCode::SEE_OTHER, "/"));
    ana.get("/").shows("Your journal is back, with 3 lines.").shows("To meet Ben again");
    ana.get("/read").shows("a line of before").hides(&words);
}

#[test]
fn whoever_has_the_twelve_words_alone_is_told_that_a_backup_brings_more() {
    let root = kintsugi_tests::folder(true);
    let words = kintsugi_vault::Seed::generate().words();
    let mut ana = newcomer(root.path());
    ana.done("/begin/new-laptop", &[]).shows("Where you have one, this is the wrong way.").hides("type=\"file\"");
    ana.done("/begin/back", &[]).shows("two people who can both say no");
    ana.post("/begin/new-laptop", &[]);
    let form = [("words", words.as_str()), ("passphrase", PASSPHRASE), ("again", PASSPHRASE)];
    let done = ana.done("/begin/known", &form);
    done.shows("You are the same person on this laptop now.").hides(&words);
    let passphrase = kintsugi_vault::Passphrase::new(PASSPHRASE.into()).expect("words");
    let home = Way(root.path().join("Ana")).open(Some(&passphrase)).expect("it opens with it");
    assert_eq!(home.identity().seed().words(), words);
}

//! What is typed is kept as a draft before anybody saves it, and saving destroys it.

use hyper::StatusCode;
use kintsugi_tests::memory;

use crate::visitor::{PASSPHRASE, Visitor};

/// What the script sends; the name of the draft.
fn typed(visitor: &mut Visitor, purpose: &str, name: &str, fields: &[(&str, &str)]) -> String {
    let form = [&[("for", purpose), ("draft", name)], fields].concat();
    let seen = visitor.post("/draft", &form);
    assert_eq!(seen.status, StatusCode::OK, "{}", seen.text);
    seen.text
}

#[test]
fn what_is_typed_survives_everything_and_is_gone_once_it_is_saved() {
    let root = kintsugi_tests::folder(true);
    drop(memory::home(root.path(), "Ana"));
    let path = root.path().join("Ana");
    let mut visitor = Visitor::at(&path);
    let first = typed(&mut visitor, "write", "", &[("text", "a long")]);
    let name = typed(&mut visitor, "write", &first, &[("text", "a long day")]);
    // Browser and program end at once, and another page is opened.
    drop(visitor);
    let mut visitor = Visitor::at(&path);
    visitor.get("/").shows("kept as a draft");
    let drafts = visitor.get("/drafts");
    drafts.shows("a long day").hides("a long<");
    let form = visitor.post(&drafts.way("/use"), &[]);
    form.shows("a long day</textarea>");
    assert_ne!(form.value("draft"), name, "names are of one page");
    let name = typed(&mut visitor, "write", &form.value("draft"), &[("text", "a long day in May")]);
    visitor.done("/write", &[("text", "a long day in May"), ("draft", &name)]).hides("kept as a draft");
    let home = memory::reopen(&path);
    assert_eq!(home.unsaved().expect("a row"), []);
    assert_eq!(home.all_lines(|_| true).expect("lines").len(), 1);
}

#[test]
fn words_that_were_deleted_are_no_draft_and_what_cannot_be_saved_stays_one() {
    let mut visitor = Visitor::alone();
    let name = typed(&mut visitor, "write", "", &[("text", "in anger")]);
    assert_eq!(typed(&mut visitor, "write", &name, &[("text", "  ")]), "");
    visitor.get("/drafts").shows("There is no draft.");
    let name = typed(&mut visitor, "write", "", &[("text", "about a day to come")]);
    let form = [("text", "about a day to come"), ("day", "2031-01-01"), ("draft", &name)];
    let seen = visitor.post("/write", &form);
    assert_eq!((seen.status, seen.value("draft")), (StatusCode::UNPROCESSABLE_ENTITY, name));
    visitor.get("/drafts").shows("about a day to come");
}

/// Another window throws a draft away, and its number is another's by then.
#[test]
fn two_windows_never_write_over_each_other() {
    let mut visitor = Visitor::alone();
    let one = typed(&mut visitor, "write", "", &[("text", "one window")]);
    let way = visitor.get("/drafts").way("/drop");
    visitor.done(&way, &[]);
    let other = typed(&mut visitor, "write", "", &[("text", "the other window")]);
    assert_eq!(one.split('-').next(), other.split('-').next(), "the same number");
    typed(&mut visitor, "write", &one, &[("text", "one window goes on")]);
    visitor.get("/drafts").shows("the other window").shows("one window goes on");
    assert_eq!(visitor.post(&way, &[]).status, StatusCode::NOT_FOUND, "pressed once more, it throws nothing else away");
    visitor.done("/write", &[("text", "one window"), ("draft", &one)]);
    visitor.get("/drafts").shows("the other window").shows("one window goes on");
}

/// A draft of a line for one's own eyes, or of a letter, comes back as what it was.
#[test]
fn a_draft_goes_back_into_the_form_that_it_was_for() {
    let mut visitor = Visitor::alone();
    let back = |visitor: &mut Visitor| {
        let way = visitor.get("/drafts").way("/use");
        visitor.post(&way, &[])
    };
    typed(&mut visitor, "write", "", &[("text", "for nobody else"), ("who", "me")]);
    let private = "name=\"who\" value=\"me\" checked";
    back(&mut visitor).shows("for nobody else</textarea>").shows(private);
    typed(&mut visitor, "letter write", "", &[("part-0", "I went quiet."), ("part-2", "+ I say so\n# and\nmore")]);
    back(&mut visitor)
        .shows("action=\"/letters\"")
        .shows("I went quiet.</textarea>")
        .shows("+ I say so\n\n# and\nmore</textarea>");
    typed(&mut visitor, "act", "", &[("text", "the call")]);
    back(&mut visitor).shows("action=\"/act\"").shows("value=\"the call\"");
    typed(&mut visitor, "miss write", "", &[("text", "our walk")]);
    back(&mut visitor).shows("action=\"/miss\"").shows("value=\"our walk\"");
    typed(&mut visitor, "ask answer nosuchquestion", "", &[("text", "an answer")]);
    back(&mut visitor).shows("an answer</textarea>").shows(private);
    let unknown = visitor.post("/draft", &[("for", "something else"), ("text", "x")]);
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

#[test]
fn an_edit_that_was_begun_goes_back_to_its_line() {
    let mut visitor = Visitor::alone();
    let edit = visitor.done("/write", &[("text", "tea")]).way("/edit");
    let page = visitor.get(&edit);
    let purpose =
        page.text.split("data-draft=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a draft").to_owned();
    typed(&mut visitor, &purpose, "", &[("text", "tea and bread")]);
    let way = visitor.get("/drafts").way("/use");
    let form = visitor.post(&way, &[]);
    form.shows("tea and bread</textarea>").shows(&format!("action=\"{edit}\""));
    let name = form.value("draft");
    visitor.done(&edit, &[("text", "tea and bread"), ("draft", &name)]).shows("tea and bread");
    visitor.get("/drafts").shows("There is no draft.");
}

/// Locked, nothing can be sealed: the script is told, and nothing waits in the place of forms that were sent.
#[test]
fn a_locked_page_takes_no_draft_and_a_hidden_one_does() {
    let mut visitor = Visitor::with_passphrase();
    let name = typed(&mut visitor, "write", "", &[("text", "before")]);
    visitor.post("/hide", &[]);
    let name = typed(&mut visitor, "write", &name, &[("text", "before, and the last word")]);
    visitor.post("/show", &[]);
    visitor.post("/lock", &[]);
    for _ in 0..10 {
        let seen = visitor.post("/draft", &[("for", "write"), ("draft", &name), ("text", "while it is locked")]);
        assert_eq!((seen.status, seen.text.as_str()), (StatusCode::CONFLICT, ""));
    }
    visitor.get("/").hides("is saved once");
    visitor.post("/write", &[("text", "before, and the last word, saved"), ("draft", &name)]);
    visitor.done("/unlock", &[("passphrase", PASSPHRASE)]).shows("saved").hides("kept as a draft");
    visitor.get("/drafts").shows("There is no draft.");
}

/// What a page says first after something was done is said to somebody, not to the script.
#[test]
fn a_draft_does_not_swallow_what_is_to_be_said() {
    let mut visitor = Visitor::alone();
    visitor.post("/act", &[("text", "the call")]);
    typed(&mut visitor, "write", "", &[("text", "meanwhile")]);
    visitor.get("/").shows("Noted as an act of repair");
}

//! People who help, what this rests on, that all can be read, and leaving.

use hyper::StatusCode;
use kintsugi_tests::memory;

use crate::visitor::Visitor;

#[test]
fn people_who_help_are_named_and_nothing_of_that_is_kept() {
    let mut visitor = Visitor::alone();
    visitor.get("/more").shows("href=\"/safety\"").shows("href=\"/guide\"").shows("href=\"/keep\"");
    let safety = visitor.get("/safety");
    safety
        .shows("Germany")
        .shows("116 016")
        .shows("112 in Europe")
        .shows("who can both say no")
        .hides("kintsugi safety");
    visitor.get("/guide").shows("Anger is allowed").shows("href=\"/safety\"").hides("kintsugi safety");
}

#[test]
fn that_all_can_be_read_is_said_and_changes_nothing() {
    let mut visitor = Visitor::alone();
    visitor.done("/write", &[("text", "tea")]);
    visitor.get("/keep").shows("locked with your 12 words");
    visitor.post("/keep/verify", &[]).shows("All is well: One line can be read.");
}

/// Leaving says first what it means, is silent, and nothing crosses after it.
#[test]
fn whoever_leaves_is_asked_once_and_nobody_is_told() {
    let root = kintsugi_tests::folder(true);
    let (ana, ben) = memory::couple(root.path());
    drop(ana);
    let mut visitor = Visitor::at(&root.path().join("Ana"));
    visitor.get("/leave").shows("Nothing crosses any more between you and Ben, and Ben is not told.").shows("Stay");
    visitor.get("/read").shows("a line of Ben");
    visitor.done("/leave", &[]).shows("You have left.");
    visitor.get("/read").shows("a line of Ben").shows("a line of Ana");
    visitor.get("/leave").shows("There is nobody to leave").hides("name=\"leave\"");
    assert!(visitor.post("/leave", &[]).status.is_client_error(), "once");
    assert!(memory::reopen(&root.path().join("Ana")).companion().is_err());
    assert!(ben.companion().is_ok(), "nobody is told");
    let mut alone = Visitor::alone();
    alone.get("/leave").shows("There is nobody to leave");
    assert_eq!(alone.post("/leave", &[]).status, StatusCode::CONFLICT);
}

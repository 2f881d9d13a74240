//! What somebody adds of their own on the page: a practice, words for one that comes along, a question, a line to borrow.

use hyper::StatusCode;
use kintsugi_home::repertoire::{Who, practice};
use kintsugi_journal::Kind;
use kintsugi_tests::memory;

use crate::visitor::{Visitor, meet, now, two};

const WALK: [(&str, &str); 6] = [
    ("title", "Our walk"),
    ("about", "Side by side,\nno telephones."),
    ("title-0", "Go out"),
    ("who-0", "one"),
    ("minutes-0", "2,5"),
    ("guide-0", "Whoever is tired chooses the way."),
];

#[test]
fn a_practice_is_written_in_a_form_with_a_part_for_each_step_and_done_with_the_timer() {
    let (root, mut ana, ben) = two();
    let way = ana.get("/practice").way("/new");
    ana.get(&way).shows("name=\"title-0\"").hides("name=\"title-1\"").shows("For both of you");
    let more = ana.post("/practices/new", &[&WALK[..], &[("more", "1")]].concat());
    assert_eq!(more.status, StatusCode::OK);
    more.shows("name=\"title-1\"").shows("value=\"Go out\"").shows("value=\"2,5\"").shows("no telephones.</textarea>");
    // What was left blank is no step.
    let form = [&WALK[..], &[("title-1", ""), ("minutes-1", ""), ("guide-1", " ")]].concat();
    ana.done("/practices/new", &form).shows("Added, for both of you.").shows("Our walk").shows("in your words");
    let home = memory::reopen(&root.path().join("Ana"));
    let walk = practice(&home, "our-walk").expect("it is there");
    assert_eq!((walk.about.as_str(), walk.steps.len()), ("Side by side, no telephones.", 1));
    assert_eq!((walk.steps[0].who, walk.steps[0].time().as_secs()), (Who::One, 150));
    ana.done("/practice/our-walk/begin", &[]).shows("data-seconds=\"150\"").shows("Whoever is tired");
    // Another of the same title has a name of its own.
    ana.done("/practices/new", &WALK).shows("/practice/our-walk-2");
    drop(home);
    meet(&root, &ben);
    let mut ben = Visitor::at(&root.path().join("Ben"));
    ben.get("/practice/our-walk").shows("wrote this, and it is new here").shows("Hide it here").hides("Change it");
    assert_eq!(ben.get("/practice/our-walk/words").status, StatusCode::NOT_FOUND);
    assert_eq!(ben.post("/practice/our-walk/words", &WALK).status, StatusCode::NOT_FOUND);
    ben.done("/practice/our-walk/remove", &[]).shows("Hidden on this laptop.").hides("/practice/our-walk\"");
}

#[test]
fn what_is_no_practice_comes_back_with_its_words_and_why() {
    let mut ana = Visitor::alone();
    for (form, why) in [
        (vec![("title", "Tea")], "A practice has 1 to 20 steps."),
        (vec![("title", "Tea"), ("title-0", "Sit"), ("minutes-0", "soon")], "A step takes more than no time"),
        (vec![("title", "Tea"), ("title-0", "Sit"), ("minutes-0", "1e9")], "A step takes more than no time"),
        (vec![("title", ""), ("title-0", "Sit"), ("minutes-0", "2")], "A title, or a stop word"),
        (vec![("title", "Tea\u{202e}"), ("title-0", "Sit"), ("minutes-0", "2")], "cannot be seen"),
    ] {
        let again = ana.post("/practices/new", &form);
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "{form:?}");
        again.shows(why).shows("role=\"alert\"");
        for (_, value) in form.iter().filter(|(_, value)| value.is_ascii()) {
            again.shows(&format!("value=\"{value}\""));
        }
    }
    ana.get("/practice").hides("Tea");
}

#[test]
fn one_that_comes_along_reads_in_my_words_on_this_laptop_alone_and_keeps_the_yes_of_both() {
    let (root, mut ana, ben) = two();
    let way = ana.get("/practice/touch").way("/words");
    ana.get(&way).shows("on this laptop alone").shows("value=\"enough\"").shows("checked");
    let form = [("title", "A hand"), ("title-0", "Ask first"), ("minutes-0", "3")];
    ana.done(&way, &form).shows("It stays on this laptop.").shows("A hand").shows("would you like this now?");
    ana.done("/practice/touch/words", &[&form[1..], &[("title", "My hand")]].concat())
        .shows("Changed.")
        .shows("My hand");
    meet(&root, &ben);
    assert_eq!(practice(&ben, "touch").expect("it comes along").title, "Touch, in turns");
    ana.done("/practice/touch/remove", &[]).shows("Taken away.").shows("Touch, in turns");
    assert_eq!(ana.post("/practice/touch/remove", &[]).status, StatusCode::NOT_FOUND, "what comes along stays");
}

/// A draft is the definition that a terminal knows, so either takes up what the other kept.
#[test]
fn half_of_a_practice_is_kept_as_a_draft_and_taken_up_again() {
    let mut ana = Visitor::alone();
    let form = [&WALK[..3], &[("for", "practice add")]].concat();
    assert!(!ana.post("/draft", &form).text.is_empty());
    ana.get("/drafts").shows("a practice").shows("Our walk; Side by side, no telephones.; Go out").hides("[[step]]");
    let way = ana.get("/drafts").way("/use");
    let again = ana.post(&way, &[]);
    again.shows("action=\"/practices/new\"").shows("value=\"Our walk\"").shows("value=\"Go out\"");
    let name = again.value("draft");
    let done = [&WALK[..], &[("draft", name.as_str())]].concat();
    ana.done("/practices/new", &done).shows("Added");
    ana.get("/drafts").shows("There is no draft.");
    ana.post("/draft", &[("for", "practice edit our-walk"), ("title", "Our long walk"), ("title-0", "Go")]);
    let way = ana.get("/drafts").way("/use");
    ana.post(&way, &[]).shows("action=\"/practice/our-walk/words\"").shows("value=\"Our long walk\"");
}

#[test]
fn a_question_and_a_line_to_borrow_of_ones_own_come_and_go() {
    let (root, mut ana, ben) = two();
    let of_ben = kintsugi_journal::Draft {
        words: memory::body(Kind::Question, "What does a quiet morning need?"),
        audience: kintsugi_journal::Audience::Both,
    };
    ben.save(of_ben, &now().moment).expect("saved");
    meet(&root, &ben);
    ana.done("/questions", &[("text", "What makes a good Sunday?")]).shows("a good Sunday?").shows("quiet morning");
    let all = ana.get("/questions");
    let own = all.text.split("href=\"").filter_map(|part| part.split_once("\">").map(|(way, _)| way));
    let ways: Vec<String> = own.filter(|way| way.starts_with("/questions/")).map(str::to_owned).collect();
    assert_eq!(ways.len(), 7, "five, hers and his: {ways:?}");
    ana.get(&ways[0]).hides("Take this question away");
    assert_eq!(ana.post(&format!("{}/remove", ways[0]), &[]).status, StatusCode::NOT_FOUND);
    for way in &ways[5..] {
        ana.get(way).shows("Take this question away");
        ana.done(&format!("{way}/remove"), &[]).shows("Taken away.");
    }
    ana.get("/questions").hides("Sunday").hides("quiet morning");

    let again = ana.post("/words", &[("text", "Not now, please."), ("situation", " ")]);
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    again.shows("For when is it?").shows("Not now, please.</textarea>");
    let kept = ana.done("/words", &[("text", "Not now, please."), ("situation", "Tired")]);
    kept.shows("Kept, for your eyes only.").shows("For: tired").shows("Not now, please.");
    meet(&root, &ben);
    assert!(ben.things(Kind::Phrase).expect("a sound store").is_empty());
    let away = kept.text.split("formaction=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a way");
    ana.done(away, &[]).shows("Taken away.").hides("Not now, please.");
    assert_eq!(ana.post(away, &[]).status, StatusCode::NOT_FOUND);
}

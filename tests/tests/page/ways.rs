//! An evening and a week on the page: one step after the other, each can be skipped, and what is done is not offered again.

use hyper::StatusCode;
use jiff::civil::date;
use kintsugi_home::{Home, Wait};
use kintsugi_journal::{Kind, Schedule, Topic, Words};
use kintsugi_tests::memory;

use crate::visitor::{Seen, Visitor, now, two};

/// Follows until a page is shown.
#[track_caller]
fn follow(visitor: &mut Visitor, path: &str) -> Seen {
    let mut seen = visitor.get(path);
    for _ in 0..9 {
        if seen.status != StatusCode::SEE_OTHER {
            break;
        }
        let to = seen.header("location").to_owned();
        seen = visitor.get(&to);
    }
    assert_eq!(seen.status, StatusCode::OK, "{path}");
    seen
}

/// Sends a form of a step, and follows.
#[track_caller]
fn send(visitor: &mut Visitor, path: &str, form: &[(&str, &str)]) -> Seen {
    let posted = visitor.post(path, form);
    assert_eq!(posted.status, StatusCode::SEE_OTHER, "{path}: {}", posted.text);
    let to = posted.header("location").to_owned();
    follow(visitor, &to)
}

/// Goes on without doing anything.
fn skip(visitor: &mut Visitor, seen: &Seen) -> Seen {
    let before = seen.text.split("\" rel=\"next\"").next().expect("a way on");
    let next = before.rsplit("href=\"").next().expect("a way on").to_owned();
    follow(visitor, &next)
}

fn title(seen: &Seen) -> String {
    let title = seen.text.split("<h1>").nth(1).and_then(|rest| rest.split("</h1>").next());
    title.expect("a title").to_owned()
}

#[test]
fn an_evening_is_gone_through_step_by_step_and_offers_only_what_is_left() {
    let (_root, mut visitor, _ben) = two();
    visitor.wait(24 * 60 * 60);
    visitor.done("/jar", &[("text", "Walk me home")]);
    visitor.done("/habits", &[("text", "Tea at ten")]);
    let news = follow(&mut visitor, "/evening");
    news.shows("New here").shows("a line of Ben").hides("a line of Ana");
    let (lines, way) = (news.value("lines"), news.way("/read"));
    let slip = send(&mut visitor, &way, &[("lines", &lines)]);
    assert_eq!(title(&slip), "The jar");
    let drawn = send(&mut visitor, "/jar/draw", &[("way", &slip.value("way"))]);
    drawn.shows("The slip of today").shows("I did it");
    let line = send(&mut visitor, "/jar/done", &[("way", &drawn.value("way"))]);
    line.shows("A line of yours").shows("A line is enough, and none is all right.").shows("Noted as an act");
    let habits = send(&mut visitor, "/write", &[("text", "tea"), ("kind", "moment"), ("way", &line.value("way"))]);
    // The slip was an act already.
    assert_eq!(title(&habits), "Small habits");
    let meet = send(&mut visitor, &habits.way("/done"), &[("way", &habits.value("way"))]);
    meet.shows("Meet now");
    let hearts = skip(&mut visitor, &meet);
    assert_eq!(title(&hearts), "The hearts");
    let end = skip(&mut visitor, &hearts);
    end.shows("That was the evening. Sleep well.");
    let again = follow(&mut visitor, "/evening");
    assert_eq!(title(&again), "Meet", "nothing else is left");
}

#[test]
fn every_step_can_be_skipped_and_nothing_is_kept_of_that() {
    let (_root, mut visitor, _ben) = two();
    visitor.wait(24 * 60 * 60);
    let mut seen = follow(&mut visitor, "/evening");
    let mut titles = vec![title(&seen)];
    while !seen.text.contains("Sleep well.") {
        seen = skip(&mut visitor, &seen);
        titles.push(title(&seen));
    }
    assert_eq!(titles, ["New here", "A line of yours", "A small act", "Meet", "The hearts", "The evening"]);
    follow(&mut visitor, "/evening").shows("New here");
    for nowhere in ["/evening/focus", "/week/slip", "/evening/nowhere"] {
        assert_eq!(visitor.get(nowhere).status, StatusCode::NOT_FOUND, "{nowhere}");
    }
}

#[test]
fn a_form_of_a_step_leads_back_into_it_and_to_no_other_place() {
    let (_root, mut visitor, _ben) = two();
    let posted = visitor.post("/act", &[("text", "the call"), ("way", "http://evil.example/")]);
    assert_eq!(posted.header("location"), "/");
    let posted = visitor.post("/act", &[("text", "the call"), ("way", "evening.hearts")]);
    assert_eq!(posted.header("location"), "/evening/hearts");
    visitor.get("/evening/hearts").shows("Noted as an act of repair");
}

/// What is sat down to in a week goes on in it; the same by itself leads to Today.
#[test]
fn a_week_leads_through_reading_check_in_plan_and_focus() {
    let (root, mut visitor, ben) = two();
    let ana = memory::reopen(&root.path().join("Ana"));
    let wednesday = Schedule { weekday: 3, minute: 20 * 60, place: None };
    ana.sit_down(wednesday, None, &now().moment).expect("agreed");
    let both = |home: &Home, text: &str| {
        let (round, _) = home.seal(Topic::Miss, memory::body(Kind::Miss, text), &now().moment).expect("sealed");
        home.make_ready(&[round]).expect("ready");
    };
    both(&ana, "our walk");
    let meet = follow(&mut visitor, "/week");
    assert_eq!(title(&meet), "Meet");
    let reading = skip(&mut visitor, &meet);
    assert_eq!(title(&reading), "The reading");
    visitor.done("/reading/begin", &[]).shows("reads");
    visitor.get("/reading/end").shows("href=\"/week/checkin\"");
    let check_in = send(&mut visitor, "/reading/done", &[]);
    check_in.shows("The check-in").shows("It is today at 20:00, five minutes for each.").shows("The week is read.");
    visitor.get("/sit/1").shows("href=\"/sit/2\"");
    both(&ben, "breakfast");
    memory::meet(&ana, &ben);
    let opened = send(&mut visitor, "/sit/done", &[]);
    opened.shows("Open now").shows("What each of you misses is open.").shows("href=\"/miss\"");
    let plan = skip(&mut visitor, &opened);
    plan.shows("What you miss").shows("our walk").shows("breakfast");
    let left = send(&mut visitor, &plan.way("/plan"), &[("way", &plan.value("way")), ("day", "2026-06-05")]);
    assert_eq!(title(&left), "What you miss", "the other one");
    let better = skip(&mut visitor, &left);
    let focus = send(&mut visitor, "/progress", &[("text", "the mornings"), ("way", &better.value("way"))]);
    focus.shows("The next seven days").hides("value=\"touch\"");
    let hearts = send(&mut visitor, "/focus/pick", &[("practice", "walk"), ("way", &focus.value("way"))]);
    assert_eq!(title(&hearts), "The hearts");
    skip(&mut visitor, &hearts).shows("That was the week. Thank you.");
    visitor.get("/reading/end").shows("href=\"/together\"");
}

#[test]
fn no_step_shows_what_is_for_one_alone() {
    let (root, mut visitor, _ben) = two();
    visitor.done("/write", &[("text", "mine alone"), ("private", "1")]);
    let ana = memory::reopen(&root.path().join("Ana"));
    let words = Words { day: date(2026, 6, 2), ..memory::body(Kind::Win, "we laughed") };
    ana.save_line(words, Wait::Not, &now().moment).expect("saved");
    for way in ["/evening", "/week"] {
        let mut seen = follow(&mut visitor, way);
        while !seen.text.contains("That was the") {
            seen.hides("mine alone");
            seen = skip(&mut visitor, &seen);
        }
    }
}

/// It led out of the evening, to Today or to Write.
#[test]
fn what_cannot_be_saved_stays_in_the_way_with_its_words() {
    let (_root, mut visitor, _ben) = two();
    visitor.wait(24 * 60 * 60);
    let line = follow(&mut visitor, "/evening/line");
    let again = |visitor: &mut Visitor, path: &str, step: &Seen, form: &[(&str, &str)]| {
        let (of, way) = (step.value("step"), step.value("way"));
        let seen = visitor.post(path, &[form, &[("step", &of), ("way", &way)]].concat());
        assert_eq!((seen.status, title(&seen)), (StatusCode::UNPROCESSABLE_ENTITY, title(step)), "{path}");
        assert_eq!((seen.value("step"), seen.value("way")), (of, way));
        seen
    };
    let long = "a long thought ".repeat(5000);
    let typed = [("text", long.as_str()), ("from", "today"), ("kind", "moment"), ("private", "1")];
    let seen = again(&mut visitor, "/write", &line, &typed);
    seen.shows("role=\"alert\"").shows("64 KiB").shows(long.trim());
    seen.shows("value=\"moment\" checked").shows("name=\"private\" value=\"1\" checked").shows("Leave it here");
    again(&mut visitor, "/write", &seen, &[("text", " ")]).shows("There are no words yet.");
    let act = send(&mut visitor, "/write", &[("text", "tea"), ("way", &seen.value("way"))]);
    assert_eq!(title(&act), "A small act");
    again(&mut visitor, "/act", &act, &[("text", &long)]).shows(long.trim());
    visitor.get("/read").hides("a long thought");
}

#[test]
fn so_does_what_a_week_asks_for() {
    let (root, mut visitor, ben) = two();
    let ana = memory::reopen(&root.path().join("Ana"));
    for (home, text) in [(&ana, "our walk"), (&ben, "breakfast")] {
        let (round, _) = home.seal(Topic::Miss, memory::body(Kind::Miss, text), &now().moment).expect("sealed");
        home.make_ready(&[round]).expect("ready");
    }
    memory::meet(&ana, &ben);
    drop(ana);
    let mut seen = follow(&mut visitor, "/week");
    let mut met = Vec::new();
    while !seen.text.contains("That was the week.") {
        if seen.text.contains("name=\"step\"") {
            let (step, way) = (seen.value("step"), seen.value("way"));
            let path = ["/plan", "/progress", "/pick"]
                .into_iter()
                .find(|ending| seen.text.contains(&format!("{ending}\"")))
                .expect("a form");
            let form = [("day", "soon"), ("text", " "), ("practice", "none"), ("step", &step), ("way", &way)];
            let path = seen.way(path);
            let again = visitor.post(&path, &form);
            assert_eq!((again.status, title(&again)), (StatusCode::UNPROCESSABLE_ENTITY, title(&seen)), "{path}");
            again.shows("role=\"alert\"");
            met.push(step);
        }
        seen = skip(&mut visitor, &seen);
    }
    assert_eq!(met, ["week.plan", "week.better", "week.focus"]);
}

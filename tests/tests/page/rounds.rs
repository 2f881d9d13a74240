//! Letters, questions and what is missed: both write before either reads, and no page says how it stands with the other.

use hyper::StatusCode;
use kintsugi_home::Home;
use kintsugi_journal::{Kind, Topic};
use kintsugi_tests::memory;

use crate::visitor::{Visitor, meet, now, two};

fn seals(ben: &Home, topic: Topic, kind: Kind, text: &str) {
    let (round, _) = ben.seal(topic, memory::body(kind, text), &now().moment).expect("sealed");
    ben.make_ready(&[round]).expect("ready");
}

/// The pages of what both write.
const PAGES: [&str; 6] = ["/", "/together", "/letters", "/questions", "/miss", "/progress"];

#[test]
fn that_he_has_sealed_and_is_ready_shows_nowhere() {
    let (root, mut visitor, ben) = two();
    let question = kintsugi_home::repertoire::questions(&ben).expect("questions").remove(0).id;
    let pages: Vec<String> =
        PAGES.iter().map(|page| (*page).to_owned()).chain([format!("/questions/{question}")]).collect();
    let seen = |visitor: &mut Visitor| pages.iter().map(|page| visitor.get(page).text).collect::<Vec<_>>();
    let before = seen(&mut visitor);
    seals(&ben, Topic::Letter, Kind::Letter, "his letter");
    seals(&ben, Topic::Miss, Kind::Miss, "the walk");
    seals(&ben, Topic::Question(question), Kind::Answer, "his answer");
    meet(&root, &ben);
    assert_eq!(seen(&mut visitor), before);
}

#[test]
fn a_letter_in_three_parts_is_sealed_said_ready_and_read_by_both() {
    let (root, mut visitor, ben) = two();
    let empty = visitor.post("/letters", &[("part-0", " ")]);
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let sealed = visitor.done("/letters", &[("part-0", "I went quiet."), ("part-2", "+ I say when I need an hour")]);
    sealed.shows("sealed, and only on this laptop").shows("I went quiet.").shows("It may be opened");
    let again = visitor.post("/letters", &[("part-0", "another one")]);
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    seals(&ben, Topic::Letter, Kind::Letter, "his letter");
    meet(&root, &ben);
    visitor.get("/letters").hides("his letter").hides("are open");
    assert_eq!(visitor.get("/letters/1").status, StatusCode::NOT_FOUND);
    visitor.done("/letters/ready", &[]).shows("Your letter is ready.");
    meet(&root, &ben);
    visitor.get("/letters").shows("Letters that are open");
    visitor.get("/letters/1").shows("his letter").shows("I went quiet.").shows("I heard you.");
}

#[test]
fn sealed_words_are_taken_back_after_a_question() {
    let (_root, mut visitor, _ben) = two();
    assert!(visitor.get("/letters/back").status.is_client_error(), "nothing is sealed");
    visitor.done("/letters", &[("part-0", "in anger")]);
    visitor.get("/letters/back").shows("Take your sealed words back?");
    visitor.get("/letters").shows("in anger");
    visitor.done("/letters/back", &[]).shows("Their words are gone.").hides("in anger");
}

#[test]
fn a_question_is_answered_by_both_and_rests_for_a_week() {
    let (root, mut visitor, ben) = two();
    let question = kintsugi_home::repertoire::questions(&ben).expect("questions").remove(0).id;
    let path = format!("/questions/{question}");
    visitor
        .done(&path, &[("text", "A hand on the shoulder.")])
        .shows("sealed and ready")
        .shows("A hand on the shoulder.");
    visitor.get("/questions").shows("Yours is sealed and ready.");
    seals(&ben, Topic::Question(question), Kind::Answer, "Time to think.");
    meet(&root, &ben);
    visitor.get(&path).shows("A hand on the shoulder.").shows("Time to think.").shows("can be answered again from");
    let early = visitor.post(&path, &[("text", "once more")]);
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    early.shows("once more</textarea>").shows("in these seven days");
    visitor.done("/questions", &[("text", "What do you need on Sundays?")]).shows("What do you need on Sundays?");
}

#[test]
fn what_both_miss_opens_and_finds_its_day() {
    let (root, mut visitor, ben) = two();
    visitor.done("/miss", &[("text", "our walk")]).shows("Sealed.").shows("our walk");
    seals(&ben, Topic::Miss, Kind::Miss, "breakfast in bed");
    meet(&root, &ben);
    let open = visitor.get("/miss");
    open.shows("our walk").shows("breakfast in bed");
    let plan =
        open.text.split("action=\"").filter_map(|part| part.split('"').next()).find(|way| way.ends_with("/plan"));
    let plan = plan.expect("a form").to_owned();
    let past = visitor.post(&plan, &[("day", "2026-06-02")]);
    assert_eq!(past.status, StatusCode::UNPROCESSABLE_ENTITY);
    visitor.done(&plan, &[("day", "2026-06-05")]).shows("Planned for Friday, 5 June.");
    visitor.get("/").shows("Friday, 5 June: ");
    visitor.done(&plan.replace("/plan", "/unplan"), &[]).hides("Planned for Friday");
    visitor.done(&plan.replace("/plan", "/done"), &[]).shows("It took place again.");
}

#[test]
fn words_are_borrowed_and_what_felt_better_is_kept() {
    let (_root, mut visitor, _ben) = two();
    visitor.get("/words").shows("Send as a note");
    visitor.done("/words/1/send", &[]).shows("Written as a small note for today.");
    assert_eq!(visitor.post("/words/0/send", &[]).status, StatusCode::NOT_FOUND);
    visitor.get("/progress").shows("What has felt better lately");
    assert_eq!(visitor.post("/progress", &[("text", " ")]).status, StatusCode::UNPROCESSABLE_ENTITY);
    visitor.done("/progress", &[("text", "the mornings")]).shows("the mornings");
}

#[test]
fn a_check_in_is_agreed_on_and_kept_only_where_both_were_here() {
    let (_root, mut visitor, _ben) = two();
    let form = |time| [("weekday", "Friday"), ("time", time), ("place", "kitchen table")];
    for wrong in ["", "25:00", "19:61", "soon"] {
        let seen = visitor.post("/checkin", &form(wrong));
        assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        seen.shows("kitchen table");
    }
    visitor
        .done("/checkin", &form("19:30"))
        .shows("Each Friday at 19:30, kitchen table. The next one is on Friday, 5 June.");
    visitor.get("/").shows("kitchen table");
    visitor.get("/sit/1").shows("data-seconds=\"300\"").shows("Until 20:35").shows("href=\"/sit/2\"");
    visitor.get("/sit/2").shows("href=\"/sit/end\"");
    visitor.get("/sit/end").shows("Were both of you here?");
    visitor.get("/progress").hides("Check-in");
    visitor.done("/sit/done", &[]).shows("Thank you, both of you.");
    visitor.get("/progress").shows("Check-in");
    assert_eq!(visitor.get("/sit/3").status, StatusCode::NOT_FOUND);
    let file = visitor.post("/checkin/calendar", &[]);
    assert_eq!(file.header("content-disposition"), "attachment; filename=\"kintsugi-check-in.ics\"");
    file.shows("BEGIN:VCALENDAR").shows("RRULE:FREQ=WEEKLY;BYDAY=FR").shows("SUMMARY:Time for us").hides("check-in at");
    visitor.done("/checkin/skip", &[]).shows("Friday, 12 June");
    visitor.done("/checkin/cancel", &[]).shows("No time is agreed yet.");
}

/// What he changes about the time is said until it was read.
#[test]
fn a_time_that_he_moved_is_said_until_it_was_read() {
    let (root, mut visitor, ben) = two();
    visitor.done("/checkin", &[("weekday", "Friday"), ("time", "19:30"), ("place", "")]);
    meet(&root, &ben);
    let schedule = kintsugi_journal::Schedule { weekday: 7, minute: 600, place: None };
    ben.sit_down(schedule, None, &now().moment).expect("agreed");
    meet(&root, &ben);
    let said = "was moved to Sunday at 10:00. Before it was Friday at 19:30.";
    visitor.get("/checkin").shows(said);
    visitor.get("/checkin").shows(said);
    visitor.done("/checkin/seen", &[]).hides(said);
}

#[test]
fn a_small_habit_counts_when_both_did_it_and_nobody_is_named() {
    let (root, mut visitor, ben) = two();
    visitor.done("/habits", &[("text", "A walk")]).shows("A walk");
    meet(&root, &ben);
    let done = visitor.get("/habits").text;
    let done = done.split("action=\"").filter_map(|part| part.split('"').next()).find(|way| way.ends_with("/done"));
    let done = done.expect("a form").to_owned();
    let habit = ben.routines(&now().moment).expect("habits").remove(0).routine;
    ben.routine_done(habit, memory::body(Kind::Done, ""), &now().moment).expect("done");
    let before = visitor.get("/habits").text;
    meet(&root, &ben);
    assert_eq!(visitor.get("/habits").text, before, "that he did it alone shows nowhere");
    visitor.done(&done, &[]).shows("Done, by both of you: an act of both.").shows("Both of you, today.");
    visitor.get("/hearts").shows("One heart in June.");
    visitor.done(&done.replace("/done", "/remove"), &[]).hides("A walk");
}

#[test]
fn slips_go_into_the_jar_and_only_their_writer_takes_them_out() {
    let (root, mut visitor, ben) = two();
    visitor.get("/jar").shows("To begin with");
    visitor.done("/jar", &[("text", "Walk me home")]).shows("Walk me home").shows("Take it out");
    assert_eq!(visitor.post("/jar", &[("text", " ")]).status, StatusCode::UNPROCESSABLE_ENTITY);
    ben.add_slip(memory::body(Kind::Slip, "his slip"), &now().moment).expect("saved");
    meet(&root, &ben);
    let jar = visitor.get("/jar");
    jar.shows("his slip").shows("Hide it here");
    let ways = jar.text.split("action=\"").filter_map(|part| part.split('"').next());
    let ways: Vec<String> = ways.filter(|way| way.ends_with("/remove")).map(str::to_owned).collect();
    assert_eq!(ways.len(), 2);
    for way in ways {
        visitor.done(&way, &[]);
    }
    visitor.get("/jar").hides("Walk me home").hides("his slip");
    let left = ben.jar().expect("a jar");
    assert!(left.iter().any(|slip| slip.mine && slip.text == "his slip"), "it is still his");
}

#[test]
fn the_slip_of_today_is_drawn_and_done() {
    let mut visitor = Visitor::alone();
    visitor.done("/jar/draw", &[]).shows("Not for me");
    visitor.done("/jar/done", &[]).shows("Noted as an act of repair");
    visitor.get("/jar").shows("Tomorrow has another one.");
}

/// A week in which nothing was is a quiet one, but not a week before the two began.
#[test]
fn weeks_before_the_first_that_holds_something_are_not_spoken_of() {
    let mut visitor = Visitor::alone();
    let quiet = |visitor: &mut Visitor| visitor.get("/progress").text.matches("a quiet week").count();
    assert_eq!(quiet(&mut visitor), 1, "this week stands there in any case");
    visitor.done("/write", &[("text", "tea"), ("kind", "appreciated"), ("day", "2026-05-20")]);
    visitor.get("/progress").shows("18 May to 24 May").hides("11 May");
    assert_eq!(quiet(&mut visitor), 2, "the two weeks since then");
}

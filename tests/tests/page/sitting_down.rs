//! What the two do side by side at one page: reading, practices, these seven days, the agreement, and what is said once.

use hyper::StatusCode;
use jiff::civil::date;
use kintsugi_home::{Home, Wait};
use kintsugi_journal::{Kind, LinesOpen, Occasion, Words};
use kintsugi_tests::memory;

use crate::visitor::{Seen, Visitor, meet, now, two};

fn writes(home: &Home, kind: Kind, text: &str) {
    let words = Words { day: date(2026, 6, 3), ..memory::body(kind, text) };
    home.save_line(words, Wait::Not, &now().moment).expect("saved");
}

#[test]
fn a_week_is_read_one_voice_at_a_time_and_kept_only_where_both_were_here() {
    let (root, mut visitor, ben) = two();
    writes(&ben, Kind::Win, "we laughed");
    writes(&ben, Kind::Setback, "I was late again");
    meet(&root, &ben);
    visitor.done("/write", &[("text", "mine alone"), ("private", "1")]);
    visitor.get("/reading").shows("It may feel awkward at first.").shows("Read together");
    let first = visitor.done("/reading/begin", &[]);
    first.shows("Ben</bdi> reads").shows("data-keys=\"next\"").shows("rel=\"next\"").hides("rel=\"prev\"");
    let mut all = first.text.clone();
    let mut next = forward(&first);
    while !next.ends_with("/end") {
        let page = visitor.get(&next);
        page.shows("rel=\"prev\"").hides("mine alone").hides("20:3");
        next = forward(&page);
        all.push_str(&page.text);
    }
    for words in ["a line of Ana", "a line of Ben", "I was late again", "Listen to it; nothing has to be answered"] {
        assert!(all.contains(words), "{words}");
    }
    let at = |words: &str| all.find(words).unwrap_or_else(|| panic!("{words}"));
    assert!(at("we laughed") < at("a line of Ben") && at("we laughed") < at("a line of Ana"), "small wins first");
    assert_eq!(visitor.get("/reading/99").status, StatusCode::NOT_FOUND);
    visitor.get("/reading").hides("It may feel awkward");
    visitor.get("/reading/end").shows("Were both of you here?");
    visitor.get("/progress").hides("read together");
    visitor.done("/reading/done", &[]).shows("The week is read. Thank you, both of you.");
    visitor.get("/progress").shows("read together");
}

/// Where the arrow to the right leads.
fn forward(page: &Seen) -> String {
    let before = page.text.split("\" rel=\"next\"").next().expect("a way on");
    before.rsplit("href=\"").next().expect("a way on").to_owned()
}

/// Whether the other has sealed lines for it, or is ready, shows nowhere before it opens.
#[test]
fn being_ready_for_the_week_says_nothing_of_the_other() {
    let (root, mut visitor, ben) = two();
    ben.put_lines_open(LinesOpen::Weekly).expect("chosen");
    meet(&root, &ben);
    visitor.get("/").shows("From now on new lines open at the weekly reading").shows("From now on");
    visitor.done("/today/lines-open", &[]).hides("From now on");
    let pages = |visitor: &mut Visitor| ["/reading", "/together", "/"].map(|page| visitor.get(page).text);
    let before = pages(&mut visitor);
    writes_sealed(&ben, "sealed by him");
    meet(&root, &ben);
    assert_eq!(pages(&mut visitor), before);
    visitor.get("/reading").shows("I am ready");
    visitor.done("/reading/ready", &[]).shows("You are ready for the reading.").hides("I am ready");
    visitor.get("/together").shows("You are ready for it.");
    visitor.get("/reading/1").hides("sealed by him");
}

fn writes_sealed(ben: &Home, text: &str) {
    ben.save_line(memory::body(Kind::Hard, text), Wait::AsChosen, &now().moment).expect("saved");
    let reading = ben.reading(&now().moment).expect("a reading");
    assert!(ben.ready_to_read(&reading).expect("ready"));
}

/// Both answer unseen. Whoever says no, the page says the same.
#[test]
fn touch_needs_the_yes_of_both_each_time_and_says_not_whose_no_it_was() {
    let (_root, mut visitor, _ben) = two();
    let asked = visitor.get("/practice/touch");
    asked.shows("would you like this now?").shows("“enough”").shows("not sexual").hides(">Begin<");
    let answer = |visitor: &mut Visitor, one: &str, other: &str| {
        let second = visitor.done("/practice/touch/one", &[("answer", one)]);
        second.shows("Ben</bdi>, would you like this now?");
        let after = visitor.done("/practice/touch/other", &[("answer", other)]);
        (second.text, after.text)
    };
    for early in ["/sit/touch.1", "/sit/touch.3", "/sit/touch.end"] {
        assert_eq!(visitor.get(early).header("location"), "/practice/touch", "{early}");
    }
    assert_eq!(visitor.post("/practice/touch/begin", &[]).header("location"), "/practice/touch");
    assert_eq!(visitor.post("/practice/touch/other", &[("answer", "yes")]).header("location"), "/practice");
    let hers = answer(&mut visitor, "no", "yes");
    let his = answer(&mut visitor, "yes", "no");
    assert!(hers == his && hers == answer(&mut visitor, "no", "no"), "nobody sees whose it was");
    assert!(hers.1.contains("Not now.") && visitor.get("/sit/touch.1").status == StatusCode::SEE_OTHER);
    let sits = answer(&mut visitor, "yes", "yes");
    assert!(sits.1.contains("data-seconds=\"180\"") && sits.1.contains("Say “enough” at any time"), "{}", sits.1);
    visitor.get("/sit/touch.3").shows("href=\"/sit/touch.end\"");
    visitor.get("/sit/touch.end").shows("Nothing of it is kept.").hides("Were both");
    assert_eq!(visitor.get("/sit/touch.1").header("location"), "/practice/touch", "each time anew");
    visitor.done("/practice/touch/done", &[]);
    visitor.get("/progress").hides("Touch");
}

#[test]
fn a_practice_runs_step_by_step_and_took_place_where_both_were_here() {
    let (_root, mut visitor, _ben) = two();
    visitor.get("/practice").shows("Eye contact").shows("A Sunday walk");
    visitor.get("/practice/eye-contact").shows("It may feel awkward").shows("Settle");
    let first = visitor.done("/practice/eye-contact/begin", &[]);
    first.shows("data-seconds=\"30\"").shows("For both of you").shows("href=\"/sit/eye-contact.2\"");
    visitor.get("/sit/eye-contact.2").shows("Until 20:32").shows("href=\"/sit/eye-contact.end\"");
    visitor.get("/sit/eye-contact.end").shows("Were both of you here?");
    visitor.get("/progress").hides("Eye contact");
    visitor.done("/practice/eye-contact/done", &[]).shows("Thank you, both of you.");
    visitor.get("/progress").shows("Eye contact");
    visitor.get("/practice/eye-contact").hides("It may feel awkward");
    for nowhere in ["/practice/nowhere", "/sit/nowhere.1", "/sit/eye-contact.3", "/sit/eye-contact.0"] {
        assert_eq!(visitor.get(nowhere).status, StatusCode::NOT_FOUND, "{nowhere}");
    }
}

/// What he wrote is shown before it first begins here, and no address leads past that.
#[test]
fn a_practice_that_is_new_from_him_is_looked_at_first() {
    let (root, mut visitor, ben) = two();
    let tea = "name = \"tea\"\ntitle = \"<b>Tea</b>\"\n[[step]]\ntitle = \"Pour\"\nminutes = 1\n";
    ben.add_practice(memory::body(Kind::Practice, tea), &now().moment).expect("added");
    meet(&root, &ben);
    visitor.get("/practice").shows("&lt;b&gt;Tea").shows("in the words of Ben");
    assert_eq!(visitor.get("/sit/tea.1").header("location"), "/practice/tea");
    visitor.get("/practice/tea").shows("Ben</bdi> wrote this, and it is new here.").shows("Begin");
    visitor.done("/practice/tea/begin", &[]).shows("Pour");
    visitor.get("/practice/tea").hides("it is new here");
}

#[test]
fn one_thing_is_in_focus_for_seven_days_and_touch_never_is() {
    let (_root, mut visitor, _ben) = two();
    visitor.get("/focus").shows("Nothing is in focus.").shows("A Sunday walk").hides("value=\"touch\"");
    for wrong in ["", "touch", "nowhere"] {
        assert_eq!(
            visitor.post("/focus/pick", &[("practice", wrong)]).status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{wrong}"
        );
    }
    visitor
        .done("/focus/pick", &[("practice", "walk")])
        .shows("Day 1 of 7")
        .shows("It may feel awkward")
        .shows("href=\"/practice/walk\"");
    visitor.get("/").shows("A Sunday walk").shows("Day 1 of 7");
    visitor.get("/together").shows("A Sunday walk, day 1 of 7.");
    visitor.done("/focus/adapt", &[("text", "ten minutes are enough")]).shows("ten minutes are enough");
    assert_eq!(visitor.post("/focus/adapt", &[("text", " ")]).status, StatusCode::UNPROCESSABLE_ENTITY);
    visitor.done("/focus/pick", &[("practice", "letter")]).shows("href=\"/letters\"").hides("ten minutes are enough");
    visitor.wait(6 * 24 * 60 * 60);
    visitor.get("/focus").shows("These seven days end today. What did they give the two of you?");
    visitor.done("/focus/repeat", &[]).shows("Day 1 of 7").hides("end today");
    visitor.done("/focus/skip", &[]).shows("Nothing is in focus.").shows("The one before, once more");
}

#[test]
fn an_agreement_is_edited_apart_and_counts_once_both_said_yes() {
    let (root, mut visitor, ben) = two();
    visitor.get("/agreement").shows("Nothing is agreed in writing yet.").shows("its history stays on both laptops");
    let from = visitor.get("/agreement/edit").value("from");
    visitor
        .done("/agreement/edit", &[("text", "We talk on Sundays.\nNo phones at supper."), ("from", &from)])
        .shows("No phones at supper.");
    let mine = |visitor: &mut Visitor| visitor.get("/agreement").value("from");
    let from = mine(&mut visitor);
    visitor
        .done("/agreement/agree", &[("from", &from)])
        .shows("You have said yes to it. It counts once both of you have.");
    meet(&root, &ben);
    let his = ben.agreement().expect("a text");
    ben.agree(&his, &now().moment).expect("agreed");
    meet(&root, &ben);
    visitor.get("/agreement").shows("Both of you said yes to this on 3 June 2026").hides("I say yes to it");
    // Apart, she changes one line and he the other.
    let his = ben.agreement().expect("a text");
    ben.edit_agreement(&his, "We talk on Sundays.\nNo phones at supper, or in bed.").expect("edited");
    let form = visitor.get("/agreement/edit").value("from");
    meet(&root, &ben);
    let both =
        visitor.done("/agreement/edit", &[("text", "We talk on Saturdays.\nNo phones at supper."), ("from", &form)]);
    both.shows("Both of you said yes to this").shows("A change stands beside it");
    both.shows("<mark>We talk on Saturdays.</mark>").shows("<mark>No phones at supper, or in bed.</mark>");
    // She says yes to what she saw, and to nothing else.
    let seen = both.value("from");
    let his = ben.agreement().expect("a text");
    ben.edit_agreement(&his, "Only mine.").expect("edited");
    meet(&root, &ben);
    let moved = visitor.post("/agreement/agree", &[("from", &seen)]);
    assert_eq!(moved.status, StatusCode::UNPROCESSABLE_ENTITY);
    visitor.get("/agreement").shows("Both of you said yes to this on 3 June 2026").shows("No phones at supper.");
    for wrong in ["zz", "00", "-"] {
        assert!(visitor.post("/agreement/edit", &[("text", "x"), ("from", wrong)]).status.is_client_error());
    }
    let unknown = "0".repeat(64);
    let kept = visitor.post("/agreement/edit", &[("text", "words of mine"), ("from", &unknown)]);
    kept.shows("words of mine");
    assert!(kept.status.is_client_error());
}

#[test]
fn an_agreement_can_be_begun_alone_and_counts_once_there_are_two() {
    let mut visitor = Visitor::alone();
    visitor.get("/agreement").shows("Begin it");
    let from = visitor.get("/agreement/edit").value("from");
    visitor.done("/agreement/edit", &[("text", "We knock."), ("from", &from)]).shows("Saved.").shows("We knock.");
    let begun = visitor.get("/agreement");
    begun.shows("So far it is yours alone.").shows("Change it").hides("I say yes to it");
    let refused = visitor.post("/agreement/agree", &[("from", &begun.value("from"))]);
    refused.shows("We knock.");
    assert!(refused.status.is_client_error());
}

#[test]
fn what_he_changed_in_the_agreement_is_said_until_it_was_read() {
    let (root, mut visitor, ben) = two();
    let from = visitor.get("/agreement/edit").value("from");
    visitor.done("/agreement/edit", &[("text", "We talk on Sundays."), ("from", &from)]).hides("Since you last looked");
    meet(&root, &ben);
    let his = ben.agreement().expect("a text");
    ben.edit_agreement(&his, "We talk on Mondays.").expect("edited");
    meet(&root, &ben);
    visitor.get("/together").shows("It has changed since you last looked.");
    for _ in 0..2 {
        visitor
            .get("/agreement")
            .shows("Since you last looked, these lines have changed.")
            .shows("We talk on Sundays.")
            .shows("We talk on Mondays.");
    }
    let seen = visitor.get("/agreement").value("from");
    visitor.done("/agreement/seen", &[("from", &seen)]).hides("Since you last looked");
}

#[test]
fn an_invitation_stays_until_it_was_let_be_and_no_quiet_shows_it() {
    let (root, mut visitor, ben) = two();
    ben.invite(Occasion::Letter, None, &now().moment).expect("invited");
    let home = memory::reopen(&root.path().join("Ana"));
    home.begin_quiet(date(2026, 6, 5), &now().moment).expect("quiet");
    drop(home);
    meet(&root, &ben);
    writes(&ben, Kind::Note, "while it was quiet");
    meet(&root, &ben);
    visitor.get("/").hides("invites you").hides("While it was quiet");
    visitor.wait(2 * 24 * 60 * 60);
    for _ in 0..2 {
        let today = visitor.get("/");
        today.shows("Ben</bdi> invites you to a letter each.").shows("While it was quiet, some things came.");
    }
    visitor.done("/today/quiet", &[]).hides("While it was quiet").shows("invites you");
    visitor.done("/today/invitations", &[]).hides("invites you");
    assert_eq!(visitor.post("/today/else", &[]).status, StatusCode::NOT_FOUND);
}

#[test]
fn what_felt_better_is_asked_once_a_week_and_can_be_let_be() {
    let (_root, mut visitor, _ben) = two();
    visitor.get("/").hides("What has felt better lately");
    visitor.done("/write", &[("text", "tea")]);
    visitor.wait(9 * 24 * 60 * 60);
    visitor.get("/").shows("What has felt better lately");
    visitor.done("/today/better", &[]).hides("What has felt better lately");
    visitor.wait(8 * 24 * 60 * 60);
    visitor.get("/").shows("What has felt better lately");
    visitor.wait(60 * 24 * 60 * 60);
    visitor.get("/").shows("No backup was made for a month.");
    visitor.done("/today/backup", &[]);
    visitor.wait(24 * 60 * 60);
    visitor.get("/").hides("No backup was made");
}

#[test]
fn a_promise_that_was_kept_is_an_act() {
    let (_root, mut visitor, _ben) = two();
    visitor.get("/promises").shows("No promise is marked.");
    visitor.done("/letters", &[("part-2", "+ Call before eight\nand rest")]);
    let promises = visitor.get("/promises");
    promises.shows("Call before eight").hides("and rest");
    visitor.done(&promises.way("/kept"), &[]).shows("Noted as an act of repair");
    visitor.get("/").shows("Call before eight").shows("an act of repair");
    assert_eq!(visitor.post("/promises/0000/kept", &[]).status, StatusCode::NOT_FOUND);
}

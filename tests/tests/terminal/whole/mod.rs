//! Everything that talks, at a terminal of 80×24 and of 50×20: every whole screen as a snapshot, the same without colour, at a
//! terminal that can do nothing but text, with another size in the middle, and left at every question.

mod chance;
mod left;
mod story;
mod ways;

use kintsugi_tests::screen::{Ended, Screen, Size};

use ways::Way;

const DUMB: [(&str, &str); 1] = [("TERM", "dumb")];
const PALE: [(&str, &str); 1] = [("NO_COLOR", "1")];

fn large() -> Size {
    Size::of(80, 24)
}

fn small() -> Size {
    Size::of(50, 20)
}

/// Every screen of a way from its begin to its end. `None`, said aloud, where no other day can be tried.
fn screens(way: &Way, size: Size, environment: &[(&str, &str)], resized: Option<Size>) -> Option<(Vec<String>, Ended)> {
    let mut story = (way.story)()?;
    let mut screen = Screen::of(story.who(), way.arguments, size, environment);
    let mut seen = Vec::new();
    let middle = middle_of(way);
    for (n, step) in way.steps.iter().enumerate() {
        let mut shown = screen.until(step.shown);
        if let Some(size) = resized.filter(|_| n == middle) {
            screen.resize(size);
            if way.redrawn {
                shown = screen.until(step.shown);
            }
        }
        seen.push(story.masked(&shown));
        screen.keys(&story.keys(step.keys));
    }
    let ended = screen.end();
    seen.push(story.masked(&ended.screen));
    Some((seen, ended))
}

/// At which step the window gets another size: where it is drawn anew, the second screen.
fn middle_of(way: &Way) -> usize {
    if way.redrawn { 1 } else { way.steps.len() / 2 }
}

/// Shows a way in all its forms, and keeps its screens.
#[track_caller]
fn shown(way: &Way) {
    let Some((seen, ended)) = screens(way, large(), &[], None) else { return };
    assert_eq!(ended.code, 0, "{}", ended.screen);
    let (narrow, ended) = screens(way, small(), &[], None).expect("the same clock");
    assert_eq!(ended.code, 0, "{}", ended.screen);
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(format!("{} 80x24", way.name), framed(&seen, 80));
        insta::assert_snapshot!(format!("{} 50x20", way.name), framed(&narrow, 50));
    });
    let (pale, _) = screens(way, large(), &PALE, None).expect("the same clock");
    assert_eq!(pale, seen, "without colour");
    let (_, dumb) = screens(way, small(), &DUMB, None).expect("the same clock");
    assert!(dumb.code == 0 && !dumb.escaped, "a dumb terminal was told more than text:\n{}", dumb.screen);
    let (resized, ended) = screens(way, large(), &[], Some(small())).expect("the same clock");
    assert_eq!(ended.code, 0, "{}", ended.screen);
    if way.redrawn {
        let middle = middle_of(way);
        assert_eq!(resized[middle], narrow[middle], "after another size");
    }
}

/// The screens one after the other, with the edge of the terminal.
fn framed(screens: &[String], columns: usize) -> String {
    let rule = "─".repeat(columns);
    let mut framed = format!("{rule}\n");
    for screen in screens {
        framed.push_str(screen);
        framed.push_str(&format!("\n{rule}\n"));
    }
    framed
}

#[test]
fn an_evening() {
    shown(&ways::EVENING);
}

#[test]
fn a_week() {
    shown(&ways::WEEK);
}

#[test]
fn to_begin() {
    shown(&ways::BEGIN);
}

#[test]
fn to_come_back() {
    shown(&ways::RECOVER);
}

#[test]
fn to_join() {
    shown(&ways::JOIN);
}

#[test]
fn a_reading() {
    shown(&ways::READING);
}

#[test]
fn a_check_in() {
    shown(&ways::CHECK_IN);
}

#[test]
fn to_edit() {
    shown(&ways::EDIT);
}

#[test]
fn to_take_back() {
    shown(&ways::DELETE);
}

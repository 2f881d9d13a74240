//! A timer: a big quiet bar, what to do, and the keys.

use std::time::Duration;

use crate::output::{FAINT, STRONG, has_unicode};
use crate::timer::Timer;

fn timer(timer: &Timer, width: usize) -> String {
    let inner = width.saturating_sub(4).max(16);
    let mut screen = format!("\n  {STRONG}{}{STRONG:#}\n", timer.title);
    let Some(turn) = timer.turn() else { return screen };
    let (title, whose) = (&turn.title, &turn.whose);
    screen.push_str(&format!("\n  {title} {FAINT}· {whose}{FAINT:#}\n\n"));
    let options = textwrap::Options::new(inner).initial_indent("  ").subsequent_indent("  ");
    screen.push_str(&format!("{}\n\n", textwrap::fill(&turn.guide, options)));
    if let Some(note) = timer.note.filter(|_| timer.at == 0 && timer.waiting) {
        screen.push_str(&format!(
            "{}\n\n",
            textwrap::fill(note, textwrap::Options::new(inner).initial_indent("  ").subsequent_indent("  "))
        ));
    }
    let line = bar(timer, inner);
    screen.push_str(&format!("  {line}\n  {line}\n\n"));
    let left = clock(timer.left());
    let state = match (timer.waiting, timer.paused) {
        (true, _) => "Enter begins".to_owned(),
        (_, true) => format!("paused, {left} left"),
        _ => format!("{left} left"),
    };
    screen.push_str(&format!(
        "  {STRONG}{state}{STRONG:#}   {FAINT}step {} of {}{FAINT:#}\n",
        timer.at + 1,
        timer.turns.len()
    ));
    if let Some(word) = &timer.stop_word {
        screen.push_str(&format!("\n  Say “{word}” at any time, and it is over.\n"));
    }
    let keys = if timer.waiting { "t tries the tone   q stops" } else { "space pauses   n next   q stops" };
    screen.push_str(&format!("\n  {FAINT}{keys}{FAINT:#}"));
    screen
}

/// The same on a screen of this size. While it waits to be begun all of the screen below is filled, so that its start and its end
/// can be seen from across a table.
pub(crate) fn timer_on(timer_at: &Timer, width: usize, rows: usize) -> String {
    let mut screen = timer(timer_at, width);
    let room = rows.saturating_sub(screen.lines().count() + 2);
    if timer_at.waiting && room > 1 {
        let line = (if has_unicode() { "▒" } else { ":" }).repeat(width.saturating_sub(4));
        screen.push_str(&format!("\n{}", format!("\n  {FAINT}{line}{FAINT:#}").repeat(room - 1)));
    }
    screen
}

fn bar(timer: &Timer, width: usize) -> String {
    let whole = timer.turn().map_or(0, |turn| turn.time.as_millis()).max(1);
    let done = usize::try_from(timer.passed.as_millis() * width as u128 / whole).unwrap_or(width).min(width);
    let (full, empty) = if has_unicode() { ("█", "░") } else { ("#", "-") };
    full.repeat(done) + &empty.repeat(width - done)
}

/// Minutes and seconds; what has begun counts as a whole second.
fn clock(left: Duration) -> String {
    let seconds = left.as_millis().div_ceil(1000);
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::timer::Turn;

    #[test]
    fn time_left_is_minutes_and_seconds() {
        assert_eq!(clock(Duration::from_millis(300_000)), "5:00");
        assert_eq!(clock(Duration::from_millis(59_001)), "1:00");
        assert_eq!(clock(Duration::ZERO), "0:00");
    }

    #[test]
    fn the_whole_screen_changes_when_it_begins() {
        let turn =
            Turn { title: "Look".into(), whose: "both".into(), guide: String::new(), time: Duration::from_secs(9) };
        let mut shown = Timer::new("Eye contact".into(), None, vec![turn]);
        let filled = |timer: &Timer, rows| {
            let screen = timer_on(timer, 50, rows);
            assert!(screen.lines().count() < rows.max(20), "{screen}");
            screen.lines().filter(|line| line.contains('▒') || line.contains("::::")).count()
        };
        assert!(filled(&shown, 24) > 5);
        assert_eq!(filled(&shown, 8), 0, "where there is no room it is left out");
        shown.next();
        assert_eq!(filled(&shown, 24), 0);
    }

    #[test]
    fn no_line_is_wider_than_the_screen() {
        let turn = Turn {
            title: "Look".into(),
            whose: "both of you".into(),
            guide: "Rest your eyes on the other's eyes, and come back when you have looked away for a breath.".into(),
            time: Duration::from_secs(60),
        };
        let mut shown = Timer::new("Eye contact".into(), Some("pause".into()), vec![turn]);
        shown.next();
        shown.pass(Duration::from_secs(20));
        for width in [50, 80] {
            let plain = anstream::adapter::strip_str(&timer(&shown, width)).to_string();
            assert!(plain.lines().all(|line| textwrap::core::display_width(line) <= width), "{plain}");
        }
    }
    /// At 80 and at 50 columns, without colour; blocks are told by the locale of whoever runs the test, so they are made equal.
    fn shown(timer_at: &Timer) -> String {
        let plain = |width| anstream::adapter::strip_str(&timer(timer_at, width)).to_string();
        format!("{}\n=====\n{}", plain(80), plain(50)).replace('█', "#").replace('░', "-")
    }

    #[test]
    fn whole_screens() {
        let turn = |title: &str, whose: &str| Turn {
            title: title.into(),
            whose: whose.into(),
            guide: "How was this week for you, with us? One speaks, the other only listens. Silence is fine, too."
                .into(),
            time: Duration::from_secs(300),
        };
        let turns = vec![turn("Speak", "one of you"), turn("Change over", "the other")];
        let mut checkin = Timer::new("Check-in".into(), Some("pause".into()), turns);
        checkin.note = Some("It may feel awkward at first. That is usual, and it passes.");
        insta::assert_snapshot!(shown(&checkin), @"

          Check-in

          Speak · one of you

          How was this week for you, with us? One speaks, the other only listens.
          Silence is fine, too.

          It may feel awkward at first. That is usual, and it passes.

          ----------------------------------------------------------------------------
          ----------------------------------------------------------------------------

          Enter begins   step 1 of 2

          Say “pause” at any time, and it is over.

          t tries the tone   q stops
        =====

          Check-in

          Speak · one of you

          How was this week for you, with us? One
          speaks, the other only listens. Silence is
          fine, too.

          It may feel awkward at first. That is usual,
          and it passes.

          ----------------------------------------------
          ----------------------------------------------

          Enter begins   step 1 of 2

          Say “pause” at any time, and it is over.

          t tries the tone   q stops
        ");
        checkin.next();
        checkin.pass(Duration::from_secs(100));
        insta::assert_snapshot!(shown(&checkin), @"

          Check-in

          Speak · one of you

          How was this week for you, with us? One speaks, the other only listens.
          Silence is fine, too.

          #########################---------------------------------------------------
          #########################---------------------------------------------------

          3:20 left   step 1 of 2

          Say “pause” at any time, and it is over.

          space pauses   n next   q stops
        =====

          Check-in

          Speak · one of you

          How was this week for you, with us? One
          speaks, the other only listens. Silence is
          fine, too.

          ###############-------------------------------
          ###############-------------------------------

          3:20 left   step 1 of 2

          Say “pause” at any time, and it is over.

          space pauses   n next   q stops
        ");
        checkin.pause();
        insta::assert_snapshot!(timer(&checkin, 50).replace('█', "#").replace('░', "-").replace('\x1b', "^"), @"

        ^[1mCheck-in^[0m

        Speak ^[2m· one of you^[0m

        How was this week for you, with us? One
        speaks, the other only listens. Silence is
        fine, too.

        ###############-------------------------------
        ###############-------------------------------

        ^[1mpaused, 3:20 left^[0m   ^[2mstep 1 of 2^[0m

        Say “pause” at any time, and it is over.

        ^[2mspace pauses   n next   q stops^[0m
        ");
    }
}

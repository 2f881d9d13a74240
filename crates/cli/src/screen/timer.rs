//! A timer: a big quiet bar, what to do, and the keys.

use std::time::Duration;

use crate::output::{FAINT, STRONG, has_unicode};
use crate::terminal::Timer;

pub(crate) fn timer(timer: &Timer, width: usize) -> String {
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
    screen.push_str(&format!("\n  {FAINT}space pauses   n next   q stops{FAINT:#}"));
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
    use crate::terminal::Turn;

    #[test]
    fn time_left_is_minutes_and_seconds() {
        assert_eq!(clock(Duration::from_millis(300_000)), "5:00");
        assert_eq!(clock(Duration::from_millis(59_001)), "1:00");
        assert_eq!(clock(Duration::ZERO), "0:00");
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
}

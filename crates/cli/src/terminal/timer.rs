//! A timer on the screen. It rings once at the end of each step.

use std::io;
use std::time::{Duration, Instant};

use super::fullscreen::{Fullscreen, Key};
use crate::output;
use crate::screen;
use crate::timer::{Ending, Timer};

/// How often the bar moves.
const TICK: Duration = Duration::from_millis(100);

/// Runs a timer on the screen, to its end.
pub(crate) fn run_timer(timer: &mut Timer) -> io::Result<Ending> {
    let mut screen = Fullscreen::enter()?;
    let mut last = Instant::now();
    loop {
        let (columns, rows) = (Fullscreen::size().0.min(output::MOST_COLUMNS), screen.rows_to_fill());
        screen.draw(&screen::timer(timer, columns, rows), (timer.at, timer.waiting, timer.paused))?;
        let key = screen.key(TICK)?;
        let now = Instant::now();
        if timer.pass(now - last) {
            screen.ring()?;
        }
        last = now;
        match key {
            Some(Key::Next) => timer.next(),
            Some(Key::Pause) => timer.pause(),
            Some(Key::Stop) => timer.stop(),
            Some(Key::Tone) => screen.ring()?,
            Some(Key::Back | Key::Other) | None => {}
        }
        if let Some(ending) = timer.ending {
            return Ok(ending);
        }
    }
}

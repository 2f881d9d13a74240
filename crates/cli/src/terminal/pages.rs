//! Reading aloud: one voice, or one part, on each screen.

use std::io;
use std::time::Duration;

use super::fullscreen::{Fullscreen, Key};
use crate::output;
use crate::page::Page;
use crate::screen;
use crate::timer::Ending;

/// While nobody presses a key.
const PATIENCE: Duration = Duration::from_secs(60);

/// Shows the pages, forth and back, until the last one was left or somebody stopped.
pub(crate) fn read_pages(pages: &[Page]) -> io::Result<Ending> {
    let mut screen = Fullscreen::enter()?;
    let mut size = Fullscreen::size();
    let mut frames = framed(pages, size);
    let mut at = 0;
    while let Some(frame) = frames.get(at) {
        screen.draw(&frame.shown, (at, false, false))?;
        match screen.key(PATIENCE)? {
            Some(Key::Next | Key::Pause) => at += 1,
            Some(Key::Back) => at = at.saturating_sub(1),
            Some(Key::Stop) => return Ok(Ending::Stopped),
            Some(Key::Tone | Key::Other) | None => {}
        }
        if size != Fullscreen::size() {
            // It goes on with the page that was being read, from its beginning.
            let page = frames.get(at).map(|frame| frame.page);
            size = Fullscreen::size();
            frames = framed(pages, size);
            at = page.map_or(frames.len(), |page| frames.iter().position(|frame| frame.page == page).unwrap_or(at));
        }
    }
    Ok(Ending::Done)
}

fn framed(pages: &[Page], (columns, rows): (usize, usize)) -> Vec<screen::Frame> {
    screen::pages(pages, columns.min(output::MOST_COLUMNS), rows)
}

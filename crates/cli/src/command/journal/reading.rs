//! The weekly reading: `read --together` at a terminal, and `--ready`.

use kintsugi_journal::Kind;
use serde_json::json;

use crate::context::Context;
use crate::dates;
use crate::error::CommandError;
use crate::here::both_were_here;
use crate::once::awkward;
use crate::page::Page;
use crate::screen::{LATER, Names};
use crate::terminal::{given_back, read_pages};
use crate::timer::Ending;
use kintsugi_home::sentences::{CARE, OPENS};
use kintsugi_home::{Aloud, Home, Listed, Reading};

/// Says that I am ready, where sealed lines of mine or this week wait for the reading. Whether they do.
pub(crate) fn make_ready(context: &Context, home: &Home, reading: &Reading) -> Result<bool, CommandError> {
    if !home.ready_to_read(reading)? {
        return Ok(false);
    }
    context.output.screen(&format!(
        "You are ready for the reading. {OPENS}\nkintsugi sync on both laptops, then kintsugi read --together."
    ));
    Ok(true)
}

/// Reads, screen by screen, and marks the weeks as read together at the end.
pub(crate) fn run(context: &Context, home: &Home, reading: &Reading) -> Result<(), CommandError> {
    let names = Names::of(home)?;
    let voices = home.read_aloud(reading)?;
    if voices.is_empty() {
        context.output.screen("Nothing is written in these days that both of you may read.");
        return Ok(());
    }
    awkward(context.output, home, "reading")?;
    let pages: Vec<Page> = voices.iter().map(|voice| page(voice, &names)).collect();
    let ending = read_pages(&pages).map_err(given_back)?;
    if ending == Ending::Stopped {
        context.output.screen("Stopped. You can go on another time.");
        return Ok(());
    }
    if !both_were_here(context, home)? {
        return Ok(());
    }
    home.finish_reading(reading)?;
    context.output.screen("The week is read. Thank you, both of you.");
    Ok(())
}

/// For scripts: which weeks I am ready for.
pub(crate) fn object(reading: &Reading) -> serde_json::Value {
    json!({ "ready": reading.due.iter().map(|round| round.number).collect::<Vec<_>>() })
}

/// One voice, on as many screens as it needs.
fn page(voice: &Aloud, names: &Names) -> Page {
    let text = voice.lines.iter().map(block).collect::<Vec<_>>().join("\n\n");
    Page { head: format!("{} reads", names.of_author(voice.mine)), text }
}

/// A line with its day above, and what it is.
fn block(listed: &Listed) -> String {
    let line = &listed.line;
    let kind = line.kind.filter(|kind| *kind != Kind::Note).map(|kind| format!(" · {}", kind.name()));
    let edited = if line.edited { " · edited" } else { "" };
    let care = if line.kind == Some(Kind::Setback) { format!("{CARE}\n") } else { String::new() };
    let text = line.text.as_deref().unwrap_or(LATER);
    format!("{}{}{edited}\n{care}{text}", dates::long(line.day), kind.unwrap_or_default())
}

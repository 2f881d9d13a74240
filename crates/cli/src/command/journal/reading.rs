//! The weekly reading: `read --together` at a terminal, and `--ready`.

use serde_json::json;

use crate::confirm::ask_yes;
use crate::context::Context;
use crate::dates;
use crate::error::CommandError;
use crate::once::awkward;
use crate::page::Page;
use crate::screen::{LATER, Names, OPENS};
use crate::terminal::{given_back, read_pages};
use crate::timer::Ending;
use kintsugi_home::{Home, Listed, Reading};

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
    let lines = home.read_lines(reading)?;
    if lines.is_empty() {
        context.output.screen("Nothing is written in these days that both of you may read.");
        return Ok(());
    }
    awkward(context.output, home, "reading")?;
    let pages: Vec<Page> = lines.iter().map(|listed| page(listed, &names)).collect();
    let ending = read_pages(&pages).map_err(given_back)?;
    if ending == Ending::Stopped {
        context.output.screen("Stopped. You can go on another time.");
        return Ok(());
    }
    // Read alone it is no reading of the two, and nobody learns of it.
    if home.partner()?.is_some() && !ask_yes(context, "Were both of you here? [y/N] ")? {
        context.output.screen("That is fine. Nothing of it was kept.");
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

fn page(listed: &Listed, names: &Names) -> Page {
    let line = &listed.line;
    let kind = line.kind.filter(|kind| *kind != kintsugi_journal::Kind::Note).map(|kind| format!(" · {}", kind.name()));
    let edited = if line.edited { " · edited" } else { "" };
    let (author, kind) = (names.of_author(listed.mine), kind.unwrap_or_default());
    let head = format!("{author} · {}{kind}{edited}", dates::long(line.day));
    let text = line.text.clone().unwrap_or_else(|| LATER.to_owned());
    Page { head, text }
}

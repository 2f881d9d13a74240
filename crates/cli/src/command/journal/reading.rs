//! The weekly reading: `read --together` at a terminal, and `--ready`.

use kintsugi_journal::Kind;
use serde_json::json;

use crate::context::Context;
use crate::dates;
use crate::error::CommandError;
use crate::here::both_were_here;
use crate::once::awkward;
use crate::page::Page;
use crate::screen::{LATER, Names, OPENS};
use crate::terminal::{given_back, read_pages};
use crate::timer::Ending;
use kintsugi_home::{Home, Listed, Reading};

/// Before a setback is read.
const CARE: &str = "A step back. Listen to it; nothing has to be answered or solved now.\n";

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
    let pages = pages(lines, &names);
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

/// One voice after the other, each on as many screens as it needs; small wins first.
fn pages(mut lines: Vec<Listed>, names: &Names) -> Vec<Page> {
    lines.sort_by_key(|listed| listed.line.kind != Some(Kind::Win));
    let mut pages: Vec<(bool, Page)> = Vec::new();
    for listed in &lines {
        let block = block(listed);
        match pages.last_mut().filter(|(mine, _)| *mine == listed.mine) {
            Some((_, page)) => page.text.push_str(&format!("\n\n{block}")),
            None => {
                let head = format!("{} reads", names.of_author(listed.mine));
                pages.push((listed.mine, Page { head, text: block }));
            }
        }
    }
    pages.into_iter().map(|(_, page)| page).collect()
}

/// A line with its day above, and what it is.
fn block(listed: &Listed) -> String {
    let line = &listed.line;
    let kind = line.kind.filter(|kind| *kind != Kind::Note).map(|kind| format!(" · {}", kind.name()));
    let edited = if line.edited { " · edited" } else { "" };
    let care = if line.kind == Some(Kind::Setback) { CARE } else { "" };
    let text = line.text.as_deref().unwrap_or(LATER);
    format!("{}{}{edited}\n{care}{text}", dates::long(line.day), kind.unwrap_or_default())
}

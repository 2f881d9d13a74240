//! The copies inside a journal, and what going back to one changes.

use jiff::civil::Date;
use kintsugi_home::{Copied, Difference, Listed};

use crate::dates;

/// The most lines of each sort that are shown.
const SHOWN: usize = 10;
/// How much of a line is shown, in characters.
const BEGINNING: usize = 60;

/// The copies that there are.
pub(crate) fn copies(copies: &[Copied]) -> String {
    if copies.is_empty() {
        return "There is no copy yet. One is made on each day on which something is written.".into();
    }
    let line = |copy: &Copied| match copy.whole {
        true => format!("{}  {}", dates::long(copy.day), super::standing::entries(copy.entries)),
        false => format!("{}  {}, not whole", dates::long(copy.day), super::standing::entries(copy.entries)),
    };
    copies.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// What would be otherwise.
pub(crate) fn going_back(day: Date, entries: usize, whole: bool, change: Option<&Difference>) -> String {
    let mut lines = vec![format!("The copy of {} has {}.", dates::long(day), super::standing::entries(entries))];
    if !whole {
        lines.push("It is not whole: some of it cannot be read.".into());
    }
    match change {
        None => lines.push("The journal itself cannot be read. What is left of it is kept beside.".into()),
        Some(change) if change.come.is_empty() && change.gone.is_empty() => {
            lines.push("It has the lines that are here now.".into());
        }
        Some(change) => {
            lines.extend(some("Would come:", &change.come));
            lines.extend(some("Would go:", &change.gone));
        }
    }
    lines.join("\n")
}

fn some(title: &str, listed: &[Listed]) -> Vec<String> {
    if listed.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![title.to_owned()];
    lines.extend(listed.iter().take(SHOWN).map(|one| format!("  {}  {}", dates::short(one.line.day), shortened(one))));
    if listed.len() > SHOWN {
        lines.push(format!("  and {} more", listed.len() - SHOWN));
    }
    lines
}

/// The beginning of a line, on one line.
pub(crate) fn shortened(listed: &Listed) -> String {
    let text = listed.line.text.as_deref().unwrap_or("a line this version cannot show");
    let one: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if one.chars().count() <= BEGINNING {
        return one;
    }
    format!("{}…", one.chars().take(BEGINNING).collect::<String>().trim_end())
}

//! Entries: day by day, one voice after the other.

use std::fmt::Write;

use kintsugi_journal::{Kind, Visibility};

use super::Names;
use crate::dates;
use crate::output::{FAINT, STRONG, indented};
use kintsugi_home::Listed;

/// In place of the words that a later version wrote.
pub(crate) const LATER: &str = "a line this version cannot show";

/// Some days of the journal.
pub(crate) fn entries(lines: &[Listed], names: &Names) -> String {
    if lines.is_empty() {
        return "Nothing is written here yet.".into();
    }
    days(lines, names)
}

/// What a search found.
pub(crate) fn found(lines: &[Listed], names: &Names) -> String {
    if lines.is_empty() {
        return "No entry holds all of these words.".into();
    }
    days(lines, names)
}

/// One entry, with its day.
pub(crate) fn entry(listed: &Listed, names: &Names) -> String {
    days(std::slice::from_ref(listed), names)
}

fn days(lines: &[Listed], names: &Names) -> String {
    let mut screen = String::new();
    for day in lines.chunk_by(|a, b| a.line.day == b.line.day) {
        if !screen.is_empty() {
            screen.push('\n');
        }
        let date = dates::long(day[0].line.day);
        // Writing into a String cannot fail.
        let _ = writeln!(screen, "{STRONG}{date}{STRONG:#}");
        for listed in day {
            screen.push_str(&one(listed, names));
        }
    }
    screen.trim_end().to_owned()
}

/// A head line with name, kind and id, and the words below it.
pub(super) fn one(listed: &Listed, names: &Names) -> String {
    let line = &listed.line;
    let mut head = vec![names.of_author(listed.mine).to_owned()];
    head.extend(line.kind.filter(|kind| *kind != Kind::Note).map(|kind| kind.name().to_owned()));
    if line.visibility == Visibility::Private {
        head.push("private".into());
    }
    if line.visibility == Visibility::Sealed && listed.mine {
        head.push("sealed until the reading".into());
    }
    if line.edited {
        head.push("edited".into());
    }
    if line.starred {
        head.push("starred".into());
    }
    let id = line.entry.short();
    let mut shown = format!("  {} {FAINT}{id}{FAINT:#}\n", head.join(" · "));
    match &line.text {
        None if line.later => shown.push_str(&format!("{FAINT}    {LATER}{FAINT:#}\n")),
        None => shown.push_str(&format!("{FAINT}    taken back{FAINT:#}\n")),
        Some(text) => shown.push_str(&wrapped(text)),
    }
    for other in &line.also {
        shown.push_str(&format!("{FAINT}    or, from an edit made apart:{FAINT:#}\n{}", wrapped(other)));
    }
    if !line.tags.is_empty() {
        let tags: Vec<String> = line.tags.iter().map(|tag| format!("#{tag}")).collect();
        shown.push_str(&format!("{FAINT}    {}{FAINT:#}\n", tags.join(" ")));
    }
    shown
}

fn wrapped(text: &str) -> String {
    indented(text, "    ") + "\n"
}

//! jrnl's export as YAML, a file for each piece. What it writes is no YAML in the strict sense, so it is read line by line.

use super::super::error::ReadError;
use super::super::intake::{Intake, Name};
use super::{NOT_JRNL, clock_of, raw};

pub(super) fn is_one(text: &str) -> bool {
    let head = text.trim_start_matches("---\n");
    head.starts_with("title: ") && text.lines().any(|line| line.starts_with("body: |"))
}

pub(super) fn read(text: &str, place: &str, intake: &mut Intake<'_>) -> Result<(), ReadError> {
    let (head, body) = text.split_once("\nbody: |").ok_or(ReadError::Other(NOT_JRNL))?;
    let field = |name: &str| head.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
    let stamp = field("date:").unwrap_or_default();
    let Some((day, clock)) = clock_of(stamp, None) else {
        intake.skip(place, format!("“{stamp}” is no date"));
        return Ok(());
    };
    let lines: Vec<&str> = body.lines().map(words).collect();
    let body = lines.join("\n");
    let text = format!("{}\n{}", field("title:").unwrap_or_default(), body.trim());
    let mut raw = raw(place.to_owned(), day, clock, field("starred:") == Some("True"), text);
    let tags = field("tags:").unwrap_or_default().split(',').map(|tag| tag.trim().to_owned());
    raw.tags.splice(0..0, tags.filter(|tag| !tag.is_empty()));
    if let Some(uuid) = field("uuid:") {
        raw.name = Name::Given(format!("uuid {}", uuid.to_uppercase().replace('-', "")));
    }
    intake.take(raw)
}

/// A line of the words: a tab before it, the end mark behind the last, and headings one deeper than they were.
fn words(line: &str) -> &str {
    let line = line.strip_prefix('\t').unwrap_or(line);
    let line = line.strip_prefix('\t').filter(|rest| rest.is_empty()).unwrap_or(line);
    if line == "..." {
        return "";
    }
    match line.strip_prefix('#') {
        Some(rest) if rest.starts_with('#') && rest.trim_start_matches('#').starts_with(' ') => rest,
        _ => line,
    }
}

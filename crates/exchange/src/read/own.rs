//! Our own JSON and Markdown, read back.

use jiff::Timestamp;
use jiff::civil::Date;
use kintsugi_journal::{Kind, WrittenAt};
use serde::Deserialize;

use super::error::ReadError;
use super::intake::{Intake, Name, Raw};
use super::source::Source;
use crate::write::json::{Row, VERSION};
use crate::write::markdown::MARK;

#[derive(Deserialize)]
struct Journal {
    format: String,
    version: u32,
    entries: Vec<Row>,
}

pub(super) fn read_json(source: Source<'_>, intake: &mut Intake<'_>) -> Result<(), ReadError> {
    let bytes = source.only()?.bytes()?;
    let journal: Journal = serde_json::from_slice(&bytes).map_err(|error| {
        if error.is_eof() {
            ReadError::Cut(error.to_string())
        } else {
            ReadError::Other("a journal that export --format json wrote")
        }
    })?;
    if journal.format != "kintsugi-journal" || journal.version > VERSION {
        return Err(ReadError::Other("a journal that this version of export --format json wrote"));
    }
    for (number, row) in journal.entries.into_iter().enumerate() {
        let (place, text) = (format!("entries[{number}]"), row.text.clone().unwrap_or_default());
        let day = row.day;
        intake.take(raw(place, row, day, text))?;
    }
    Ok(())
}

fn raw(place: String, row: Row, day: Date, text: String) -> Raw {
    let name = Name::Given(format!("kintsugi {}", row.id));
    Raw {
        tags: row.tags,
        starred: row.starred,
        id: row.id.parse().ok(),
        kind: Kind::ENTRIES.into_iter().chain([Kind::Act]).find(|kind| kind.name() == row.kind),
        private: row.visibility == "private",
        author: (!row.mine).then_some(row.author),
        written_at: row.written_at.as_deref().and_then(moment),
        ..Raw::new(place, name, day, text)
    }
}

/// The moment and the offset of RFC 3339.
fn moment(text: &str) -> Option<WrittenAt> {
    let at: Timestamp = text.parse().ok()?;
    let pieces = jiff::fmt::temporal::Pieces::parse(text).ok()?;
    let offset = pieces.to_numeric_offset()?;
    Some(WrittenAt { at, offset_minutes: i16::try_from(offset.seconds() / 60).ok()? })
}

/// Whether a text of Markdown is one of ours.
pub(super) fn is_ours(text: &str) -> bool {
    text.lines().any(|line| line.starts_with(MARK))
}

/// The pieces of a file of ours. Each begins with a line for readers, the comment, and an empty line, and ends before the empty
/// line in front of the next one.
pub(super) fn read_markdown(place: &str, text: &str, intake: &mut Intake<'_>) -> Result<(), ReadError> {
    let lines: Vec<&str> = text.lines().collect();
    let marks: Vec<usize> = (0..lines.len()).filter(|at| lines[*at].starts_with(MARK)).collect();
    for (number, at) in marks.iter().copied().enumerate() {
        let place = format!("{place}, line {}", at + 1);
        let end = marks.get(number + 1).map_or(lines.len(), |next| front_of(&lines, *next));
        let json = lines[at].trim_start_matches(MARK).trim_end().trim_end_matches("-->");
        let Ok(row) = serde_json::from_str::<Row>(json.trim()) else {
            intake.skip(place, "the comment before it was changed");
            continue;
        };
        let words = lines.get(at + 1..end).unwrap_or_default();
        let words = words.strip_prefix(&[""]).unwrap_or(words);
        let words: Vec<&str> = words.iter().map(|line| put_back(line)).collect();
        let day = row.day;
        intake.take(raw(place, row, day, words.join("\n")))?;
    }
    Ok(())
}

/// Where what belongs to a comment begins: an empty line, and the line for readers, or the front matter of the next day.
fn front_of(lines: &[&str], mark: usize) -> usize {
    let mut at = mark.saturating_sub(1);
    at = at.saturating_sub(usize::from(at > 0 && lines[at - 1].is_empty()));
    if at >= 4 && lines[at - 1] == "---" && lines[at - 4] == "---" { at - 4 } else { at }
}

fn put_back(line: &str) -> &str {
    match line.strip_prefix('\\') {
        Some(rest) if rest.trim_start_matches('\\').starts_with(MARK) => rest,
        _ => line,
    }
}

//! Markdown: a file for each day, with front matter.
//!
//! Before each piece stands a line for the reader and a comment for programs, so that it comes back as it was. A line of
//! somebody's words that looks like such a comment gets a backslash in front, which Markdown does not show.

use std::fmt::Write;

use crate::{Book, Piece};

/// How the comment begins.
pub(crate) const MARK: &str = "<!-- kintsugi ";

/// A file for each day: its path, such as `2026/2026-11-24.md`, and what it holds.
pub fn days<'b>(book: &'b Book<'_>) -> impl Iterator<Item = (String, String)> + use<'b> {
    book.days().filter_map(|pieces| {
        let day = pieces.first()?.day;
        Some((day.strftime("%Y/%Y-%m-%d.md").to_string(), file(pieces)))
    })
}

/// The same in one text, a day after the other.
pub fn text(book: &Book<'_>) -> String {
    book.days().map(file).collect::<Vec<_>>().join("\n")
}

fn file(pieces: &[Piece]) -> String {
    let day = pieces.first().map(|piece| piece.day.to_string()).unwrap_or_default();
    let mut tags: Vec<&str> = pieces.iter().flat_map(|piece| piece.tags.iter().map(String::as_str)).collect();
    tags.sort_unstable();
    tags.dedup();
    // JSON is YAML, too: quotes and signs in tags need no rules of our own.
    let tags: Vec<String> = tags.into_iter().map(|tag| serde_json::Value::from(tag).to_string()).collect();
    let mut text = format!("---\ndate: {day}\ntags: [{}]\n---\n", tags.join(", "));
    for piece in pieces {
        let (head, mark) = (head(piece), mark(piece));
        let words: Vec<String> = piece.text.lines().map(kept_apart).collect();
        // Writing into a string does not fail.
        let _ = write!(text, "\n**{}**\n{mark}\n\n{}\n", head.replace('*', "\\*"), words.join("\n"));
    }
    text
}

/// Who, what, when, and who may read it.
pub(crate) fn head(piece: &Piece) -> String {
    let mut parts = vec![piece.author.clone(), piece.kind.clone()];
    parts.extend(piece.time());
    parts.extend(piece.private.then(|| "private".to_owned()));
    parts.extend(piece.starred.then(|| "★".to_owned()));
    parts.extend(
        (!piece.tags.is_empty()).then(|| piece.tags.iter().map(|tag| format!("#{tag}")).collect::<Vec<_>>().join(" ")),
    );
    parts.join(" · ")
}

/// The comment. No name and no tag ends it: `>` is written as JSON may write it.
fn mark(piece: &Piece) -> String {
    let row = serde_json::to_string(&super::json::Row::without_text(piece)).unwrap_or_default();
    format!("{MARK}{} -->", row.replace('>', "\\u003e"))
}

/// A line of somebody's words, kept apart from a comment of ours.
fn kept_apart(line: &str) -> String {
    if line.trim_start_matches('\\').starts_with(MARK) { format!("\\{line}") } else { line.to_owned() }
}

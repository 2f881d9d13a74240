//! The two forms of jrnl (<https://jrnl.sh/en/stable/>): its own file, and its export as JSON.
//!
//! It knows a minute, a first sentence, tags and a star. It takes `[…] ` at the beginning of a line for the next entry and a
//! last `*` of the first line for a star, so words that would be read so get a blank or a joiner that nobody sees.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{Book, Piece};
use kintsugi_journal::tags_in;

/// Nothing to see, and no blank: after a `*` that is no star.
pub(crate) const JOINER: char = '\u{2060}';

/// A file that jrnl opens as a journal.
pub fn text(book: &Book<'_>) -> String {
    book.pieces.iter().map(|piece| format!("[{}] {}\n\n", minute(piece), words(piece))).collect()
}

/// What `jrnl --format json` writes.
pub fn json(book: &Book<'_>) -> String {
    let mut tags: BTreeMap<String, usize> = BTreeMap::new();
    for tag in book.pieces.iter().flat_map(tags_of) {
        *tags.entry(tag).or_default() += 1;
    }
    let entries = book.pieces.iter().map(Entry::of).collect();
    let mut text = serde_json::to_string_pretty(&Journal { tags, entries }).unwrap_or_default();
    text.push('\n');
    text
}

#[derive(Serialize)]
struct Journal {
    tags: BTreeMap<String, usize>,
    entries: Vec<Entry>,
}

#[derive(Serialize)]
struct Entry {
    title: String,
    body: String,
    date: String,
    time: String,
    tags: Vec<String>,
    starred: bool,
}

impl Entry {
    fn of(piece: &Piece) -> Self {
        let moment = piece.moment();
        let words = with_tags(piece);
        let (title, body) = words.split_once('\n').unwrap_or((&words, ""));
        Self {
            title: title.to_owned(),
            body: body.to_owned(),
            date: moment.date().to_string(),
            time: moment.strftime("%H:%M").to_string(),
            tags: tags_of(piece),
            starred: piece.starred,
        }
    }
}

fn minute(piece: &Piece) -> String {
    piece.moment().strftime("%Y-%m-%d %H:%M").to_string()
}

/// Tags as jrnl writes them, with those that stand in the words; it knows no author, so the other's words bear theirs as one.
fn tags_of(piece: &Piece) -> Vec<String> {
    let author = (!piece.mine).then_some(&piece.author);
    let in_words = tags_in(&piece.text, '@');
    let mut tags: Vec<String> = Vec::new();
    for tag in piece.tags.iter().chain(author).chain(&in_words) {
        let tag = format!("@{}", tag.to_lowercase().replace(char::is_whitespace, "_"));
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    tags
}

/// jrnl finds tags in the words alone: what does not stand there already is added at their end.
fn with_tags(piece: &Piece) -> String {
    let lower = piece.text.to_lowercase();
    let stands = |tag: &String| lower.split_whitespace().any(|word| word == tag);
    let missing: Vec<String> = tags_of(piece).into_iter().filter(|tag| !stands(tag)).collect();
    if missing.is_empty() { piece.text.clone() } else { format!("{}\n{}", piece.text, missing.join(" ")) }
}

fn words(piece: &Piece) -> String {
    let words = with_tags(piece);
    let mut lines = words.lines();
    let first = lines.next().unwrap_or_default();
    let first = match (piece.starred, first.trim_end().ends_with('*')) {
        (true, _) => format!("{first} *"),
        (false, true) => format!("{}{JOINER}", first.trim_end()),
        (false, false) => first.to_owned(),
    };
    let rest = lines.map(|line| if begins_an_entry(line) { format!("\n {line}") } else { format!("\n{line}") });
    std::iter::once(first).chain(rest).collect()
}

/// `[…] ` at the beginning of a line.
fn begins_an_entry(line: &str) -> bool {
    line.strip_prefix('[')
        .and_then(|rest| rest.split_once(']'))
        .is_some_and(|(date, after)| !date.is_empty() && (after.is_empty() || after.starts_with(' ')))
}

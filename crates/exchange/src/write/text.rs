//! Plain text, to read and to print.

use crate::{Book, Piece};

/// The whole journal, a day after the other.
pub fn text(book: &Book<'_>) -> String {
    let days: Vec<String> = book.days().map(day).collect();
    days.join("\n\n")
}

fn day(pieces: &[Piece]) -> String {
    let date = pieces.first().map(|piece| piece.day.strftime("%A, %-d %B %Y").to_string()).unwrap_or_default();
    let under = "-".repeat(date.len());
    let pieces: Vec<String> = pieces.iter().map(piece).collect();
    format!("{date}\n{under}\n\n{}\n", pieces.join("\n\n"))
}

fn piece(piece: &Piece) -> String {
    format!("{}\n{}", super::markdown::head(piece), piece.text)
}

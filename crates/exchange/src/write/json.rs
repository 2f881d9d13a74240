//! JSON: all that is known of each piece, one on a line. `docs/export.schema.json` describes it.

use serde::{Deserialize, Serialize};

use crate::{Book, Piece};

/// The number of this form; a later one reads it.
pub const VERSION: u32 = 1;

/// One piece.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Row {
    pub(crate) id: String,
    pub(crate) author: String,
    pub(crate) mine: bool,
    pub(crate) day: jiff::civil::Date,
    pub(crate) written_at: Option<String>,
    pub(crate) kind: String,
    pub(crate) tags: Vec<String>,
    pub(crate) visibility: String,
    pub(crate) starred: bool,
    pub(crate) edited: bool,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) text: Option<String>,
}

impl Row {
    fn of(piece: &Piece) -> Self {
        Self { text: Some(piece.text.clone()), ..Self::without_text(piece) }
    }

    pub(crate) fn without_text(piece: &Piece) -> Self {
        Self {
            id: piece.id.clone(),
            author: piece.author.clone(),
            mine: piece.mine,
            day: piece.day,
            written_at: piece.written_at.map(|written| written.rfc3339()),
            kind: piece.kind.clone(),
            tags: piece.tags.clone(),
            visibility: if piece.private { "private" } else { "open" }.to_owned(),
            starred: piece.starred,
            edited: piece.edited,
            text: None,
        }
    }
}

/// What stands around the entries.
#[derive(Serialize)]
struct Head<'b> {
    format: &'static str,
    version: u32,
    owner: &'b str,
    partner: Option<&'b str>,
    exported: jiff::civil::Date,
}

/// One object; each entry stands on a line of its own.
pub fn text(book: &Book<'_>) -> String {
    let head = Head {
        format: "kintsugi-journal",
        version: VERSION,
        owner: book.owner,
        partner: book.partner,
        exported: book.today,
    };
    let head = serde_json::to_string(&head).unwrap_or_default();
    let rows: Vec<String> =
        book.pieces.iter().map(|piece| serde_json::to_string(&Row::of(piece)).unwrap_or_default()).collect();
    let rows = if rows.is_empty() { String::new() } else { format!("\n{}\n", rows.join(",\n")) };
    format!("{},\"entries\":[{rows}]}}\n", head.trim_end_matches('}'))
}

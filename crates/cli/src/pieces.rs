//! Lines as they leave for other programs.

use kintsugi_exchange::{Book, Piece, write};
use kintsugi_journal::{Kind, Visibility};

use crate::screen::Names;
use kintsugi_home::Listed;

/// A line as it leaves; where edits made apart stand beside it, each is a piece.
pub(crate) fn pieces(listed: Listed, names: &Names) -> Vec<Piece> {
    let line = listed.line;
    let Some(text) = line.text else { return Vec::new() };
    let piece = Piece {
        id: line.entry.to_string(),
        author: names.of_author(listed.mine).to_owned(),
        mine: listed.mine,
        day: line.day,
        written_at: line.written_at,
        kind: line.kind.map_or("note", Kind::name).to_owned(),
        tags: line.tags,
        private: line.visibility == Visibility::Private,
        starred: line.starred,
        edited: line.edited,
        text,
    };
    let also = line.also.into_iter().map(|text| Piece { text, ..piece.clone() });
    std::iter::once(piece.clone()).chain(also).collect()
}

/// Lines as Markdown, a day after the other.
pub(crate) fn markdown(lines: Vec<Listed>, names: &Names) -> String {
    let pieces: Vec<Piece> = lines.into_iter().flat_map(|listed| pieces(listed, names)).collect();
    let today = pieces.last().map(|piece| piece.day).unwrap_or_default();
    write::markdown::text(&Book { owner: names.of_author(true), partner: None, today, pieces: &pieces })
}

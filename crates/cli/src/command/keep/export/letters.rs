//! The letters that are open, for the page to keep: they stand at the end of the day on which each was written.

use kintsugi_exchange::Piece;
use kintsugi_home::{Home, Query, Voice};
use kintsugi_journal::Kind;

use crate::error::CommandError;
use crate::screen::Names;

/// Those within the days and of the voice that are wanted. None where only some lines are: a letter has no tag, and is no line.
pub(super) fn letters(home: &Home, names: &Names, query: &Query) -> Result<Vec<Piece>, CommandError> {
    if !query.kinds.is_empty() || query.tag.is_some() || !query.ids.is_empty() {
        return Ok(Vec::new());
    }
    let letters = home.open_letters()?.into_iter().filter_map(|piece| letter(piece, names));
    let wanted =
        |letter: &Piece| (query.from..=query.to).contains(&letter.day) && (query.voice == Voice::Both || letter.mine);
    Ok(letters.filter(wanted).collect())
}

fn letter(piece: kintsugi_home::Piece, names: &Names) -> Option<Piece> {
    let body = piece.body?;
    Some(Piece {
        id: piece.entry.to_string(),
        author: names.of_author(piece.mine).to_owned(),
        mine: piece.mine,
        day: body.day,
        written_at: None,
        kind: Kind::Letter.name().to_owned(),
        tags: body.tags,
        private: false,
        starred: false,
        edited: piece.edited,
        text: body.text,
    })
}

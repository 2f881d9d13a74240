//! Pieces of a round, as they are read.

use kintsugi_journal::{Body, EntryId};

use crate::rounds::Round;
use crate::{Home, HomeError};

/// One piece of a round, with its words where they are here.
pub struct Piece {
    /// Written by me.
    pub mine: bool,
    /// Which entry.
    pub entry: EntryId,
    /// The words; none where they are not here, or where this version cannot show them.
    pub body: Option<Body>,
    /// The words were changed since they were first written, or others stand beside them.
    pub edited: bool,
}

impl Home {
    /// What a round holds, mine first; the partner's only once it is open here.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn pieces(&self, round: &Round) -> Result<Vec<Piece>, HomeError> {
        let reader = self.vault().read()?;
        let theirs = round.theirs.seals.iter().filter(|_| round.is_opened()).map(|seal| (false, seal));
        let seals = round.mine.seals.iter().map(|seal| (true, seal)).chain(theirs);
        let mut pieces = Vec::new();
        for (mine, seal) in seals {
            let shelf = reader.body(&seal.commitment)?;
            let body = shelf.and_then(|shelf| Body::read(&shelf.sealed.bytes, self.vocabulary()).into_known());
            pieces.push(Piece { mine, entry: seal.entry, body, edited: seal.edited });
        }
        Ok(pieces)
    }
}

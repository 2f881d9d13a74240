//! Words that a document names and that are not here: from a copy, or from what a screen still had.

use kintsugi_journal::{Audience, Body, Fresh, Key, Line, RecordState, Shelf, Visibility, Written};
use kintsugi_vault::{Vault, Writer, random};

use super::Repaired;
use crate::pace::Pace;
use crate::views::Views;
use crate::{Home, HomeError};

impl Home {
    /// Words that a document names and that are not here: from a copy.
    pub(super) fn bring_words_back(
        &self,
        writer: &Writer<'_>,
        copies: &[Vault],
        repaired: &mut Repaired,
    ) -> Result<(), HomeError> {
        for row in writer.documents()?.into_iter().filter(|row| row.doc.person().is_some()) {
            let document = self.open_document(writer, &row)?;
            for state in document.entries().into_iter().map(|entry| document.record(entry)) {
                for record in state.current.iter().filter(|_| !state.deleted) {
                    if writer.body(&record.commitment)?.is_some() {
                        continue;
                    }
                    let shelf = copies.iter().find_map(|copy| copy.look().ok()?.body(&record.commitment).ok()?);
                    if let Some(shelf) = shelf {
                        writer.put_body(&Shelf { record: *record, superseded: false, ..shelf })?;
                        repaired.restored += 1;
                    }
                }
            }
        }
        Ok(())
    }

    /// Writes a line of mine again, with the words that the screen still had; whether that could be. Nobody else has it, so it
    /// takes the place of what was there without a trace, and is no edit.
    pub(super) fn write_again(
        &self,
        writer: &Writer<'_>,
        views: &mut Views,
        line: &Line,
        state: &RecordState,
    ) -> Result<bool, HomeError> {
        let (Some(kind), Some(text)) = (line.kind, line.text.clone()) else { return Ok(false) };
        let audience = if line.visibility == Visibility::Private { Audience::Me } else { Audience::Both };
        let body = Body { kind, day: line.day, order: line.order, text, tags: line.tags.clone(), rest: Vec::new() };
        let (row, document) = self.document(writer, line.doc)?;
        let left = self.take_out(writer, &row, &document, &[Key::Entry(line.entry)])?;
        let left = left.map(|(_, document)| document.record(line.entry));
        for record in state.current.iter().filter(|_| left.is_some()) {
            writer.remove_wanted(&record.commitment)?;
        }
        let (me, fresh) = (self.identity().person(), Fresh { entry: line.entry, salt: random() });
        let mut written = Written::revise(line.doc, me, fresh, body, audience, left.as_ref().unwrap_or(state))?;
        written.shelf.written_at = line.written_at;
        self.put_written(writer, views, vec![written], Pace::AtOnce)?;
        Ok(true)
    }
}

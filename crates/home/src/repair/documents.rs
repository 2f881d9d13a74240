//! Documents that are not as their rows say, put together again from their pieces here and in copies.

use std::collections::BTreeSet;

use kintsugi_journal::{DocId, Document, Month, Pieces};
use kintsugi_vault::{DocRow, Reader, Vault, Writer};

use super::Repaired;
use crate::{Home, HomeError};

impl Home {
    /// Puts together the documents that are not as their rows say. Gives back those of which something may be missing.
    pub(super) fn put_together(
        &self,
        writer: &Writer<'_>,
        copies: &[Vault],
        rows_are_lost: bool,
        repaired: &mut Repaired,
    ) -> Result<BTreeSet<DocId>, HomeError> {
        let mut docs: BTreeSet<DocId> = writer.documents()?.iter().map(|row| row.doc).collect();
        if rows_are_lost {
            docs.extend(self.known_documents(writer, copies)?);
        }
        let mut cut = BTreeSet::new();
        for doc in docs {
            let row = writer.document(doc)?;
            if row.as_ref().is_some_and(|row| self.is_sound(writer, row)) {
                continue;
            }
            let pieces = pieces(writer, copies, doc);
            if row.is_none() && pieces.iter().all(|(snapshot, changes)| snapshot.is_none() && changes.is_empty()) {
                continue;
            }
            let document = Document::salvage(doc, self.actor.get(), &pieces).knowing(self.vocabulary());
            if row.as_ref().is_some_and(|row| row.heads == document.heads()) {
                repaired.restored += 1;
            } else {
                cut.insert(doc);
            }
            put_anew(writer, row.unwrap_or_else(|| DocRow::new(doc)), &document)?;
        }
        Ok(cut)
    }

    fn is_sound(&self, reader: &Reader<'_>, row: &DocRow) -> bool {
        self.open_document(reader, row).is_ok_and(|document| document.heads() == row.heads)
    }

    /// Every document that anything here or in a copy names, and those that every home may have.
    fn known_documents(&self, writer: &Writer<'_>, copies: &[Vault]) -> Result<BTreeSet<DocId>, HomeError> {
        let mut docs = BTreeSet::from([DocId::Table, DocId::Agreement]);
        docs.extend((1970..=2200).map(|year| DocId::Marks { year }));
        let me = self.identity().person();
        for person in [Some(me), writer.partner()?.map(|partner| partner.person)].into_iter().flatten() {
            docs.extend([DocId::drawer(person), DocId::Private { person, month: Month::DRAWER }]);
        }
        writer.each_sound_body(|shelf| {
            docs.insert(shelf.doc);
        })?;
        for copy in copies {
            docs.extend(copy.look().and_then(|reader| reader.documents()).into_iter().flatten().map(|row| row.doc));
        }
        Ok(docs)
    }
}

/// What there is of a document here and in copies.
fn pieces(reader: &Reader<'_>, copies: &[Vault], doc: DocId) -> Vec<Pieces> {
    let older = copies.iter().filter_map(|copy| copy.look().ok().map(|reader| reader.pieces(doc)));
    std::iter::once(reader.pieces(doc)).chain(older).collect()
}

/// Puts a document as it is now in place of its pieces. It counts as sent: nobody knows what the other laptop was shown.
fn put_anew(writer: &Writer<'_>, row: DocRow, document: &Document) -> Result<(), HomeError> {
    let heads = document.heads();
    if heads.is_empty() {
        return Ok(writer.remove_document(&row)?);
    }
    let shown = if row.doc.is_shared() { heads.clone() } else { Vec::new() };
    let mut row = DocRow { heads, shown, met: Vec::new(), top: Some(document.top()), ..row };
    Ok(writer.fold(&mut row, &document.snapshot()?)?)
}

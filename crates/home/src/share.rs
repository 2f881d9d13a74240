//! What is not to be shared at pairing moves to the private pages before anything crosses.
//!
//! Nobody else has the pages yet, so they are written anew without what moves: not even a commitment of it is sent.

use jiff::civil::Date;
use kintsugi_journal::{
    Audience, Body, DocId, Document, Draft, EntryId, Key, Kind, Line, Marks, Record, RoundSide, Shelf, Value,
    Visibility, Words,
};
use kintsugi_vault::{DocRow, Writer};

use crate::pace::Pace;
use crate::pairing::Share;
use crate::rounds::sides_of;
use crate::views::Views;
use crate::{Home, HomeError};

impl Home {
    pub(crate) fn withhold(&self, writer: &Writer<'_>, views: &mut Views, share: Share) -> Result<(), HomeError> {
        let (Share::From(day) | Share::Nothing(day)) = share else { return self.share_agreement(writer) };
        self.withhold_agreement(writer, views, day)?;
        let me = self.identity().person();
        let pages = writer.documents()?.into_iter().filter(|row| row.doc.is_shared() && row.doc.person() == Some(me));
        for row in pages {
            self.withhold_page(writer, &row, share, views)?;
        }
        self.withhold_days(writer)?;
        self.derive_rounds(writer)?;
        // What waits and is shared, and is ready by its nature, is marked anew over exactly that.
        self.heal(writer, views)
    }

    /// An agreement that I began alone goes with its words as they are now; how they became so is nobody's.
    fn share_agreement(&self, writer: &Writer<'_>) -> Result<(), HomeError> {
        let Some(row) = writer.document(DocId::Agreement)? else { return Ok(()) };
        // What a laptop of the partner may have must stay what it is.
        if row.shown.is_empty() { self.renew_agreement(writer) } else { Ok(()) }
    }

    /// The words of an agreement that I began alone, as a private note of this day.
    fn withhold_agreement(&self, writer: &Writer<'_>, views: &mut Views, day: Date) -> Result<(), HomeError> {
        let Some(row) = writer.document(DocId::Agreement)? else { return Ok(()) };
        let text = self.open_document(writer, &row)?.text();
        writer.destroy_document(&row)?;
        if text.trim().is_empty() {
            return Ok(());
        }
        let words = Words { kind: Kind::Note, day, text, tags: Vec::new(), written_at: None };
        let draft = Draft { words, audience: Audience::Me };
        self.put_drafts(writer, views, vec![draft], day, Pace::AtOnce).map(drop)
    }

    /// Marks on the table that name a day tell what was done then. Settings, and plans for what comes, stay.
    fn withhold_days(&self, writer: &Writer<'_>) -> Result<(), HomeError> {
        let names_a_day =
            |key: &Key| matches!(key, Key::Took(..) | Key::Draw(_) | Key::Plan(_) | Key::Skipped(_) | Key::Read(_));
        let (row, table) = self.document(writer, DocId::Table)?;
        if table.keys().iter().any(names_a_day) {
            self.rewrite_table(writer, &row, &table, |key| !names_a_day(key))?;
        }
        for row in writer.documents()? {
            if let DocId::Marks { year } = row.doc {
                writer.remove_document(&row)?;
                writer.put_marks(year, Marks::default())?;
            }
        }
        Ok(())
    }

    /// Writes the table, or the marks of a year, anew as my own, with what holds now under the keys that stay.
    pub(crate) fn rewrite_table(
        &self,
        writer: &Writer<'_>,
        row: &DocRow,
        table: &Document,
        stays: impl Fn(&Key) -> bool,
    ) -> Result<(), HomeError> {
        // Of another person's wish I am not the author.
        let me = self.identity().person();
        let mine = |key: &Key| key.wisher().is_none_or(|person| person == me);
        let keys = table.keys().into_iter().filter(mine).filter(stays);
        let puts: Vec<(Key, Value)> = keys.filter_map(|key| table.value(key).map(|value| (key, value))).collect();
        writer.remove_document(row)?;
        self.put_anew(writer, row.doc, &puts)?;
        self.derive_table(writer, &self.document(writer, row.doc)?.1)
    }

    /// Brings what is known of my rounds in line with my pages, after they were written anew.
    fn derive_rounds(&self, writer: &Writer<'_>) -> Result<(), HomeError> {
        let me = self.identity().person();
        for side in writer.round_sides()?.into_iter().filter(|side| side.person == me) {
            writer.put_round_side(&RoundSide::new(side.round, me))?;
        }
        let mut documents = Vec::new();
        for row in writer.documents()?.into_iter().filter(|row| row.doc.person() == Some(me)) {
            documents.push((row.doc, self.open_document(writer, &row)?));
        }
        let sides = sides_of(documents.iter().map(|(doc, document)| (*doc, document)));
        Ok(sides.into_values().try_for_each(|side| writer.put_round_side(&side))?)
    }

    fn withhold_page(
        &self,
        writer: &Writer<'_>,
        row: &DocRow,
        share: Share,
        views: &mut Views,
    ) -> Result<(), HomeError> {
        let DocId::Page { person, month } = row.doc else { return Ok(()) };
        let document = self.open_document(writer, row)?;
        let (mut kept, mut moved) = (Vec::new(), Vec::new());
        for entry in document.entries() {
            let state = document.record(entry);
            let Some(record) = state.current.last().filter(|_| !state.deleted) else { continue };
            let Some(shelf) = writer.body(&record.commitment)? else { continue };
            let day = Body::read(&shelf.sealed.bytes, self.vocabulary()).place().map(|(day, _)| day);
            // What cannot be read is passed on as it stands; what has no day is not shared with one.
            let as_it_stands = document.value(Key::Entry(entry)).filter(|_| record.later);
            if matches!((share, day), (Share::From(first), Some(day)) if day >= first) {
                let value = as_it_stands.unwrap_or_else(|| Value::Bytes(record.encode()));
                kept.push((Key::Entry(entry), value));
            } else {
                let private = Record { visibility: Visibility::Private, ..*record };
                let value = as_it_stands.unwrap_or_else(|| Value::Bytes(private.encode()));
                moved.push((entry, shelf, day, value));
            }
        }
        // A mark tells that something is sealed. Whoever shares less than all says again that it is ready.
        if moved.is_empty() && document.marked_rounds().is_empty() {
            return Ok(());
        }
        writer.remove_document(row)?;
        self.put_anew(writer, row.doc, &kept)?;
        let private = DocId::Private { person, month };
        let puts = moved.iter().map(|(entry, _, _, value)| (Key::Entry(*entry), value.clone()));
        self.put_anew(writer, private, &puts.collect::<Vec<_>>())?;
        moved.into_iter().try_for_each(|(entry, shelf, day, _)| put_private(writer, views, private, entry, shelf, day))
    }

    /// Writes values into a document that was forgotten, or is new here.
    pub(crate) fn put_anew(&self, writer: &Writer<'_>, doc: DocId, puts: &[(Key, Value)]) -> Result<(), HomeError> {
        if puts.is_empty() {
            return Ok(());
        }
        let (mut row, mut document): (DocRow, Document) = self.document(writer, doc)?;
        let changes = document.put(puts)?;
        writer.append(&mut row, &changes, document.heads())?;
        Self::fold(writer, &mut row, &document)
    }
}

fn put_private(
    writer: &Writer<'_>,
    views: &mut Views,
    private: DocId,
    entry: EntryId,
    shelf: Shelf,
    day: Option<Date>,
) -> Result<(), HomeError> {
    // What cannot be read says what it says; on a private page nothing of it is sent.
    let visibility = if shelf.record.later { shelf.record.visibility } else { Visibility::Private };
    let record = Record { visibility, ..shelf.record };
    writer.put_body(&Shelf { doc: private, record, ..shelf })?;
    let (Some(person), Some(day)) = (private.person(), day) else { return Ok(()) };
    if let Some(line) = views.line(writer, person, private.view_month(day), entry)? {
        views.put(writer, person, Line { doc: private, visibility, ..line })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Query;
    use crate::testing::{TODAY, alone, ben};

    fn begun_alone() -> (tempfile::TempDir, Home) {
        let (root, home) = alone();
        for text in ["We never see Sam again.", "We knock."] {
            home.edit_agreement(&home.agreement().expect("sound"), text).expect("begun");
        }
        (root, home)
    }

    /// All that would cross of the agreement.
    fn sent(home: &Home) -> String {
        let reader = home.vault().read().expect("a sound store");
        let (_, document) = home.document(&reader, DocId::Agreement).expect("sound");
        format!("{:?}", document.changes_since(&[]).expect("our own changes"))
    }

    #[test]
    fn an_agreement_begun_alone_goes_as_it_is_and_not_as_it_became() {
        let (_root, home) = begun_alone();
        let letters = |home: &Home| sent(home).matches("Insert").count();
        assert!(letters(&home) > "We knock.".len(), "what was taken out stands in its history");
        home.begin_partnership(&ben(), Share::All).expect("paired");
        assert_eq!(home.agreement().expect("sound").text, "We knock.\n\n");
        assert_eq!(letters(&home), "We knock.\n\n".len());
    }

    #[test]
    fn whoever_shares_nothing_of_before_keeps_it_as_a_private_note() {
        for share in [Share::Nothing(TODAY), Share::From(TODAY)] {
            let (_root, home) = begun_alone();
            home.begin_partnership(&ben(), share).expect("paired");
            assert_eq!(home.agreement().expect("sound").text, "");
            assert_eq!(sent(&home), "[]");
            let lines = home.query(&Query::default()).expect("lines");
            let kept: Vec<_> = lines.iter().map(|one| (one.line.visibility, one.line.text.as_deref())).collect();
            assert_eq!(kept, [(Visibility::Private, Some("We knock."))]);
            assert!(home.verify().expect("a report").problems.is_empty());
        }
    }
}

//! Taking back what was brought along, month by month: what nobody else has leaves no trace.

use std::collections::BTreeMap;

use kintsugi_journal::{DocId, EntryId, Key, RecordState, Value};
use kintsugi_vault::{ImportRow, Writer};

use crate::pace::Pace;
use crate::settle::Settling;
use crate::views::Views;
use crate::{Home, HomeError};

/// How many entries are taken back in one transaction.
const STEP: usize = 128;

impl Home {
    /// All imports, in the order of their numbers.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn imports(&self) -> Result<Vec<ImportRow>, HomeError> {
        Ok(self.vault().read()?.imports()?)
    }

    /// Takes back all that came with an import and is still here: how many entries that were. Begun again after a cut it takes
    /// back the rest. What was brought along can be brought along anew afterwards.
    ///
    /// # Errors
    /// [`HomeError::NoSuchImport`], or as every writing function here.
    pub fn undo_import(&self, number: u32) -> Result<usize, HomeError> {
        let imports = self.imports()?;
        let import = imports.iter().find(|row| row.number == number).ok_or(HomeError::NoSuchImport)?;
        let mut taken = 0;
        for (doc, entries) in self.entries_of(import)? {
            for step in entries.chunks(STEP) {
                taken += self.change_that_destroys(|writer, views| self.put_all_deleted(writer, views, doc, step))?;
            }
        }
        self.change(|writer, _| {
            let mut imports = writer.imports()?;
            imports.iter_mut().filter(|row| row.number == number).for_each(|row| row.undone = true);
            Ok(writer.put_imports(&imports)?)
        })?;
        Ok(taken)
    }

    fn entries_of(&self, import: &ImportRow) -> Result<BTreeMap<DocId, Vec<EntryId>>, HomeError> {
        let reader = self.vault().read()?;
        let mut entries: BTreeMap<DocId, Vec<EntryId>> = BTreeMap::new();
        for list in 0..import.lists {
            for (doc, imported) in reader.import_list(import.number, list)?.0 {
                entries.entry(doc).or_default().extend(imported.iter().map(|one| one.entry));
            }
        }
        Ok(entries)
    }

    /// Takes entries of one document back, in one go: how many were there.
    fn put_all_deleted(
        &self,
        writer: &Writer<'_>,
        views: &mut Views,
        doc: DocId,
        entries: &[EntryId],
    ) -> Result<usize, HomeError> {
        let (row, document) = self.document(writer, doc)?;
        let before: Vec<(EntryId, RecordState)> = entries
            .iter()
            .map(|entry| (*entry, document.record(*entry)))
            .filter(|(_, state)| !state.deleted && !state.current.is_empty())
            .collect();
        let keys: Vec<Key> = before.iter().flat_map(|(entry, _)| [Key::Entry(*entry), Key::Deleted(*entry)]).collect();
        if keys.is_empty() {
            return Ok(0);
        }
        let (mut row, mut document) = match self.take_out(writer, &row, &document, &keys)? {
            Some(left) => left,
            None => (row, document),
        };
        let stays = |entry: &EntryId| !document.record(*entry).current.is_empty();
        let (known, gone): (Vec<_>, Vec<_>) = before.iter().map(|(entry, _)| *entry).partition(stays);
        for entry in gone {
            if doc.is_shared() {
                writer.put_dropped(entry)?;
            }
            self.take_out_star(writer, doc, entry)?;
        }
        if !known.is_empty() {
            let deleted: Vec<_> = known.iter().map(|entry| (Key::Deleted(*entry), Value::Bool(true))).collect();
            self.put(writer, &mut row, &mut document, &deleted, Pace::AtOnce)?;
        }
        let me = self.identity().person();
        for (entry, before) in &before {
            let vocabulary = self.vocabulary();
            Settling { me, writer, views: &mut *views, vocabulary }.entry(&row, &document, *entry, before)?;
        }
        Ok(before.len())
    }
}

//! The table of this home: marks, plans and settings, for both.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use kintsugi_journal::{DocId, Document, EntryId, Key, LinesOpen, Marks, Month, SettingName, TableView, Value};
use kintsugi_vault::{DocRow, JournalSettings, Reader, Writer};

use crate::pace::Pace;
use crate::repertoire::comes_along;
use crate::views::Views;
use crate::{Home, HomeError};

impl Home {
    /// What the table says.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn table(&self) -> Result<TableView, HomeError> {
        Ok(self.vault().read()?.table_view()?)
    }

    /// Puts marks and plans on the table, for both.
    ///
    /// # Errors
    /// As every writing function here.
    pub fn put_on_table(&self, puts: &[(Key, Value)]) -> Result<(), HomeError> {
        self.change(|writer, _| self.put_marks(writer, puts))
    }

    /// Chooses a setting of the journal, for both.
    ///
    /// # Errors
    /// As every writing function here.
    pub fn put_setting(&self, name: SettingName, value: i64) -> Result<(), HomeError> {
        self.put_on_table(&[(Key::Setting(name), Value::Int(value))])
    }

    /// Says when I wish lines to open. The more careful wish of the two counts.
    ///
    /// # Errors
    /// As every writing function here.
    pub fn put_lines_open(&self, wish: LinesOpen) -> Result<(), HomeError> {
        self.put_on_table(&[(Key::LinesOpen(self.identity().person()), wish.to_value())])
    }

    /// Takes something away that stands in a drawer: mine is destroyed. What somebody else put there is theirs: it is hidden
    /// here, and nobody learns of it.
    ///
    /// # Errors
    /// [`HomeError::ComesAlong`] for a practice or a question that is nobody's own.
    pub fn take_away(&self, entry: EntryId) -> Result<(), HomeError> {
        if comes_along(entry) {
            return Err(HomeError::ComesAlong);
        }
        self.change_that_destroys(|writer, views| self.put_away(writer, views, entry))
    }

    pub(crate) fn put_away(&self, writer: &Writer<'_>, views: &mut Views, entry: EntryId) -> Result<(), HomeError> {
        let me = self.identity().person();
        let docs = [DocId::drawer(me), DocId::Private { person: me, month: Month::DRAWER }];
        let line = views.line(writer, me, Month::DRAWER, entry)?;
        match line.map(|line| line.doc).filter(|doc| docs.contains(doc)) {
            Some(doc) => self.put_deleted(writer, views, doc, entry),
            None => self.hide(writer, entry),
        }
    }

    fn hide(&self, writer: &Writer<'_>, entry: EntryId) -> Result<(), HomeError> {
        let mut shown = writer.shown_here()?;
        if !shown.hidden.contains(&entry) {
            shown.hidden.push(entry);
            writer.put_shown_here(&shown)?;
        }
        Ok(())
    }

    /// The day marks of the years that hold these days, and all that stand on the table.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn marks(&self, from: Date, to: Date) -> Result<Marks, HomeError> {
        marks_in(&self.vault().read()?, from, to)
    }

    /// Puts each mark where it belongs: what names a day into the document of its year, the rest on the table.
    pub(crate) fn put_marks(&self, writer: &Writer<'_>, puts: &[(Key, Value)]) -> Result<(), HomeError> {
        let mut documents: BTreeMap<DocId, Vec<(Key, Value)>> = BTreeMap::new();
        for (key, value) in puts {
            documents.entry(DocId::of_both(*key)).or_default().push((*key, value.clone()));
        }
        for (doc, puts) in documents {
            if self.put_new_marks(writer, doc, &puts)? {
                continue;
            }
            let (mut row, mut document) = self.document(writer, doc)?;
            self.put(writer, &mut row, &mut document, &puts, Pace::AtOnce)?;
            self.derive_table(writer, &document)?;
        }
        self.note_plans(writer, puts.iter().map(|(key, _)| *key))
    }

    /// Writes marks of days that nothing is known of yet, without opening the document of their year. Whether it could.
    fn put_new_marks(&self, writer: &Writer<'_>, doc: DocId, puts: &[(Key, Value)]) -> Result<bool, HomeError> {
        let DocId::Marks { year } = doc else { return Ok(false) };
        let mut marks = writer.marks(year)?;
        let mut keys: BTreeSet<Key> = puts.iter().map(|(key, _)| *key).collect();
        keys.retain(|key| !marks.has(*key));
        if keys.len() < puts.len() {
            return Ok(false);
        }
        let mut row = writer.document(doc)?.unwrap_or(DocRow::new(doc));
        if !self.put_new(writer, &mut row, puts, Pace::AtOnce)? {
            return Ok(false);
        }
        puts.iter().for_each(|(key, value)| marks.note(*key, vec![value.clone()]));
        writer.put_marks(year, marks)?;
        Ok(true)
    }

    /// Derives what the table says, and the settings of the journal, from the table; from the marks of a year, those.
    pub(crate) fn derive_table(&self, writer: &Writer<'_>, document: &Document) -> Result<(), HomeError> {
        match document.id() {
            DocId::Table => {
                writer.put_journal_settings(&self.settings_of(writer, document)?)?;
                writer.put_table_view(&TableView::of(document))?;
                Ok(writer.put_marks(0, Marks::of(document))?)
            }
            DocId::Marks { year } => Ok(writer.put_marks(year, Marks::of(document))?),
            DocId::Page { .. } | DocId::Private { .. } | DocId::Agreement => Ok(()),
        }
    }

    /// The settings that a table says. Of when lines open, the more careful wish of the two counts.
    pub(crate) fn settings_of(&self, reader: &Reader<'_>, table: &Document) -> Result<JournalSettings, HomeError> {
        let value = |name| i8::try_from(table.setting(name).value).unwrap_or_default();
        let mine = table.lines_open(self.identity().person());
        let theirs = reader.partner()?.map(|partner| table.lines_open(partner.person));
        Ok(JournalSettings {
            day_start: value(SettingName::DayStart),
            week_start: value(SettingName::WeekStart),
            lines_open: theirs.map_or(mine, |theirs| theirs.max(mine)),
            lines_open_mine: mine,
        })
    }
}

/// The day marks of the years that hold these days, and all that stand on the table.
pub(crate) fn marks_in(reader: &Reader<'_>, from: Date, to: Date) -> Result<Marks, HomeError> {
    let year = |day: Date| u16::try_from(day.year()).unwrap_or(0).max(1);
    let mut marks = reader.marks(0)?;
    for year in year(from)..=year(to) {
        marks.extend(reader.marks(year)?);
    }
    Ok(marks)
}

//! The table of this home: marks, plans and settings, for both.

use kintsugi_journal::{DocId, Document, EntryId, Key, Kind, LinesOpen, Month, SettingName, TableView, Value};
use kintsugi_vault::{JournalSettings, Reader, Writer};

use crate::intake::Taking;
use crate::pace::Pace;
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

    /// Takes something away that stands in a drawer: mine is destroyed now, the partner's when their laptop learns of it.
    ///
    /// # Errors
    /// As every writing function here.
    pub fn take_away(&self, entry: EntryId) -> Result<(), HomeError> {
        self.change(|writer, views| self.put_away(writer, views, entry))
    }

    pub(crate) fn put_away(&self, writer: &Writer<'_>, views: &mut Views, entry: EntryId) -> Result<(), HomeError> {
        let me = self.identity().person();
        let docs = [DocId::drawer(me), DocId::Private { person: me, month: Month::DRAWER }];
        let line = views.line(writer, me, Month::DRAWER, entry)?;
        match line.map(|line| line.doc).filter(|doc| docs.contains(doc)) {
            Some(doc) => self.put_deleted(writer, views, doc, entry),
            None => self.put_marks(writer, &[(Key::Removed(entry), Value::Bool(true))]),
        }
    }

    pub(crate) fn put_marks(&self, writer: &Writer<'_>, puts: &[(Key, Value)]) -> Result<(), HomeError> {
        let (mut row, mut table) = self.document(writer, DocId::Table)?;
        self.put(writer, &mut row, &mut table, puts, Pace::AtOnce)?;
        self.derive_table(writer, &table)
    }

    /// Derives the settings of the journal, and what the table says, from the table.
    pub(crate) fn derive_table(&self, writer: &Writer<'_>, table: &Document) -> Result<(), HomeError> {
        writer.put_journal_settings(&self.settings_of(writer, table)?)?;
        Ok(writer.put_table_view(&TableView::of(table))?)
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

impl Taking<'_, '_> {
    /// The partner took away what I put into the jar, or a routine, practice or question of mine: its words go, too.
    pub(crate) fn take_away(&mut self, touched: &[Key]) -> Result<(), HomeError> {
        let me = self.home.identity().person();
        for key in touched {
            let Key::Removed(entry) = key else { continue };
            let line = self.views.line(self.writer, me, Month::DRAWER, *entry)?;
            let shared = line.filter(|line| line.doc == DocId::drawer(me) && line.kind.is_some_and(may_be_taken_away));
            if shared.is_some() {
                let before = self.open(DocId::drawer(me))?.1.record(*entry);
                let (row, drawer) = self.write(DocId::drawer(me), &[(Key::Deleted(*entry), Value::Bool(true))])?;
                self.settling().entry(&row, &drawer, *entry, &before)?;
            }
        }
        Ok(())
    }
}

/// What either of the two may take away, whoever wrote it.
const fn may_be_taken_away(kind: Kind) -> bool {
    matches!(kind, Kind::Slip | Kind::Routine | Kind::Practice | Kind::Question)
}

//! What is derived: views, rounds, what the table and the marks say, the settings of the journal, and which words are wanted.
//!
//! All of it can be made anew from documents and bodies. A program that derives anything in another way than the one before
//! does so when it opens the store; `verify` compares. What was taken back, author tags and earlier words are not derived.

use std::collections::{BTreeMap, BTreeSet};

use kintsugi_journal::{
    Commitment, DocId, Document, EntryId, Line, Marks, Month, PersonId, Record, RecordState, RoundId, RoundSide,
    TableView, Told, Visibility, Vocabulary, line_of,
};
use kintsugi_vault::{DocRow, JournalSettings, OpenView, Reader, VaultError, WantedRow, Writer};

use crate::hearts::count_acts;
use crate::rounds::sides_of;
use crate::views::Views;
use crate::{Home, HomeError};

/// Everything that is derived, made anew.
#[derive(Default)]
pub(crate) struct Derived {
    pub(crate) views: BTreeMap<(PersonId, Month), Vec<Line>>,
    pub(crate) sides: BTreeMap<(RoundId, PersonId), RoundSide>,
    pub(crate) table: TableView,
    pub(crate) marks: BTreeMap<u16, Marks>,
    pub(crate) settings: JournalSettings,
    pub(crate) wanted: BTreeMap<Commitment, WantedRow>,
    /// What the program knows that derives it.
    vocabulary: Vocabulary,
    /// How many documents there are.
    pub(crate) documents: usize,
    /// Documents that cannot be read.
    pub(crate) unread: usize,
    /// Entries whose words are not here, and which nobody else can have.
    pub(crate) missing: usize,
}

/// The bodies that are here, by entry.
type Bodies = BTreeMap<EntryId, Vec<(Record, bool)>>;

impl Derived {
    /// What documents and bodies come to. A document that cannot be read is counted and passed over.
    pub(crate) fn of(home: &Home, reader: &Reader<'_>) -> Result<Self, HomeError> {
        let mut derived = Self { vocabulary: home.vocabulary(), ..Self::default() };
        let rows = reader.documents()?;
        derived.documents = rows.len();
        let mut open: Vec<(DocRow, Document)> = Vec::new();
        for row in rows {
            match home.open_document(reader, &row) {
                Ok(document) if document.heads() == row.heads && row.top.is_none_or(|top| top == document.top()) => {
                    open.push((row, document));
                }
                Ok(_) | Err(HomeError::Document(_)) => derived.unread += 1,
                Err(error) => return Err(error),
            }
        }
        derived.sides = sides_of(open.iter().map(|(row, document)| (row.doc, document)));
        if let Some((_, table)) = open.iter().find(|(row, _)| row.doc == DocId::Table) {
            derived.table = TableView::of(table);
            derived.settings = home.settings_of(reader, table)?;
        }
        for (row, document) in &open {
            let marks = match row.doc {
                DocId::Table => (0, Marks::of(document)),
                DocId::Marks { year } => (year, Marks::of(document)),
                _ => continue,
            };
            derived.marks.extend(Some(marks).filter(|(_, marks)| !marks.is_empty()));
        }
        let stars: BTreeSet<EntryId> = open.iter().flat_map(|(_, document)| document.stars()).collect();
        let bodies = bodies_of(reader)?;
        for (row, document) in &open {
            let Some(person) = row.doc.person() else { continue };
            for entry in document.entries() {
                let state = document.record(entry);
                derived.entry(reader, row.doc, person, entry, &state, stars.contains(&entry), &bodies)?;
            }
        }
        Ok(derived)
    }

    #[expect(clippy::too_many_arguments, reason = "one entry, and where it stands")]
    fn entry(
        &mut self,
        reader: &Reader<'_>,
        doc: DocId,
        person: PersonId,
        entry: EntryId,
        state: &RecordState,
        starred: bool,
        bodies: &Bodies,
    ) -> Result<(), HomeError> {
        let line = if state.deleted {
            line_of(entry, doc, state, &[], reader.husk(entry)?.as_ref(), false)
        } else {
            let shown = self.shown(reader, doc, entry, state, bodies.get(&entry).map_or(&[], Vec::as_slice))?;
            line_of(entry, doc, state, &shown, None, starred)
        };
        if let Some(line) = line {
            self.put_line(person, line);
        }
        Ok(())
    }

    /// The words that an entry shows: those that are current where any of them is here, else those that they replace. What is
    /// due and not here is wanted.
    fn shown(
        &mut self,
        reader: &Reader<'_>,
        doc: DocId,
        entry: EntryId,
        state: &RecordState,
        here: &[(Record, bool)],
    ) -> Result<Vec<Told>, HomeError> {
        let old = here.iter().filter(|(record, superseded)| !superseded && !state.holds(&record.commitment));
        let old: Vec<Record> = old.map(|(record, _)| *record).collect();
        let mut current = Vec::new();
        for record in &state.current {
            if here.iter().any(|(other, _)| other.commitment == record.commitment) {
                current.push(*record);
            } else if record.visibility == Visibility::Open {
                let replaces = old.iter().map(|record| record.commitment).collect();
                let wanted = WantedRow { doc, entry, record: *record, replaces, nowhere: false, size: 0 };
                self.wanted.insert(record.commitment, wanted);
            } else if record.visibility == Visibility::Private {
                self.missing += 1;
            }
        }
        let mut shown = Vec::new();
        for record in if current.is_empty() { old } else { current } {
            let shelf = reader.body(&record.commitment)?;
            shown.extend(shelf.map(|shelf| shelf.told(record, self.vocabulary)));
        }
        Ok(shown)
    }

    fn put_line(&mut self, person: PersonId, line: Line) {
        self.views.entry((person, line.month())).or_default().push(line);
    }

    /// Writes it all, in place of what was there.
    fn store(self, writer: &Writer<'_>, me: PersonId) -> Result<(), VaultError> {
        writer.clear_derived()?;
        writer.put_table_view(&self.table)?;
        writer.put_journal_settings(&self.settings)?;
        let vocabulary = self.vocabulary;
        self.marks.into_iter().try_for_each(|(year, marks)| writer.put_marks(year, marks))?;
        let months: Vec<(PersonId, Month)> = self.views.keys().copied().collect();
        for ((person, month), lines) in self.views {
            let mut view = OpenView::open(writer, person, month)?;
            view.fill(lines);
            view.store(writer)?;
        }
        count_acts(writer, me, months.into_iter())?;
        self.sides.values().try_for_each(|side| writer.put_round_side(side))?;
        self.wanted.values().try_for_each(|row| writer.put_wanted(row))?;
        writer.put_derived(vocabulary)
    }
}

fn bodies_of(reader: &Reader<'_>) -> Result<Bodies, VaultError> {
    let mut bodies = Bodies::new();
    reader.each_body(|shelf| {
        bodies.entry(shelf.entry).or_default().push((shelf.record, shelf.superseded));
        Ok(())
    })?;
    // In the order of the revisions, as they took each other's place.
    bodies.values_mut().for_each(|here| here.sort_by_key(|(record, _)| (record.revision, record.commitment)));
    Ok(bodies)
}

impl Home {
    /// Makes anew what is derived, and does what an intake would have done with it: opens my side of a round that theirs has
    /// opened. What an earlier version left half made is made whole.
    ///
    /// # Errors
    /// As every writing function here.
    pub fn derive_all(&self) -> Result<(), HomeError> {
        self.change_derived(|writer, views| self.derive_in(writer, views))
    }

    /// The same in a transaction that has not touched a view yet.
    pub(crate) fn derive_in(&self, writer: &Writer<'_>, views: &mut Views) -> Result<(), HomeError> {
        let derived = Derived::of(self, writer)?;
        derived.store(writer, self.identity().person())?;
        self.complete(writer, views)?;
        self.heal(writer, views)
    }
}

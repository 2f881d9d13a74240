//! Verifying: everything is read and checked against everything else; nothing is written.

use std::collections::{BTreeMap, BTreeSet};

use kintsugi_journal::{
    Body, DocId, Document, EntryId, Line, Month, MonthView, PersonId, Record, RecordState, TableView, Visibility,
    line_of,
};
use kintsugi_vault::{DocRow, Reader};

use crate::rounds::sides_of;
use crate::{Home, HomeError};

/// What was found.
#[derive(Default)]
pub struct Report {
    /// Entries that can be read.
    pub entries: usize,
    /// Documents.
    pub documents: usize,
    /// Bodies.
    pub bodies: usize,
    /// What is not as it should be, each in a few words.
    pub problems: Vec<String>,
}

type Views = BTreeMap<(PersonId, Month), MonthView>;

impl Home {
    /// Checks the file, every row, every document, every body and every view.
    ///
    /// # Errors
    /// [`HomeError`] only when the store cannot be read at all; damage is reported, not returned as an error.
    pub fn verify(&self) -> Result<Report, HomeError> {
        let mut report = Report::default();
        if self.vault().check_file().is_err() {
            report.problems.push("the store file is damaged".into());
        }
        let reader = self.vault().read()?;
        for count in reader.count_rows()?.iter().filter(|count| count.damaged > 0) {
            report
                .problems
                .push(format!("{} of {} rows of {} cannot be opened", count.damaged, count.rows, count.table));
        }
        if !report.problems.is_empty() {
            // The rest would only say the same again.
            return Ok(report);
        }
        check_bodies(&reader, &mut report)?;
        let rebuilt = self.rebuild(&reader, &mut report)?;
        let mut stored = Views::new();
        reader.each_view(|person, month, view| {
            if !view.lines().is_empty() {
                stored.insert((person, month), view);
            }
            Ok(())
        })?;
        let lines = stored.values().flat_map(MonthView::lines);
        report.entries = lines.filter(|line| line.is_entry() && !line.is_deleted()).count();
        let months: BTreeSet<_> = stored.keys().chain(rebuilt.keys()).collect();
        for month in months.into_iter().filter(|month| stored.get(month) != rebuilt.get(month)) {
            report.problems.push(format!("what {} shows does not fit what is kept", month.1));
        }
        Ok(report)
    }

    /// All views, made anew from documents and bodies.
    fn rebuild(&self, reader: &Reader<'_>, report: &mut Report) -> Result<Views, HomeError> {
        let mut views = Views::new();
        let rows = reader.documents()?;
        report.documents = rows.len();
        let mut stars = BTreeSet::new();
        let mut open: Vec<(DocRow, Document)> = Vec::new();
        for row in rows {
            match self.open_document(reader, &row) {
                Ok(document) if document.heads() == row.heads => {
                    stars.extend(document.stars());
                    open.push((row, document));
                }
                _ => report.problems.push("a document cannot be read".into()),
            }
        }
        check_derived(reader, open.iter().map(|(row, document)| (row.doc, document)), report)?;
        for (row, document) in &open {
            let Some(person) = row.doc.person() else { continue };
            for entry in document.entries() {
                let state = document.record(entry);
                let starred = stars.contains(&entry);
                if let Some(line) = rebuilt_line(reader, row.doc, entry, &state, starred, report)? {
                    views.entry((person, line.month())).or_default().put(line);
                }
            }
        }
        Ok(views)
    }
}

/// What is known of rounds and of the table must be what the documents say.
fn check_derived<'d>(
    reader: &Reader<'_>,
    documents: impl Iterator<Item = (DocId, &'d Document)> + Clone,
    report: &mut Report,
) -> Result<(), HomeError> {
    let table = documents.clone().find(|(doc, _)| *doc == DocId::Table);
    if reader.table_view()? != table.map_or_else(TableView::default, |(_, table)| TableView::of(table)) {
        report.problems.push("what is known of the table does not fit what is kept".into());
    }
    let stored: BTreeMap<_, _> =
        reader.round_sides()?.into_iter().map(|side| ((side.round, side.person), side)).collect();
    if stored != sides_of(documents) {
        report.problems.push("what is known of rounds does not fit what is kept".into());
    }
    Ok(())
}

fn check_bodies(reader: &Reader<'_>, report: &mut Report) -> Result<(), HomeError> {
    reader.each_body(|shelf| {
        report.bodies += 1;
        let sound = shelf.doc.person().is_some_and(|person| {
            let record = &shelf.record;
            let commitment = shelf.sealed.commitment(person, shelf.entry, record.round, record.revision);
            commitment == record.commitment && Body::decode(&shelf.sealed.bytes).is_ok()
        });
        if !sound {
            report.problems.push("a body is not what its document says".into());
        }
        Ok(())
    })?;
    Ok(())
}

fn rebuilt_line(
    reader: &Reader<'_>,
    doc: DocId,
    entry: EntryId,
    state: &RecordState,
    starred: bool,
    report: &mut Report,
) -> Result<Option<Line>, HomeError> {
    if state.deleted {
        let husk = reader.husk(entry)?;
        return Ok(line_of(entry, doc, state, &[], husk.as_ref(), false));
    }
    let mut bodies: Vec<(Record, Body)> = Vec::new();
    let mut replaced: Vec<(Record, Body)> = Vec::new();
    for record in &state.current {
        if let Some(shelf) = reader.body(&record.commitment)? {
            bodies.extend(Body::decode(&shelf.sealed.bytes).ok().map(|body| (*record, body)));
        } else if let Some(wanted) = reader.wanted_body(&record.commitment)? {
            for old in &wanted.replaces {
                let Some(shelf) = reader.body(old)? else { continue };
                replaced.extend(Body::decode(&shelf.sealed.bytes).ok().map(|body| (shelf.record, body)));
            }
        } else if record.visibility != Visibility::Sealed {
            report.problems.push("words of an entry are missing".into());
        }
    }
    let shown = if bodies.is_empty() { &replaced } else { &bodies };
    Ok(line_of(entry, doc, state, shown, None, starred))
}

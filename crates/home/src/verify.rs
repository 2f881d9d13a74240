//! Verifying: everything is read and checked against everything else; nothing is written.

use std::collections::{BTreeMap, BTreeSet};

use kintsugi_journal::{Body, MonthView};
use kintsugi_vault::{Reader, WantedRow};

use crate::derive::Derived;
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

impl Home {
    /// Checks the file, every row, every document, every body and everything that is derived.
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
        let derived = Derived::of(self, &reader)?;
        report.documents = derived.documents;
        report.problems.extend((0..derived.unread).map(|_| "a document cannot be read".to_owned()));
        report.problems.extend((0..derived.missing).map(|_| "words of an entry are missing".to_owned()));
        check_derived(&reader, &derived, &mut report)?;
        check_views(&reader, &derived, &mut report)?;
        Ok(report)
    }
}

/// What is known of rounds, of the table and of what is wanted must be what the documents say.
fn check_derived(reader: &Reader<'_>, derived: &Derived, report: &mut Report) -> Result<(), HomeError> {
    let mut differs = |what: &str| report.problems.push(format!("what is known of {what} does not fit what is kept"));
    if reader.table_view()? != derived.table {
        differs("the table");
    }
    if reader.journal_settings()? != derived.settings {
        differs("the settings");
    }
    let sides: BTreeMap<_, _> =
        reader.round_sides()?.into_iter().map(|side| ((side.round, side.person), side)).collect();
    if sides != derived.sides {
        differs("rounds");
    }
    // Whether neither laptop had it is what a meeting has shown; and nobody counts what it takes the place of.
    let named = |row: &WantedRow| (row.record.commitment, (row.doc, row.entry));
    let wanted: BTreeMap<_, _> = reader.wanted()?.iter().map(named).collect();
    if wanted != derived.wanted.values().map(named).collect() {
        differs("words that are on their way");
    }
    Ok(())
}

fn check_views(reader: &Reader<'_>, derived: &Derived, report: &mut Report) -> Result<(), HomeError> {
    let mut stored = BTreeMap::new();
    reader.each_view(|person, month, view| {
        if !view.lines().is_empty() {
            stored.insert((person, month), view);
        }
        Ok(())
    })?;
    let lines = stored.values().flat_map(MonthView::lines);
    report.entries = lines.filter(|line| line.is_entry() && !line.is_deleted()).count();
    let months: BTreeSet<_> = stored.keys().chain(derived.views.keys()).collect();
    for month in months.into_iter().filter(|month| stored.get(month) != derived.views.get(month)) {
        report.problems.push(format!("what {} shows does not fit what is kept", month.1));
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

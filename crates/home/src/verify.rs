//! Verifying: everything is read and checked against everything else; nothing is written.

use std::collections::{BTreeMap, BTreeSet};

use kintsugi_journal::{Month, MonthView, PersonId};
use kintsugi_vault::{Mend, Reader, WantedRow};

use crate::derive::Derived;
use crate::{Home, HomeError};

/// Of a store that was found behind what was durable.
const OLDER: &str =
    "this journal was found as it had been at an earlier time: what was saved after that may not be in it";

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
        self.check_keyfile(&mut report);
        if reader.older()?.is_some() {
            report.problems.push(OLDER.into());
        }
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
        check_kept(&reader, &mut report)?;
        check_views(&reader, &derived, &mut report)?;
        Ok(report)
    }
}

impl Home {
    /// What is needed on the day on which the passphrase is lost: both keyfiles, and that the 12 words open them.
    fn check_keyfile(&self, report: &mut Report) {
        let Ok(found) = self.folder().read_keyfile() else {
            return report.problems.push("the keyfile cannot be read".into());
        };
        if found.mend != Mend::Nothing {
            report.problems.push("the keyfile, or its copy, is damaged".into());
        }
        if found.keyfile.recover(self.identity().seed()).is_err() {
            report.problems.push("the 12 words would not open this journal: the keyfile is damaged".into());
        }
    }
}

/// What is known of rounds, of the table and of what is wanted must be what the documents say.
fn check_derived(reader: &Reader<'_>, derived: &Derived, report: &mut Report) -> Result<(), HomeError> {
    let mut differs = |what: &str| report.problems.push(format!("what is known of {what} does not fit what is kept"));
    if reader.table_view()? != derived.table {
        differs("the table");
    }
    let years: BTreeSet<u16> = reader.marked_years()?.into_iter().chain(derived.marks.keys().copied()).collect();
    for year in years {
        if reader.marks(year)? != derived.marks.get(&year).cloned().unwrap_or_default() {
            differs("the marks of a year");
        }
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

/// How much room the words of each take is counted with each of them.
fn check_kept(reader: &Reader<'_>, report: &mut Report) -> Result<(), HomeError> {
    for (person, bytes) in reader.count_kept()? {
        if reader.kept_of(person)? != bytes {
            report.problems.push("the room that words take does not fit what is kept".into());
        }
    }
    Ok(())
}

fn check_views(reader: &Reader<'_>, derived: &Derived, report: &mut Report) -> Result<(), HomeError> {
    let stored: BTreeSet<(PersonId, Month)> = reader.months()?.into_iter().collect();
    for month in stored.union(&derived.views.keys().copied().collect()) {
        let view = reader.view(month.0, month.1)?;
        let lines = view.lines().iter();
        report.entries += lines.filter(|line| line.is_entry() && !line.is_deleted()).count();
        if view != MonthView::of(derived.views.get(month).cloned().unwrap_or_default()) {
            report.problems.push(format!("what {} shows does not fit what is kept", month.1));
        }
    }
    let covered = reader.span()?;
    let months = || derived.views.keys().map(|(_, month)| *month).filter(|month| *month != Month::DRAWER);
    let lacks = |month: Month| covered.is_none_or(|span| month < span.first || month > span.last);
    if months().any(lacks) {
        report.problems.push("a month with lines is not among those that are shown".into());
    }
    if reader.count_entries()? != report.entries as u64 {
        report.problems.push("the number of entries does not fit what is shown".into());
    }
    Ok(())
}

fn check_bodies(reader: &Reader<'_>, report: &mut Report) -> Result<(), HomeError> {
    reader.each_body(|shelf| {
        report.bodies += 1;
        let sound = shelf.doc.person().is_some_and(|person| {
            let record = &shelf.record;
            let commitment = shelf.sealed.commitment(person, shelf.entry, record.round, record.revision);
            commitment == record.commitment
        });
        if !sound {
            report.problems.push("a body is not what its document says".into());
        }
        Ok(())
    })?;
    Ok(())
}

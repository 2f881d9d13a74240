//! Verifying: everything is read and checked against everything else; nothing is written.

use std::collections::{BTreeMap, BTreeSet};

use kintsugi_journal::{Month, MonthView, PersonId};
use kintsugi_vault::{Mend, Reader, WantedRow};

use crate::derive::Derived;
use crate::{Home, HomeError};

/// Of a store that was found behind what was durable.
const OLDER: &str =
    "this journal was found as it had been at an earlier time: what was saved after that may not be in it";

/// Of a number that is kept.
const NUMBER: &str = "the number of lines does not fit what is shown";

/// What was found.
#[derive(Default)]
pub struct Report {
    /// The entries that are read here: what [`Home::query`] lists over all days, and nothing else.
    pub entries: usize,
    /// Documents. Of both people, so no screen tells it.
    pub documents: usize,
    /// Bodies. Of both people, so no screen tells it.
    pub bodies: usize,
    /// What is not as it should be.
    pub problems: Vec<Problem>,
}

/// One sort of thing that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Problem {
    /// What it is, in a few words.
    pub what: String,
    /// How many there are of it, from 1.
    pub count: u64,
    /// Whether all of their words can be read all the same.
    pub readable: bool,
}

impl Report {
    fn found(&mut self, what: impl Into<String>, count: u64, readable: bool) {
        let what = what.into();
        match self.problems.iter_mut().find(|problem| problem.what == what) {
            _ if count == 0 => {}
            Some(problem) => problem.count += count,
            None => self.problems.push(Problem { what, count, readable }),
        }
    }
}

impl Home {
    /// Checks the file, every row, every document, every body and everything that is derived.
    ///
    /// # Errors
    /// [`HomeError`] only when the store cannot be read at all; damage is reported, not returned as an error.
    pub fn verify(&self) -> Result<Report, HomeError> {
        let mut report = Report::default();
        if self.vault().check_file().is_err() {
            report.found("the journal's file is damaged", 1, false);
        }
        let reader = self.vault().read()?;
        self.check_keyfile(&mut report);
        if reader.older()?.is_some() {
            report.found(OLDER, 1, false);
        }
        let before = report.problems.len();
        for count in reader.count_rows()? {
            let (what, readable) = sort_of(count.table);
            report.found(what, count.damaged, readable);
        }
        if report.problems.len() > before {
            // The rest would only say the same again.
            report.entries = self.count_readable_in(&reader)?;
            return Ok(report);
        }
        check_bodies(&reader, &mut report)?;
        let derived = Derived::of(self, &reader)?;
        report.documents = derived.documents;
        report.found("parts of the journal that cannot be read", derived.unread as u64, false);
        report.found("lines of which the words are missing", derived.missing as u64, false);
        check_derived(&reader, &derived, &mut report)?;
        check_kept(&reader, &mut report)?;
        check_views(&reader, &derived, &mut report)?;
        report.entries = self.count_listed_anew(&reader)?;
        let kept = self.count_listed_in(&reader)?;
        report.found(NUMBER, u64::from(kept != report.entries), true);
        Ok(report)
    }
}

impl Home {
    /// What is needed on the day on which the passphrase is lost: both keyfiles, and that the 12 words open them.
    fn check_keyfile(&self, report: &mut Report) {
        let Ok(found) = self.folder().read_keyfile() else {
            return report.found("the keyfile cannot be read", 1, true);
        };
        if found.mend != Mend::Nothing {
            report.found("the keyfile, or its copy, is damaged", 1, true);
        }
        if found.keyfile.recover(self.identity().seed()).is_err() {
            report.found("the 12 words would not open this journal: the keyfile is damaged", 1, true);
        }
    }
}

/// What stands in a table, for people, and whether all words can be read without it.
fn sort_of(table: &str) -> (&'static str, bool) {
    match table {
        "body" => ("words that cannot be read", false),
        "document" | "snapshot" | "change" => ("parts of the journal that cannot be read", false),
        "view" | "lines" | "wanted" | "round" | "marks" => {
            ("parts of screens that cannot be read, and can be made anew", true)
        }
        "husk" => ("places of what was taken back that cannot be read", true),
        "tag" => ("signs of who wrote a change that cannot be read", true),
        "held" => ("refusals that cannot be read", true),
        _ => ("things this laptop knows that cannot be read", true),
    }
}

/// What is known of rounds, of the table and of what is wanted must be what the documents say.
fn check_derived(reader: &Reader<'_>, derived: &Derived, report: &mut Report) -> Result<(), HomeError> {
    let mut differs = |what: &str| report.found(format!("what is known of {what} does not fit what is kept"), 1, true);
    if reader.table_view()? != derived.table {
        differs("what you both chose and planned");
    }
    let years: BTreeSet<u16> = reader.marked_years()?.into_iter().chain(derived.marks.keys().copied()).collect();
    for year in years {
        if reader.marks(year)? != derived.marks.get(&year).cloned().unwrap_or_default() {
            differs("what took place in a year");
        }
    }
    if reader.journal_settings()? != derived.settings {
        differs("the settings");
    }
    let sides: BTreeMap<_, _> =
        reader.round_sides()?.into_iter().map(|side| ((side.round, side.person), side)).collect();
    if sides != derived.sides {
        differs("what is sealed or open");
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
            report.found("the room that words take does not fit what is kept", 1, true);
        }
    }
    Ok(())
}

fn check_views(reader: &Reader<'_>, derived: &Derived, report: &mut Report) -> Result<(), HomeError> {
    let stored: BTreeSet<(PersonId, Month)> = reader.months()?.into_iter().collect();
    let mut counted = 0;
    for month in stored.union(&derived.views.keys().copied().collect()) {
        let view = reader.view(month.0, month.1)?;
        let lines = view.lines().iter();
        counted += lines.filter(|line| line.is_entry() && !line.is_deleted()).count() as u64;
        if view != MonthView::of(derived.views.get(month).cloned().unwrap_or_default()) {
            report.found(format!("what {} shows does not fit what is kept", month.1), 1, true);
        }
    }
    let covered = reader.span()?;
    let months = || derived.views.keys().map(|(_, month)| *month).filter(|month| *month != Month::DRAWER);
    let lacks = |month: Month| covered.is_none_or(|span| month < span.first || month > span.last);
    if months().any(lacks) {
        report.found("a month with lines is not among those that are shown", 1, true);
    }
    if reader.count_entries()? != counted {
        report.found(NUMBER, 1, true);
    }
    Ok(())
}

fn check_bodies(reader: &Reader<'_>, report: &mut Report) -> Result<(), HomeError> {
    let others = reader.check_bodies(|| report.bodies += 1)?;
    report.found("words that are not those that were saved", others, false);
    Ok(())
}

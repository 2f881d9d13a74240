//! Settling an entry: after its document changed, bodies, wants and the view are brought in line with it.
//!
//! This is the one place where words are destroyed, replaced or asked for, whoever made the change and however it came.

use jiff::civil::Date;
use kintsugi_journal::{
    Body, Commitment, DocId, Document, EntryId, Husk, Month, PersonId, Record, RecordState, Shelf, Visibility, line_of,
};
use kintsugi_vault::{DocRow, VaultError, WantedRow, Writer};

use super::views::Views;

pub(super) struct Settling<'a, 'v> {
    pub(super) me: PersonId,
    pub(super) writer: &'a Writer<'v>,
    pub(super) views: &'a mut Views,
}

impl Settling<'_, '_> {
    /// Brings everything in line with what `document` says of `entry` now, where it said `before`. Whether a line of the
    /// journal changed.
    pub(super) fn entry(
        &mut self,
        row: &DocRow,
        document: &Document,
        entry: EntryId,
        before: &RecordState,
    ) -> Result<bool, VaultError> {
        let Some(person) = row.doc.person() else { return Ok(false) };
        let after = document.record(entry);
        if after.deleted {
            return self.deleted(row, document, person, entry, before, &after);
        }
        let old = self.replaced(before, &after)?;
        for record in &after.current {
            if self.writer.body(&record.commitment)?.is_none() {
                self.want(row.doc, entry, *record, &old)?;
            }
        }
        let days = self.retire(person, &old, &after)?;
        self.show(row.doc, person, entry, &after, &days)
    }

    /// A wanted body has come.
    pub(super) fn arrived(
        &mut self,
        document: &Document,
        person: PersonId,
        wanted: &WantedRow,
    ) -> Result<bool, VaultError> {
        self.writer.remove_wanted(&wanted.record.commitment)?;
        let state = document.record(wanted.entry);
        let days = self.retire(person, &wanted.replaces, &state)?;
        self.show(wanted.doc, person, wanted.entry, &state, &days)
    }

    /// The bodies that are here of what the change replaced.
    fn replaced(&self, before: &RecordState, after: &RecordState) -> Result<Vec<Commitment>, VaultError> {
        let mut old = Vec::new();
        for gone in before.current.iter().filter(|record| !after.holds(&record.commitment)) {
            if self.writer.body(&gone.commitment)?.is_some() {
                old.push(gone.commitment);
            } else if let Some(wanted) = self.writer.wanted_body(&gone.commitment)? {
                old.extend(wanted.replaces);
                self.writer.remove_wanted(&gone.commitment)?;
            }
        }
        Ok(old)
    }

    fn want(&self, doc: DocId, entry: EntryId, record: Record, old: &[Commitment]) -> Result<(), VaultError> {
        if record.visibility != Visibility::Open || self.writer.wanted_body(&record.commitment)?.is_some() {
            return Ok(());
        }
        self.writer.put_wanted(&WantedRow { doc, entry, record, replaces: old.to_vec(), nowhere: false })
    }

    /// Old revisions: the author keeps the words, the partner's laptop drops them once the new ones are there. Gives back
    /// the days that the old ones were about.
    fn retire(&mut self, person: PersonId, old: &[Commitment], state: &RecordState) -> Result<Vec<Date>, VaultError> {
        let mut days = Vec::new();
        if self.bodies(state)?.is_empty() {
            return Ok(days);
        }
        for commitment in old {
            let Some(shelf) = self.writer.body(commitment)? else { continue };
            days.extend(Body::decode(&shelf.sealed.bytes).ok().map(|body| body.day));
            if person == self.me {
                self.writer.put_body(&Shelf { superseded: true, ..shelf })?;
            } else {
                self.writer.destroy_body(commitment)?;
            }
        }
        Ok(days)
    }

    /// Shows what the bodies that are here say, in place of what was shown on one of `old_days` or on the same day.
    fn show(
        &mut self,
        doc: DocId,
        person: PersonId,
        entry: EntryId,
        state: &RecordState,
        old_days: &[Date],
    ) -> Result<bool, VaultError> {
        let bodies = self.bodies(state)?;
        let Some((_, body)) = bodies.last() else { return Ok(false) };
        let mut shown = self.views.line(self.writer, person, body.day, entry)?;
        for day in old_days.iter().filter(|day| Month::of(**day) != Month::of(body.day)) {
            if let Some(line) = self.views.line(self.writer, person, *day, entry)? {
                self.views.remove(self.writer, person, *day, entry)?;
                shown = Some(line);
            }
        }
        let starred = shown.as_ref().is_some_and(|line| line.starred);
        let line = line_of(entry, doc, state, &bodies, None, starred);
        if line == shown {
            return Ok(false);
        }
        if let Some(line) = line {
            self.views.put(self.writer, person, line)?;
        }
        Ok(body.kind.is_entry())
    }

    fn bodies(&self, state: &RecordState) -> Result<Vec<(Record, Body)>, VaultError> {
        let mut bodies = Vec::new();
        for record in &state.current {
            let shelf = self.writer.body(&record.commitment)?;
            let body = shelf.and_then(|shelf| Body::decode(&shelf.sealed.bytes).ok());
            bodies.extend(body.map(|body| (*record, body)));
        }
        Ok(bodies)
    }

    /// Deleted means gone: every revision's body, every want, and the line; who had it keeps its place.
    fn deleted(
        &mut self,
        row: &DocRow,
        document: &Document,
        person: PersonId,
        entry: EntryId,
        before: &RecordState,
        after: &RecordState,
    ) -> Result<bool, VaultError> {
        let mut place: Option<(Date, Body)> = None;
        let mut doomed: Vec<Commitment> =
            before.current.iter().chain(&after.current).map(|record| record.commitment).collect();
        while let Some(commitment) = doomed.pop() {
            if let Some(wanted) = self.writer.wanted_body(&commitment)? {
                doomed.extend(&wanted.replaces);
                self.writer.remove_wanted(&commitment)?;
            }
            let Some(shelf) = self.writer.body(&commitment)? else { continue };
            doomed.extend(shelf.previous.iter().filter(|previous| **previous != commitment));
            self.writer.destroy_body(&commitment)?;
            if let Ok(body) = Body::decode(&shelf.sealed.bytes) {
                self.views.remove(self.writer, person, body.day, entry)?;
                place = Some((body.day, body));
            }
        }
        let Some((day, body)) = place else { return Ok(false) };
        let had = person != self.me || document.had(entry, &row.met);
        if had && body.kind.is_entry() {
            let husk =
                Husk { doc: row.doc, entry, day, written_at: body.written_at, offset_minutes: body.offset_minutes };
            self.writer.put_husk(&husk)?;
            if let Some(line) = line_of(entry, row.doc, after, &[], Some(&husk), false) {
                self.views.put(self.writer, person, line)?;
            }
        }
        Ok(body.kind.is_entry())
    }
}

//! Settling an entry: after its document changed, bodies, wants and the view are brought in line with it.
//!
//! This is the one place where words are destroyed, replaced or asked for, whoever made the change and however it came.

use kintsugi_journal::{
    Body, BodyForm, Commitment, DocId, Document, EntryId, Husk, Line, Month, PersonId, Record, RecordState, RoundId,
    SealedBody, Shelf, Stood, Told, Visibility, Vocabulary, line_of,
};
use kintsugi_vault::{DocRow, VaultError, WantedRow, Writer};

use crate::views::Views;

pub(crate) struct Settling<'a, 'v> {
    pub(crate) me: PersonId,
    pub(crate) writer: &'a Writer<'v>,
    pub(crate) views: &'a mut Views,
    pub(crate) vocabulary: Vocabulary,
}

impl Settling<'_, '_> {
    /// Brings everything in line with what `document` says of `entry` now, where it said `before`. Whether a line of the
    /// journal changed.
    pub(crate) fn entry(
        &mut self,
        row: &DocRow,
        document: &Document,
        entry: EntryId,
        before: &RecordState,
    ) -> Result<bool, VaultError> {
        self.entry_now(row, document, entry, (before, &document.record(entry)))
    }

    /// The same, where what it says now has been read already.
    pub(crate) fn entry_now(
        &mut self,
        row: &DocRow,
        document: &Document,
        entry: EntryId,
        (before, after): (&RecordState, &RecordState),
    ) -> Result<bool, VaultError> {
        let Some(person) = row.doc.person() else { return Ok(false) };
        // Taken back, or taken out of its document because nobody else had it.
        if after.deleted || (after.current.is_empty() && !before.current.is_empty()) {
            self.seal(row.doc, person, entry, before, after)?;
            return self.deleted(row, document, person, entry, before, after);
        }
        self.written(row.doc, entry, before, after)
    }

    /// The same where the entry is not taken back: then the rest of its document need not be known.
    pub(crate) fn written(
        &mut self,
        doc: DocId,
        entry: EntryId,
        before: &RecordState,
        after: &RecordState,
    ) -> Result<bool, VaultError> {
        let Some(person) = doc.person() else { return Ok(false) };
        self.seal(doc, person, entry, before, after)?;
        let old = self.replaced(before, after)?;
        let mut any_here = false;
        for record in &after.current {
            let shelf = self.writer.body(&record.commitment)?;
            any_here |= shelf.is_some();
            match shelf {
                None => self.want(doc, entry, *record, &old)?,
                // The words were sealed and are open now.
                Some(shelf) if shelf.record != *record && record.visibility == Visibility::Open => {
                    self.writer.put_body(&Shelf { record: *record, ..shelf })?;
                }
                Some(_) => {}
            }
        }
        if !any_here {
            // What was shown stays until words come.
            return Ok(false);
        }
        let months = self.retire(doc, person, &old, after)?;
        let bodies = self.bodies(after)?;
        self.show(doc, person, entry, (after, &bodies), &months)
    }

    /// The words of a round that opens have come, without being wanted.
    pub(crate) fn opened(&mut self, shelf: &Shelf, person: PersonId, state: &RecordState) -> Result<bool, VaultError> {
        self.writer.put_body(shelf)?;
        let bodies = self.bodies_with(state, shelf)?;
        self.show(shelf.doc, person, shelf.entry, (state, &bodies), &[])
    }

    /// How far the person of this drawer is with a round.
    pub(crate) fn mark(&self, drawer: &Document, person: PersonId, round: RoundId) -> Result<(), VaultError> {
        let mut side = self.writer.round_side(round, person)?;
        side.mark = drawer.round_mark(round);
        self.writer.put_round_side(&side)
    }

    /// Brings the rounds that an entry names in line with its document.
    fn seal(
        &self,
        doc: DocId,
        person: PersonId,
        entry: EntryId,
        before: &RecordState,
        after: &RecordState,
    ) -> Result<(), VaultError> {
        for round in before.rounds().chain(after.rounds()) {
            let mut side = self.writer.round_side(round, person)?;
            side.note(doc, entry, after);
            self.writer.put_round_side(&side)?;
        }
        Ok(())
    }

    /// A wanted body has come, and is kept.
    pub(crate) fn arrived(&mut self, document: &Document, person: PersonId, shelf: &Shelf) -> Result<bool, VaultError> {
        self.writer.remove_wanted(shelf.commitment())?;
        let state = document.record(shelf.entry);
        let months = self.retire(shelf.doc, person, &shelf.previous, &state)?;
        let bodies = self.bodies_with(&state, shelf)?;
        self.show(shelf.doc, person, shelf.entry, (&state, &bodies), &months)
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

    /// Where the words stood whose place these take, where that was another place.
    pub(crate) fn stood(&self, old: &[Commitment], now: &SealedBody) -> Result<Option<Stood>, VaultError> {
        let mut before = Vec::new();
        for commitment in old {
            let Some(shelf) = self.writer.body(commitment)? else { continue };
            before.extend(shelf.stood.or_else(|| Stood::of(&self.form(&shelf))));
        }
        Ok(Stood::elsewhere(before, &Body::read(&now.bytes, self.vocabulary)))
    }

    fn want(&self, doc: DocId, entry: EntryId, record: Record, old: &[Commitment]) -> Result<(), VaultError> {
        if record.visibility != Visibility::Open || self.writer.wanted_body(&record.commitment)?.is_some() {
            return Ok(());
        }
        self.writer.put_wanted(&WantedRow { doc, entry, record, replaces: old.to_vec(), nowhere: false, size: 0 })
    }

    /// Old revisions: the author keeps the words, the partner's laptop drops them once the new ones are there. Gives back
    /// the months that the old ones were shown in.
    fn retire(
        &mut self,
        doc: DocId,
        person: PersonId,
        old: &[Commitment],
        state: &RecordState,
    ) -> Result<Vec<Month>, VaultError> {
        let mut months = Vec::new();
        // Readable or not: they are here.
        if old.is_empty() || self.bodies(state)?.is_empty() {
            return Ok(months);
        }
        for commitment in old {
            let Some(shelf) = self.writer.body(commitment)? else { continue };
            months.extend(self.form(&shelf).place().map(|(day, _)| doc.view_month(day)));
            if person == self.me {
                self.writer.put_body(&Shelf { superseded: true, ..shelf })?;
            } else {
                self.writer.destroy_body(commitment)?;
            }
        }
        Ok(months)
    }

    /// Shows what the `bodies` say that are here of an entry, in place of what was shown in one of `old_months` or in the same month.
    fn show(
        &mut self,
        doc: DocId,
        person: PersonId,
        entry: EntryId,
        (state, bodies): (&RecordState, &[Told]),
        old_months: &[Month],
    ) -> Result<bool, VaultError> {
        let Some(Told { form, .. }) = bodies.last() else { return Ok(false) };
        let Some((day, _)) = form.place() else { return self.hide(person, entry, old_months) };
        let month = doc.view_month(day);
        let mut shown = self.views.line(self.writer, person, month, entry)?;
        // What was written apart may be about days of other months.
        let beside = bodies.iter().filter_map(|told| told.form.place()).map(|(day, _)| doc.view_month(day));
        for old in old_months.iter().copied().chain(beside).filter(|old| *old != month) {
            if let Some(line) = self.views.line(self.writer, person, old, entry)? {
                self.views.remove(self.writer, person, old, entry)?;
                shown = Some(line);
            }
        }
        let starred = shown.as_ref().is_some_and(|line| line.starred);
        let line = line_of(entry, doc, state, bodies, None, starred);
        if line == shown {
            return Ok(false);
        }
        let is_entry = line.as_ref().is_some_and(Line::is_entry);
        if let Some(line) = line {
            self.views.put(self.writer, person, line)?;
        }
        Ok(is_entry)
    }

    /// What is here now has no day that could be read: what was shown in its place goes.
    fn hide(&mut self, person: PersonId, entry: EntryId, months: &[Month]) -> Result<bool, VaultError> {
        let mut changed = false;
        for month in months {
            changed |= self.views.remove(self.writer, person, *month, entry)?;
        }
        Ok(changed)
    }

    fn form(&self, shelf: &Shelf) -> BodyForm {
        Body::read(&shelf.sealed.bytes, self.vocabulary)
    }

    fn bodies(&self, state: &RecordState) -> Result<Vec<Told>, VaultError> {
        let mut bodies = Vec::new();
        for record in &state.current {
            bodies.extend(self.writer.body(&record.commitment)?.map(|shelf| shelf.told(*record, self.vocabulary)));
        }
        Ok(bodies)
    }

    /// The same, where one that took no other's place is at hand and need not be read again.
    fn bodies_with(&self, state: &RecordState, shelf: &Shelf) -> Result<Vec<Told>, VaultError> {
        match state.current[..] {
            [record] if record.commitment == *shelf.commitment() && shelf.previous.is_empty() => {
                Ok(vec![shelf.told(record, self.vocabulary)])
            }
            _ => self.bodies(state),
        }
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
        let mut place: Option<(Visibility, BodyForm, Option<Stood>)> = None;
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
            let form = self.form(&shelf);
            if let Some((day, _)) = form.place() {
                self.views.remove(self.writer, person, row.doc.view_month(day), entry)?;
                place = Some((shelf.record.visibility, form, shelf.stood));
            }
        }
        let Some((visibility, form, stood)) = place else { return Ok(false) };
        let is_entry = form.is_entry() || stood.is_some_and(Stood::was_entry);
        // Of what was still sealed the other laptop never had a word.
        let had = person != self.me || (document.had(entry, &row.met) && visibility != Visibility::Sealed);
        if let Some((day, order)) = form.place().filter(|_| had && is_entry) {
            // Who read the words where they stood before finds their place there.
            let day = stood.map_or(day, |stood| stood.day);
            let husk = Husk { doc: row.doc, entry, day, order };
            self.writer.put_husk(&husk)?;
            if let Some(line) = line_of(entry, row.doc, after, &[], Some(&husk), false) {
                self.views.put(self.writer, person, line)?;
            }
        }
        Ok(is_entry)
    }
}

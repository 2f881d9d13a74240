//! What nobody else has, and how it leaves no trace.
//!
//! A session stores which heads it shows before anything of a document leaves (`meeting.rs`), and so does a bundle. What none
//! of the heads that were ever shown leads to is known to this laptop alone. Where it is taken back, its document is built
//! anew without it: nobody ever learns that it was there.

use std::collections::BTreeMap;

use jiff::Timestamp;
use kintsugi_journal::{
    Actor, ChangeHash, DocId, Document, EntryId, Key, Month, Remainder, RoundId, Value, Visibility,
};
use kintsugi_vault::{DocRow, Writer, random};

use crate::pace::Pace;
use crate::settle::Settling;
use crate::views::Views;
use crate::{Home, HomeError};

/// What is put again, by the moment until which it waits, in seconds since 1970.
type Timed = BTreeMap<Option<i64>, Vec<(Key, Value)>>;

impl Home {
    /// Takes what nobody else has of an entry of mine out of its document; its words are settled by whoever calls this. The
    /// document as it is then, and whether the entry is still in it: the other laptop may have an earlier revision.
    pub(crate) fn take_out_entry(
        &self,
        writer: &Writer<'_>,
        views: &mut Views,
        (row, document): (DocRow, Document),
        entry: EntryId,
    ) -> Result<(DocRow, Document), HomeError> {
        if self.ends_a_round(writer, &row, &document, entry)? {
            return Ok((row, document));
        }
        let keys = [Key::Entry(entry), Key::Deleted(entry)];
        let Some((row, left)) = self.take_out(writer, &row, &document, &keys)? else { return Ok((row, document)) };
        if left.record(entry).current.is_empty() {
            if row.doc.is_shared() {
                writer.put_dropped(entry)?;
            }
            self.take_out_star(writer, row.doc, entry)?;
            for round in document.record(entry).rounds() {
                self.take_out_mark(writer, views, round)?;
            }
        }
        Ok((row, left))
    }

    /// Whether the other laptop must still learn that an entry was opened: the round is over, and it was not shown that words of
    /// mine stood open in it. Without them its own would wait for ever.
    fn ends_a_round(
        &self,
        writer: &Writer<'_>,
        row: &DocRow,
        document: &Document,
        entry: EntryId,
    ) -> Result<bool, HomeError> {
        let me = self.identity().person();
        let mut over = false;
        for round in document.record(entry).rounds() {
            over |= writer.round_side(round, me)?.is_opened();
        }
        let shown = document.heads_of(&row.shown);
        if !over || shown.is_empty() {
            return Ok(over);
        }
        let shown = document.as_of(&shown)?.record(entry);
        Ok(shown.current.iter().all(|record| record.visibility != Visibility::Open))
    }

    /// Takes my mark of a round back where it says ready: without a trace where nobody else has it.
    pub(crate) fn take_out_mark(
        &self,
        writer: &Writer<'_>,
        views: &mut Views,
        round: RoundId,
    ) -> Result<(), HomeError> {
        let me = self.identity().person();
        if writer.round_side(round, me)?.is_opened() {
            return Ok(());
        }
        let (row, drawer) = self.document(writer, DocId::drawer(me))?;
        if let Some((_, drawer)) = self.take_out(writer, &row, &drawer, &[Key::Round(round)])? {
            Settling { me, writer, views, vocabulary: self.vocabulary() }.mark(&drawer, me, round)?;
        }
        Ok(())
    }

    /// My star on an entry stands on a private page, which is never sent.
    pub(crate) fn take_out_star(&self, writer: &Writer<'_>, doc: DocId, entry: EntryId) -> Result<(), HomeError> {
        let (DocId::Page { person, month } | DocId::Private { person, month }) = doc else { return Ok(()) };
        if month == Month::DRAWER {
            return Ok(());
        }
        let (row, private) = self.document(writer, DocId::Private { person, month })?;
        self.take_out(writer, &row, &private, &[Key::Star(entry)]).map(drop)
    }

    /// Builds a document of mine anew without what nobody else has under these keys. The document as it is then; `None` where
    /// there is nothing of that kind.
    pub(crate) fn take_out(
        &self,
        writer: &Writer<'_>,
        row: &DocRow,
        whole: &Document,
        keys: &[Key],
    ) -> Result<Option<(DocRow, Document)>, HomeError> {
        let actor = Actor::new(random(), self.identity().person());
        let Some(remainder) = whole.without(keys, &row.shown, actor)? else { return Ok(None) };
        // Should what goes ever come back, it must not meet other changes of the same actor and number.
        self.actor.set(actor);
        writer.destroy_document(row)?;
        self.put_remainder(writer, row.clone(), remainder).map(Some)
    }

    fn put_remainder(
        &self,
        writer: &Writer<'_>,
        row: DocRow,
        remainder: Remainder,
    ) -> Result<(DocRow, Document), HomeError> {
        let Remainder { mut document, again } = remainder;
        let (heads, top) = (document.heads(), Some(document.top()));
        let mut row = DocRow { heads, top, pending: 0, snapshot: false, ..row };
        if !row.heads.is_empty() {
            writer.fold(&mut row, &document.snapshot()?)?;
        }
        for (until, puts) in self.in_their_time(writer, &document, again)? {
            let until = until.and_then(|until| Timestamp::from_second(until).ok());
            self.put(writer, &mut row, &mut document, &puts, until.map_or(Pace::AtOnce, Pace::After))?;
        }
        Ok((row, document))
    }

    /// What is put again, by the moment until which it waits. Waiting ends with the changes that are gone.
    fn in_their_time(
        &self,
        writer: &Writer<'_>,
        document: &Document,
        again: Vec<(Key, Value, ChangeHash)>,
    ) -> Result<Timed, HomeError> {
        let lines = writer.waiting_lines()?;
        let mut puts = Timed::new();
        for (key, value, change) in again {
            let waits = lines.iter().find(|line| line.doc == document.id() && line.change == change);
            puts.entry(waits.map(|line| line.until)).or_default().push((key, value));
        }
        let left: Vec<_> =
            lines.iter().filter(|line| line.doc != document.id() || document.knows(&line.change)).copied().collect();
        if left.len() < lines.len() {
            writer.put_waiting_lines(&left)?;
        }
        Ok(puts)
    }
}

//! Writing: drafts, edits, taking back, sharing, stars, settings.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kintsugi_journal::{
    Audience, Body, Commitment, DocId, DocumentError, Draft, EntryId, Fresh, Key, Kind, Line, Month, RecordState,
    Value, Visibility, Words, Written, WrittenAt, order_after, tags_after,
};
use kintsugi_vault::{DocRow, Writer, random};

use crate::entries::Found;
use crate::keep::check_not_kept;
use crate::moment::Moment;
use crate::pace::Pace;
use crate::save::has_tags;
use crate::settle::Settling;
use crate::views::Views;
use crate::{Home, HomeError};

pub(crate) fn fresh(entry: EntryId) -> Fresh {
    Fresh { entry, salt: random() }
}

pub(crate) fn new_entry() -> Fresh {
    fresh(EntryId::from_bytes(random()))
}

/// When an entry of which these are bodies was first written, where that is known here.
fn written_first<'c>(
    writer: &Writer<'_>,
    bodies: impl IntoIterator<Item = &'c Commitment>,
) -> Result<Option<WrittenAt>, HomeError> {
    for commitment in bodies {
        if let Some(written_at) = writer.body(commitment)?.and_then(|shelf| shelf.written_at) {
            return Ok(Some(written_at));
        }
    }
    Ok(None)
}

impl Home {
    /// Writes new entries, all or none. The day of `moment` decides on which month's pages they begin.
    ///
    /// # Errors
    /// [`HomeError::Words`] when words cannot be kept as they are.
    pub fn write(&self, drafts: Vec<Draft>, moment: &Moment, pace: Pace) -> Result<Vec<Line>, HomeError> {
        self.change(|writer, views| self.put_drafts(writer, views, drafts, moment.today_in(writer)?, pace))
    }

    /// Writes something that stands, and what the table says of it by its id.
    pub(crate) fn put_named(
        &self,
        writer: &Writer<'_>,
        views: &mut Views,
        words: Words,
        marks: impl FnOnce(EntryId) -> Vec<(Key, Value)>,
        today: Date,
    ) -> Result<Line, HomeError> {
        let draft = Draft { words, audience: Audience::Both };
        let mut lines = self.put_drafts(writer, views, vec![draft], today, Pace::AtOnce)?;
        let line = lines.pop().ok_or(HomeError::TakenBack)?;
        self.put_marks(writer, &marks(line.entry))?;
        Ok(line)
    }

    /// Writes what was brought along from elsewhere: each entry on the page of the month of its day.
    ///
    /// # Errors
    /// As [`write`](Self::write).
    pub fn write_history(&self, drafts: Vec<Draft>) -> Result<usize, HomeError> {
        self.change(|writer, views| {
            let drafts = drafts.into_iter().map(|draft| (draft, new_entry())).collect();
            let prepared = self.prepare(writer, views, drafts, |words| Month::of(words.day))?;
            Ok(self.put_written(writer, views, prepared, Pace::AtOnce)?.len())
        })
    }

    /// Changes the words of an entry of mine. What it said in edits made apart is settled by this, too.
    ///
    /// # Errors
    /// [`HomeError::NotYours`], [`HomeError::TakenBack`], [`HomeError::Later`], [`HomeError::Sealed`], [`HomeError::Kept`], or
    /// [`HomeError::Words`].
    pub fn edit(&self, found: &Found, text: String, pace: Pace) -> Result<Line, HomeError> {
        self.change(|writer, views| self.put_edit(writer, views, found, text, pace))
    }

    pub(crate) fn put_edit(
        &self,
        writer: &Writer<'_>,
        views: &mut Views,
        found: &Found,
        text: String,
        pace: Pace,
    ) -> Result<Line, HomeError> {
        self.check_mine(found)?;
        check_not_kept(&found.line)?;
        let (_, document) = self.document(writer, found.line.doc)?;
        let state = document.record(found.line.entry);
        let before = self.current_body(writer, &state)?.ok_or(HomeError::TakenBack)?;
        let tags = if has_tags(before.kind) { tags_after(before.tags, &before.text, &text) } else { before.tags };
        let body = Body { text, tags, ..before };
        // A letter that both have read together is no draft any more; a line of the journal is one like any other.
        if state.rounds().next().is_some() && !body.kind.is_entry() {
            return Err(HomeError::Sealed);
        }
        let audience = match found.line.visibility {
            Visibility::Private => Audience::Me,
            Visibility::Sealed => return Err(HomeError::Sealed),
            Visibility::Open => Audience::Both,
        };
        let (doc, me) = (found.line.doc, self.identity.person());
        let written = Written::revise(doc, me, fresh(found.line.entry), body, audience, &state)?;
        if !written.shelf.record.may_replace(&state.current) {
            // Its revisions have run out.
            return Err(DocumentError::Full.into());
        }
        let mut lines = self.put_written(writer, views, vec![written], pace)?;
        lines.pop().ok_or(HomeError::TakenBack)
    }

    /// Takes an entry of mine back: gone from this disk now, and from the partner's at the next meeting.
    ///
    /// # Errors
    /// [`HomeError::NotYours`] or [`HomeError::TakenBack`].
    pub fn delete(&self, found: &Found) -> Result<(), HomeError> {
        self.check_mine(found)?;
        self.change_that_destroys(|writer, views| {
            // Another process may have taken it back since it was found.
            if self.document(writer, found.line.doc)?.1.record(found.line.entry).deleted {
                return Err(HomeError::TakenBack);
            }
            self.put_deleted(writer, views, found.line.doc, found.line.entry)?;
            self.heal(writer, views)
        })
    }

    /// Shares a private entry of mine: a new open one with a new id takes its place.
    ///
    /// # Errors
    /// [`HomeError::NotYours`], [`HomeError::TakenBack`], [`HomeError::Later`], [`HomeError::Kept`] or
    /// [`HomeError::NotPrivate`].
    pub fn share(&self, found: &Found, pace: Pace) -> Result<Line, HomeError> {
        self.check_mine(found)?;
        if found.line.visibility != Visibility::Private {
            return Err(HomeError::NotPrivate);
        }
        check_not_kept(&found.line)?;
        let DocId::Private { person, month } = found.line.doc else { return Err(HomeError::NotPrivate) };
        self.change(|writer, views| {
            let (_, document) = self.document(writer, found.line.doc)?;
            let state = document.record(found.line.entry);
            let body = self.current_body(writer, &state)?.ok_or(HomeError::TakenBack)?;
            if matches!(body.kind, Kind::Letter | Kind::Answer | Kind::Miss) {
                // Both write before either reads: it is sealed for a round, or it stays here.
                return Err(HomeError::Sealed);
            }
            let page = DocId::Page { person, month };
            let none = RecordState::default();
            // Where it stood among the private lines tells nothing.
            let order = self.next_order(writer, views, page.view_month(body.day), body.day)?;
            let body = Body { order, ..body };
            let mut written = Written::revise(page, person, new_entry(), body, Audience::Both, &none)?;
            written.shelf.written_at = written_first(writer, state.current.iter().map(|record| &record.commitment))?;
            let mut lines = self.put_written(writer, views, vec![written], pace)?;
            self.put_deleted(writer, views, found.line.doc, found.line.entry)?;
            lines.pop().ok_or(HomeError::TakenBack)
        })
    }

    /// Gives an entry my star, or takes it off. Stars are mine alone.
    ///
    /// # Errors
    /// [`HomeError::TakenBack`].
    pub fn star(&self, found: &Found, starred: bool) -> Result<(), HomeError> {
        if found.line.is_deleted() {
            return Err(HomeError::TakenBack);
        }
        let (DocId::Page { month, .. } | DocId::Private { month, .. }) = found.line.doc else { return Ok(()) };
        let doc = DocId::Private { person: self.identity.person(), month };
        let star = [(Key::Star(found.line.entry), Value::Bool(starred))];
        self.change(|writer, views| {
            let (mut row, mut document) = self.document(writer, doc)?;
            self.put(writer, &mut row, &mut document, &star, Pace::AtOnce)?;
            // Read again in this transaction: another process may have changed it since it was found.
            let line = views.line(writer, found.person, found.line.month(), found.line.entry)?;
            let line = line.filter(|line| !line.is_deleted()).ok_or(HomeError::TakenBack)?;
            Ok(views.put(writer, found.person, Line { starred, ..line })?)
        })
    }

    fn check_mine(&self, found: &Found) -> Result<(), HomeError> {
        if found.person != self.identity.person() {
            return Err(HomeError::NotYours);
        }
        if found.line.is_deleted() { Err(HomeError::TakenBack) } else { Ok(()) }
    }

    /// Gives drafts their places in their days, after all that is there, in the order in which they come.
    pub(crate) fn prepare(
        &self,
        writer: &Writer<'_>,
        views: &mut Views,
        drafts: Vec<(Draft, Fresh)>,
        month_of: impl Fn(&Words) -> Month,
    ) -> Result<Vec<Written>, HomeError> {
        let person = self.identity.person();
        let mut highest: BTreeMap<(Month, Date), u32> = BTreeMap::new();
        let mut prepared = Vec::with_capacity(drafts.len());
        for (draft, fresh) in drafts {
            let (kind, day) = (draft.words.kind, draft.words.day);
            let view = if kind.stands() { Month::DRAWER } else { Month::of(day) };
            let order = match highest.get(&(view, day)) {
                Some(highest) => order_after(Some(*highest), u32::from_be_bytes(random())),
                None => self.next_order(writer, views, view, day)?,
            };
            highest.insert((view, day), order);
            let month = month_of(&draft.words);
            prepared.push(draft.prepare(person, month, order, fresh)?);
        }
        Ok(prepared)
    }

    /// The place of a line of mine that is written now.
    fn next_order(&self, writer: &Writer<'_>, views: &mut Views, month: Month, day: Date) -> Result<u32, HomeError> {
        let highest = views.highest(writer, self.identity.person(), month, day)?;
        Ok(order_after(highest, u32::from_be_bytes(random())))
    }

    /// The words that an entry has now, the merge's winner where there are several.
    ///
    /// # Errors
    /// [`HomeError::Later`] where this version cannot read all of it, and so must not replace it.
    fn current_body(&self, writer: &Writer<'_>, state: &RecordState) -> Result<Option<Body>, HomeError> {
        if state.is_later() {
            return Err(HomeError::Later);
        }
        for record in state.current.iter().rev().filter(|_| !state.deleted) {
            if let Some(shelf) = writer.body(&record.commitment)? {
                let body = Body::read(&shelf.sealed.bytes, self.vocabulary()).into_known();
                return body.map(Some).ok_or(HomeError::Later);
            }
        }
        Ok(None)
    }

    pub(crate) fn put_drafts(
        &self,
        writer: &Writer<'_>,
        views: &mut Views,
        drafts: Vec<Draft>,
        today: Date,
        pace: Pace,
    ) -> Result<Vec<Line>, HomeError> {
        let drafts = drafts.into_iter().map(|draft| (draft, new_entry())).collect();
        let prepared = self.prepare(writer, views, drafts, |_| Month::of(today))?;
        self.put_written(writer, views, prepared, pace)
    }

    pub(crate) fn put_written(
        &self,
        writer: &Writer<'_>,
        views: &mut Views,
        written: Vec<Written>,
        pace: Pace,
    ) -> Result<Vec<Line>, HomeError> {
        let mut lines = Vec::with_capacity(written.len());
        let mut pages: BTreeMap<DocId, Vec<Written>> = BTreeMap::new();
        for mut one in written {
            if one.shelf.written_at.is_none() {
                // An edit changes the words, and not when they were first written.
                one.shelf.written_at = written_first(writer, &one.shelf.previous)?;
            }
            pages.entry(one.doc).or_default().push(one);
        }
        for (doc, written) in pages {
            if self.put_first(writer, views, doc, &written, pace, &mut lines)? {
                continue;
            }
            let (mut row, mut document) = self.document(writer, doc)?;
            let before: Vec<RecordState> = written.iter().map(|one| document.record(one.shelf.entry)).collect();
            let puts: Vec<(Key, Value)> = written.iter().map(|one| one.put.clone()).collect();
            self.put(writer, &mut row, &mut document, &puts, pace)?;
            let me = self.identity.person();
            for (one, before) in written.iter().zip(&before) {
                writer.put_body(&one.shelf)?;
                let vocabulary = self.vocabulary();
                Settling { me, writer, views: &mut *views, vocabulary }.entry(
                    &row,
                    &document,
                    one.shelf.entry,
                    before,
                )?;
                lines.extend(views.line(writer, me, doc.view_month(one.body.day), one.shelf.entry)?);
            }
        }
        Ok(lines)
    }

    /// Writes entries that are new, without opening their page. Whether it could.
    fn put_first(
        &self,
        writer: &Writer<'_>,
        views: &mut Views,
        doc: DocId,
        written: &[Written],
        pace: Pace,
        lines: &mut Vec<Line>,
    ) -> Result<bool, HomeError> {
        // An id is new where its revision is the first: nobody else makes the same.
        if written.iter().any(|one| one.shelf.record.revision > 1) {
            return Ok(false);
        }
        let mut row = writer.document(doc)?.unwrap_or(DocRow::new(doc));
        let puts: Vec<(Key, Value)> = written.iter().map(|one| one.put.clone()).collect();
        if !self.put_new(writer, &mut row, &puts, pace)? {
            return Ok(false);
        }
        let me = self.identity.person();
        for one in written {
            writer.put_body(&one.shelf)?;
            views.expect_new(writer, me, doc.view_month(one.body.day), one.shelf.entry)?;
            let after = RecordState { current: vec![one.shelf.record], deleted: false };
            let none = RecordState::default();
            let vocabulary = self.vocabulary();
            Settling { me, writer, views: &mut *views, vocabulary }.written(doc, one.shelf.entry, &none, &after)?;
            lines.extend(views.line(writer, me, doc.view_month(one.body.day), one.shelf.entry)?);
        }
        Ok(true)
    }

    pub(crate) fn put_deleted(
        &self,
        writer: &Writer<'_>,
        views: &mut Views,
        doc: DocId,
        entry: EntryId,
    ) -> Result<(), HomeError> {
        let (row, document) = self.document(writer, doc)?;
        let before = document.record(entry);
        let (mut row, mut document) = self.take_out_entry(writer, views, (row, document), entry)?;
        if !document.record(entry).current.is_empty() {
            let deleted = [(Key::Deleted(entry), Value::Bool(true))];
            self.put(writer, &mut row, &mut document, &deleted, Pace::AtOnce)?;
        }
        let me = self.identity.person();
        Settling { me, writer, views, vocabulary: self.vocabulary() }.entry(&row, &document, entry, &before)?;
        Ok(())
    }
}

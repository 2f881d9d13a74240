//! Views: what a screen needs, ready to read, so that reading opens no document.
//!
//! A view is keyed by person and by the month of the day, and is derived: [`line_of`] makes each line from what the
//! document says and from the bodies that are here.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::entries::body::{Body, BodyForm, SealedBody};
use crate::entries::kind::Kind;
use crate::entries::record::{Record, RecordState, Visibility};
use crate::entries::stood::Stood;
use crate::entries::written_at::WrittenAt;
use crate::names::commitment::Commitment;
use crate::names::doc_id::DocId;
use crate::names::id::EntryId;
use crate::time::month::Month;
use crate::vocabulary::Vocabulary;

/// A body as it is kept, with what must be known to hand it on or to destroy it.
#[derive(Clone, PartialEq, Eq)]
pub struct Shelf {
    /// The document that holds its record.
    pub doc: DocId,
    /// The entry.
    pub entry: EntryId,
    /// The record it belongs to.
    pub record: Record,
    /// A later revision took its place; kept by the author only, and never sent.
    pub superseded: bool,
    /// The bodies that it took the place of.
    pub previous: Vec<Commitment>,
    /// The words.
    pub sealed: SealedBody,
    /// Where the words stood whose place these took on this laptop, where that was another place.
    pub stood: Option<Stood>,
    /// When the entry was first written, where it was written on this laptop. Never sent.
    pub written_at: Option<WrittenAt>,
}

impl Shelf {
    /// Whether the partner may have it now.
    pub fn is_due(&self) -> bool {
        self.doc.is_shared() && self.record.visibility == Visibility::Open && !self.superseded
    }

    /// As a line is made of it; `record` is what the document says of it.
    pub fn told(&self, record: Record, vocabulary: Vocabulary) -> Told {
        let form = Body::read(&self.sealed.bytes, vocabulary);
        Told { record, form, stood: self.stood, written_at: self.written_at }
    }

    /// Its commitment.
    pub const fn commitment(&self) -> &Commitment {
        &self.record.commitment
    }
}

/// Words that are here, as a line is made of them.
#[derive(Clone)]
pub struct Told {
    /// What the document says of them.
    pub record: Record,
    /// The words, as far as they can be read.
    pub form: BodyForm,
    /// Where the words stood whose place they took, where that was another place.
    pub stood: Option<Stood>,
    /// When the entry was first written, where it was written on this laptop.
    pub written_at: Option<WrittenAt>,
}

/// What stays of an entry that was here and was taken back: its place, no words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Husk {
    /// The document that holds its record.
    pub doc: DocId,
    /// The entry.
    pub entry: EntryId,
    /// The day it was about.
    pub day: Date,
    /// Its place among the lines of its writer on that day.
    pub order: u32,
}

/// One line of a screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The entry.
    pub entry: EntryId,
    /// The document that holds its record.
    pub doc: DocId,
    /// What it is; nothing for what was taken back, and for what this version cannot show.
    pub kind: Option<Kind>,
    /// The day it is about.
    pub day: Date,
    /// Its place among the lines of its writer on that day.
    pub order: u32,
    /// When it was first written, where it was written on this laptop.
    pub written_at: Option<WrittenAt>,
    /// The words; nothing for what was taken back, and for what this version cannot show.
    pub text: Option<String>,
    /// What the same entry says in edits made apart, until one command settles it.
    pub also: Vec<String>,
    /// Tags.
    pub tags: Vec<String>,
    /// Who may read it.
    pub visibility: Visibility,
    /// Changed since it was first written, or written in two ways apart.
    pub edited: bool,
    /// Where it stood before it was changed, where that was another day or kind.
    pub stood: Option<Stood>,
    /// It carries my star.
    pub starred: bool,
    /// A later version wrote it, and this one cannot show it.
    pub later: bool,
}

impl Line {
    /// Taken back.
    pub const fn is_deleted(&self) -> bool {
        self.text.is_none() && !self.later
    }

    /// In which month's view it stands.
    pub fn month(&self) -> Month {
        self.doc.view_month(self.day)
    }

    /// A line of the journal, not an act or a rest day. What was taken back counts as one, what this version cannot show, and
    /// what was one before it was changed.
    pub fn is_entry(&self) -> bool {
        self.kind.is_none_or(Kind::is_entry) || self.stood.is_some_and(Stood::was_entry)
    }

    /// Day, then order on it, then id: no rule depends on a clock being right.
    pub const fn order(&self) -> (Date, u32, EntryId) {
        (self.day, self.order, self.entry)
    }
}

/// Makes the line of an entry: `None` where there is nothing to show.
///
/// `bodies` are those that are here, of current revisions where there are any, the merge's winner last.
pub fn line_of(
    entry: EntryId,
    doc: DocId,
    state: &RecordState,
    bodies: &[Told],
    husk: Option<&Husk>,
    starred: bool,
) -> Option<Line> {
    let written_at = bodies.iter().rev().find_map(|told| told.written_at);
    let bare = |day, order| Line {
        entry,
        doc,
        kind: None,
        day,
        order,
        written_at,
        text: None,
        also: Vec::new(),
        tags: Vec::new(),
        visibility: Visibility::Open,
        edited: false,
        stood: None,
        starred,
        later: false,
    };
    if state.deleted {
        return husk.map(|husk| Line { written_at: None, ..bare(husk.day, husk.order) });
    }
    let (Told { record, form, stood, .. }, others) = bodies.split_last()?;
    let (day, order) = form.place()?;
    let beside = others.iter().filter_map(|other| other.stood.or_else(|| Stood::of(&other.form)));
    let stood = Stood::elsewhere(stood.iter().copied().chain(beside), form);
    let apart = others.iter().any(|other| other.record.commitment != record.commitment);
    // Of what is private nobody else had an earlier wording.
    let edited = (apart || state.is_edited(record)) && record.visibility != Visibility::Private;
    let line = Line { visibility: record.visibility, edited, stood, ..bare(day, order) };
    let Some(body) = form.known().filter(|_| !record.later) else { return Some(Line { later: true, ..line }) };
    let other_text = |Told { record, form, .. }: &Told| {
        form.known().filter(|_| !record.later).map(|other| other.text.clone()).filter(|text| *text != body.text)
    };
    Some(Line {
        kind: Some(body.kind),
        text: Some(body.text.clone()),
        also: others.iter().filter_map(other_text).collect(),
        tags: body.tags.clone(),
        ..line
    })
}

/// The lines of one person whose day is in one month, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthView {
    lines: Vec<Line>,
}

impl MonthView {
    /// The view of these lines, each of another entry.
    pub fn of(mut lines: Vec<Line>) -> Self {
        lines.sort_by_key(Line::order);
        Self { lines }
    }

    /// The lines, in order.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// The lines, in order.
    pub fn into_lines(self) -> Vec<Line> {
        self.lines
    }

    /// The line of an entry.
    pub fn get(&self, entry: EntryId) -> Option<&Line> {
        self.lines.iter().find(|line| line.entry == entry)
    }

    /// Puts a line in its place, instead of the one that the entry had.
    pub fn put(&mut self, line: Line) {
        self.remove(line.entry);
        let at = self.lines.partition_point(|other| other.order() < line.order());
        self.lines.insert(at, line);
    }

    /// Takes the line of an entry out; whether there was one.
    pub fn remove(&mut self, entry: EntryId) -> bool {
        let before = self.lines.len();
        self.lines.retain(|line| line.entry != entry);
        self.lines.len() < before
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entries::body::Body;
    use crate::names::id::PersonId;
    use jiff::civil::date;

    fn line(id: u8, day: i8, order: u32) -> Line {
        Line {
            entry: EntryId::from_bytes([id; 16]),
            doc: DocId::Page { person: PersonId::from_bytes([1; 16]), month: Month::from_index(24_000) },
            kind: Some(Kind::Note),
            day: date(2026, 6, day),
            order,
            written_at: None,
            text: Some("words".into()),
            also: Vec::new(),
            tags: Vec::new(),
            visibility: Visibility::Open,
            edited: false,
            stood: None,
            starred: false,
            later: false,
        }
    }

    fn told(record: Record, form: BodyForm) -> Told {
        Told { record, form, stood: None, written_at: None }
    }

    fn record(later: bool) -> Record {
        let commitment = Commitment::from_bytes([1; 32]);
        Record { visibility: Visibility::Open, revision: 1, round: None, commitment, later }
    }

    fn body(text: &str) -> Body {
        let base = line(1, 3, 7);
        Body { kind: Kind::Note, day: base.day, order: 7, text: text.into(), tags: Vec::new(), rest: Vec::new() }
    }

    #[test]
    fn lines_stand_by_day_then_order_then_id_however_they_come() {
        let mut view = MonthView::default();
        for (id, day, order) in [(3, 2, 5), (1, 2, 5), (2, 1, 9), (4, 2, 1)] {
            view.put(line(id, day, order));
        }
        view.put(line(3, 2, 5));
        let ids: Vec<u8> = view.lines().iter().map(|line| line.entry.as_bytes()[0]).collect();
        assert_eq!(ids, [2, 4, 1, 3]);
        assert!(view.remove(EntryId::from_bytes([4; 16])));
        assert!(!view.remove(EntryId::from_bytes([4; 16])));
    }

    #[test]
    fn what_was_taken_back_shows_only_to_who_had_it() {
        let state = RecordState { current: Vec::new(), deleted: true };
        let base = line(1, 3, 0);
        assert_eq!(line_of(base.entry, base.doc, &state, &[], None, false), None);
        let husk = Husk { doc: base.doc, entry: base.entry, day: base.day, order: 8 };
        let written_at = Some(WrittenAt { at: jiff::Timestamp::UNIX_EPOCH, offset_minutes: 0 });
        let words = Told { written_at, ..told(record(false), BodyForm::Known(body("words"))) };
        let shown = line_of(base.entry, base.doc, &state, &[words], Some(&husk), false).expect("it was here");
        assert!(shown.is_deleted() && shown.kind.is_none() && shown.written_at.is_none());
        assert_eq!(shown.order, 8, "it keeps its place");
    }

    #[test]
    fn what_a_later_version_wrote_has_a_line_without_words() {
        let base = line(1, 3, 7);
        let show = |record: Record, form: BodyForm| {
            let state = RecordState { current: vec![record], deleted: false };
            line_of(base.entry, base.doc, &state, &[told(record, form)], None, false)
        };
        let place = BodyForm::Later(crate::entries::body::Place { kind: 500, day: base.day, order: 7 });
        for line in [show(record(false), place), show(record(true), BodyForm::Known(body("words")))] {
            let line = line.expect("its day can be read");
            assert_eq!((line.day, line.order, line.later), (base.day, 7, true));
            assert!(line.text.is_none() && line.kind.is_none() && !line.is_deleted() && line.is_entry());
        }
        assert_eq!(show(record(false), BodyForm::Unplaced), None);
        assert_eq!(show(record(false), BodyForm::Known(body("words"))), Some(base.clone()));
    }

    #[test]
    fn a_line_says_where_it_stood_before_it_was_changed() {
        let base = line(1, 3, 7);
        let moved = BodyForm::Known(Body { day: date(1900, 1, 1), ..body("words") });
        let stood = Stood::of(&BodyForm::Known(body("words")));
        let edit = Record { revision: 2, ..record(false) };
        let show = |current: &[Record], bodies: &[Told]| {
            let state = RecordState { current: current.to_vec(), deleted: false };
            line_of(base.entry, base.doc, &state, bodies, None, false).expect("words")
        };
        let line = show(&[edit], &[Told { stood, ..told(edit, moved.clone()) }]);
        assert_eq!((line.day, line.edited, line.stood), (date(1900, 1, 1), true, stood));
        let other = Record { commitment: Commitment::from_bytes([2; 32]), ..record(false) };
        let apart = [told(record(false), BodyForm::Known(body("words"))), told(other, moved)];
        let line = show(&[record(false), other], &apart);
        assert_eq!((line.day, line.edited, line.stood), (date(1900, 1, 1), true, stood), "put beside it");
        let act = Line { kind: Some(Kind::Act), ..line };
        assert!(act.is_entry() && !Line { stood: None, ..act }.is_entry(), "it was a line");
    }

    #[test]
    fn what_is_private_is_never_edited() {
        let base = line(1, 3, 7);
        let said = |visibility| {
            let record = Record { visibility, revision: 2, ..record(false) };
            let state = RecordState { current: vec![record], deleted: false };
            let bodies = [told(record, BodyForm::Known(body("words")))];
            line_of(base.entry, base.doc, &state, &bodies, None, false).expect("words").edited
        };
        assert!(said(Visibility::Open) && !said(Visibility::Private));
    }

    #[test]
    fn of_edits_made_apart_only_what_can_be_read_is_shown_beside() {
        let base = line(1, 3, 7);
        let state = RecordState { current: vec![record(true), record(false)], deleted: false };
        let one = |later, text: &str| told(record(later), BodyForm::Known(body(text)));
        let bodies = [one(true, "a later one"), one(false, "other words"), one(false, "words")];
        let line = line_of(base.entry, base.doc, &state, &bodies, None, false).expect("words");
        assert_eq!((line.text.as_deref(), line.also), (Some("words"), vec!["other words".to_owned()]));
    }
}

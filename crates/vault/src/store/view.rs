//! The views: the lines of one person's month, in rows of at most 32 KiB, so that a write into a long month touches one or two.
//!
//! Table `view` has a row for each person and month: which rows of table `lines` there are, and with which place each begins.
//! A single line that is longer has a row of its own.

use std::collections::HashMap;

use jiff::civil::Date;
use kintsugi_journal::{EntryId, Kind, Line, Month, MonthView, PersonId};
use serde::{Deserialize, Serialize};

use super::glimpse::{self, Glimpse};
use super::layout::{LINES, Plain, Sort};
use super::reader::Reader;
use super::tables::{VIEW, lines_key, pad, unpad, view_key};
use super::writer::Writer;
use crate::error::VaultError;
use crate::seal::{Opened, RowKey, Sealer};

/// The most bytes of lines in one row: with its layout, person, month and zero bytes it stays within 32 KiB.
const LONGEST: usize = 32 * 1024 - 64;

/// Where a line stands, as [`Line::order`] has it.
type Place = (Date, u32, EntryId);

/// Table `view`: the rows of a month.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ViewRow {
    pub(super) person: PersonId,
    pub(super) month: Month,
    /// In the order of their lines: number of the row, and a place that is not after its first line.
    pub(super) rows: Vec<(u32, Place)>,
    /// How many of its acts are listed; whoever knows both people's months sets it.
    pub(super) acts: u32,
}

/// Layout 2 did not say how many acts are listed.
impl Plain for ViewRow {
    const SORT: Sort = Sort::each(VIEW, 3);
}

/// How many more there are after a change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct More {
    /// Entries with words.
    pub(super) words: i64,
    /// What is listed.
    pub(super) listed: i64,
}

impl More {
    /// A line comes.
    pub(super) fn put(&mut self, line: &Line) {
        self.add(line, 1);
    }

    /// A line goes.
    pub(super) fn take(&mut self, line: &Line) {
        self.add(line, -1);
    }

    /// What belongs to no month is not read by its day.
    fn add(&mut self, line: &Line, by: i64) {
        self.words += if line.is_entry() && !line.is_deleted() { by } else { 0 };
        self.listed += if line.is_entry() && line.month() != Month::DRAWER { by } else { 0 };
    }
}

/// One row of lines, opened only when it is needed.
struct Part {
    number: u32,
    first: Place,
    lines: Option<MonthView>,
    changed: bool,
    /// How far the row was looked through while it stays closed.
    known: Known,
}

/// What is known of a row that is not open.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Known {
    Nothing,
    /// One entry was looked for and does not stand there.
    Once,
    /// All entries there stand among what was found.
    All,
}

impl Part {
    fn closed(number: u32, first: Place) -> Self {
        Self { number, first, lines: None, changed: false, known: Known::Nothing }
    }
}

/// One person's month, open for changes.
pub struct OpenView {
    person: PersonId,
    month: Month,
    parts: Vec<Part>,
    /// The rows that are there before the change, and how many entries more there are after it.
    before: Vec<(u32, Place)>,
    more: More,
    /// How many acts are listed, as far as is known, and whether what makes a heart has changed.
    acts: u32,
    hearts: bool,
    /// In which row an entry stands, as far as it was looked for.
    found: HashMap<EntryId, Option<usize>>,
}

impl OpenView {
    /// Opens the month of a person.
    ///
    /// # Errors
    /// As every reading function of [`Reader`]; so for all functions here.
    pub fn open(reader: &Reader<'_>, person: PersonId, month: Month) -> Result<Self, VaultError> {
        let row: Option<ViewRow> = reader.get(&view_key(person, month))?;
        let (before, acts) = row.map_or_else(Default::default, |row| (row.rows, row.acts));
        let parts = before.iter().map(|(number, first)| Part::closed(*number, *first)).collect();
        Ok(Self { person, month, parts, before, more: More::default(), acts, hearts: false, found: HashMap::new() })
    }

    /// Whether an act or a routine came or went, so that the hearts of this month may be others.
    pub const fn touches_hearts(&self) -> bool {
        self.hearts
    }

    /// Fills a month that is empty with these lines, each of another entry.
    pub fn fill(&mut self, lines: Vec<Line>) {
        let view = MonthView::of(lines);
        let Some(first) = view.lines().first().map(Line::order) else { return };
        view.lines().iter().for_each(|line| self.more.put(line));
        self.hearts = true;
        self.parts = vec![Part { lines: Some(view), changed: true, ..Part::closed(0, first) }];
    }

    /// An entry has just been made, so it is nowhere here and need not be looked for.
    pub fn expect_new(&mut self, entry: EntryId) {
        self.found.entry(entry).or_insert(None);
    }

    /// The line that an entry has here.
    pub fn line(&mut self, reader: &Reader<'_>, entry: EntryId) -> Result<Option<Line>, VaultError> {
        let Some(at) = self.find(reader, entry)? else { return Ok(None) };
        Ok(self.lines(reader, at)?.get(entry).cloned())
    }

    /// The highest order that a line of this day has here; `None` where it has none.
    pub fn highest(&mut self, reader: &Reader<'_>, day: Date) -> Result<Option<u32>, VaultError> {
        let up_to = self.parts.partition_point(|part| part.first.0 <= day);
        for at in (0..up_to).rev() {
            let on_day = |line: &&Line| line.day == day;
            let highest = self.lines(reader, at)?.lines().iter().filter(on_day).map(|line| line.order).max();
            // What stands in an earlier row comes before the first of this one.
            if highest.is_some() || self.parts[at].first.0 < day {
                return Ok(highest);
            }
        }
        Ok(None)
    }

    /// Puts a line in its place, instead of the one that the entry had.
    pub fn put(&mut self, reader: &Reader<'_>, line: Line) -> Result<(), VaultError> {
        self.remove(reader, line.entry)?;
        self.more.put(&line);
        self.hearts |= makes_hearts(&line);
        let order = line.order();
        let at = self.parts.partition_point(|part| part.first <= order).saturating_sub(1);
        if self.parts.is_empty() {
            let lines = Some(MonthView::default());
            self.parts.push(Part { lines, changed: true, ..Part::closed(0, order) });
        }
        self.found.insert(line.entry, Some(at));
        self.lines(reader, at)?.put(line);
        let part = &mut self.parts[at];
        part.first = part.first.min(order);
        part.changed = true;
        Ok(())
    }

    /// Takes an entry out; whether it was here.
    pub fn remove(&mut self, reader: &Reader<'_>, entry: EntryId) -> Result<bool, VaultError> {
        let Some(at) = self.find(reader, entry)? else { return Ok(false) };
        let lines = self.lines(reader, at)?;
        let gone = lines.get(entry).cloned();
        lines.remove(entry);
        if let Some(line) = gone {
            self.more.take(&line);
            self.hearts |= makes_hearts(&line);
        }
        self.found.insert(entry, None);
        self.parts[at].changed = true;
        Ok(true)
    }

    /// Writes the rows that have changed.
    pub fn store(mut self, writer: &Writer<'_>) -> Result<(), VaultError> {
        let mut next = self.parts.iter().map(|part| part.number + 1).max().unwrap_or(0);
        let mut rows = Vec::new();
        let last = self.parts.len();
        for (at, part) in std::mem::take(&mut self.parts).into_iter().enumerate() {
            let Some(lines) = part.lines.filter(|_| part.changed) else {
                rows.push((part.number, part.first));
                continue;
            };
            let mut number = Some(part.number);
            for piece in split(lines.into_lines(), at + 1 == last)? {
                let Some(first) = piece.first().map(Line::order) else { continue };
                let number = number.take().unwrap_or_else(|| {
                    next += 1;
                    next - 1
                });
                let bytes = pad(self.person, self.month, &MonthView::of(piece))?;
                writer.put_bytes(LINES, &lines_key(self.person, self.month, number), &bytes)?;
                rows.push((number, first));
            }
        }
        for (gone, _) in self.before.iter().filter(|(number, _)| rows.iter().all(|(kept, _)| kept != number)) {
            writer.remove(LINES.table, &lines_key(self.person, self.month, *gone))?;
        }
        if rows.is_empty() {
            self.more.listed -= i64::from(std::mem::take(&mut self.acts));
        }
        if rows != self.before {
            writer.put_view_row(ViewRow { person: self.person, month: self.month, rows, acts: self.acts })?;
        }
        writer.count_more(self.person, self.more)
    }

    /// Which row holds an entry.
    fn find(&mut self, reader: &Reader<'_>, entry: EntryId) -> Result<Option<usize>, VaultError> {
        if let Some(found) = self.found.get(&entry) {
            return Ok(*found);
        }
        let found = self.look_for(reader, entry)?;
        self.found.insert(entry, found);
        Ok(found)
    }

    fn look_for(&mut self, reader: &Reader<'_>, entry: EntryId) -> Result<Option<usize>, VaultError> {
        // What is written is most often the newest.
        for at in (0..self.parts.len()).rev() {
            let here = match (&self.parts[at].lines, self.parts[at].known) {
                (Some(lines), _) => lines.get(entry).is_some(),
                (None, Known::All) => false,
                (None, Known::Once) => self.note_all(reader, at)?.contains(&entry),
                (None, Known::Nothing) => self.look_once(reader, at, entry)?,
            };
            if here {
                return Ok(Some(at));
            }
        }
        Ok(None)
    }

    /// Looks for one entry in a closed row.
    fn look_once(&mut self, reader: &Reader<'_>, at: usize, entry: EntryId) -> Result<bool, VaultError> {
        let part = &mut self.parts[at];
        let bytes = row_bytes(reader, self.person, self.month, part.number)?;
        part.known = Known::Once;
        // The id stands in the row as it is, so a row without it need not be read any further.
        if !bytes.windows(16).any(|window| window == entry.as_bytes()) {
            return Ok(false);
        }
        Ok(part.lines.insert(unpad(&bytes)?.2).get(entry).is_some())
    }

    /// Notes which entries stand in a closed row: whoever takes in many lines must not open it for each of them.
    fn note_all(&mut self, reader: &Reader<'_>, at: usize) -> Result<Vec<EntryId>, VaultError> {
        let part = &mut self.parts[at];
        let view = unpad(&row_bytes(reader, self.person, self.month, part.number)?)?.2;
        part.known = Known::All;
        let entries: Vec<EntryId> = view.lines().iter().map(|line| line.entry).collect();
        for entry in &entries {
            self.found.entry(*entry).or_insert(Some(at));
        }
        Ok(entries)
    }

    fn lines(&mut self, reader: &Reader<'_>, at: usize) -> Result<&mut MonthView, VaultError> {
        let part = &mut self.parts[at];
        let lines = match part.lines.take() {
            Some(lines) => lines,
            None => unpad(&row_bytes(reader, self.person, self.month, part.number)?)?.2,
        };
        Ok(part.lines.insert(lines))
    }
}

/// All lines of a person's month as they stand in the store, still sealed. Opening them needs no store, so it may be left to
/// another thread.
pub struct SealedView<'v> {
    sealer: &'v Sealer,
    rows: Vec<(RowKey, Vec<u8>)>,
}

impl<'v> SealedView<'v> {
    pub(super) fn of(reader: &Reader<'v>, person: PersonId, month: Month) -> Result<Self, VaultError> {
        let row: Option<ViewRow> = reader.get(&view_key(person, month))?;
        let numbers = row.into_iter().flat_map(|row| row.rows).map(|(number, _)| number);
        let sealed = |number| {
            let (key, sealed) = reader.sealed(LINES.table, &lines_key(person, month, number))?;
            Ok((key, sealed.ok_or_else(|| LINES.damaged())?))
        };
        Ok(Self { sealer: reader.sealer, rows: numbers.map(sealed).collect::<Result<_, VaultError>>()? })
    }

    /// The lines, in order.
    ///
    /// # Errors
    /// [`VaultError::DerivedDamaged`] for a row that does not open, and [`VaultError::Layout`] for one of another version.
    pub fn open(self) -> Result<MonthView, VaultError> {
        self.unseal()?.lines()
    }

    /// The rows, open, of which no line is made yet.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn unseal(self) -> Result<UnsealedView, VaultError> {
        let open = |(key, sealed): &(RowKey, Vec<u8>)| {
            let plain = self.sealer.open(LINES.table, key, sealed).map_err(|_| LINES.damaged())?;
            match LINES.split(&plain)? {
                (layout, _) if layout == LINES.layout => Ok(plain),
                (layout, _) => Err(LINES.unknown(layout)),
            }
        };
        Ok(UnsealedView { rows: self.rows.iter().map(open).collect::<Result<_, VaultError>>()? })
    }
}

/// The same, open.
#[derive(Default)]
pub struct UnsealedView {
    /// Each with its layout before it, which is that of this version.
    rows: Vec<Opened>,
}

impl UnsealedView {
    /// Whether `wanted` is true of the words of any line.
    ///
    /// # Errors
    /// [`VaultError::DerivedDamaged`] for a row that cannot be read.
    pub fn any(&self, wanted: &dyn Fn(&Glimpse<'_>) -> bool) -> Result<bool, VaultError> {
        for plain in &self.rows {
            if glimpse::any(LINES.split(plain)?.1, wanted).map_err(|_| LINES.damaged())? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The lines, in order.
    ///
    /// # Errors
    /// As [`any`](Self::any).
    pub fn lines(&self) -> Result<MonthView, VaultError> {
        let mut lines = Vec::new();
        for plain in &self.rows {
            lines.extend(unpad(LINES.split(plain)?.1)?.2.into_lines());
        }
        Ok(MonthView::of(lines))
    }
}

fn row_bytes(reader: &Reader<'_>, person: PersonId, month: Month, number: u32) -> Result<Vec<u8>, VaultError> {
    let bytes = reader.bytes(LINES, &lines_key(person, month, number))?;
    bytes.ok_or_else(|| LINES.damaged())
}

/// Whether it makes a heart where the other has one like it.
const fn makes_hearts(line: &Line) -> bool {
    matches!(line.kind, Some(Kind::Act | Kind::Done))
}

/// Cuts lines into rows that are short enough: the last row of a month is filled up, because most is written at its end; one
/// in between is halved, to leave room on both sides.
fn split(lines: Vec<Line>, last: bool) -> Result<Vec<Vec<Line>>, VaultError> {
    let length = |line: &Line| postcard::to_stdvec(line).map(|bytes| bytes.len());
    let lengths: Vec<usize> = lines.iter().map(length).collect::<Result<_, _>>().map_err(|_| LINES.damaged())?;
    let whole: usize = lengths.iter().sum();
    let half = if last || whole <= LONGEST { LONGEST } else { whole.div_ceil(2) };
    let mut pieces: Vec<Vec<Line>> = vec![Vec::new()];
    let mut filled = 0;
    for (line, length) in lines.into_iter().zip(lengths) {
        let room = if pieces.len() == 1 { half } else { LONGEST };
        if filled > 0 && filled + length > room.min(LONGEST) {
            pieces.push(Vec::new());
            filled = 0;
        }
        filled += length;
        pieces.last_mut().expect("there is one from the beginning").push(line);
    }
    Ok(pieces)
}

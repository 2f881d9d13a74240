//! Writing: one transaction.

use std::cell::{Cell, RefCell};
use std::ops::Deref;

use kintsugi_journal::{Commitment, EntryId, Husk, Marks, Month, PersonId, RoundSide, Shelf, Vocabulary};
use rusqlite::{Connection, params};
use zeroize::Zeroizing;

use super::body_row::{self, BODIES};
use super::chain::{Chain, Counter};
use super::layout::{DERIVED_ROWS, Derived, DroppedRow, EntryCount, Kept, MarksRow, Plain, Sort};
use super::reader::Reader;
use super::tables::{self, BODY, DOCUMENT, HELD, META, ROUND, VIEW, WANTED, dropped_key, round_key, view_key};
use super::view::{More, ViewRow};
use super::{counted, traces};
use crate::error::VaultError;
use crate::partner::{Former, Partner};
use crate::rows::{HeldRow, Span, WantedRow};
use crate::seal::RowKey;

/// 1 MiB, some forty writes: each process that comes first reads the log from its beginning.
const LONGEST_LOG: u64 = 1 << 20;
/// 16 MiB, for one of many transactions in a row: a page that several of them write is moved into the store once.
const LONGEST_LOG_OF_MANY: u64 = 16 << 20;

/// One transaction: everything a reader sees, and what it changes.
pub struct Writer<'v> {
    reader: Reader<'v>,
    connection: &'v Connection,
    wipe: Cell<bool>,
    /// The rows of bodies that are destroyed.
    destroyed: RefCell<Vec<RowKey>>,
    /// Whether rows of `meta` were written, and whether rows of documents were.
    wrote: Cell<(bool, bool)>,
    /// Bodies came or went, so the row that counts their bytes is written with the commit, once.
    counted: Cell<bool>,
    /// How long the log may be after the commit.
    longest_log: Cell<u64>,
}

impl<'v> Deref for Writer<'v> {
    type Target = Reader<'v>;

    fn deref(&self) -> &Reader<'v> {
        &self.reader
    }
}

impl<'v> Writer<'v> {
    pub(super) const fn new(reader: Reader<'v>, connection: &'v Connection) -> Self {
        let (wipe, wrote, counted) = (Cell::new(false), Cell::new((false, false)), Cell::new(false));
        Self {
            reader,
            connection,
            wipe,
            destroyed: RefCell::new(Vec::new()),
            wrote,
            counted,
            longest_log: Cell::new(LONGEST_LOG),
        }
    }

    /// From now on every row is held against the one that names them, and what is written is one transaction later.
    ///
    /// # Errors
    /// [`VaultError::OtherKey`] when there is no such row under this key.
    pub(super) fn follow_chain(&self) -> Result<(), VaultError> {
        self.reader.follow_chain()?;
        self.begin_chain(self.chain.take().unwrap_or_default());
        Ok(())
    }

    /// What is written from now on is one transaction later than this.
    pub(super) fn begin_chain(&self, chain: Chain) {
        let remain = chain.traces && traces::remain(self.connection, &chain.destroyed);
        self.chain.replace(Some(chain.next(remain)));
    }

    /// This is one of many transactions in a row, and whoever does them empties the log at their end: it may grow longer until
    /// then. Each is durable when it is committed, as ever.
    pub fn is_one_of_many(&self) {
        self.longest_log.set(LONGEST_LOG_OF_MANY);
    }

    /// Makes everything durable. Where words were destroyed, the log that may still hold them is emptied too, copies from
    /// before another format are taken away, and they are destroyed in the copies of each day; a log that has grown long is
    /// emptied as well.
    ///
    /// # Errors
    /// What SQLite reports, as every writing function here; nothing of the transaction is kept then. But
    /// [`VaultError::Unconfirmed`] when it may be there all the same, and [`VaultError::TracesRemain`] when all is durable and the log could not be emptied.
    pub fn commit(self) -> Result<(), VaultError> {
        let written = self.number();
        if self.counted.get() {
            self.put_one(&*self.kept()?)?;
        }
        let traces = self.put_chain()?;
        self.reader.tx.commit().map_err(unconfirmed)?;
        counted::note(self.connection, self.reader.sealer, written);
        if traces.is_none() && traces::log_length(self.connection) <= self.longest_log.get() {
            return Ok(());
        }
        let gone = match traces {
            Some(destroyed) => traces::remove(self.connection, &destroyed),
            None => traces::empty_log(self.connection),
        };
        // What was committed is durable all the same: a log that is merely long can wait, traces of words are said.
        if self.wipe.get() && !gone { Err(VaultError::TracesRemain) } else { Ok(()) }
    }

    /// Writes the row that names all others of `meta`. Where traces of destroyed words are to be removed after the commit, the
    /// rows that they stood in.
    fn put_chain(&self) -> Result<Option<Vec<RowKey>>, VaultError> {
        let Some(mut chain) = self.chain.take() else { return Ok(self.wipe.get().then(|| self.destroyed.take())) };
        if self.wrote.get() == (true, false) {
            // So that rows of `meta` that are put back alone never fit.
            self.put_number(chain.counter)?;
        }
        chain.traces |= self.wipe.get();
        chain.destroyed.append(&mut self.destroyed.borrow_mut());
        self.put_one(&chain)?;
        Ok(chain.traces.then_some(chain.destroyed))
    }

    fn put_number(&self, number: u64) -> Result<(), VaultError> {
        self.put(Counter::KEY, &Counter(number))
    }

    /// Writes the number of this transaction into its table, whatever else is written.
    pub(super) fn put_counter(&self) -> Result<(), VaultError> {
        let number = self.chain.borrow().as_ref().map_or(0, |chain| chain.counter);
        self.put_number(number)
    }

    /// Forgets everything that is derived, to derive it anew in this transaction.
    pub fn clear_derived(&self) -> Result<(), VaultError> {
        for table in tables::DERIVED {
            self.tx.execute(&format!("DELETE FROM {table}"), [])?;
        }
        self.reader.kept.replace(None);
        self.counted.set(false);
        DERIVED_ROWS.iter().try_for_each(|sort| self.remove(META, sort.name.as_bytes()))
    }

    /// What is derived is now as this version derives it for a program of this vocabulary.
    pub fn put_derived(&self, vocabulary: Vocabulary) -> Result<(), VaultError> {
        self.reader.kept.replace(Some(Kept(self.count_kept()?)));
        self.counted.set(true);
        self.put_one(&Derived::knowing(vocabulary))
    }

    /// Forgets the partner, with the secret of the two and all that came from them. Only who they were is kept, so that they are
    /// known if they come again.
    pub fn undo_partner(&self, partner: &Partner) -> Result<(), VaultError> {
        self.remove_person(partner.person)?;
        self.remove(META, <Partner as Plain>::SORT.name.as_bytes())?;
        self.put_one(&Former::from(partner))
    }

    /// Sets the day marks of one year; of year 0 those that stand on the table.
    pub fn put_marks(&self, year: u16, marks: Marks) -> Result<(), VaultError> {
        let key = year.to_be_bytes();
        if marks.is_empty() { self.remove(tables::MARKS, &key) } else { self.put(&key, &MarksRow { year, marks }) }
    }

    /// The commit that follows leaves what is overwritten or removed neither in free pages nor in the log.
    pub(super) fn leave_no_trace(&self) {
        self.wipe.set(true);
    }

    /// The number of this transaction; 0 while a store of an earlier format is brought along.
    pub(super) fn number(&self) -> u64 {
        self.chain.borrow().as_ref().map_or(0, |chain| chain.counter)
    }

    /// Sets what one person's documents say of a round.
    pub fn put_round_side(&self, side: &RoundSide) -> Result<(), VaultError> {
        let key = round_key(side.round, side.person);
        if side.is_empty() { self.remove(ROUND, &key) } else { self.put(&key, side) }
    }

    /// Keeps a body.
    pub fn put_body(&self, shelf: &Shelf) -> Result<(), VaultError> {
        self.count_kept_again(self.body(shelf.commitment())?.as_ref(), Some(shelf))?;
        let bytes = Zeroizing::new(body_row::write(shelf).map_err(|_| BODIES.damaged())?);
        self.put_bytes(BODIES, shelf.commitment().as_bytes(), &bytes)
    }

    /// Destroys a body. The commit that follows leaves it neither in free pages nor in the log.
    pub fn destroy_body(&self, commitment: &Commitment) -> Result<(), VaultError> {
        self.wipe.set(true);
        self.destroyed.borrow_mut().push(self.sealer.row_key(BODY, commitment.as_bytes()));
        self.count_kept_again(self.body(commitment)?.as_ref(), None)?;
        self.remove(BODY, commitment.as_bytes())
    }

    /// A body takes the place of another one, or of none.
    fn count_kept_again(&self, before: Option<&Shelf>, after: Option<&Shelf>) -> Result<(), VaultError> {
        let size = |shelf: Option<&Shelf>| {
            let person = shelf.and_then(|shelf| shelf.doc.person());
            (person, shelf.map_or(0, |shelf| shelf.sealed.bytes.len() as u64))
        };
        let ((from, less), (to, more)) = (size(before), size(after));
        if from == to && less == more {
            return Ok(());
        }
        let mut kept = self.kept()?;
        for (person, less, more) in [(from, less, 0), (to, 0, more)] {
            let Some(person) = person else { continue };
            let bytes = kept.0.remove(&person).unwrap_or(0).saturating_sub(less).saturating_add(more);
            if bytes > 0 {
                kept.0.insert(person, bytes);
            }
        }
        self.counted.set(true);
        Ok(())
    }

    /// Sets which rows hold a month's lines, and the span of months.
    pub(super) fn put_view_row(&self, row: ViewRow) -> Result<(), VaultError> {
        let (person, month) = (row.person, row.month);
        if row.rows.is_empty() {
            return self.remove(VIEW, &view_key(person, month));
        }
        let span = self.span()?;
        let wider = span.map_or(Span { first: month, last: month }, |span| Span {
            first: span.first.min(month),
            last: span.last.max(month),
        });
        if span != Some(wider) && month != Month::DRAWER {
            self.put_one(&wider)?;
        }
        self.put(&view_key(person, month), &row)
    }

    /// So many entries of this person more, or fewer, have words and are listed.
    pub(super) fn count_more(&self, person: PersonId, more: More) -> Result<(), VaultError> {
        if more == More::default() {
            return Ok(());
        }
        let EntryCount { words, mut listed } = self.entry_count()?;
        let now = listed.remove(&person).unwrap_or(0).saturating_add_signed(more.listed);
        listed.extend((now > 0).then_some((person, now)));
        self.put_one(&EntryCount { words: words.saturating_add_signed(more.words), listed })
    }

    /// Sets how many acts of a person's month are listed, which hangs on what the other did on the same days.
    pub fn put_listed_acts(&self, person: PersonId, month: Month, acts: u32) -> Result<(), VaultError> {
        let Some(row) = self.get::<ViewRow>(&view_key(person, month))?.filter(|row| row.acts != acts) else {
            return Ok(());
        };
        self.count_more(person, More { words: 0, listed: i64::from(acts) - i64::from(row.acts) })?;
        self.put(&view_key(person, month), &ViewRow { acts, ..row })
    }

    /// Remembers that a body is due and not here.
    pub fn put_wanted(&self, row: &WantedRow) -> Result<(), VaultError> {
        self.put(row.record.commitment.as_bytes(), row)
    }

    /// Forgets that a body was wanted.
    pub fn remove_wanted(&self, commitment: &Commitment) -> Result<(), VaultError> {
        self.remove(WANTED, commitment.as_bytes())
    }

    /// Keeps the place of an entry that was taken back.
    pub fn put_husk(&self, husk: &Husk) -> Result<(), VaultError> {
        self.put(husk.entry.as_bytes(), husk)
    }

    /// Remembers that an entry of mine was taken back before anybody else had it.
    pub fn put_dropped(&self, entry: EntryId) -> Result<(), VaultError> {
        self.put(&dropped_key(entry), &DroppedRow(entry))
    }

    /// Remembers that a change was refused.
    pub fn put_held(&self, row: &HeldRow) -> Result<(), VaultError> {
        self.put(&row.key, row)
    }

    /// Forgets that something was refused, because it came right since.
    pub fn remove_held(&self, key: &[u8; 32]) -> Result<(), VaultError> {
        self.remove(HELD, key)
    }

    /// Forgets everything that came from the partner, where pairing was not finished.
    pub fn remove_person(&self, person: PersonId) -> Result<(), VaultError> {
        self.wipe.set(true);
        for row in self.documents()?.iter().filter(|row| row.doc.person() == Some(person)) {
            self.remove_document(row)?;
        }
        let mut bodies = Vec::new();
        self.each_body(|shelf| {
            bodies.extend((shelf.doc.person() == Some(person)).then_some(*shelf.commitment()));
            Ok(())
        })?;
        for commitment in bodies {
            self.destroy_body(&commitment)?;
        }
        for row in self.wanted()?.iter().filter(|row| row.doc.person() == Some(person)) {
            self.remove(WANTED, row.record.commitment.as_bytes())?;
        }
        for side in self.round_sides()?.iter().filter(|side| side.person == person) {
            self.remove(ROUND, &round_key(side.round, person))?;
        }
        for row in self.scan::<ViewRow>()?.into_iter().filter(|row| row.person == person) {
            let lines = self.view(person, row.month)?;
            let mut less = More { words: 0, listed: -i64::from(row.acts) };
            lines.lines().iter().for_each(|line| less.take(line));
            self.count_more(person, less)?;
            for (number, _) in row.rows {
                self.remove(tables::LINES, &tables::lines_key(person, row.month, number))?;
            }
            self.remove(VIEW, &view_key(person, row.month))?;
        }
        Ok(())
    }

    /// Sets the row of which there is one.
    pub(super) fn put_one<T: Plain>(&self, value: &T) -> Result<(), VaultError> {
        self.put(T::SORT.name.as_bytes(), value)
    }

    pub(super) fn put<T: Plain>(&self, logical: &[u8], value: &T) -> Result<(), VaultError> {
        let bytes = Zeroizing::new(postcard::to_stdvec(value).map_err(|_| T::SORT.damaged())?);
        self.put_bytes(T::SORT, logical, &bytes)
    }

    pub(super) fn put_bytes(&self, sort: Sort, logical: &[u8], bytes: &[u8]) -> Result<(), VaultError> {
        self.put_raw(sort.table, logical, &Zeroizing::new(sort.plain(bytes)))
    }

    fn put_raw(&self, table: &'static str, logical: &[u8], value: &[u8]) -> Result<(), VaultError> {
        let key = self.sealer.row_key(table, logical);
        let sealed = self.sealer.seal(table, &key, value);
        self.note(table, key, Some(&sealed));
        let sql =
            format!("INSERT INTO {table} (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2");
        self.tx.prepare_cached(&sql)?.execute(params![key.as_slice(), sealed])?;
        Ok(())
    }

    pub(super) fn remove(&self, table: &'static str, logical: &[u8]) -> Result<(), VaultError> {
        let key = self.sealer.row_key(table, logical);
        self.note(table, key, None);
        self.tx.prepare_cached(&format!("DELETE FROM {table} WHERE key = ?1"))?.execute([key.as_slice()])?;
        Ok(())
    }
    /// What is written where, for the row that names all others of `meta`.
    fn note(&self, table: &'static str, key: RowKey, sealed: Option<&[u8]>) {
        let (meta, document) = self.wrote.get();
        self.wrote.set((meta || table == META, document || table == DOCUMENT));
        if let Some(chain) = self.chain.borrow_mut().as_mut().filter(|_| table == META) {
            chain.put(key, sealed);
        }
    }
}

/// A commit that fails in the system, and not for want of room, may have written all of it: whoever reads the log next
/// finds it whole, or not.
fn unconfirmed(error: rusqlite::Error) -> VaultError {
    match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::SystemIoFailure) => VaultError::Unconfirmed,
        _ => error.into(),
    }
}

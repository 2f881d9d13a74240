//! Writing: one transaction.

use std::cell::{Cell, RefCell};
use std::ops::Deref;

use jiff::civil::Date;
use kintsugi_journal::{
    AuthorTag, ChangeHash, Commitment, DocId, EntryId, Husk, Marks, Month, PersonId, RoundSide, Shelf, StoredChange,
    TableView, Vocabulary, WrittenAt,
};
use rusqlite::{Connection, params};
use zeroize::Zeroizing;

use super::behind::Older;
use super::chain::{Chain, Counter};
use super::identity_row::IdentityRow;
use super::layout::{
    CHANGES, DERIVED_ROWS, Derived, DroppedRow, EntryCount, Kept, MarksRow, Plain, SNAPSHOTS, Sort, TagRow,
};
use super::put_in_place::Restored;
use super::reader::Reader;
use super::tables::{
    self, BODY, CHANGE, DOCUMENT, HELD, META, ROUND, SNAPSHOT, TAG, TIME, VIEW, WANTED, change_key, dropped_key,
    round_key, tag_key, view_key,
};
use super::view::{self, More, ViewRow};
use super::{counted, traces};
use crate::error::VaultError;
use crate::identity::Identity;
use crate::partner::{Former, Partner};
use crate::rows::{
    BackupReminder, BundleState, DocRow, HeldRow, JournalSettings, LocalSettings, Quiet, ShownHere, Span, Unsaved,
    WaitingLine, WantedRow,
};
use crate::seal::RowKey;
use crate::understanding::Understanding;

/// 1 MiB, some forty writes: each process that comes first reads the log from its beginning.
const LONGEST_LOG: u64 = 1 << 20;

/// One transaction: everything a reader sees, and what it changes.
pub struct Writer<'v> {
    reader: Reader<'v>,
    connection: &'v Connection,
    wipe: Cell<bool>,
    /// The rows of bodies that are destroyed.
    destroyed: RefCell<Vec<RowKey>>,
    /// Whether rows of `meta` were written, and whether rows of documents were.
    wrote: Cell<(bool, bool)>,
}

impl<'v> Deref for Writer<'v> {
    type Target = Reader<'v>;

    fn deref(&self) -> &Reader<'v> {
        &self.reader
    }
}

impl<'v> Writer<'v> {
    pub(super) const fn new(reader: Reader<'v>, connection: &'v Connection) -> Self {
        let (wipe, wrote) = (Cell::new(false), Cell::new((false, false)));
        Self { reader, connection, wipe, destroyed: RefCell::new(Vec::new()), wrote }
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

    /// Makes everything durable. Where words were destroyed, the log that may still hold them is emptied too, copies from
    /// before another format are taken away, and they are destroyed in the copies of each day; a log that has grown long is
    /// emptied as well.
    ///
    /// # Errors
    /// What SQLite reports, as every writing function here; nothing of the transaction is kept then. But
    /// [`VaultError::Unconfirmed`] when it may be there all the same, and [`VaultError::TracesRemain`] when all is durable and the log could not be emptied.
    pub fn commit(self) -> Result<(), VaultError> {
        let written = self.number();
        let traces = self.put_chain()?;
        self.reader.tx.commit().map_err(unconfirmed)?;
        counted::note(self.connection, self.reader.sealer, written);
        if traces.is_none() && traces::log_length(self.connection) <= LONGEST_LOG {
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
        DERIVED_ROWS.iter().try_for_each(|sort| self.remove(META, sort.name.as_bytes()))
    }

    /// What is derived is now as this version derives it for a program of this vocabulary.
    pub fn put_derived(&self, vocabulary: Vocabulary) -> Result<(), VaultError> {
        self.put_one(&Kept(self.count_kept()?))?;
        self.put_one(&Derived::knowing(vocabulary))
    }

    /// Sets who I am.
    pub fn put_identity(&self, identity: &Identity) -> Result<(), VaultError> {
        let row = IdentityRow {
            name: identity.name().into(),
            seed: *identity.seed().as_bytes(),
            device: *identity.device().to_bytes(),
        };
        self.put_one(&row)
    }

    /// Sets the partner.
    pub fn put_partner(&self, partner: &Partner) -> Result<(), VaultError> {
        self.put_one(partner)
    }

    /// Forgets the partner, with the secret of the two and all that came from them. Only who they were is kept, so that they are
    /// known if they come again.
    pub fn undo_partner(&self, partner: &Partner) -> Result<(), VaultError> {
        self.remove_person(partner.person)?;
        self.remove(META, <Partner as Plain>::SORT.name.as_bytes())?;
        self.put_one(&Former::from(partner))
    }

    /// Remembers somebody with whom a pairing was undone.
    pub fn put_undone(&self, former: &Former) -> Result<(), VaultError> {
        self.put_one(former)
    }

    /// Sets what this home alone is told.
    pub fn put_local_settings(&self, settings: &LocalSettings) -> Result<(), VaultError> {
        self.put_one(settings)
    }

    /// Sets the changes of mine that wait.
    pub fn put_waiting_lines(&self, lines: &[WaitingLine]) -> Result<(), VaultError> {
        self.put_one(&lines.to_vec())
    }

    /// Sets the laptops of the partner that were replaced.
    pub fn put_replaced_devices(&self, devices: &[[u8; 32]]) -> Result<(), VaultError> {
        self.put_one(&devices.to_vec())
    }

    /// Sets what is known of the bundles of the two.
    pub fn put_bundle_state(&self, state: &BundleState) -> Result<(), VaultError> {
        self.put_one(state)
    }

    /// Sets what is remembered of the program on the partner's laptop.
    pub fn put_understanding(&self, understanding: Understanding) -> Result<(), VaultError> {
        self.put_one(&understanding)
    }

    /// Sets what the laptops are called here.
    pub fn put_device_names(&self, names: &[([u8; 32], String)]) -> Result<(), VaultError> {
        self.put_one(&names.to_vec())
    }

    /// Sets the settings of the journal, derived from the table.
    pub fn put_journal_settings(&self, settings: &JournalSettings) -> Result<(), VaultError> {
        self.put_one(settings)
    }

    /// Sets what the table says, derived from it.
    pub fn put_table_view(&self, view: &TableView) -> Result<(), VaultError> {
        self.put_one(view)
    }

    /// Sets the day marks of one year; of year 0 those that stand on the table.
    pub fn put_marks(&self, year: u16, marks: Marks) -> Result<(), VaultError> {
        let key = year.to_be_bytes();
        if marks.is_empty() { self.remove(tables::MARKS, &key) } else { self.put(&key, &MarksRow { year, marks }) }
    }

    /// Sets the days of use on which no copy could be made.
    pub fn put_uncopied(&self, days: &[Date]) -> Result<(), VaultError> {
        self.put_one(&days.to_vec())
    }

    /// Sets what this home has said once.
    pub fn put_said_once(&self, said: &[String]) -> Result<(), VaultError> {
        self.put_one(&said.to_vec())
    }

    /// Sets the words of mine that were never saved. The commit that follows leaves what they were before neither in free
    /// pages nor in the log.
    pub fn put_unsaved(&self, unsaved: &[Unsaved]) -> Result<(), VaultError> {
        self.wipe.set(true);
        if unsaved.is_empty() {
            return self.remove(META, <Vec<Unsaved>>::SORT.name.as_bytes());
        }
        self.put_one(&unsaved.to_vec())
    }

    /// Sets when this laptop was last backed up, and what is said of it.
    pub fn put_backup_reminder(&self, reminder: &BackupReminder) -> Result<(), VaultError> {
        self.put_one(reminder)
    }

    /// Begins a time of quiet on this laptop, or forgets the one there was.
    pub fn put_quiet(&self, quiet: Option<&Quiet>) -> Result<(), VaultError> {
        quiet.map_or_else(|| self.remove(META, Quiet::SORT.name.as_bytes()), |quiet| self.put_one(quiet))
    }

    /// Sets what this laptop shows otherwise than the partner's.
    pub fn put_shown_here(&self, shown: &ShownHere) -> Result<(), VaultError> {
        self.put_one(shown)
    }

    /// Which restore the store comes from.
    pub(super) fn put_restored(&self, restored: Restored) -> Result<(), VaultError> {
        self.put_one(&restored)
    }

    /// Remembers that this store was found behind what was durable, and goes on from there.
    pub(super) fn put_older(&self, older: Older) -> Result<(), VaultError> {
        if let Some(chain) = self.chain.borrow_mut().as_mut() {
            chain.counter = chain.counter.max(older.counted + 1);
        }
        self.put_one(&older)
    }

    /// Forgets that this store was found behind what was durable: somebody was told, and asked for a repair.
    ///
    /// # Errors
    /// As every writing function here.
    pub fn forget_older(&self) -> Result<(), VaultError> {
        self.remove(META, <Older as Plain>::SORT.name.as_bytes())
    }

    /// The number of this transaction; 0 while a store of an earlier format is brought along.
    fn number(&self) -> u64 {
        self.chain.borrow().as_ref().map_or(0, |chain| chain.counter)
    }

    /// Leaves the words that were never saved out of a copy.
    pub(super) fn forget_unsaved(&self) -> Result<(), VaultError> {
        self.remove(META, <Vec<Unsaved>>::SORT.name.as_bytes())
    }

    /// Sets what one person's documents say of a round.
    pub fn put_round_side(&self, side: &RoundSide) -> Result<(), VaultError> {
        let key = round_key(side.round, side.person);
        if side.is_empty() { self.remove(ROUND, &key) } else { self.put(&key, side) }
    }

    /// Sets where a document stands.
    pub fn put_document(&self, row: &DocRow) -> Result<(), VaultError> {
        let written = self.number();
        self.put(&row.doc.to_bytes(), &DocRow { written, ..row.clone() })
    }

    /// Adds changes to a document and sets its heads.
    pub fn append(&self, row: &mut DocRow, changes: &[StoredChange], heads: Vec<ChangeHash>) -> Result<(), VaultError> {
        self.append_up_to(row, changes, heads, None)
    }

    /// The same, with the highest counter that is in it afterwards, where that is known.
    pub fn append_up_to(
        &self,
        row: &mut DocRow,
        changes: &[StoredChange],
        heads: Vec<ChangeHash>,
        top: Option<u64>,
    ) -> Result<(), VaultError> {
        for change in changes {
            self.put_bytes(CHANGES, &change_key(row.doc, row.pending), &change.bytes)?;
            row.pending += 1;
        }
        row.heads = heads;
        row.top = top;
        self.put_document(row)
    }

    /// Replaces a document's changes by one snapshot that holds them all.
    pub fn fold(&self, row: &mut DocRow, snapshot: &[u8]) -> Result<(), VaultError> {
        self.put_bytes(SNAPSHOTS, &row.doc.to_bytes(), snapshot)?;
        for n in 0..row.pending {
            self.remove(CHANGE, &change_key(row.doc, n))?;
        }
        row.pending = 0;
        row.snapshot = true;
        self.put_document(row)
    }

    /// Forgets a document that nobody else has: before pairing, what is not to be shared moves to a private page.
    pub fn remove_document(&self, row: &DocRow) -> Result<(), VaultError> {
        self.scan::<TagRow>()?.iter().filter(|tag| tag.doc == row.doc).try_for_each(|tag| self.remove_tag(tag))?;
        self.remove_rows(row)
    }

    fn remove_rows(&self, row: &DocRow) -> Result<(), VaultError> {
        for n in 0..row.pending {
            self.remove(CHANGE, &change_key(row.doc, n))?;
        }
        self.remove(SNAPSHOT, &row.doc.to_bytes())?;
        self.remove(DOCUMENT, &row.doc.to_bytes())
    }

    /// Destroys a document that nobody else writes, so that it has no tags; it is then put anew without some of its changes.
    /// The commit that follows leaves the old rows neither in free pages nor in the log.
    pub fn destroy_document(&self, row: &DocRow) -> Result<(), VaultError> {
        self.wipe.set(true);
        self.remove_rows(row)
    }

    /// Keeps the partner's tag of a change.
    pub fn put_tag(&self, doc: DocId, change: ChangeHash, tag: AuthorTag) -> Result<(), VaultError> {
        self.put(&tag_key(doc, &change), &TagRow { doc, change, tag })
    }

    /// Keeps a body.
    pub fn put_body(&self, shelf: &Shelf) -> Result<(), VaultError> {
        self.count_kept_again(self.body(shelf.commitment())?.as_ref(), Some(shelf))?;
        self.put(shelf.commitment().as_bytes(), shelf)
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
        let mut kept: Kept = self.one()?.unwrap_or_default();
        for (person, less, more) in [(from, less, 0), (to, 0, more)] {
            let Some(person) = person else { continue };
            let bytes = kept.0.remove(&person).unwrap_or(0).saturating_sub(less).saturating_add(more);
            if bytes > 0 {
                kept.0.insert(person, bytes);
            }
        }
        self.put_one(&kept)
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

    /// Keeps when an entry of mine was written. It is never sent.
    pub fn put_time(&self, entry: EntryId, written_at: &WrittenAt) -> Result<(), VaultError> {
        self.put(entry.as_bytes(), written_at)
    }

    /// Forgets when an entry was written.
    pub fn remove_time(&self, entry: EntryId) -> Result<(), VaultError> {
        self.remove(TIME, entry.as_bytes())
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
            let lines = view::whole(self, person, row.month)?;
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

    fn remove_tag(&self, tag: &TagRow) -> Result<(), VaultError> {
        self.remove(TAG, &tag_key(tag.doc, &tag.change))
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

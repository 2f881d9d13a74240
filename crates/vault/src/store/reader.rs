//! Reading: everything as it is at one moment.

use std::cell::{RefCell, RefMut};
use std::collections::BTreeMap;
use std::sync::Arc;

use kintsugi_journal::{
    Commitment, EntryId, Husk, Marks, Month, MonthView, PersonId, RoundId, RoundSide, Shelf, Vocabulary,
};
use rusqlite::{OptionalExtension, Transaction};

use super::body_row::{self, BODIES};
use super::chain::Chain;
use super::known::Top;
use super::layout::{self, Derived, DroppedRow, EntryCount, Kept, LINES, MarksRow, Plain, Sort};
use super::tables::{self, META, TABLES, dropped_key, round_key, unpad};
use super::view::{SealedView, ViewRow};
use crate::error::VaultError;
use crate::rows::{HeldRow, WantedRow};
use crate::seal::{Opened, RowKey, Sealer};

/// How many rows a table has, and how many of them do not open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowCount {
    /// The table.
    pub table: &'static str,
    /// Rows.
    pub rows: u64,
    /// Rows that do not open under the key.
    pub damaged: u64,
}

/// The store at one moment.
pub struct Reader<'v> {
    pub(super) tx: Transaction<'v>,
    pub(super) sealer: &'v Sealer,
    /// What every row is held against; nothing while a store is made, or brought along from a format that had none.
    pub(super) chain: RefCell<Option<Chain>>,
    /// How many bytes of each person's bodies are kept, as it is in this transaction, once somebody asked.
    pub(super) kept: RefCell<Option<Kept>>,
    /// The highest counters of all documents, where they are known.
    pub(super) tops: Option<Arc<[Top]>>,
}

impl<'v> Reader<'v> {
    pub(super) const fn new(tx: Transaction<'v>, sealer: &'v Sealer) -> Self {
        Self { tx, sealer, chain: RefCell::new(None), kept: RefCell::new(None), tops: None }
    }

    /// Whether what is derived was derived as this version does it for a program of this vocabulary.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn is_derived(&self, vocabulary: Vocabulary) -> Result<bool, VaultError> {
        let derived: Option<Derived> = match self.one() {
            // As another version derives it.
            Err(VaultError::Layout { .. }) => None,
            derived => derived?,
        };
        Ok(derived.is_some_and(|derived| derived == Derived::knowing(vocabulary)))
    }

    /// Whether words of this person are here, or the place of some that they took back is known.
    pub fn has_words_of(&self, person: PersonId) -> Result<bool, VaultError> {
        let mut has = self.scan::<ViewRow>()?.iter().any(|row| row.person == person);
        self.each_body(|shelf| {
            has |= shelf.doc.person() == Some(person);
            Ok(())
        })?;
        Ok(has)
    }

    /// The day marks of one year; of year 0 those that stand on the table.
    pub fn marks(&self, year: u16) -> Result<Marks, VaultError> {
        Ok(self.get(&year.to_be_bytes())?.map(|row: MarksRow| row.marks).unwrap_or_default())
    }

    /// The years that have day marks, in no order.
    pub fn marked_years(&self) -> Result<Vec<u16>, VaultError> {
        Ok(self.scan::<MarksRow>()?.into_iter().map(|row| row.year).collect())
    }

    /// What one person's documents say of a round.
    pub fn round_side(&self, round: RoundId, person: PersonId) -> Result<RoundSide, VaultError> {
        let side = self.get(&round_key(round, person))?;
        Ok(side.unwrap_or_else(|| RoundSide::new(round, person)))
    }

    /// What each person's documents say of each round.
    pub fn round_sides(&self) -> Result<Vec<RoundSide>, VaultError> {
        self.scan()
    }

    /// A body.
    pub fn body(&self, commitment: &Commitment) -> Result<Option<Shelf>, VaultError> {
        let plain = self.raw(BODIES.table, commitment.as_bytes())?;
        plain.map(|plain| body_row::read(&plain, Some(commitment))).transpose()
    }

    /// All bodies, one after the other.
    ///
    /// # Errors
    /// As every reading function here; [`VaultError::Damaged`] for words that stand in the place of others.
    pub fn each_body(&self, mut with: impl FnMut(Shelf) -> Result<(), VaultError>) -> Result<(), VaultError> {
        self.each_raw(BODIES.table, |key, plain| {
            let shelf = body_row::read(plain, None)?;
            if self.is_place_of(key, &shelf) { with(shelf) } else { Err(BODIES.damaged()) }
        })
    }

    /// Looks whether all words stand in their own place, and calls `with` for each row: how many do not.
    pub fn check_bodies(&self, mut with: impl FnMut()) -> Result<u64, VaultError> {
        let mut others = 0;
        self.each_raw(BODIES.table, |key, plain| {
            with();
            let shelf = body_row::read(plain, None);
            others += u64::from(!shelf.is_ok_and(|shelf| self.is_place_of(key, &shelf)));
            Ok(())
        })?;
        Ok(others)
    }

    /// Whether words stand in their own place, where their commitment was made of them.
    pub(super) fn is_place_of(&self, key: &RowKey, shelf: &Shelf) -> bool {
        self.sealer.row_key(BODIES.table, shelf.commitment().as_bytes()) == *key
    }

    /// The lines of a person whose day is in this month.
    pub fn view(&self, person: PersonId, month: Month) -> Result<MonthView, VaultError> {
        self.sealed_view(person, month)?.open()
    }

    /// The same, to be opened later.
    pub fn sealed_view(&self, person: PersonId, month: Month) -> Result<SealedView<'v>, VaultError> {
        SealedView::of(self, person, month)
    }

    /// The months of which there is a view, each with its person, in no order.
    pub fn months(&self) -> Result<Vec<(PersonId, Month)>, VaultError> {
        Ok(self.scan::<ViewRow>()?.into_iter().map(|row| (row.person, row.month)).collect())
    }

    /// All lines, row by row, in no order.
    pub fn each_view(
        &self,
        mut with: impl FnMut(PersonId, Month, MonthView) -> Result<(), VaultError>,
    ) -> Result<(), VaultError> {
        self.each_raw(tables::LINES, |_, plain| {
            let (person, month, view) = match LINES.split(plain)? {
                (layout, padded) if layout == LINES.layout => unpad(padded)?,
                (layout, _) => return Err(LINES.unknown(layout)),
            };
            with(person, month, view)
        })
    }

    /// How many entries can be read here: mine and the partner's, without those taken back.
    pub fn count_entries(&self) -> Result<u64, VaultError> {
        Ok(self.entry_count()?.words)
    }

    /// How much of this person's is listed here: entries, the places of what was taken back, and the acts that are shown.
    pub fn count_listed(&self, person: PersonId) -> Result<u64, VaultError> {
        Ok(self.entry_count()?.listed.get(&person).copied().unwrap_or(0))
    }

    pub(super) fn entry_count(&self) -> Result<EntryCount, VaultError> {
        Ok(self.one()?.unwrap_or_default())
    }

    /// How many bytes of this person's bodies are kept here.
    pub fn kept_of(&self, person: PersonId) -> Result<u64, VaultError> {
        Ok(self.kept()?.0.get(&person).copied().unwrap_or(0))
    }

    /// The same for all, read once in a transaction.
    pub(super) fn kept(&self) -> Result<RefMut<'_, Kept>, VaultError> {
        let mut kept = self.kept.borrow_mut();
        if kept.is_none() {
            *kept = Some(self.one()?.unwrap_or_default());
        }
        Ok(RefMut::map(kept, Option::get_or_insert_default))
    }

    /// The same for each person, counted anew from the bodies.
    pub fn count_kept(&self) -> Result<BTreeMap<PersonId, u64>, VaultError> {
        let mut kept = BTreeMap::new();
        self.each_body(|shelf| {
            if let Some(person) = shelf.doc.person() {
                *kept.entry(person).or_default() += shelf.sealed.bytes.len() as u64;
            }
            Ok(())
        })?;
        Ok(kept)
    }

    /// The bodies that are due and not here.
    pub fn wanted(&self) -> Result<Vec<WantedRow>, VaultError> {
        self.scan()
    }

    /// The wanted body with this commitment.
    pub fn wanted_body(&self, commitment: &Commitment) -> Result<Option<WantedRow>, VaultError> {
        self.get(commitment.as_bytes())
    }

    /// What stays of an entry that was here and was taken back.
    pub fn husk(&self, entry: EntryId) -> Result<Option<Husk>, VaultError> {
        self.get(entry.as_bytes())
    }

    /// All places of what was taken back, and all entries of mine that were taken back before anybody else had them, in no
    /// order.
    pub fn husks(&self) -> Result<(Vec<Husk>, Vec<EntryId>), VaultError> {
        let (mut husks, mut dropped) = (Vec::new(), Vec::new());
        self.each_raw(Husk::SORT.table, |_, plain| {
            // Both stand in one table; of the two, only this has just this length.
            if plain.len() == DroppedRow::BYTES {
                dropped.push(decode::<DroppedRow>(plain)?.0);
            } else {
                husks.push(decode(plain)?);
            }
            Ok(())
        })?;
        Ok((husks, dropped))
    }

    /// How many bodies are here.
    pub fn count_bodies(&self) -> Result<u64, VaultError> {
        let count: i64 = self.tx.query_row("SELECT COUNT(*) FROM body", [], |row| row.get(0))?;
        Ok(count.unsigned_abs())
    }

    /// Whether an entry of mine was taken back before anybody else had it.
    pub fn is_dropped(&self, entry: EntryId) -> Result<bool, VaultError> {
        Ok(self.get::<DroppedRow>(&dropped_key(entry))?.is_some())
    }

    /// The changes that were refused.
    pub fn held(&self) -> Result<Vec<HeldRow>, VaultError> {
        self.scan()
    }

    /// How many refusals are remembered.
    pub fn count_held(&self) -> Result<usize, VaultError> {
        let count: i64 = self.tx.query_row("SELECT COUNT(*) FROM held", [], |row| row.get(0))?;
        Ok(usize::try_from(count).unwrap_or(0))
    }

    /// What is known of a refusal, by what was refused.
    pub fn held_as(&self, key: &[u8; 32]) -> Result<Option<HeldRow>, VaultError> {
        self.get(key)
    }

    /// Opens every row and counts those that do not. Writes nothing.
    pub fn count_rows(&self) -> Result<Vec<RowCount>, VaultError> {
        TABLES.iter().map(|table| self.count(table)).collect()
    }

    /// The sealed rows of all tables but those named, without the one that every transaction writes, for comparing two moments
    /// of one store.
    pub fn fingerprint(&self, except: &[&str]) -> Result<Vec<Vec<u8>>, VaultError> {
        let mut rows = Vec::new();
        let chain = self.sealer.row_key(META, Chain::SORT.name.as_bytes());
        for table in TABLES.iter().filter(|table| !except.contains(table)) {
            let mut statement = self.tx.prepare(&format!("SELECT key, value FROM {table} ORDER BY key"))?;
            for row in statement.query_map([], |row| Ok([row.get::<_, Vec<u8>>(0)?, row.get(1)?].concat()))? {
                rows.push(row?);
            }
        }
        rows.retain(|row: &Vec<u8>| !row.starts_with(&chain));
        Ok(rows)
    }

    fn count(&self, table: &'static str) -> Result<RowCount, VaultError> {
        let mut count = RowCount { table, rows: 0, damaged: 0 };
        let mut statement = self.tx.prepare_cached(&format!("SELECT key, value FROM {table}"))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            count.rows += 1;
            let key = row.get_ref(0)?.as_blob().ok().and_then(|key| key.try_into().ok());
            let value = row.get_ref(1)?.as_blob().ok();
            let opened = key.zip(value).map(|(key, value)| self.sealer.open(table, &key, value).is_ok());
            count.damaged += u64::from(opened != Some(true));
        }
        Ok(count)
    }

    /// The plain value of a row, its layout first.
    pub(super) fn raw(&self, table: &'static str, logical: &[u8]) -> Result<Option<Opened>, VaultError> {
        let (key, sealed) = self.sealed(table, logical)?;
        let damaged = |_| layout::damaged(table, logical);
        if table == META {
            let fits = self.check_meta(&key, sealed.as_deref());
            // What is derived need not be of one time with the rest: it can be made anew.
            if layout::is_derived(logical) { fits.map_err(damaged) } else { fits }?;
        }
        sealed.map(|sealed| self.sealer.open(table, &key, &sealed).map_err(damaged)).transpose()
    }

    /// A row as it stands there, and where.
    pub(super) fn sealed(&self, table: &'static str, logical: &[u8]) -> Result<(RowKey, Option<Vec<u8>>), VaultError> {
        let key = self.sealer.row_key(table, logical);
        let mut statement = self.tx.prepare_cached(&format!("SELECT value FROM {table} WHERE key = ?1"))?;
        let sealed = statement.query_row([key.as_slice()], |row| row.get(0)).optional()?;
        Ok((key, sealed))
    }

    /// A row that is bytes, and has had one layout so far.
    pub(super) fn bytes(&self, sort: Sort, logical: &[u8]) -> Result<Option<Vec<u8>>, VaultError> {
        let Some(plain) = self.raw(sort.table, logical)? else { return Ok(None) };
        match sort.split(&plain)? {
            (layout, bytes) if layout == sort.layout => Ok(Some(bytes.to_vec())),
            (layout, _) => Err(sort.unknown(layout)),
        }
    }

    /// A row of which there is one for each key.
    pub(super) fn get<T: Plain>(&self, logical: &[u8]) -> Result<Option<T>, VaultError> {
        self.raw(T::SORT.table, logical)?.map(|plain| decode(&plain)).transpose()
    }

    /// A row of which there is one.
    pub(super) fn one<T: Plain>(&self) -> Result<Option<T>, VaultError> {
        self.get(T::SORT.name.as_bytes())
    }

    fn each_raw(
        &self,
        table: &'static str,
        mut with: impl FnMut(&RowKey, &[u8]) -> Result<(), VaultError>,
    ) -> Result<(), VaultError> {
        let mut statement = self.tx.prepare_cached(&format!("SELECT key, value FROM {table}"))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let damaged = |_| layout::damaged(table, &[]);
            let key = row.get_ref(0)?.as_blob().map_err(|_| VaultError::Corrupt)?.try_into().map_err(damaged)?;
            let sealed = row.get_ref(1)?.as_blob().map_err(|_| VaultError::Corrupt)?;
            with(&key, &self.sealer.open(table, &key, sealed).map_err(|_| layout::damaged(table, &[]))?)?;
        }
        Ok(())
    }

    fn each<T: Plain>(&self, mut with: impl FnMut(T) -> Result<(), VaultError>) -> Result<(), VaultError> {
        self.each_raw(T::SORT.table, |_, plain| with(decode(plain)?))
    }

    pub(super) fn scan<T: Plain>(&self) -> Result<Vec<T>, VaultError> {
        let mut all = Vec::new();
        self.each(|row| {
            all.push(row);
            Ok(())
        })?;
        Ok(all)
    }
}

pub(super) fn decode<T: Plain>(plain: &[u8]) -> Result<T, VaultError> {
    let (layout, bytes) = T::SORT.split(plain)?;
    let read = T::read(layout, bytes).ok_or(T::SORT.unknown(layout))?;
    read.map_err(|_| T::SORT.damaged())
}

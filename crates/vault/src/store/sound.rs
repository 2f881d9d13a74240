//! Rows looked at one by one: which open and which do not, without holding them against one another.

use std::collections::BTreeMap;

use kintsugi_journal::{DocId, MonthView, PersonId, Shelf};

use super::Vault;
use super::body_row;
use super::chain::{Chain, Counter};
use super::layout::{CHANGES, LINES, Plain, SNAPSHOTS};
use super::reader::Reader;
use super::tables::{self, BODY, DOCUMENT, META, TABLES, change_key, unpad};
use super::writer::Writer;
use crate::error::VaultError;
use crate::rows::DocRow;
use crate::seal::RowKey;

/// Sealed rows of one table, by key.
pub(super) type Rows = BTreeMap<RowKey, Vec<u8>>;

/// How many changes of a document are looked for where its row is gone.
const MOST_PENDING: u32 = 256;

impl Reader<'_> {
    /// What opens of a document's snapshot and changes, whatever its row says: to put it together again.
    pub fn pieces(&self, doc: DocId) -> (Option<Vec<u8>>, Vec<Vec<u8>>) {
        let snapshot = self.bytes(SNAPSHOTS, &doc.to_bytes()).ok().flatten();
        let row = self.document(doc).ok().flatten();
        // Without a row nobody knows how many there are: changes are numbered from 0, and folded after some fifty.
        let most = row.map_or(MOST_PENDING, |row| row.pending);
        let change = |n| self.bytes(CHANGES, &change_key(doc, n)).ok().flatten();
        (snapshot, (0..most).filter_map(change).collect())
    }

    /// Each view that opens, with its person; what does not open is passed over.
    ///
    /// # Errors
    /// What SQLite reports.
    pub fn each_sound_view(&self, mut with: impl FnMut(PersonId, MonthView)) -> Result<(), VaultError> {
        self.each_sound(tables::LINES, |plain| {
            if let Ok((_, padded)) = LINES.split(plain)
                && let Ok((person, _, view)) = unpad(padded)
            {
                with(person, view);
            }
        })
    }

    /// All bodies that open, one after the other.
    ///
    /// # Errors
    /// What SQLite reports.
    pub fn each_sound_body(&self, mut with: impl FnMut(Shelf)) -> Result<(), VaultError> {
        self.each_sound(BODY, |plain| {
            if let Ok(shelf) = body_row::read(plain, None) {
                with(shelf);
            }
        })
    }

    fn each_sound(&self, table: &'static str, mut with: impl FnMut(&[u8])) -> Result<(), VaultError> {
        self.each_kept(table, |key, sealed| {
            if let Ok(plain) = self.sealer.open(table, key, sealed) {
                with(&plain);
            }
            Ok(())
        })
    }
}

impl Writer<'_> {
    /// Whether any row opens: where none does, the key is another one.
    pub(super) fn opens_any(&self) -> Result<bool, VaultError> {
        for table in TABLES {
            if !self.sound_rows(table)?.is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether the rows of `meta` that open are those that are named, and nothing is ahead of them, where that can be read at
    /// all.
    pub(super) fn check_put_back(&self) -> Result<(), VaultError> {
        let Some(chain) = self.one::<Chain>().ok().flatten() else { return Ok(()) };
        let anew = self.made_anew();
        if self.last_transaction(&self.sound_rows(DOCUMENT)?)? > chain.counter {
            return Err(VaultError::Mixed);
        }
        let rows = self.sound_rows(META)?;
        let strange = |(key, sealed): (&RowKey, &Vec<u8>)| !anew.contains(key) && !chain.fits(key, Some(sealed));
        if rows.iter().any(strange) { Err(VaultError::Mixed) } else { Ok(()) }
    }

    /// The rows of a table that open, sealed as they are.
    pub(super) fn sound_rows(&self, table: &'static str) -> Result<Rows, VaultError> {
        let mut rows = Rows::new();
        self.each_as_it_is(table, |key, sealed| {
            let key = RowKey::try_from(key).ok();
            if let Some(key) = key.filter(|key| self.sealer.open(table, key, sealed).is_ok()) {
                rows.insert(key, sealed.to_vec());
            }
        })?;
        Ok(rows)
    }

    /// Puts each row that was sealed for another table than the one in which it stands where it belongs: where the first page
    /// said of a table that it begins where another one does, rows were read twice, once under each name.
    pub(super) fn put_where_they_belong(&self) -> Result<(), VaultError> {
        for table in TABLES {
            let mut astray = Vec::new();
            self.each_as_it_is(table, |key, sealed| {
                let opens = |of: &'static str| {
                    RowKey::try_from(key).is_ok_and(|key| self.sealer.open(of, &key, sealed).is_ok())
                };
                let belongs = if opens(table) { None } else { TABLES.into_iter().find(|of| opens(of)) };
                astray.extend(belongs.map(|of| (of, key.to_vec(), sealed.to_vec())));
            })?;
            for (of, key, sealed) in astray {
                self.tx.execute(&format!("DELETE FROM {table} WHERE key = ?1"), [&key])?;
                self.tx.execute(&format!("INSERT OR IGNORE INTO {of} VALUES (?1, ?2)"), (&key, &sealed))?;
            }
        }
        Ok(())
    }

    /// Takes away the rows that do not open; how many there were. The row that names the others is not
    /// counted: it is made anew in any case.
    pub(super) fn drop_damaged(&self, table: &'static str) -> Result<u64, VaultError> {
        let mut damaged = Vec::new();
        self.each_as_it_is(table, |key, sealed| {
            let opens = RowKey::try_from(key).is_ok_and(|key| self.sealer.open(table, &key, sealed).is_ok());
            damaged.extend((!opens).then(|| key.to_vec()));
        })?;
        for key in &damaged {
            self.tx.execute(&format!("DELETE FROM {table} WHERE key = ?1"), [key])?;
        }
        let anew = self.made_anew();
        let is_anew = |key: &&Vec<u8>| table == META && anew.iter().any(|one| one.as_slice() == key.as_slice());
        let made_anew = damaged.iter().filter(is_anew).count();
        Ok((damaged.len() - made_anew) as u64)
    }

    /// The rows of `meta` that are derived, and the one that names the others.
    fn made_anew(&self) -> Vec<RowKey> {
        let names = super::layout::DERIVED_ROWS.iter().map(|sort| sort.name).chain([Chain::SORT.name]);
        names.map(|name| self.sealer.row_key(META, name.as_bytes())).collect()
    }

    /// Puts back rows of this table that are not here and that a copy has, where some did not open; how many.
    pub(super) fn bring_back(&self, table: &'static str, copies: &[Vault], gone: u64) -> Result<u64, VaultError> {
        let mut here = self.sound_rows(table)?;
        let anew = self.made_anew();
        let mut back = 0;
        for copy in copies.iter().filter(|_| gone > 0) {
            let Ok(reader) = copy.look() else { continue };
            let Ok(rows) = Writer::new(reader, &copy.connection).sound_rows(table) else { continue };
            for (key, sealed) in rows {
                if back == gone || here.contains_key(&key) || (table == META && anew.contains(&key)) {
                    continue;
                }
                if self.sealer.open(table, &key, &sealed).is_ok() {
                    self.tx.execute(&format!("INSERT INTO {table} VALUES (?1, ?2)"), (key.as_slice(), &sealed))?;
                    here.insert(key, sealed);
                    back += 1;
                }
            }
        }
        Ok(back)
    }

    /// The highest number of a transaction that anything here names.
    pub(super) fn last_transaction(&self, documents: &Rows) -> Result<u64, VaultError> {
        let chain: Option<Chain> = self.one().ok().flatten();
        let counter: Option<Counter> = self.get(Counter::KEY).ok().flatten();
        let written = documents.iter().filter_map(|(key, sealed)| {
            let plain = self.sealer.open(DOCUMENT, key, sealed).ok()?;
            let (layout, bytes) = DocRow::SORT.split(&plain).ok()?;
            Some(DocRow::read(layout, bytes)?.ok()?.written)
        });
        let named = [chain.map_or(0, |chain| chain.counter), counter.map_or(0, |counter| counter.0)];
        Ok(written.chain(named).max().unwrap_or(0))
    }

    /// All rows of a table as they are, whatever their key.
    fn each_as_it_is(&self, table: &str, mut with: impl FnMut(&[u8], &[u8])) -> Result<(), VaultError> {
        let mut statement = self.tx.prepare_cached(&format!("SELECT key, value FROM {table}"))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let bytes = |at| row.get_ref(at).ok().and_then(|value| value.as_bytes().ok()).unwrap_or_default();
            with(bytes(0), bytes(1));
        }
        Ok(())
    }
}

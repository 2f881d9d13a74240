//! From an older format of the store to this one, in one transaction: a store is never between two formats.
//!
//! Format 2 has the table `round`. In format 3 each plain value begins with the version of its layout, and each author tag is
//! a row of its own; what is derived goes, to be derived anew, and what was refused is looked at again.
//! Format 4 has a row that names all others of `meta`, and the table `counter`. In format 5 what was in table `time` stands where
//! it needs no row of its own: when something was written beside its words, and what its words were in the list of its import.

use std::collections::BTreeMap;

use kintsugi_journal::{AuthorTag, ChangeHash, DocId, EntryId};
use rusqlite::TransactionBehavior;
use serde::de::DeserializeOwned;

use super::body_row::{self, BODIES};
use super::chain::Chain;
use super::layout::TagRow;
use super::reader::Reader;
use super::tables::{
    BODY, CHANGE, COUNTER, DOCUMENT, HELD, HUSK, IMPORT, LINES, MARKS, META, ROUND, SNAPSHOT, TAG, TIME, tag_key,
};
use super::writer::Writer;
use super::{FORMAT, Vault, aside};
use crate::error::VaultError;
use crate::folder::Folder;
use crate::rows::{ImportList, Imported};
use crate::seal::RowKey;

/// The tables whose rows go over from format 2 as they are, behind the first layout.
const KEPT: [&str; 6] = [META, DOCUMENT, SNAPSHOT, CHANGE, BODY, HUSK];
/// The layout of everything that format 2 had.
const FIRST: u8 = 1;

impl Vault {
    /// Brings the store along, after a copy of it was put beside, in its folder. Another process may have done it since the
    /// format was read. Of what is in memory no copy is needed.
    pub(super) fn migrate(&self, folder: Option<&Folder>) -> Result<(), VaultError> {
        let writer = Writer::new(self.begin(TransactionBehavior::Immediate)?, &self.connection);
        let format = self.format()?;
        if format >= FORMAT {
            return Ok(());
        }
        folder.map_or(Ok(()), aside::put)?;
        if format < 3 {
            self.to_layouts(format, &writer)?;
        }
        if format < 4 {
            self.create_table(COUNTER)?;
            begin_chain(&writer)?;
        } else {
            // Rows of different times must not become one by being brought along.
            Reader::follow_chain(&writer)?;
            writer.check_chain()?;
            writer.begin_chain(writer.chain.take().unwrap_or_default());
        }
        self.create_table(IMPORT)?;
        self.times_beside_words(format, &writer)?;
        if format >= 3 {
            self.words_into_lists(&writer)?;
            self.connection.execute(&format!("DROP TABLE {TIME}"), [])?;
        }
        self.connection.pragma_update(None, "user_version", FORMAT)?;
        writer.commit()?;
        // So that the file itself tells its format; a process that still reads the log keeps this from happening now.
        let _ = self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0));
        Ok(())
    }

    /// From format 1 or 2 to format 3.
    fn to_layouts(&self, format: i64, writer: &Writer<'_>) -> Result<(), VaultError> {
        if format < 2 {
            self.create_table(ROUND)?;
        }
        self.create_table(LINES)?;
        self.create_table(MARKS)?;
        self.forget_derived(writer)?;
        for table in KEPT {
            self.begin_with_layout(table)?;
        }
        self.tags_apart(writer)
    }

    fn forget_derived(&self, writer: &Writer<'_>) -> Result<(), VaultError> {
        self.connection.execute(&format!("DELETE FROM {HELD}"), [])?;
        writer.clear_derived()
    }

    /// A row that does not open stays as it is, for `verify` to name.
    fn begin_with_layout(&self, table: &'static str) -> Result<(), VaultError> {
        let connection = &self.connection;
        let mut keys = connection.prepare(&format!("SELECT key FROM {table}"))?;
        let keys: Vec<RowKey> = keys.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        let mut value = connection.prepare(&format!("SELECT value FROM {table} WHERE key = ?1"))?;
        let mut update = connection.prepare(&format!("UPDATE {table} SET value = ?2 WHERE key = ?1"))?;
        for key in keys {
            let sealed: Vec<u8> = value.query_row([key.as_slice()], |row| row.get(0))?;
            let Ok(bytes) = self.sealer.open(table, &key, &sealed) else { continue };
            let plain = zeroize::Zeroizing::new([&[FIRST], &*bytes].concat());
            update.execute((key.as_slice(), self.sealer.seal(table, &key, &plain)))?;
        }
        Ok(())
    }

    fn tags_apart(&self, writer: &Writer<'_>) -> Result<(), VaultError> {
        for row in writer.documents()? {
            let Some(bytes) = writer.raw(TAG, &row.doc.to_bytes())? else { continue };
            let damaged = |_| VaultError::Damaged { table: TAG };
            let tags: Vec<(ChangeHash, AuthorTag)> = postcard::from_bytes(&bytes).map_err(damaged)?;
            writer.remove(TAG, &row.doc.to_bytes())?;
            for (change, tag) in tags {
                writer.put(&tag_key(row.doc, &change), &TagRow { doc: row.doc, change, tag })?;
            }
        }
        Ok(())
    }

    /// When something of mine was written stood in its body first, then in a row of its own. What does not open, and what are
    /// not the words of its row, stays as it is, for `verify` to name.
    fn times_beside_words(&self, format: i64, writer: &Writer<'_>) -> Result<(), VaultError> {
        let me = writer.identity()?.person();
        let mut value = self.connection.prepare(&format!("SELECT value FROM {BODY} WHERE key = ?1"))?;
        let mut update = self.connection.prepare(&format!("UPDATE {BODY} SET value = ?2 WHERE key = ?1"))?;
        for key in self.keys(BODY)? {
            let sealed: Vec<u8> = value.query_row([key.as_slice()], |row| row.get(0))?;
            let Ok(plain) = self.sealer.open(BODY, &key, &sealed) else { continue };
            let shelf = body_row::read(&plain, None).ok().filter(|shelf| writer.is_place_of(&key, shelf));
            let Some(mut shelf) = shelf else { continue };
            if shelf.doc.person() == Some(me) {
                let row = if format < 3 { None } else { first(writer, shelf.entry.as_bytes()) };
                shelf.written_at = shelf.written_at.or(row).or_else(|| shelf.sealed.first_written_at());
            }
            let bytes = zeroize::Zeroizing::new(body_row::write(&shelf).map_err(|_| BODIES.damaged())?);
            let plain = zeroize::Zeroizing::new(BODIES.plain(&bytes));
            update.execute((key.as_slice(), self.sealer.seal(BODY, &key, &plain)))?;
        }
        Ok(())
    }

    /// What was brought along had a row for each entry, beside the list of its import.
    fn words_into_lists(&self, writer: &Writer<'_>) -> Result<(), VaultError> {
        for import in writer.imports()? {
            for list in 0..import.lists {
                let key = [b"imported/".as_slice(), &import.number.to_be_bytes(), &list.to_be_bytes()].concat();
                let before: Vec<(DocId, EntryId)> = first(writer, &key).unwrap_or_default();
                let mut entries: BTreeMap<DocId, Vec<Imported>> = BTreeMap::new();
                for (doc, entry) in before {
                    let mark: Option<(u32, u64)> = first(writer, &[b"import/".as_slice(), entry.as_bytes()].concat());
                    let words = mark.map_or([0; 8], |(_, words)| words.to_be_bytes());
                    entries.entry(doc).or_default().push(Imported { entry, words });
                }
                writer.put_import_list(import.number, list, &ImportList(entries.into_iter().collect()))?;
            }
        }
        Ok(())
    }
}

/// A row of table `time` in its first layout, which stayed the only one; `None` also for one that does not open.
fn first<T: DeserializeOwned>(writer: &Writer<'_>, logical: &[u8]) -> Option<T> {
    let plain = writer.raw(TIME, logical).ok().flatten()?;
    let (&layout, bytes) = plain.split_first()?;
    if layout == FIRST { postcard::from_bytes(bytes).ok() } else { None }
}

/// Names all rows of `meta` for the first time. A store that calls itself older and holds what only this format has is none:
/// its number was put back, so that older rows would be taken for what they are not.
fn begin_chain(writer: &Writer<'_>) -> Result<(), VaultError> {
    if writer.one::<Chain>()?.is_some() {
        return Err(VaultError::Mixed);
    }
    let chain = writer.meta_rows()?;
    writer.chain.replace(Some(chain.clone()));
    writer.check_chain()?;
    writer.begin_chain(chain);
    Ok(())
}

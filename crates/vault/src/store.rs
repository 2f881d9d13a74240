//! The store: SQLite, sealed row by row.
//!
//! Several processes may use it at once. A [`Reader`] sees one moment; a [`Writer`] is one transaction around load, change
//! and commit. Commits are durable when they return (WAL, `synchronous=FULL`), and a failed sync is final.

use std::ops::Deref;
use std::time::Duration;

use kintsugi_journal::{
    AuthorTag, ChangeHash, Commitment, DocId, EntryId, Husk, Month, MonthView, PersonId, Shelf, StoredChange,
};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, OptionalExtension, Transaction, TransactionBehavior, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::VaultError;
use crate::folder::{Folder, create_private};
use crate::identity::{DeviceKey, Identity};
use crate::partner::Partner;
use crate::rows::{DocRow, HeldRow, JournalSettings, LocalSettings, Span, WantedRow};
use crate::seal::Sealer;
use crate::secret::StoreKey;
use crate::seed::Seed;

const FORMAT: i64 = 1;
const APPLICATION: i64 = 0x4b69_6e74; // "Kint"
const BUSY: Duration = Duration::from_secs(10);
const VIEW_CLASS: usize = 1024;

const META: &str = "meta";
const DOCUMENT: &str = "document";
const SNAPSHOT: &str = "snapshot";
const CHANGE: &str = "change";
const TAG: &str = "tag";
const BODY: &str = "body";
const VIEW: &str = "view";
const WANTED: &str = "wanted";
const HUSK: &str = "husk";
const HELD: &str = "held";
const TABLES: [&str; 10] = [META, DOCUMENT, SNAPSHOT, CHANGE, TAG, BODY, VIEW, WANTED, HUSK, HELD];

/// The open store of one home.
pub struct Vault {
    connection: Connection,
    sealer: Sealer,
}

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

#[derive(Serialize, serde::Deserialize)]
struct IdentityRow {
    name: String,
    seed: [u8; 16],
    device: [u8; 32],
}

impl Drop for IdentityRow {
    fn drop(&mut self) {
        use zeroize::Zeroize;
        self.seed.zeroize();
        self.device.zeroize();
    }
}

impl Vault {
    /// Makes the store of a new home.
    ///
    /// # Errors
    /// [`VaultError`] when the file cannot be made or written.
    pub fn create(folder: &Folder, key: &StoreKey, identity: &Identity) -> Result<Self, VaultError> {
        let path = folder.store();
        create_private(&path).map_err(|error| VaultError::file(&path, error))?;
        let vault = Self { connection: Connection::open(&path)?, sealer: Sealer::new(key) };
        vault.connection.pragma_update(None, "auto_vacuum", "INCREMENTAL")?;
        vault.configure()?;
        let writer = vault.write()?;
        for table in TABLES {
            writer.tx.execute(&format!("CREATE TABLE {table} (key BLOB PRIMARY KEY, value BLOB NOT NULL)"), [])?;
        }
        writer.tx.pragma_update(None, "user_version", FORMAT)?;
        writer.tx.pragma_update(None, "application_id", APPLICATION)?;
        writer.put_identity(identity)?;
        writer.commit()?;
        Ok(vault)
    }

    /// Opens the store of a home.
    ///
    /// # Errors
    /// [`VaultError::Damaged`] when the key does not fit, [`VaultError::Newer`], or what SQLite reports.
    pub fn open(folder: &Folder, key: &StoreKey) -> Result<Self, VaultError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(folder.store(), flags)?;
        let vault = Self { connection, sealer: Sealer::new(key) };
        vault.configure()?;
        let format: i64 = vault.connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
        match format {
            FORMAT => Ok(vault),
            0 => Err(VaultError::Corrupt),
            newer => Err(VaultError::Newer(newer)),
        }
    }

    fn configure(&self) -> Result<(), VaultError> {
        let connection = &self.connection;
        connection.busy_timeout(BUSY)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "secure_delete", true)?;
        connection.pragma_update(None, "fullfsync", true)?;
        connection.set_prepared_statement_cache_capacity(64);
        Ok(())
    }

    /// Everything as it is at this moment.
    ///
    /// # Errors
    /// What SQLite reports.
    pub fn read(&self) -> Result<Reader<'_>, VaultError> {
        self.begin(TransactionBehavior::Deferred)
    }

    /// One transaction. No other process writes until it ends; dropped, it changes nothing.
    ///
    /// # Errors
    /// [`VaultError::Busy`] after ten seconds, or what SQLite reports.
    pub fn write(&self) -> Result<Writer<'_>, VaultError> {
        Ok(Writer { reader: self.begin(TransactionBehavior::Immediate)?, vault: self, wipe: false.into() })
    }

    fn begin(&self, behavior: TransactionBehavior) -> Result<Reader<'_>, VaultError> {
        Ok(Reader { tx: Transaction::new_unchecked(&self.connection, behavior)?, sealer: &self.sealer })
    }

    /// SQLite's own check of the file.
    ///
    /// # Errors
    /// [`VaultError::Corrupt`] when it finds damage, or what SQLite reports.
    pub fn check_file(&self) -> Result<(), VaultError> {
        let answer: String = self.connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
        if answer == "ok" { Ok(()) } else { Err(VaultError::Corrupt) }
    }

    /// Whether the store changed since the number was last read, by this or another process.
    ///
    /// # Errors
    /// What SQLite reports.
    pub fn data_version(&self) -> Result<i64, VaultError> {
        Ok(self.connection.pragma_query_value(None, "data_version", |row| row.get(0))?)
    }
}

/// The store at one moment.
pub struct Reader<'v> {
    tx: Transaction<'v>,
    sealer: &'v Sealer,
}

impl Reader<'_> {
    /// Who I am.
    ///
    /// # Errors
    /// [`VaultError::Damaged`], as every reading function here, or what SQLite reports.
    pub fn identity(&self) -> Result<Identity, VaultError> {
        let row: IdentityRow = self.get(META, b"identity")?.ok_or(VaultError::Damaged { table: META })?;
        Ok(Identity::new(row.name.clone(), Seed::from_bytes(row.seed), DeviceKey::from_bytes(&row.device)))
    }

    /// The partner, where there is one.
    pub fn partner(&self) -> Result<Option<Partner>, VaultError> {
        self.get(META, b"partner")
    }

    /// What this home alone has been told.
    pub fn local_settings(&self) -> Result<LocalSettings, VaultError> {
        Ok(self.get(META, b"local settings")?.unwrap_or_default())
    }

    /// The settings of the journal, as they stood when the table last changed.
    pub fn journal_settings(&self) -> Result<JournalSettings, VaultError> {
        Ok(self.get(META, b"journal settings")?.unwrap_or_default())
    }

    /// Which months the views cover; `None` while nothing is written.
    pub fn span(&self) -> Result<Option<Span>, VaultError> {
        self.get(META, b"span")
    }

    /// Where every document stands.
    pub fn documents(&self) -> Result<Vec<DocRow>, VaultError> {
        self.scan(DOCUMENT)
    }

    /// Where a document stands.
    pub fn document(&self, doc: DocId) -> Result<Option<DocRow>, VaultError> {
        self.get(DOCUMENT, &doc.to_bytes())
    }

    /// A document's snapshot.
    pub fn snapshot(&self, row: &DocRow) -> Result<Option<Vec<u8>>, VaultError> {
        if !row.snapshot {
            return Ok(None);
        }
        let bytes = self.raw(SNAPSHOT, &row.doc.to_bytes())?;
        bytes.map(Some).ok_or(VaultError::Damaged { table: SNAPSHOT })
    }

    /// A document's changes since the snapshot, in the order in which they came.
    pub fn changes(&self, row: &DocRow) -> Result<Vec<Vec<u8>>, VaultError> {
        let change = |n| self.raw(CHANGE, &change_key(row.doc, n))?.ok_or(VaultError::Damaged { table: CHANGE });
        (0..row.pending).map(change).collect()
    }

    /// The partner's author tags of a document's changes.
    pub fn tags(&self, doc: DocId) -> Result<Vec<(ChangeHash, AuthorTag)>, VaultError> {
        Ok(self.get(TAG, &doc.to_bytes())?.unwrap_or_default())
    }

    /// A body.
    pub fn body(&self, commitment: &Commitment) -> Result<Option<Shelf>, VaultError> {
        self.get(BODY, commitment.as_bytes())
    }

    /// All bodies, one after the other.
    pub fn each_body(&self, with: impl FnMut(Shelf) -> Result<(), VaultError>) -> Result<(), VaultError> {
        self.each(BODY, with)
    }

    /// The lines of a person whose day is in this month.
    pub fn view(&self, person: PersonId, month: Month) -> Result<MonthView, VaultError> {
        let Some(padded) = self.raw(VIEW, &view_key(person, month))? else { return Ok(MonthView::default()) };
        let (_, _, view) = unpad(&padded)?;
        Ok(view)
    }

    /// All views, in no order.
    pub fn each_view(
        &self,
        mut with: impl FnMut(PersonId, Month, MonthView) -> Result<(), VaultError>,
    ) -> Result<(), VaultError> {
        self.each_raw(VIEW, |padded| {
            let (person, month, view) = unpad(padded)?;
            with(person, month, view)
        })
    }

    /// The bodies that are due and not here.
    pub fn wanted(&self) -> Result<Vec<WantedRow>, VaultError> {
        self.scan(WANTED)
    }

    /// The wanted body with this commitment.
    pub fn wanted_body(&self, commitment: &Commitment) -> Result<Option<WantedRow>, VaultError> {
        self.get(WANTED, commitment.as_bytes())
    }

    /// What stays of an entry that was here and was taken back.
    pub fn husk(&self, entry: EntryId) -> Result<Option<Husk>, VaultError> {
        self.get(HUSK, entry.as_bytes())
    }

    /// The changes that were refused.
    pub fn held(&self) -> Result<Vec<HeldRow>, VaultError> {
        self.scan(HELD)
    }

    /// Whether something was refused before, by what it is known by.
    pub fn is_held(&self, key: &[u8; 32]) -> Result<bool, VaultError> {
        Ok(self.get::<HeldRow>(HELD, key)?.is_some())
    }

    /// Opens every row and counts those that do not. Writes nothing.
    pub fn count_rows(&self) -> Result<Vec<RowCount>, VaultError> {
        TABLES.iter().map(|table| self.count(table)).collect()
    }

    /// The sealed rows of all tables but those named, for comparing two moments of one store.
    pub fn fingerprint(&self, except: &[&str]) -> Result<Vec<Vec<u8>>, VaultError> {
        let mut rows = Vec::new();
        for table in TABLES.iter().filter(|table| !except.contains(table)) {
            let mut statement = self.tx.prepare(&format!("SELECT key, value FROM {table} ORDER BY key"))?;
            for row in statement.query_map([], |row| Ok([row.get::<_, Vec<u8>>(0)?, row.get(1)?].concat()))? {
                rows.push(row?);
            }
        }
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

    fn raw(&self, table: &'static str, logical: &[u8]) -> Result<Option<Vec<u8>>, VaultError> {
        let key = self.sealer.row_key(table, logical);
        let mut statement = self.tx.prepare_cached(&format!("SELECT value FROM {table} WHERE key = ?1"))?;
        let sealed: Option<Vec<u8>> = statement.query_row([key.as_slice()], |row| row.get(0)).optional()?;
        sealed.map(|sealed| self.sealer.open(table, &key, &sealed)).transpose()
    }

    fn get<T: DeserializeOwned>(&self, table: &'static str, logical: &[u8]) -> Result<Option<T>, VaultError> {
        let Some(bytes) = self.raw(table, logical)? else { return Ok(None) };
        postcard::from_bytes(&bytes).map(Some).map_err(|_| VaultError::Damaged { table })
    }

    fn each_raw(
        &self,
        table: &'static str,
        mut with: impl FnMut(&[u8]) -> Result<(), VaultError>,
    ) -> Result<(), VaultError> {
        let mut statement = self.tx.prepare_cached(&format!("SELECT key, value FROM {table}"))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let damaged = |_| VaultError::Damaged { table };
            let key = row.get_ref(0)?.as_blob().map_err(|_| VaultError::Corrupt)?.try_into().map_err(damaged)?;
            let sealed = row.get_ref(1)?.as_blob().map_err(|_| VaultError::Corrupt)?;
            with(&self.sealer.open(table, &key, sealed)?)?;
        }
        Ok(())
    }

    fn each<T: DeserializeOwned>(
        &self,
        table: &'static str,
        mut with: impl FnMut(T) -> Result<(), VaultError>,
    ) -> Result<(), VaultError> {
        self.each_raw(table, |bytes| with(postcard::from_bytes(bytes).map_err(|_| VaultError::Damaged { table })?))
    }

    fn scan<T: DeserializeOwned>(&self, table: &'static str) -> Result<Vec<T>, VaultError> {
        let mut all = Vec::new();
        self.each(table, |row| {
            all.push(row);
            Ok(())
        })?;
        Ok(all)
    }
}

/// One transaction: everything a reader sees, and what it changes.
pub struct Writer<'v> {
    reader: Reader<'v>,
    vault: &'v Vault,
    wipe: std::cell::Cell<bool>,
}

impl<'v> Deref for Writer<'v> {
    type Target = Reader<'v>;

    fn deref(&self) -> &Reader<'v> {
        &self.reader
    }
}

impl Writer<'_> {
    /// Makes everything durable. Where words were destroyed, the log that may still hold them is emptied too.
    ///
    /// # Errors
    /// What SQLite reports, as every writing function here; nothing of the transaction is kept then.
    pub fn commit(self) -> Result<(), VaultError> {
        self.reader.tx.commit()?;
        if self.wipe.get() {
            // Another process may be reading and hold the log; its next wiping commit or checkpoint finishes this one.
            self.vault.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        }
        Ok(())
    }

    /// Sets who I am.
    pub fn put_identity(&self, identity: &Identity) -> Result<(), VaultError> {
        let row = IdentityRow {
            name: identity.name().into(),
            seed: *identity.seed().as_bytes(),
            device: *identity.device().to_bytes(),
        };
        self.put(META, b"identity", &row)
    }

    /// Sets the partner.
    pub fn put_partner(&self, partner: &Partner) -> Result<(), VaultError> {
        self.put(META, b"partner", partner)
    }

    /// Forgets the partner, where pairing was not finished.
    pub fn remove_partner(&self) -> Result<(), VaultError> {
        self.remove(META, b"partner")
    }

    /// Sets what this home alone is told.
    pub fn put_local_settings(&self, settings: &LocalSettings) -> Result<(), VaultError> {
        self.put(META, b"local settings", settings)
    }

    /// Sets the settings of the journal, derived from the table.
    pub fn put_journal_settings(&self, settings: &JournalSettings) -> Result<(), VaultError> {
        self.put(META, b"journal settings", settings)
    }

    /// Sets where a document stands.
    pub fn put_document(&self, row: &DocRow) -> Result<(), VaultError> {
        self.put(DOCUMENT, &row.doc.to_bytes(), row)
    }

    /// Adds changes to a document and sets its heads.
    pub fn append(&self, row: &mut DocRow, changes: &[StoredChange], heads: Vec<ChangeHash>) -> Result<(), VaultError> {
        for change in changes {
            self.put_raw(CHANGE, &change_key(row.doc, row.pending), &change.bytes)?;
            row.pending += 1;
        }
        row.heads = heads;
        self.put_document(row)
    }

    /// Replaces a document's changes by one snapshot that holds them all.
    pub fn fold(&self, row: &mut DocRow, snapshot: &[u8]) -> Result<(), VaultError> {
        self.put_raw(SNAPSHOT, &row.doc.to_bytes(), snapshot)?;
        for n in 0..row.pending {
            self.remove(CHANGE, &change_key(row.doc, n))?;
        }
        row.pending = 0;
        row.snapshot = true;
        self.put_document(row)
    }

    /// Forgets a document that nobody else has: before pairing, what is not to be shared moves to a private page.
    pub fn remove_document(&self, row: &DocRow) -> Result<(), VaultError> {
        for n in 0..row.pending {
            self.remove(CHANGE, &change_key(row.doc, n))?;
        }
        self.remove(SNAPSHOT, &row.doc.to_bytes())?;
        self.remove(TAG, &row.doc.to_bytes())?;
        self.remove(DOCUMENT, &row.doc.to_bytes())
    }

    /// Keeps the partner's tags of a document's changes.
    pub fn put_tags(&self, doc: DocId, tags: &[(ChangeHash, AuthorTag)]) -> Result<(), VaultError> {
        self.put(TAG, &doc.to_bytes(), &tags)
    }

    /// Keeps a body.
    pub fn put_body(&self, shelf: &Shelf) -> Result<(), VaultError> {
        self.put(BODY, shelf.commitment().as_bytes(), shelf)
    }

    /// Destroys a body. The commit that follows leaves it neither in free pages nor in the log.
    pub fn destroy_body(&self, commitment: &Commitment) -> Result<(), VaultError> {
        self.wipe.set(true);
        self.remove(BODY, commitment.as_bytes())
    }

    /// Sets the lines of a person whose day is in this month, and the span of months.
    pub fn put_view(&self, person: PersonId, month: Month, view: &MonthView) -> Result<(), VaultError> {
        let span = self.span()?;
        let wider = span.map_or(Span { first: month, last: month }, |span| Span {
            first: span.first.min(month),
            last: span.last.max(month),
        });
        if span != Some(wider) {
            self.put(META, b"span", &wider)?;
        }
        self.put_raw(VIEW, &view_key(person, month), &pad(person, month, view)?)
    }

    /// Remembers that a body is due and not here.
    pub fn put_wanted(&self, row: &WantedRow) -> Result<(), VaultError> {
        self.put(WANTED, row.record.commitment.as_bytes(), row)
    }

    /// Forgets that a body was wanted.
    pub fn remove_wanted(&self, commitment: &Commitment) -> Result<(), VaultError> {
        self.remove(WANTED, commitment.as_bytes())
    }

    /// Keeps the place of an entry that was taken back.
    pub fn put_husk(&self, husk: &Husk) -> Result<(), VaultError> {
        self.put(HUSK, husk.entry.as_bytes(), husk)
    }

    /// Remembers that a change was refused.
    pub fn put_held(&self, row: &HeldRow) -> Result<(), VaultError> {
        self.put(HELD, &row.key, row)
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
            self.remove(BODY, commitment.as_bytes())?;
        }
        for row in self.wanted()?.iter().filter(|row| row.doc.person() == Some(person)) {
            self.remove(WANTED, row.record.commitment.as_bytes())?;
        }
        let mut months = Vec::new();
        self.each_view(|owner, month, _| {
            months.extend((owner == person).then_some(month));
            Ok(())
        })?;
        months.into_iter().try_for_each(|month| self.remove(VIEW, &view_key(person, month)))
    }

    fn put<T: Serialize>(&self, table: &'static str, logical: &[u8], value: &T) -> Result<(), VaultError> {
        let bytes = postcard::to_stdvec(value).map_err(|_| VaultError::Damaged { table })?;
        self.put_raw(table, logical, &zeroize::Zeroizing::new(bytes))
    }

    fn put_raw(&self, table: &'static str, logical: &[u8], value: &[u8]) -> Result<(), VaultError> {
        let key = self.sealer.row_key(table, logical);
        let sealed = self.sealer.seal(table, &key, value);
        let sql =
            format!("INSERT INTO {table} (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2");
        self.tx.prepare_cached(&sql)?.execute(params![key.as_slice(), sealed])?;
        Ok(())
    }

    fn remove(&self, table: &'static str, logical: &[u8]) -> Result<(), VaultError> {
        let key = self.sealer.row_key(table, logical);
        self.tx.prepare_cached(&format!("DELETE FROM {table} WHERE key = ?1"))?.execute([key.as_slice()])?;
        Ok(())
    }
}

fn change_key(doc: DocId, n: u32) -> Vec<u8> {
    [doc.to_bytes().as_slice(), &n.to_be_bytes()].concat()
}

fn view_key(person: PersonId, month: Month) -> Vec<u8> {
    [person.as_bytes().as_slice(), &month.index().to_be_bytes()].concat()
}

/// A view fills whole classes of 1 KiB, so that its row tells only roughly how much was written in a month.
fn pad(person: PersonId, month: Month, view: &MonthView) -> Result<Vec<u8>, VaultError> {
    let mut bytes = postcard::to_stdvec(&(person, month, view)).map_err(|_| VaultError::Damaged { table: VIEW })?;
    bytes.resize(bytes.len().next_multiple_of(VIEW_CLASS), 0);
    Ok(bytes)
}

fn unpad(bytes: &[u8]) -> Result<(PersonId, Month, MonthView), VaultError> {
    postcard::take_from_bytes(bytes).map(|(view, _)| view).map_err(|_| VaultError::Damaged { table: VIEW })
}

#[cfg(test)]
mod tests {
    use super::*;
    use kintsugi_journal::{Record, SealedBody, Visibility};

    struct Home {
        _root: tempfile::TempDir,
        folder: Folder,
        key: StoreKey,
    }

    fn home() -> (Home, Vault) {
        let root = tempfile::tempdir().expect("a temporary folder");
        let folder = Folder::create(&root.path().join("home")).expect("a new folder");
        let key = StoreKey::generate();
        let identity = Identity::new("Ana".into(), Seed::generate(), DeviceKey::generate());
        let vault = Vault::create(&folder, &key, &identity).expect("a new store");
        (Home { _root: root, folder, key }, vault)
    }

    fn shelf(n: u8) -> Shelf {
        let doc = DocId::Page { person: PersonId::from_bytes([1; 16]), month: Month::from_index(24_000) };
        let sealed = SealedBody { salt: [n; 32], bytes: format!("unmistakable {n}").into_bytes() };
        let entry = EntryId::from_bytes([n; 16]);
        let commitment = sealed.commitment(PersonId::from_bytes([1; 16]), entry, None, 1);
        let record = Record { visibility: Visibility::Open, revision: 1, round: None, commitment };
        Shelf { doc, entry, record, superseded: false, previous: Vec::new(), sealed }
    }

    #[test]
    fn what_is_committed_is_there_for_the_next_process_and_what_is_not_is_gone() {
        let (home, vault) = home();
        let writer = vault.write().expect("a transaction");
        writer.put_body(&shelf(1)).expect("a row");
        writer.commit().expect("durable");
        let dropped = vault.write().expect("a transaction");
        dropped.put_body(&shelf(2)).expect("a row");
        drop(dropped);
        let other = Vault::open(&home.folder, &home.key).expect("the same home");
        let reader = other.read().expect("a moment");
        assert!(reader.body(shelf(1).commitment()).expect("a sound row") == Some(shelf(1)));
        assert!(reader.body(shelf(2).commitment()).expect("a sound row").is_none());
        assert_eq!(reader.identity().expect("a sound row").name(), "Ana");
    }

    #[test]
    fn another_key_opens_nothing() {
        let (home, vault) = home();
        drop(vault);
        let wrong = Vault::open(&home.folder, &StoreKey::generate()).expect("the file is sound");
        assert!(matches!(wrong.read().expect("a moment").partner(), Ok(None)), "row keys differ under another key");
        assert!(wrong.read().expect("a moment").identity().is_err());
    }

    #[test]
    fn destroyed_bodies_leave_no_byte_in_any_file() {
        let (home, vault) = home();
        for n in 1..40 {
            let writer = vault.write().expect("a transaction");
            writer.put_body(&shelf(n)).expect("a row");
            writer.commit().expect("durable");
        }
        let sealed: Vec<u8> = {
            let key = vault.sealer.row_key(BODY, shelf(7).commitment().as_bytes());
            let query = "SELECT value FROM body WHERE key = ?1";
            vault.connection.query_row(query, [key.as_slice()], |row| row.get(0)).expect("it is there")
        };
        let holds = || {
            let files = std::fs::read_dir(home.folder.path()).expect("a folder");
            files.flatten().any(|file| {
                let bytes = std::fs::read(file.path()).unwrap_or_default();
                bytes.windows(sealed.len()).any(|window| window == sealed)
            })
        };
        assert!(holds());
        let writer = vault.write().expect("a transaction");
        writer.destroy_body(shelf(7).commitment()).expect("a row");
        writer.commit().expect("durable");
        assert!(!holds(), "not even the sealed row may stay");
    }

    #[test]
    fn a_damaged_row_is_named_and_the_rest_is_read() {
        let (_home, vault) = home();
        let writer = vault.write().expect("a transaction");
        writer.put_body(&shelf(1)).expect("a row");
        writer.put_body(&shelf(2)).expect("a row");
        writer.commit().expect("durable");
        let key = vault.sealer.row_key(BODY, shelf(1).commitment().as_bytes());
        vault
            .connection
            .execute("UPDATE body SET value = zeroblob(80) WHERE key = ?1", [key.as_slice()])
            .expect("damage");
        let reader = vault.read().expect("a moment");
        assert!(matches!(reader.body(shelf(1).commitment()), Err(VaultError::Damaged { table: "body" })));
        assert!(reader.body(shelf(2).commitment()).expect("a sound row").is_some());
        let counts = reader.count_rows().expect("a sound file");
        assert_eq!(counts.iter().map(|count| count.damaged).sum::<u64>(), 1);
    }

    #[test]
    fn a_document_is_appended_and_folded() {
        let (_home, vault) = home();
        let mut row = DocRow::new(DocId::Table);
        let change = |n: u8| StoredChange { hash: [n; 32], bytes: vec![n; 10] };
        let writer = vault.write().expect("a transaction");
        writer.append(&mut row, &[change(1), change(2)], vec![[2; 32]]).expect("rows");
        assert_eq!(writer.changes(&row).expect("sound rows"), [vec![1; 10], vec![2; 10]]);
        writer.fold(&mut row, b"both").expect("rows");
        writer.append(&mut row, &[change(3)], vec![[3; 32]]).expect("rows");
        writer.commit().expect("durable");
        let reader = vault.read().expect("a moment");
        let row = reader.document(DocId::Table).expect("a sound row").expect("it is there");
        assert_eq!(reader.snapshot(&row).expect("a sound row").expect("folded"), b"both");
        assert_eq!(reader.changes(&row).expect("sound rows"), [vec![3; 10]]);
        assert_eq!(row.heads, [[3; 32]]);
    }
}

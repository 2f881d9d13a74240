//! Reading: everything as it is at one moment.

use kintsugi_journal::{
    AuthorTag, ChangeHash, Commitment, DocId, EntryId, Husk, Month, MonthView, PersonId, RoundId, RoundSide, Shelf,
    TableView,
};
use rusqlite::{OptionalExtension, Transaction};
use serde::de::DeserializeOwned;

use super::identity_row::IdentityRow;
use super::tables::{
    BODY, CHANGE, DOCUMENT, HELD, HUSK, META, ROUND, SNAPSHOT, TABLES, TAG, VIEW, WANTED, change_key, round_key, unpad,
    view_key,
};
use crate::error::VaultError;
use crate::identity::{DeviceKey, Identity};
use crate::partner::Partner;
use crate::rows::{BundleState, DocRow, HeldLine, HeldRow, JournalSettings, LocalSettings, Span, WantedRow};
use crate::seal::Sealer;
use crate::seed::Seed;

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
}

impl<'v> Reader<'v> {
    pub(super) const fn new(tx: Transaction<'v>, sealer: &'v Sealer) -> Self {
        Self { tx, sealer }
    }

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
        Ok(self.get(META, b"settings of this home")?.unwrap_or_default())
    }

    /// The changes of mine that are held back.
    pub fn held_lines(&self) -> Result<Vec<HeldLine>, VaultError> {
        Ok(self.get(META, b"held lines")?.unwrap_or_default())
    }

    /// The laptops of the partner that were replaced: they are refused for ever.
    pub fn replaced_devices(&self) -> Result<Vec<[u8; 32]>, VaultError> {
        Ok(self.get(META, b"replaced devices")?.unwrap_or_default())
    }

    /// What is known of the bundles of the two.
    pub fn bundle_state(&self) -> Result<BundleState, VaultError> {
        Ok(self.get(META, b"bundles")?.unwrap_or_default())
    }

    /// What the laptops are called here, by id.
    pub fn device_names(&self) -> Result<Vec<([u8; 32], String)>, VaultError> {
        Ok(self.get(META, b"device names")?.unwrap_or_default())
    }

    /// The settings of the journal, as they stood when the table last changed.
    pub fn journal_settings(&self) -> Result<JournalSettings, VaultError> {
        Ok(self.get(META, b"journal settings")?.unwrap_or_default())
    }

    /// What the table says, as it stood when it last changed.
    pub fn table_view(&self) -> Result<TableView, VaultError> {
        Ok(self.get(META, b"table")?.unwrap_or_default())
    }

    /// What this home has said once and does not say again.
    pub fn said_once(&self) -> Result<Vec<String>, VaultError> {
        Ok(self.get(META, b"said once")?.unwrap_or_default())
    }

    /// What one person's documents say of a round.
    pub fn round_side(&self, round: RoundId, person: PersonId) -> Result<RoundSide, VaultError> {
        let side = self.get(ROUND, &round_key(round, person))?;
        Ok(side.unwrap_or_else(|| RoundSide::new(round, person)))
    }

    /// What each person's documents say of each round.
    pub fn round_sides(&self) -> Result<Vec<RoundSide>, VaultError> {
        self.scan(ROUND)
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

    /// How many refusals are remembered.
    pub fn count_held(&self) -> Result<usize, VaultError> {
        let count: i64 = self.tx.query_row("SELECT COUNT(*) FROM held", [], |row| row.get(0))?;
        Ok(usize::try_from(count).unwrap_or(0))
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

    pub(super) fn get<T: DeserializeOwned>(
        &self,
        table: &'static str,
        logical: &[u8],
    ) -> Result<Option<T>, VaultError> {
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

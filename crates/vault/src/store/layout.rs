//! The layouts of plain rows: each value begins with one byte that says which layout follows.
//!
//! Another layout of a row gets the next number, here and in `docs/formats.md`; what is not derived is read in every layout
//! that was ever written, by a `read` of its own. What is derived is read in the newest alone and made anew otherwise.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kintsugi_journal::{
    AuthorTag, ChangeHash, DocId, EntryId, Husk, Marks, PersonId, RoundSide, TableView, Vocabulary,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::behind::Older;
use super::chain::{Chain, Counter};
use super::identity_row::IdentityRow;
use super::put_in_place::Restored;
use super::reseal::EarlierKeys;
use super::tables;
use super::tables::{CHANGE, DOCUMENT, HELD, HUSK, IMPORT, META, ROUND, SNAPSHOT, TAG, WANTED};
use super::view::ViewRow;
use crate::error::VaultError;
use crate::partner::{Former, Partner};
use crate::rows::{
    BackupReminder, BundleState, DocRow, HeldRow, ImportList, ImportRow, JournalSettings, LocalSettings, PageLook,
    Quiet, ShownHere, Span, Stick, Unsaved, WaitingLine, WantedRow,
};
use crate::understanding::Understanding;

/// Where rows of one kind stand, what they are called, and the layout that this program writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sort {
    pub(super) table: &'static str,
    /// The logical key of the one row in `meta`; elsewhere the table's name.
    pub(super) name: &'static str,
    pub(super) layout: u8,
}

impl Sort {
    const fn one(name: &'static str, layout: u8) -> Self {
        Self { table: META, name, layout }
    }

    pub(super) const fn each(table: &'static str, layout: u8) -> Self {
        Self { table, name: table, layout }
    }

    /// What it is when a row of this kind cannot be read.
    pub(super) fn damaged(self) -> VaultError {
        damaged(self.table, self.name.as_bytes())
    }

    /// The value as it is kept.
    pub(super) fn plain(self, value: &[u8]) -> Vec<u8> {
        [&[self.layout], value].concat()
    }

    /// What follows the byte, and the layout that it names.
    pub(super) fn split(self, plain: &[u8]) -> Result<(u8, &[u8]), VaultError> {
        plain.split_first().map(|(layout, value)| (*layout, value)).ok_or_else(|| self.damaged())
    }

    /// A layout that this program does not know.
    pub(super) const fn unknown(self, layout: u8) -> VaultError {
        VaultError::Layout { what: self.name, layout }
    }
}

/// What it is when the row of this table with this logical key cannot be read.
pub(super) fn damaged(table: &'static str, logical: &[u8]) -> VaultError {
    if tables::DERIVED.contains(&table) || (table == META && is_derived(logical)) {
        VaultError::DerivedDamaged { table }
    } else {
        VaultError::Damaged { table }
    }
}

/// The rows of `meta` that are derived.
pub(super) const DERIVED_ROWS: [Sort; 6] =
    [Derived::SORT, TableView::SORT, JournalSettings::SORT, Span::SORT, EntryCount::SORT, Kept::SORT];

/// Whether the row of `meta` with this logical key is derived.
pub(super) fn is_derived(logical: &[u8]) -> bool {
    DERIVED_ROWS.iter().any(|sort| sort.name.as_bytes() == logical)
}

/// Raised whenever anything is derived in another way from the same documents and bodies: a view, a round, what the table
/// says, the settings, what is wanted. The next program that opens the store and may write derives all of it anew.
const DERIVED: u32 = 2;

/// Automerge's bytes of one change.
pub(super) const CHANGES: Sort = Sort::each(CHANGE, 1);
/// Automerge's bytes of a whole document.
pub(super) const SNAPSHOTS: Sort = Sort::each(SNAPSHOT, 1);
/// Some lines of one person's month, see `view`.
pub(super) const LINES: Sort = Sort::each(tables::LINES, 3);

/// How much there is to read, so that whoever asks for a number reads no lines.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct EntryCount {
    /// Entries whose words can be read here: mine and the partner's, without those taken back.
    pub(super) words: u64,
    /// What of each person is listed: entries, the places of what was taken back, and the acts that are shown.
    pub(super) listed: BTreeMap<PersonId, u64>,
}

/// What is kept as a row.
pub(super) trait Plain: Serialize + DeserializeOwned {
    const SORT: Sort;

    /// Reads a layout that this program writes or once wrote; `None` for any other.
    fn read(layout: u8, bytes: &[u8]) -> Option<postcard::Result<Self>> {
        (layout == Self::SORT.layout).then(|| postcard::from_bytes(bytes))
    }
}

/// How what is derived was derived: the number, what the program knew, and the layouts of the rows that hold it.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Derived {
    number: u32,
    vocabulary: Vocabulary,
    layouts: Vec<u8>,
}

impl Derived {
    /// As this version does it for a program of this vocabulary.
    pub(super) fn knowing(vocabulary: Vocabulary) -> Self {
        let sorts = [
            LINES,
            ViewRow::SORT,
            EntryCount::SORT,
            Kept::SORT,
            RoundSide::SORT,
            WantedRow::SORT,
            TableView::SORT,
            MarksRow::SORT,
            JournalSettings::SORT,
            Span::SORT,
        ];
        Self { number: DERIVED, vocabulary, layouts: sorts.iter().map(|sort| sort.layout).collect() }
    }
}

/// The partner's author tag of one change.
#[derive(Serialize, Deserialize)]
pub(super) struct TagRow {
    pub(super) doc: DocId,
    pub(super) change: ChangeHash,
    pub(super) tag: AuthorTag,
}

/// Where a document stood before it was known which heads were shown.
#[derive(Deserialize)]
struct SecondDocRow {
    doc: DocId,
    heads: Vec<ChangeHash>,
    met: Vec<ChangeHash>,
    snapshot: bool,
    pending: u32,
    top: Option<u64>,
}

impl From<SecondDocRow> for DocRow {
    fn from(SecondDocRow { doc, heads, met, snapshot, pending, top }: SecondDocRow) -> Self {
        // Nobody knows what was sent, so all of it counts as that.
        Self { doc, shown: heads.clone(), heads, met, snapshot, pending, top, written: 0 }
    }
}

/// Layout 1 had no highest counter, layout 2 no heads that were shown, layout 3 no transaction.
impl Plain for DocRow {
    const SORT: Sort = Sort::each(DOCUMENT, 4);

    fn read(layout: u8, bytes: &[u8]) -> Option<postcard::Result<Self>> {
        match layout {
            1 => Some(postcard::from_bytes(&[bytes, &[0]].concat()).map(SecondDocRow::into)),
            2 => Some(postcard::from_bytes(bytes).map(SecondDocRow::into)),
            3 => Some(postcard::from_bytes(&[bytes, &[0]].concat())),
            4 => Some(postcard::from_bytes(bytes)),
            _ => None,
        }
    }
}

/// Layout 1 did not say which words were destroyed.
impl Plain for Chain {
    const SORT: Sort = Sort::one("chain", 2);

    fn read(layout: u8, bytes: &[u8]) -> Option<postcard::Result<Self>> {
        match layout {
            1 => Some(postcard::from_bytes(&[bytes, &[0]].concat())),
            2 => Some(postcard::from_bytes(bytes)),
            _ => None,
        }
    }
}

/// Layout 1 had no room for the partner's words, and no end to it.
impl Plain for LocalSettings {
    const SORT: Sort = Sort::one("settings of this home", 2);

    fn read(layout: u8, bytes: &[u8]) -> Option<postcard::Result<Self>> {
        match layout {
            1 => Some(postcard::from_bytes(bytes).map(|(unlock_minutes, port, networks, hold_minutes)| Self {
                unlock_minutes,
                port,
                networks,
                hold_minutes,
                ..Self::default()
            })),
            2 => Some(postcard::from_bytes(bytes)),
            _ => None,
        }
    }
}

/// How many bytes of bodies are kept of each person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Kept(pub(super) BTreeMap<PersonId, u64>);

/// An entry of mine that was taken back before anybody else had it.
#[derive(Serialize, Deserialize)]
pub(super) struct DroppedRow(pub(super) EntryId);

impl DroppedRow {
    /// The length of the plain value: the layout and the id. A [`Husk`] is longer in every layout.
    pub(super) const BYTES: usize = 1 + 16;
}

/// What stayed of an entry in the first layout, with the time at which it was written.
#[derive(Deserialize)]
struct FirstHusk {
    doc: DocId,
    entry: EntryId,
    day: Date,
    written_at: i64,
    _offset_minutes: i16,
}

impl Plain for Husk {
    const SORT: Sort = Sort::each(HUSK, 2);

    fn read(layout: u8, bytes: &[u8]) -> Option<postcard::Result<Self>> {
        match layout {
            1 => Some(postcard::from_bytes(bytes).map(|FirstHusk { doc, entry, day, written_at, .. }| {
                // As a body of that time has it.
                let order = u32::try_from(written_at / 1000).unwrap_or_default();
                Self { doc, entry, day, order }
            })),
            2 => Some(postcard::from_bytes(bytes)),
            _ => None,
        }
    }
}

/// Layout 1 did not know that something was left.
impl Plain for Understanding {
    const SORT: Sort = Sort::one("understanding", 2);

    fn read(layout: u8, bytes: &[u8]) -> Option<postcard::Result<Self>> {
        match layout {
            1 => Some(postcard::from_bytes(&[bytes, &[0]].concat())),
            2 => Some(postcard::from_bytes(bytes)),
            _ => None,
        }
    }
}

/// Layout 1 did not say which agreement was shown.
impl Plain for ShownHere {
    const SORT: Sort = Sort::one("shown here", 2);

    fn read(layout: u8, bytes: &[u8]) -> Option<postcard::Result<Self>> {
        match layout {
            1 => Some(postcard::from_bytes(&[bytes, &[0]].concat())),
            2 => Some(postcard::from_bytes(bytes)),
            _ => None,
        }
    }
}

/// The day marks of one year; of year 0 those that stand on the table.
#[derive(Serialize, Deserialize)]
pub(super) struct MarksRow {
    pub(super) year: u16,
    pub(super) marks: Marks,
}

macro_rules! layouts {
    ($($row:ty = $sort:expr;)*) => {
        $(impl Plain for $row {
            const SORT: Sort = $sort;
        })*

        /// Every kind of row, for the snapshot in the tests.
        #[cfg(test)]
        pub(super) const SORTS: &[Sort] = &[CHANGES, SNAPSHOTS, LINES, ViewRow::SORT, DocRow::SORT, Husk::SORT, super::body_row::BODIES, LocalSettings::SORT, Understanding::SORT, Chain::SORT, ShownHere::SORT, $($sort),*];
    };
}

layouts! {
    EarlierKeys = Sort::one("earlier keys", 1);
    Counter = Sort::each(tables::COUNTER, 1);
    Restored = Sort::one("restored", 1);
    Older = Sort::one("older", 1);
    Vec<Date> = Sort::one("uncopied", 1);
    Derived = Sort::one("derived", 1);
    IdentityRow = Sort::one("identity", 1);
    Partner = Sort::one("partner", 1);
    Former = Sort::one("undone", 1);
    Vec<WaitingLine> = Sort::one("held lines", 1);
    Vec<[u8; 32]> = Sort::one("replaced devices", 1);
    Vec<([u8; 32], String)> = Sort::one("device names", 1);
    BundleState = Sort::one("bundles", 1);
    Vec<String> = Sort::one("said once", 1);
    Vec<Unsaved> = Sort::one("drafts", 1);
    BackupReminder = Sort::one("backups", 1);
    PageLook = Sort::one("page", 1);
    Quiet = Sort::one("quiet", 1);
    Stick = Sort::one("stick", 1);
    JournalSettings = Sort::one("journal settings", 2);
    TableView = Sort::one("table", 2);
    Span = Sort::one("span", 1);
    EntryCount = Sort::one("entries", 2);
    Kept = Sort::one("kept", 1);
    TagRow = Sort::each(TAG, 1);
    WantedRow = Sort::each(WANTED, 2);
    HeldRow = Sort::each(HELD, 2);
    DroppedRow = Sort { table: HUSK, name: "dropped", layout: 1 };
    RoundSide = Sort::each(ROUND, 2);
    MarksRow = Sort::each(tables::MARKS, 2);
    Vec<ImportRow> = Sort::one("imports", 1);
    ImportList = Sort::each(IMPORT, 2);
}

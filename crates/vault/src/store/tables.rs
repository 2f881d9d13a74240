//! The tables, their logical keys, and how a view is padded.

use kintsugi_journal::{ChangeHash, DocId, EntryId, Month, MonthView, PersonId, RoundId};

use crate::error::VaultError;

pub(super) const VIEW_CLASS: usize = 1024;

pub(super) const META: &str = "meta";
pub(super) const DOCUMENT: &str = "document";
pub(super) const SNAPSHOT: &str = "snapshot";
pub(super) const CHANGE: &str = "change";
pub(super) const TAG: &str = "tag";
pub(super) const BODY: &str = "body";
pub(super) const VIEW: &str = "view";
pub(super) const LINES: &str = "lines";
pub(super) const WANTED: &str = "wanted";
pub(super) const HUSK: &str = "husk";
pub(super) const HELD: &str = "held";
pub(super) const ROUND: &str = "round";
pub(super) const MARKS: &str = "marks";
pub(super) const IMPORT: &str = "import";
/// Until format 4: when each entry was written, and what was brought along.
pub(super) const TIME: &str = "time";
pub(super) const COUNTER: &str = "counter";
pub(super) const TABLES: [&str; 15] =
    [META, DOCUMENT, SNAPSHOT, CHANGE, TAG, BODY, VIEW, LINES, WANTED, HUSK, HELD, ROUND, MARKS, IMPORT, COUNTER];

/// The tables that a store of this format has.
pub(super) fn of_format(format: i64) -> impl Iterator<Item = &'static str> {
    let since = |table: &str| match table {
        ROUND => 2,
        LINES | MARKS => 3,
        COUNTER => 4,
        IMPORT => 5,
        _ => 1,
    };
    let gone = (3..=4).contains(&format).then_some(TIME);
    TABLES.into_iter().filter(move |table| since(table) <= format).chain(gone)
}

/// The tables of which every row is derived.
pub(super) const DERIVED: [&str; 5] = [VIEW, LINES, WANTED, ROUND, MARKS];

/// Beside the husks, which are keyed by the entry alone.
pub(super) fn dropped_key(entry: EntryId) -> Vec<u8> {
    [b"dropped/".as_slice(), entry.as_bytes()].concat()
}

/// The list with this number of this import.
pub(super) fn import_list_key(import: u32, list: u32) -> [u8; 8] {
    let mut key = [0; 8];
    key[..4].copy_from_slice(&import.to_be_bytes());
    key[4..].copy_from_slice(&list.to_be_bytes());
    key
}

pub(super) fn change_key(doc: DocId, n: u32) -> Vec<u8> {
    [doc.to_bytes().as_slice(), &n.to_be_bytes()].concat()
}

pub(super) fn tag_key(doc: DocId, change: &ChangeHash) -> Vec<u8> {
    [doc.to_bytes().as_slice(), change].concat()
}

pub(super) fn view_key(person: PersonId, month: Month) -> Vec<u8> {
    [person.as_bytes().as_slice(), &month.index().to_be_bytes()].concat()
}

pub(super) fn lines_key(person: PersonId, month: Month, number: u32) -> Vec<u8> {
    [view_key(person, month).as_slice(), &number.to_be_bytes()].concat()
}

pub(super) fn round_key(round: RoundId, person: PersonId) -> Vec<u8> {
    [round.to_bytes().as_slice(), person.as_bytes()].concat()
}

/// Lines fill whole classes of 1 KiB, so that their row tells only roughly how much was written in a month.
pub(super) fn pad(person: PersonId, month: Month, view: &MonthView) -> Result<Vec<u8>, VaultError> {
    let mut bytes =
        postcard::to_stdvec(&(person, month, view)).map_err(|_| VaultError::DerivedDamaged { table: LINES })?;
    bytes.resize(bytes.len().next_multiple_of(VIEW_CLASS), 0);
    Ok(bytes)
}

pub(super) fn unpad(bytes: &[u8]) -> Result<(PersonId, Month, MonthView), VaultError> {
    postcard::take_from_bytes(bytes).map(|(view, _)| view).map_err(|_| VaultError::DerivedDamaged { table: LINES })
}

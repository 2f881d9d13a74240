//! Documents as the store holds them: where each stands, its snapshot, the changes beside it, and the partner's tags of changes.

use kintsugi_journal::{AuthorTag, ChangeHash, DocId, StoredChange};

use super::layout::{CHANGES, SNAPSHOTS, TagRow};
use super::reader::Reader;
use super::tables::{CHANGE, DOCUMENT, SNAPSHOT, TAG, change_key, tag_key};
use super::writer::Writer;
use crate::error::VaultError;
use crate::rows::DocRow;

/// Each fails with [`VaultError::Damaged`], or as SQLite reports, as every reading function of the store.
impl Reader<'_> {
    /// Where every document stands.
    pub fn documents(&self) -> Result<Vec<DocRow>, VaultError> {
        let rows = self.scan()?;
        rows.iter().try_for_each(|row| self.check_document(row))?;
        Ok(rows)
    }

    /// The highest counter of each document that has one, in no order.
    pub fn tops(&self) -> Result<Vec<(DocId, u64)>, VaultError> {
        if let Some(tops) = &self.tops {
            return Ok(tops.to_vec());
        }
        Ok(self.documents()?.into_iter().filter_map(|row| Some((row.doc, row.top?))).collect())
    }

    /// Where a document stands.
    pub fn document(&self, doc: DocId) -> Result<Option<DocRow>, VaultError> {
        let row = self.get(&doc.to_bytes())?;
        row.iter().try_for_each(|row| self.check_document(row))?;
        Ok(row)
    }

    /// A document's snapshot.
    pub fn snapshot(&self, row: &DocRow) -> Result<Option<Vec<u8>>, VaultError> {
        if !row.snapshot {
            return Ok(None);
        }
        let bytes = self.bytes(SNAPSHOTS, &row.doc.to_bytes())?;
        bytes.map(Some).ok_or(VaultError::Damaged { table: SNAPSHOT })
    }

    /// A document's changes since the snapshot, in the order in which they came.
    pub fn changes(&self, row: &DocRow) -> Result<Vec<Vec<u8>>, VaultError> {
        let change = |n| self.bytes(CHANGES, &change_key(row.doc, n))?.ok_or(VaultError::Damaged { table: CHANGE });
        (0..row.pending).map(change).collect()
    }

    /// The partner's author tag of a change of this document.
    pub fn tag(&self, doc: DocId, change: &ChangeHash) -> Result<Option<AuthorTag>, VaultError> {
        Ok(self.get(&tag_key(doc, change))?.map(|row: TagRow| row.tag))
    }
}

/// Each fails as every writing function of the store; nothing of the transaction is kept then.
impl Writer<'_> {
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
        self.leave_no_trace();
        self.remove_rows(row)
    }

    /// Keeps the partner's tag of a change.
    pub fn put_tag(&self, doc: DocId, change: ChangeHash, tag: AuthorTag) -> Result<(), VaultError> {
        self.put(&tag_key(doc, &change), &TagRow { doc, change, tag })
    }

    fn remove_tag(&self, tag: &TagRow) -> Result<(), VaultError> {
        self.remove(TAG, &tag_key(tag.doc, &tag.change))
    }
}

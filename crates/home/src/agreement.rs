//! The agreement of this home: one text that both edit.

use kintsugi_journal::{ChangeHash, DocId, check_agreement};

use crate::{Home, HomeError};

/// The text at one moment, and where it stood then.
pub struct Agreement {
    /// The words.
    pub text: String,
    /// The heads of its document, to edit from.
    pub heads: Vec<ChangeHash>,
}

impl Home {
    /// What the agreement says now.
    ///
    /// # Errors
    /// As every reading function here.
    pub fn agreement(&self) -> Result<Agreement, HomeError> {
        let (_, document) = self.document(&self.vault().read()?, DocId::Agreement)?;
        Ok(Agreement { text: document.text(), heads: document.heads() })
    }

    /// Makes it say `wanted`, as an edit of what it said `from` there. What came in since then stays.
    ///
    /// # Errors
    /// [`HomeError::NotPaired`]: an agreement is for two. [`HomeError::Words`] when it is too long or holds what no text may.
    pub fn edit_agreement(&self, from: &Agreement, wanted: &str) -> Result<Agreement, HomeError> {
        check_agreement(wanted)?;
        self.change(|writer, _| {
            writer.partner()?.ok_or(HomeError::NotPaired)?;
            let (mut row, mut document) = self.document(writer, DocId::Agreement)?;
            let mut beside = document.as_of(&from.heads)?;
            let changes = beside.edit_text(wanted)?;
            document.adopt(&changes)?;
            writer.append(&mut row, &changes, document.heads())?;
            Self::fold(writer, &mut row, &document)?;
            Ok(Agreement { text: document.text(), heads: document.heads() })
        })
    }
}

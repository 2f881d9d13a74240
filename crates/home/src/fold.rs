//! When the changes of a document become one snapshot.
//!
//! Folding costs as much as the document is long, and whoever opens one goes through the changes beside its snapshot one by
//! one. So a longer document is folded less often: what folding adds to one write stays the same.

use kintsugi_journal::Document;
use kintsugi_vault::{DocRow, Writer};

use crate::{Home, HomeError};

/// A short document is folded after so many changes.
const AT_LEAST: u32 = 50;
/// A longer one after one change for so many operations in it.
const OPERATIONS: u64 = 16;
/// And each after so many.
const AT_MOST: u32 = 500;

/// Whether a document with so many changes beside its snapshot is to be folded. `top` is the highest counter in it, which is
/// about how many operations it holds; a document of which that is not known counts as short.
pub(crate) fn is_due(pending: u32, top: Option<u64>) -> bool {
    let share = u32::try_from(top.unwrap_or(0) / OPERATIONS).unwrap_or(AT_MOST);
    pending > share.clamp(AT_LEAST, AT_MOST)
}

impl Home {
    /// Folds a document that has grown a tail.
    pub(crate) fn fold(writer: &Writer<'_>, row: &mut DocRow, document: &Document) -> Result<(), HomeError> {
        if is_due(row.pending, row.top) {
            writer.fold(row, &document.snapshot()?)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_longer_document_is_folded_less_often_and_none_never() {
        let first_due = |top| (0..1_000).find(|pending| is_due(*pending, top));
        let after = [None, Some(0), Some(800), Some(1_600), Some(3_200), Some(8_000), Some(u64::MAX)].map(first_due);
        assert_eq!(after, [Some(51), Some(51), Some(51), Some(101), Some(201), Some(501), Some(501)]);
    }
}

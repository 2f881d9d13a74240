//! Digests: how two laptops find out, without opening a document, which ones differ.
//!
//! They are over heads, never over saved bytes, which differ at equal heads.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::documents::operation::ChangeHash;
use crate::names::commitment::Commitment;
use crate::names::doc_id::DocId;

/// The first 20 bytes of what was hashed: enough where nobody can choose both sides.
pub(crate) fn first_20(hash: Sha256) -> [u8; 20] {
    let full: [u8; 32] = hash.finalize().into();
    let mut first = [0; 20];
    first.copy_from_slice(&full[..20]);
    first
}

/// 20 bytes over the heads of one document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocDigest([u8; 20]);

impl DocDigest {
    /// The digest of a document with these heads, in any order.
    pub fn of(doc: DocId, heads: &[ChangeHash]) -> Self {
        let mut sorted: Vec<&ChangeHash> = heads.iter().collect();
        sorted.sort_unstable();
        let mut hash = Sha256::new();
        hash.update(b"kintsugi document digest v1");
        hash.update(doc.to_bytes());
        for head in sorted {
            hash.update(head);
        }
        Self(first_20(hash))
    }
}

/// 32 bytes over the digests of all shared documents: equal when, and only when, both hold the same changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RootDigest([u8; 32]);

impl RootDigest {
    /// The digest of these documents, in any order.
    pub fn of(documents: &[(DocId, DocDigest)]) -> Self {
        let mut sorted: Vec<_> = documents.iter().collect();
        sorted.sort_unstable_by_key(|(doc, _)| *doc);
        let mut hash = Sha256::new();
        hash.update(b"kintsugi root digest v1");
        for (doc, digest) in sorted {
            hash.update(doc.to_bytes());
            hash.update(digest.0);
        }
        Self(hash.finalize().into())
    }
}

/// 20 bytes over the bodies that are due and not here. Equal on both sides means that neither can help the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WantedDigest([u8; 20]);

impl WantedDigest {
    /// The digest of these commitments, in any order.
    pub fn of(wanted: &[Commitment]) -> Self {
        let mut sorted: Vec<_> = wanted.iter().collect();
        sorted.sort_unstable();
        let mut hash = Sha256::new();
        hash.update(b"kintsugi wanted digest v1");
        for commitment in sorted {
            hash.update(commitment.as_bytes());
        }
        Self(first_20(hash))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_does_not_matter_and_content_does() {
        let (a, b) = ([1; 32], [2; 32]);
        assert_eq!(DocDigest::of(DocId::Table, &[a, b]), DocDigest::of(DocId::Table, &[b, a]));
        assert_ne!(DocDigest::of(DocId::Table, &[a]), DocDigest::of(DocId::Table, &[a, b]));
    }
}

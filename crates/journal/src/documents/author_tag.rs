//! Author tags: how my own words prove themselves to me, and to nobody else.
//!
//! After a restored backup or on a new laptop my changes come back from the partner's disk. The partner cannot have made
//! them up: each carries a tag that only my tag secret can compute. A stranger cannot check it, so it is no evidence.

use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::documents::operation::ChangeHash;
use crate::names::doc_id::DocId;
use crate::names::id::PersonId;

const LABEL: &[u8] = b"kintsugi author tag v1";

/// 16 bytes of HMAC-SHA256 over label, person, document and change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthorTag(pub [u8; 16]);

/// The key of my author tags, derived from my recovery code. Wiped when dropped; it has no `Debug`.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct TagSecret([u8; 32]);

impl TagSecret {
    /// Takes the derived key.
    pub const fn new(key: [u8; 32]) -> Self {
        Self(key)
    }

    /// The tag of one of my changes.
    pub fn tag(&self, person: PersonId, doc: DocId, change: &ChangeHash) -> AuthorTag {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes a key of any length");
        mac.update(LABEL);
        mac.update(person.as_bytes());
        mac.update(&doc.to_bytes());
        mac.update(change);
        let full: [u8; 32] = mac.finalize().into_bytes().into();
        let mut tag = [0; 16];
        tag.copy_from_slice(&full[..16]);
        AuthorTag(tag)
    }

    /// Whether `tag` is the tag of this change, in a time that tells nothing.
    pub fn proves(&self, person: PersonId, doc: DocId, change: &ChangeHash, tag: &AuthorTag) -> bool {
        self.tag(person, doc, change).0.ct_eq(&tag.0).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::month::Month;

    #[test]
    fn a_tag_proves_one_change_of_one_document_to_its_author() {
        let (ana, ben) = (PersonId::from_bytes([1; 16]), PersonId::from_bytes([2; 16]));
        let page = DocId::Page { person: ana, month: Month::from_index(24_000) };
        let secret = TagSecret::new([7; 32]);
        let tag = secret.tag(ana, page, &[9; 32]);
        assert!(secret.proves(ana, page, &[9; 32], &tag));
        assert!(!secret.proves(ana, page, &[8; 32], &tag), "another change");
        assert!(!secret.proves(ana, DocId::Table, &[9; 32], &tag), "another document");
        assert!(!secret.proves(ben, page, &[9; 32], &tag), "another person");
        assert!(!TagSecret::new([8; 32]).proves(ana, page, &[9; 32], &tag), "another secret");
    }
}

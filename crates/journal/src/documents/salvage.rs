//! A document of which some pieces are damaged, put together again from what is left of it.

use automerge::{Automerge, Change, ReadDoc};

use crate::documents::document::Document;
use crate::names::actor::Actor;
use crate::names::doc_id::DocId;

/// Pieces of a document, from the store or a copy of it: a snapshot where there is one, and changes.
pub type Pieces = (Option<Vec<u8>>, Vec<Vec<u8>>);

impl Document {
    /// The document that these pieces come to, whatever order they are in and however often something is among them. What
    /// cannot be read is passed over, and so is a change that follows one that is not here. Never for bytes of a partner.
    pub fn salvage(id: DocId, actor: Actor, pieces: &[Pieces]) -> Self {
        let mut doc = Self::new(id, actor).doc;
        for snapshot in pieces.iter().filter_map(|(snapshot, _)| snapshot.as_deref()) {
            if let Ok(mut whole) = Automerge::load(snapshot) {
                // What does not merge is passed over.
                let _ = doc.merge(&mut whole);
            }
        }
        let bytes = pieces.iter().flat_map(|(_, changes)| changes);
        let mut left: Vec<Change> = bytes.filter_map(|bytes| Change::try_from(&bytes[..]).ok()).collect();
        while let Some(at) = left.iter().position(|change| fits(&doc, change)) {
            let _ = doc.apply_changes([left.swap_remove(at)]);
        }
        doc.set_actor(actor.to_automerge());
        Self { id, doc, vocabulary: crate::vocabulary::Vocabulary::CURRENT }
    }
}

/// Whether all that it follows is here, and it is not.
fn fits(doc: &Automerge, change: &Change) -> bool {
    let here = |hash: &automerge::ChangeHash| doc.get_change_by_hash(hash).is_some();
    !here(&change.hash()) && change.deps().iter().all(here)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::key::Key;
    use crate::documents::operation::Value;
    use crate::names::id::{EntryId, PersonId};

    const ANA: PersonId = PersonId::from_bytes([1; 16]);

    fn document(changes: u8) -> (Document, Vec<Vec<u8>>) {
        let mut document = Document::new(DocId::Table, Actor::new([1; 16], ANA));
        let removed = |n| [(Key::Done(EntryId::from_bytes([n; 16])), Value::Bool(true))];
        let made = (0..changes).flat_map(|n| document.put(&removed(n)).expect("a write")).map(|change| change.bytes);
        let made = made.collect();
        (document, made)
    }

    fn salvage(pieces: &[Pieces]) -> Document {
        Document::salvage(DocId::Table, Actor::new([2; 16], ANA), pieces)
    }

    #[test]
    fn all_pieces_in_any_order_are_the_whole() {
        let (document, mut changes) = document(5);
        changes.reverse();
        assert_eq!(salvage(&[(None, changes.clone())]).heads(), document.heads());
        let snapshot = document.snapshot().expect("it can be saved");
        assert_eq!(salvage(&[(None, changes), (Some(snapshot), Vec::new())]).heads(), document.heads());
    }

    #[test]
    fn what_follows_a_piece_that_is_gone_is_left_out_until_a_copy_has_it() {
        let (document, changes) = document(5);
        let torn: Vec<_> =
            changes.iter().enumerate().filter(|(n, _)| *n != 2).map(|(_, bytes)| bytes.clone()).collect();
        let mut left = salvage(&[(None, torn.clone())]);
        assert_eq!(left.keys().len(), 2);
        assert!(left.put(&[(Key::Done(EntryId::from_bytes([9; 16])), Value::Bool(true))]).is_ok());
        let copy = (None, changes[..3].to_vec());
        assert_eq!(salvage(&[(None, torn), copy]).heads(), document.heads());
    }

    #[test]
    fn bytes_that_are_no_piece_are_passed_over() {
        let (document, mut changes) = document(2);
        changes.push(vec![7; 40]);
        assert_eq!(salvage(&[(Some(vec![1, 2, 3]), changes)]).heads(), document.heads());
        assert!(salvage(&[]).heads().is_empty());
    }
}

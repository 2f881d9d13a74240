//! A document without some of its changes: what may be sent while others are waiting back, and a place to write beside them.

use std::collections::HashSet;

use automerge::{Change, ReadDoc};

use crate::documents::document::Document;
use crate::documents::history::StoredChange;
use crate::documents::key::Key;
use crate::documents::operation::{ChangeHash, Proposal};
use crate::error::DocumentError;

impl Document {
    /// The heads of what remains without `waiting` and everything that follows one of them, ascending.
    pub fn heads_without(&self, waiting: &HashSet<ChangeHash>) -> Vec<ChangeHash> {
        let mut left: HashSet<ChangeHash> = HashSet::new();
        let mut heads: HashSet<ChangeHash> = HashSet::new();
        // Each change comes after those that it follows.
        for change in self.doc.get_changes(&[]) {
            let hash = change.hash().0;
            if waiting.contains(&hash) || change.deps().iter().any(|dep| !left.contains(&dep.0)) {
                continue;
            }
            for dep in change.deps() {
                heads.remove(&dep.0);
            }
            left.insert(hash);
            heads.insert(hash);
        }
        let mut heads: Vec<ChangeHash> = heads.into_iter().collect();
        heads.sort_unstable();
        heads
    }

    /// This document as it was at these heads, to be written by the same actor.
    ///
    /// # Errors
    /// [`DocumentError`] when a head is unknown.
    pub fn as_of(&self, heads: &[ChangeHash]) -> Result<Self, DocumentError> {
        let heads: Vec<_> = heads.iter().map(|head| automerge::ChangeHash(*head)).collect();
        let doc = self.doc.fork_at(&heads)?.with_actor(self.doc.get_actor().clone());
        Ok(Self { id: self.id(), doc, vocabulary: self.vocabulary })
    }

    /// The changes that lead to `heads` and that somebody who has `known` lacks.
    ///
    /// # Errors
    /// As [`changes_since`](Self::changes_since).
    pub fn changes_up_to(&self, heads: &[ChangeHash], known: &[ChangeHash]) -> Result<Vec<Proposal>, DocumentError> {
        self.as_of(heads)?.changes_since(known)
    }

    /// Takes changes that were made here, on a document that was this one without some of its changes.
    ///
    /// # Errors
    /// [`DocumentError`] when they do not fit; the document must then be thrown away.
    pub fn adopt(&mut self, changes: &[StoredChange]) -> Result<(), DocumentError> {
        let changes =
            changes.iter().map(|change| Change::try_from(&change.bytes[..])).collect::<Result<Vec<_>, _>>()?;
        Ok(self.doc.apply_changes(changes)?)
    }

    /// Whether both say the same of these keys.
    pub fn agrees(&self, other: &Self, keys: impl IntoIterator<Item = Key>) -> bool {
        keys.into_iter().all(|key| self.values(key) == other.values(key))
    }

    /// Whether one of these changes was made by the actor that writes this document now.
    pub fn wrote_any(&self, changes: &HashSet<ChangeHash>) -> bool {
        let mine = |hash: &ChangeHash| {
            let change = self.doc.get_change_by_hash(&automerge::ChangeHash(*hash));
            change.is_some_and(|change| change.actor_id() == self.doc.get_actor())
        };
        changes.iter().any(mine)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::operation::Value;
    use crate::names::actor::Actor;
    use crate::names::doc_id::DocId;
    use crate::names::id::{EntryId, PersonId};
    use crate::time::month::Month;

    const ANA: PersonId = PersonId::from_bytes([1; 16]);

    fn star(n: u8) -> (Key, Value) {
        (Key::Star(EntryId::from_bytes([n; 16])), Value::Bool(true))
    }

    fn by(document: &Document, actor: u8) -> Document {
        let stored: Vec<_> = document.doc.get_changes(&[]).iter().map(|change| change.raw_bytes().to_vec()).collect();
        Document::load(document.id(), Actor::new([actor; 16], ANA), None, &stored).expect("our own bytes")
    }

    #[test]
    fn what_is_held_and_what_follows_it_stays_and_what_was_written_beside_it_goes() {
        let id = DocId::Page { person: ANA, month: Month::from_index(24_000) };
        let mut page = Document::new(id, Actor::new([1; 16], ANA));
        page.put(&[star(1)]).expect("a write");
        let before = page.heads();
        let mut page = by(&page, 2);
        let waiting: HashSet<ChangeHash> = page.put(&[star(2)]).expect("a write").iter().map(|c| c.hash).collect();
        let mut page = by(&page, 3);
        page.put(&[star(3)]).expect("a write that follows it");
        assert_eq!(page.heads_without(&waiting), before);
        assert!(page.changes_up_to(&before, &before).expect("known heads").is_empty());

        let mut page = by(&page, 4);
        let mut beside = page.as_of(&before).expect("known heads");
        assert!(beside.agrees(&page, [star(1).0]) && !beside.agrees(&page, [star(2).0]));
        let made = beside.put(&[star(4)]).expect("a write");
        page.adopt(&made).expect("it fits");
        assert_eq!(page.heads_without(&waiting), vec![made[0].hash]);
        assert_eq!(page.heads().len(), 2);
        let sent = page.changes_up_to(&[made[0].hash], &before).expect("known heads");
        assert_eq!(sent.len(), 1);
        assert_eq!(sent[0].deps, before, "it follows nothing that waits");
        assert!(page.wrote_any(&[made[0].hash].into()) && !page.wrote_any(&waiting));
    }
}

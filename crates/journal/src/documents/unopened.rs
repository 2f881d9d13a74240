//! Writing into a document without opening it.
//!
//! To open a document takes time that grows with what it holds. Whoever puts something under keys that no change of the
//! document names needs none of that: such an operation replaces nothing, so the change is known from the heads, the highest
//! counter and the values alone. It is built as the gate builds a change of a partner, and is the same change in every byte as
//! one made on the open document.

use std::num::NonZeroU64;

use crate::documents::document::Document;
use crate::documents::history::StoredChange;
use crate::documents::key::Key;
use crate::documents::operation::{ChangeHash, Operation, Proposal, Put, Value};
use crate::limits::Limits;
use crate::names::actor::Actor;
use crate::names::doc_id::DocId;

/// Where a document stands, as far as somebody must know who writes without opening it.
pub struct Standing<'a> {
    /// Which document.
    pub doc: DocId,
    /// Its heads.
    pub heads: &'a [ChangeHash],
    /// The highest counter in it.
    pub top: u64,
}

impl Standing<'_> {
    /// The change that puts these values under keys which the document has not, and the highest counter after it. `actor` is
    /// one that has written nothing there. `None` when there is nothing to put, or more than one change may hold: then the
    /// open document says why.
    pub fn put(&self, actor: Actor, puts: &[(Key, Value)], limits: Limits) -> Option<(StoredChange, u64)> {
        let top = self.top.checked_add(puts.len() as u64).filter(|top| *top <= limits.counter)?;
        let long = |(_, value): &(Key, Value)| matches!(value, Value::Bytes(bytes) if bytes.len() > limits.value_bytes);
        let many = puts.len() > limits.operations / 2 || self.heads.len() > limits.deps;
        if puts.is_empty() || many || puts.iter().any(long) || self.doc == DocId::Agreement {
            return None;
        }
        let put = |(key, value): &(Key, Value)| {
            Operation::Put(Put { key: key.to_string(), value: value.clone(), replaces: Vec::new() })
        };
        let mut deps = self.heads.to_vec();
        deps.sort_unstable();
        let operations = puts.iter().map(put).collect();
        let proposal = Proposal { doc: self.doc, actor, seq: 1, deps, operations, hash: [0; 32] };
        let change = proposal.build(NonZeroU64::new(self.top.checked_add(1)?)?)?;
        (change.raw_bytes().len() <= limits.change_bytes).then(|| (StoredChange::of(&change), top))
    }
}

impl Document {
    /// The highest counter in it; 0 where nothing is written.
    pub fn top(&self) -> u64 {
        self.doc.get_changes_meta(&[]).iter().map(|meta| meta.max_op).max().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names::id::{EntryId, PersonId};
    use crate::vocabulary::Vocabulary;

    const LIMITS: Limits = Vocabulary::CURRENT.limits();
    const ANA: PersonId = PersonId::from_bytes([1; 16]);

    fn open(doc: DocId, actor: u8, changes: &[StoredChange]) -> Document {
        let changes: Vec<_> = changes.iter().map(|change| change.bytes.clone()).collect();
        Document::load(doc, Actor::new([actor; 16], ANA), None, &changes).expect("our own changes")
    }

    fn done(n: u8) -> (Key, Value) {
        (Key::Done(EntryId::from_bytes([n; 16])), Value::Bool(true))
    }

    #[test]
    fn it_is_the_change_that_the_open_document_makes() {
        let doc = DocId::Table;
        let mut changes: Vec<StoredChange> = Vec::new();
        // Two that were written apart, so that there are two heads.
        for n in [1, 2] {
            changes.extend(open(doc, n, &[]).put(&[done(n), done(n + 10)]).expect("a write"));
        }
        for n in 3..8 {
            let mut here = open(doc, n, &changes);
            let (heads, top) = (here.heads(), here.top());
            let puts = [done(n), done(n + 10), done(n + 20)];
            let standing = Standing { doc, heads: &heads, top };
            let (unopened, after) = standing.put(Actor::new([n; 16], ANA), &puts, LIMITS).expect("few");
            let made = here.put(&puts).expect("a write");
            assert_eq!((unopened.hash, &unopened.bytes), (made[0].hash, &made[0].bytes));
            assert_eq!(after, here.top());
            changes.push(unopened);
        }
        assert_eq!(open(doc, 9, &changes).keys().len(), 19);
    }

    #[test]
    fn nothing_too_much_and_a_text_are_not_written_so() {
        let actor = Actor::new([1; 16], ANA);
        let standing = |doc| Standing { doc, heads: &[], top: 0 };
        assert!(standing(DocId::Table).put(actor, &[], LIMITS).is_none());
        let many: Vec<_> = (0..=LIMITS.operations / 2).map(|n| done(n as u8)).collect();
        assert!(standing(DocId::Table).put(actor, &many, LIMITS).is_none());
        assert!(standing(DocId::Agreement).put(actor, &[done(1)], LIMITS).is_none());
        let long = (Key::Schedule, Value::Bytes(vec![0; LIMITS.value_bytes + 1]));
        assert!(standing(DocId::Table).put(actor, &[long], LIMITS).is_none());
        let full = Standing { doc: DocId::Table, heads: &[], top: LIMITS.counter };
        assert!(full.put(actor, &[done(1)], LIMITS).is_none());
        let apart = vec![[7; 32]; LIMITS.deps + 1];
        assert!(Standing { doc: DocId::Table, heads: &apart, top: 9 }.put(actor, &[done(1)], LIMITS).is_none());
    }
}

//! What an operation has put. A change says which operations it replaces by their names alone.

use automerge::{ObjId, ReadDoc};

use crate::documents::document::Document;
use crate::documents::operation::{OpRef, Operation, Proposal, Put};

impl Document {
    /// All that the change has put which made this operation, each under the name of its operation; empty where no change
    /// here made it.
    pub fn puts_beside(&self, op: OpRef) -> Vec<(OpRef, Put)> {
        let name = ObjId::Id(op.counter, op.actor.to_automerge(), 0);
        let change = self.doc.hash_for_opid(&name).and_then(|hash| self.doc.get_change_by_hash(&hash));
        let Some(change) = change else { return Vec::new() };
        let proposal = Proposal::of(self.id, &change);
        proposal.map_or_else(|_| Vec::new(), |proposal| proposal.puts(change.max_op()))
    }
}

impl Proposal {
    /// What it puts, each under the name of its operation. `top` is the counter of its last operation.
    pub fn puts(&self, top: u64) -> Vec<(OpRef, Put)> {
        let before = top.saturating_sub(self.operations.len() as u64);
        let counted = (before + 1..).zip(&self.operations);
        let put = |(counter, op): (u64, &Operation)| Some((OpRef { counter, actor: self.actor }, op.put()?.clone()));
        counted.filter_map(put).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::key::Key;
    use crate::documents::operation::Value;
    use crate::names::actor::Actor;
    use crate::names::doc_id::DocId;
    use crate::names::id::{EntryId, PersonId};

    const ANA: PersonId = PersonId::from_bytes([1; 16]);

    #[test]
    fn what_was_replaced_is_found_by_the_name_that_the_change_gives_it() {
        let mut table = Document::new(DocId::Table, Actor::new([1; 16], ANA));
        let plan = |n: u8, day: &[u8]| (Key::Plan(EntryId::from_bytes([n; 16])), Value::Bytes(day.to_vec()));
        table.put(&[plan(1, b"one"), plan(2, b"two")]).expect("a write");
        table.put(&[plan(2, b"three")]).expect("a write");
        let last = table.changes_since(&[]).expect("our own changes").remove(1);
        let (name, put) = last.puts(table.top()).remove(0);
        let [replaced] = put.replaces[..] else { panic!("it replaces one") };
        let beside = table.puts_beside(replaced);
        let values: Vec<_> = beside.iter().map(|(op, put)| (op.counter, put.value.clone())).collect();
        assert_eq!(values, [(1, plan(1, b"one").1), (2, plan(2, b"two").1)]);
        assert_eq!(beside[1].0, replaced);
        assert_eq!(table.puts_beside(name), [(name, put)]);
    }

    #[test]
    fn an_operation_that_nobody_made_has_put_nothing() {
        let table = Document::new(DocId::Table, Actor::new([1; 16], ANA));
        assert!(table.puts_beside(OpRef { counter: 1, actor: Actor::new([1; 16], ANA) }).is_empty());
    }
}

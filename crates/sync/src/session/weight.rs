//! What something that came costs in memory until the store has it: its bytes, and what they become when they are read.

use std::mem::size_of;

use kintsugi_journal::{AuthorTag, ChangeHash, Operation, Proposal};

/// What the allocator adds to each piece, and what a list has allocated in advance.
const PIECE: usize = 32;

/// The bytes of memory that a change takes as a proposal.
pub(super) fn of_change(proposal: &Proposal) -> usize {
    let own = size_of::<(Proposal, AuthorTag)>() + 2 * PIECE;
    let deps = proposal.deps.len() * size_of::<ChangeHash>();
    own + deps + proposal.operations.iter().map(of_operation).sum::<usize>()
}

/// The bytes of memory that a body takes beside its own.
pub(super) const OF_BODY: usize = 128;

fn of_operation(operation: &Operation) -> usize {
    // Twice its own size: a list that grows has room for as many again.
    let own = 2 * size_of::<Operation>();
    match operation {
        Operation::Put(put) => {
            let value = if let kintsugi_journal::Value::Bytes(bytes) = &put.value { bytes.len() + PIECE } else { 0 };
            own + PIECE + put.key.len() + value + std::mem::size_of_val(put.replaces.as_slice())
        }
        Operation::Later(bytes) => own + PIECE + bytes.len(),
        Operation::Insert { .. } | Operation::Remove(_) => own,
    }
}

#[cfg(test)]
mod tests {
    use kintsugi_journal::{Actor, DocId, PersonId, Put, Value};

    use super::*;

    fn proposal(operations: Vec<Operation>) -> Proposal {
        let actor = Actor::new([1; 16], PersonId::from_bytes([1; 16]));
        Proposal { doc: DocId::Table, actor, seq: 1, deps: Vec::new(), operations, hash: [0; 32] }
    }

    #[test]
    fn small_operations_weigh_what_they_take_and_large_values_what_they_hold() {
        let nothing = of_change(&proposal(Vec::new()));
        let later = of_change(&proposal(vec![Operation::Later(Vec::new()); 1000])) - nothing;
        assert!(later >= 1000 * size_of::<Operation>(), "each is a byte on the wire: {later}");
        let put = |bytes| Operation::Put(Put { key: "k".into(), value: Value::Bytes(bytes), replaces: Vec::new() });
        assert!(of_change(&proposal(vec![put(vec![0; 60_000])])) > 60_000);
    }
}

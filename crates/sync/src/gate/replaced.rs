//! What a change says it takes the place of, and whether it may.
//!
//! A change names only what it follows, and what an operation has put never changes: so what is refused here is refused on both
//! laptops.

use std::collections::BTreeMap;

use kintsugi_journal::{Document, Key, OpRef, Operation, Proposal, Put, Record, Value, Vocabulary};

use super::Refused;

/// What operations have put, as far as somebody asked.
#[derive(Default)]
pub(super) struct Replaced {
    puts: BTreeMap<OpRef, Put>,
}

impl Replaced {
    /// Takes a change into account, of which the last operation has this counter.
    pub(super) fn add(&mut self, proposal: &Proposal, top: u64) {
        self.puts.extend(proposal.puts(top));
    }

    /// Each put takes the place of values of its own key, and a record only where it [may](Record::may_replace). The last
    /// operation has this counter.
    pub(super) fn check(
        &mut self,
        base: &Document,
        proposal: &Proposal,
        top: u64,
        vocabulary: Vocabulary,
    ) -> Result<(), Refused> {
        let own: BTreeMap<OpRef, Put> = proposal.puts(top).into_iter().collect();
        for put in proposal.operations.iter().filter_map(Operation::put) {
            let mut replaced = Vec::with_capacity(put.replaces.len());
            for op in &put.replaces {
                let before = own.get(op).or_else(|| self.find(base, *op)).ok_or(Refused::Unmergeable)?;
                if before.key != put.key {
                    return Err(Refused::Unmergeable);
                }
                replaced.extend(record_of(before, vocabulary));
            }
            if record_of(put, vocabulary).is_some_and(|record| !record.may_replace(&replaced)) {
                return Err(Refused::Revision);
            }
        }
        Ok(())
    }

    fn find(&mut self, base: &Document, op: OpRef) -> Option<&Put> {
        if !self.puts.contains_key(&op) {
            self.puts.extend(base.puts_beside(op));
        }
        self.puts.get(&op)
    }
}

fn record_of(put: &Put, vocabulary: Vocabulary) -> Option<Record> {
    match (Key::read(&put.key, vocabulary).known(), &put.value) {
        (Some(Key::Entry(_)), Value::Bytes(bytes)) => Record::read(bytes, vocabulary),
        _ => None,
    }
}

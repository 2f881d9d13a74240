//! The space that is left in one document: see [`bounds`](super::bounds).

use std::collections::{BTreeSet, HashMap};

use kintsugi_journal::{DocId, Document, Form, Key, OpRef, Operation, Proposal, Put, Vocabulary};

use super::bounds::{MOST_KEYS, MOST_LETTERS, MOST_VALUES, has_place};

/// How full one document is, as changes pass.
pub(super) struct Space<'a> {
    base: &'a Document,
    has_place: bool,
    /// Keys that are no entry's; counted once one is put.
    keys: Option<usize>,
    /// The letters of the agreement; counted once one is put in.
    letters: Option<usize>,
    /// What stands under each key that a change named.
    values: HashMap<String, BTreeSet<OpRef>>,
}

impl<'a> Space<'a> {
    pub(super) fn of(base: &'a Document) -> Self {
        Self { base, has_place: has_place(base.id()), keys: None, letters: None, values: HashMap::new() }
    }

    /// Whether there is space for a change whose first operation has this counter. Where there is, it is taken up.
    pub(super) fn take(&mut self, proposal: &Proposal, start: u64) -> bool {
        if !self.has_place {
            return false;
        }
        let Some((values, keys)) = self.put(proposal, start) else { return false };
        let letters = proposal.operations.iter().filter(|step| matches!(step, Operation::Insert { .. })).count();
        let (all_keys, all_letters) = (self.count_keys(keys), self.count_letters(letters));
        let fits = (keys == 0 || all_keys <= MOST_KEYS) && (letters == 0 || all_letters <= MOST_LETTERS);
        if fits {
            self.values.extend(values);
            self.keys = self.keys.map(|_| all_keys);
            self.letters = self.letters.map(|_| all_letters);
        }
        fits
    }

    /// What would stand under the keys that it puts, and how many of them are new and no entry's; `None` where too much would
    /// stand under one.
    fn put(&self, proposal: &Proposal, start: u64) -> Option<(HashMap<String, BTreeSet<OpRef>>, usize)> {
        let (mut after, mut new): (HashMap<String, BTreeSet<OpRef>>, usize) = (HashMap::new(), 0);
        for (counter, operation) in (start..).zip(&proposal.operations) {
            let Operation::Put(Put { key, replaces, .. }) = operation else { continue };
            let values = after.entry(key.clone()).or_insert_with(|| self.standing(key));
            new += usize::from(values.is_empty() && !is_entry(key));
            for name in replaces {
                values.remove(name);
            }
            values.insert(OpRef { counter, actor: proposal.actor });
            if values.len() > MOST_VALUES {
                return None;
            }
        }
        Some((after, new))
    }

    fn standing(&self, key: &str) -> BTreeSet<OpRef> {
        self.values.get(key).cloned().unwrap_or_else(|| self.base.standing(key).into_iter().collect())
    }

    fn count_keys(&mut self, more: usize) -> usize {
        if more == 0 {
            return self.keys.unwrap_or(0);
        }
        *self.keys.get_or_insert_with(|| self.base.count_keys(|key| !is_entry(key))) + more
    }

    fn count_letters(&mut self, more: usize) -> usize {
        if more == 0 || self.base.id() != DocId::Agreement {
            return self.letters.unwrap_or(0);
        }
        *self.letters.get_or_insert_with(|| self.base.text().chars().count()) + more
    }
}

fn is_entry(key: &str) -> bool {
    matches!(Key::read(key, Vocabulary::FIRST), Form::Known(Key::Entry(_) | Key::Deleted(_)))
}

//! What a document says: its entries, marks and values, as they stand now.

use automerge::{ROOT, ReadDoc, Value as AutomergeValue};

use crate::documents::document::Document;
use crate::documents::key::Key;
use crate::documents::operation::{ChangeHash, OpRef, Value};
use crate::entries::record::{Record, RecordState};
use crate::names::id::EntryId;

impl Document {
    /// What the document says of one entry; empty where it knows none.
    pub fn record(&self, entry: EntryId) -> RecordState {
        let mut current: Vec<Record> = Vec::new();
        for value in self.values(Key::Entry(entry)) {
            let record = if let Value::Bytes(bytes) = value { Record::read(&bytes, self.vocabulary) } else { None };
            // The same one put twice, apart, is one.
            current.extend(record.filter(|record| !current.contains(record)));
        }
        let deleted = self.values(Key::Deleted(entry)).contains(&Value::Bool(true));
        RecordState { current, deleted }
    }

    /// Whether the entry was already there when these were the heads. Heads that are unknown here count as none.
    pub fn had(&self, entry: EntryId, heads: &[ChangeHash]) -> bool {
        let heads: Vec<_> = heads.iter().map(|head| automerge::ChangeHash(*head)).collect();
        let known = !heads.is_empty() && heads.iter().all(|head| self.doc.get_change_by_hash(head).is_some());
        known && matches!(self.doc.get_at(ROOT, Key::Entry(entry).to_string(), &heads), Ok(Some(_)))
    }

    /// All entries of the document, ascending by id.
    pub fn entries(&self) -> Vec<EntryId> {
        self.keys_from("entry/")
            .into_iter()
            .filter_map(|key| match key {
                Key::Entry(id) => Some(id),
                _ => None,
            })
            .collect()
    }

    /// All entries that carry my star.
    pub fn stars(&self) -> Vec<EntryId> {
        self.keys_from("star/")
            .into_iter()
            .filter_map(|key| match key {
                Key::Star(id) if self.is_starred(id) => Some(id),
                _ => None,
            })
            .collect()
    }

    /// Whether the entry carries my star.
    pub fn is_starred(&self, entry: EntryId) -> bool {
        self.values(Key::Star(entry)).last() == Some(&Value::Bool(true))
    }

    /// All keys of the document that are known here, ascending.
    pub fn keys(&self) -> Vec<Key> {
        self.keys_from("")
    }

    /// How many keys there are, known or not, of which `counts` says so.
    pub fn count_keys(&self, counts: impl Fn(&str) -> bool) -> usize {
        self.doc.keys(ROOT).filter(|key| counts(key)).count()
    }

    /// The names of the values that stand under a key beside one another.
    pub fn standing(&self, key: &str) -> Vec<OpRef> {
        let values = self.doc.get_all(ROOT, key).unwrap_or_default();
        values.iter().filter_map(|(_, id)| OpRef::of(id)).collect()
    }

    /// The value under a key, where several were written apart the merge's winner.
    pub fn value(&self, key: Key) -> Option<Value> {
        self.values(key).pop()
    }

    pub(crate) fn values(&self, key: Key) -> Vec<Value> {
        let values = self.doc.get_all(ROOT, key.to_string()).unwrap_or_default();
        let scalar = |value: &AutomergeValue<'_>| match value {
            AutomergeValue::Scalar(scalar) => Value::from_scalar(scalar),
            AutomergeValue::Object(_) => None,
        };
        values.iter().filter_map(|(value, _)| scalar(value)).collect()
    }

    pub(crate) fn keys_from(&self, prefix: &str) -> Vec<Key> {
        let range = prefix.to_owned()..;
        let keys = self.doc.map_range(ROOT, range).map(|item| item.key.into_owned());
        keys.take_while(|key| key.starts_with(prefix))
            .filter_map(|key| Key::read(&key, self.vocabulary).known())
            .collect()
    }
}

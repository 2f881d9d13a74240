//! Documents: an open Automerge document, and what is done with it.

use automerge::transaction::Transactable;
use automerge::{Automerge, Change, ROOT, ReadDoc};

use crate::documents::digest::DocDigest;
use crate::documents::history::{BuiltChange, History, StoredChange};
use crate::documents::key::Key;
use crate::documents::operation::{ChangeHash, Proposal, Value};
use crate::documents::rehearsal;
use crate::documents::text;
use crate::error::DocumentError;
use crate::names::actor::Actor;
use crate::names::doc_id::DocId;
use crate::vocabulary::Vocabulary;

/// An open document.
pub struct Document {
    pub(crate) id: DocId,
    pub(crate) doc: Automerge,
    pub(crate) vocabulary: Vocabulary,
}

/// A copy of a document with changes that fit.
pub struct Rehearsed {
    /// The copy.
    pub document: Document,
    /// All of it as one block of bytes, which was loaded again.
    pub snapshot: Vec<u8>,
}

impl Document {
    /// An empty document, to be written by `actor`.
    pub fn new(id: DocId, actor: Actor) -> Self {
        let mut doc = Automerge::new();
        if id == DocId::Agreement {
            text::begin(&mut doc).expect("a change of ours that follows none");
        }
        Self { id, doc: doc.with_actor(actor.to_automerge()), vocabulary: Vocabulary::CURRENT }
    }

    /// Opens what was stored: a snapshot where there is one, and the changes since. Never for bytes of a partner.
    ///
    /// # Errors
    /// [`DocumentError`] when the bytes are not what this program stored.
    pub fn load(id: DocId, actor: Actor, snapshot: Option<&[u8]>, changes: &[Vec<u8>]) -> Result<Self, DocumentError> {
        let mut doc = match snapshot {
            Some(bytes) => Automerge::load(bytes)?,
            None => Self::new(id, actor).doc,
        };
        let changes = changes.iter().map(|bytes| Change::try_from(&bytes[..])).collect::<Result<Vec<_>, _>>()?;
        doc.apply_changes(changes)?;
        doc.set_actor(actor.to_automerge());
        Ok(Self { id, doc, vocabulary: Vocabulary::CURRENT })
    }

    /// The same, read as a program of this vocabulary does.
    #[must_use]
    pub fn knowing(self, vocabulary: Vocabulary) -> Self {
        Self { vocabulary, ..self }
    }

    /// The vocabulary in which it is read.
    pub const fn vocabulary(&self) -> Vocabulary {
        self.vocabulary
    }

    /// Which document it is.
    pub const fn id(&self) -> DocId {
        self.id
    }

    /// The hashes of the changes that nothing follows yet, ascending.
    pub fn heads(&self) -> Vec<ChangeHash> {
        let mut heads: Vec<ChangeHash> = self.doc.get_heads().iter().map(|head| head.0).collect();
        heads.sort_unstable();
        heads
    }

    /// The digest of the heads.
    pub fn digest(&self) -> DocDigest {
        DocDigest::of(self.id, &self.heads())
    }

    /// Writes values, as one change for each 100 of them, or for fewer where several stand beside one another under a key. What
    /// is there already makes no change.
    ///
    /// # Errors
    /// [`DocumentError::TooLarge`] and [`DocumentError::Full`] before anything is saved; [`DocumentError`] when the merge
    /// library refuses. The document must then be thrown away.
    pub fn put(&mut self, puts: &[(Key, Value)]) -> Result<Vec<StoredChange>, DocumentError> {
        let limits = self.vocabulary.limits();
        let long = |value: &Value| matches!(value, Value::Bytes(bytes) if bytes.len() > limits.value_bytes);
        if puts.iter().any(|(_, value)| long(value)) {
            return Err(DocumentError::TooLarge);
        }
        let mut made = Vec::new();
        // One key may take two operations, see `steps`.
        for part in self.parts(puts, limits.operations / 2) {
            let steps: Vec<(Key, Value)> = part.iter().flat_map(|(key, value)| self.steps(*key, value)).collect();
            let mut transaction = self.doc.transaction();
            for (key, value) in steps {
                transaction.put(ROOT, key.to_string(), value.to_scalar())?;
            }
            let (hash, _) = transaction.commit();
            made.extend(self.made(hash)?);
        }
        Ok(made)
    }

    /// The parts that are one change each: with what they replace, no more than `most` operations are named in one.
    fn parts<'p>(&self, puts: &'p [(Key, Value)], most: usize) -> Vec<&'p [(Key, Value)]> {
        let (mut parts, mut begin, mut named) = (Vec::new(), 0, 0);
        for (at, (key, _)) in puts.iter().enumerate() {
            let more = self.values(*key).len().max(1);
            if named + more > most && at > begin {
                parts.push(&puts[begin..at]);
                (begin, named) = (at, 0);
            }
            named += more;
        }
        parts.extend((begin < puts.len()).then(|| &puts[begin..]));
        parts
    }

    /// The change that was just made, where one was, within the limits that the other laptop's gate asks for.
    pub(crate) fn made(&self, hash: Option<automerge::ChangeHash>) -> Result<Option<StoredChange>, DocumentError> {
        let Some(change) = hash.and_then(|hash| self.doc.get_change_by_hash(&hash)) else { return Ok(None) };
        let limits = self.vocabulary.limits();
        if change.raw_bytes().len() > limits.change_bytes || change.deps().len() > limits.deps {
            return Err(DocumentError::TooLarge);
        }
        if change.max_op() > limits.counter {
            return Err(DocumentError::Full);
        }
        Ok(Some(StoredChange::of(&change)))
    }

    /// The values to put one after the other, so that `value` stands alone under `key`.
    ///
    /// Where several stand there and the winner is put once more, Automerge would delete the others instead, and a delete is
    /// an operation that this journal does not have. So one of the others is put first.
    fn steps(&self, key: Key, value: &Value) -> Vec<(Key, Value)> {
        let there = self.values(key);
        let other = there.iter().find(|other| *other != value).cloned();
        match (there.len(), other) {
            (0 | 1, _) => vec![(key, value.clone())],
            (_, None) => Vec::new(),
            (_, Some(other)) if there.last() == Some(value) => vec![(key, other), (key, value.clone())],
            (_, Some(_)) => vec![(key, value.clone())],
        }
    }

    /// Whether it holds this change.
    pub fn knows(&self, change: &ChangeHash) -> bool {
        self.doc.get_change_by_hash(&automerge::ChangeHash(*change)).is_some()
    }

    /// The changes that somebody who has `known` lacks, each after those it follows. Unknown hashes are passed over.
    ///
    /// # Errors
    /// [`DocumentError::ForeignOperation`] when a stored change holds something that this journal never writes.
    pub fn changes_since(&self, known: &[ChangeHash]) -> Result<Vec<Proposal>, DocumentError> {
        let known: Vec<_> =
            known.iter().filter(|hash| self.knows(hash)).map(|hash| automerge::ChangeHash(*hash)).collect();
        let changes = self.doc.get_changes(&known);
        // Everybody has the beginning of an agreement.
        changes
            .iter()
            .filter(|change| !text::is_beginning(change))
            .map(|change| Proposal::of(self.id, change))
            .collect()
    }

    /// The whole document as one block of bytes, after loading it again to be sure.
    ///
    /// # Errors
    /// [`DocumentError::Automerge`] when the bytes cannot be loaded.
    pub fn snapshot(&self) -> Result<Vec<u8>, DocumentError> {
        Ok(self.doc.save_and_verify()?)
    }

    /// Where the next changes go: the highest counter and the number of changes of each actor so far.
    pub fn history(&self) -> History {
        History::of(&self.doc)
    }

    /// Applies changes to a copy, and proves that the copy can be saved, loaded and written. `None` when any of it fails,
    /// by error or by panic; nothing here has changed then.
    pub fn rehearse<'c>(&self, changes: impl IntoIterator<Item = &'c BuiltChange>) -> Option<Rehearsed> {
        let changes: Vec<&Change> = changes.into_iter().map(|built| built.change()).collect();
        rehearsal::attempt(|| self.apply_to_copy(&changes)).flatten()
    }

    /// Whether the change fits this document as it was at `deps`, whatever was written apart from them.
    pub fn rehearse_on(&self, deps: &[ChangeHash], change: &BuiltChange) -> bool {
        let alone = || self.as_of(deps).ok()?.apply_to_copy(&[change.change()]);
        rehearsal::attempt(alone).flatten().is_some()
    }

    /// Whether this thread is inside [`rehearse`](Self::rehearse), so that a panic hook can stay quiet.
    pub fn is_rehearsing() -> bool {
        rehearsal::is_on()
    }

    fn apply_to_copy(&self, changes: &[&Change]) -> Option<Rehearsed> {
        let mut copy = self.doc.clone();
        copy.apply_changes(changes.iter().map(|change| (*change).clone())).ok()?;
        let snapshot = copy.save();
        let mut again = Automerge::load(&snapshot).ok()?;
        let applied = changes.iter().all(|change| copy.get_change_by_hash(&change.hash()).is_some());
        if !applied || copy.get_heads() != again.get_heads() {
            return None;
        }
        let mut write = again.transaction();
        write.put(ROOT, "rehearsal", true).ok()?;
        write.commit().0?;
        let document = Self { id: self.id, doc: copy, vocabulary: self.vocabulary };
        Some(Rehearsed { document, snapshot })
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::documents::history::Misplaced;
    use crate::entries::record::{Record, Visibility};
    use crate::names::commitment::Commitment;
    use crate::names::id::{EntryId, PersonId};
    use crate::time::month::Month;

    const ANA: PersonId = PersonId::from_bytes([1; 16]);

    fn page() -> DocId {
        DocId::Page { person: ANA, month: Month::from_index(24_000) }
    }

    fn open(actor: u8) -> Document {
        Document::new(page(), Actor::new([actor; 16], ANA))
    }

    fn entry(n: u8, revision: u32) -> (Key, Value) {
        let record = Record {
            visibility: Visibility::Open,
            revision,
            round: None,
            commitment: Commitment::from_bytes([n.wrapping_mul(16).wrapping_add(revision as u8); 32]),
            later: false,
        };
        (Key::Entry(EntryId::from_bytes([n; 16])), Value::Bytes(record.encode()))
    }

    /// Carries all changes over, as operations.
    pub(crate) fn carry(from: &Document, to: &Document) -> Document {
        let mut history = to.history();
        let mut built = Vec::new();
        for proposal in from.changes_since(&to.heads()).expect("our own changes") {
            if history.knows(&proposal.hash) {
                continue;
            }
            let change = history.build(&proposal).expect("in order");
            assert_eq!(change.hash(), proposal.hash);
            history.add(&change);
            built.push(change);
        }
        to.rehearse(&built).expect("honest changes").document
    }

    #[test]
    fn what_is_written_is_stored_and_loaded() {
        let mut doc = open(1);
        let first = doc.put(&[entry(1, 1), entry(2, 1)]).expect("a write");
        assert_eq!(first.len(), 1);
        assert!(doc.put(&[entry(1, 1)]).expect("the same again").is_empty());
        let snapshot = doc.snapshot().expect("it loads again");
        let second = doc.put(&[entry(1, 2)]).expect("a write");
        let changes: Vec<_> = second.iter().map(|change| change.bytes.clone()).collect();
        let loaded =
            Document::load(page(), Actor::new([2; 16], ANA), Some(&snapshot), &changes).expect("our own bytes");
        assert_eq!(loaded.heads(), doc.heads());
        assert_eq!(loaded.record(EntryId::from_bytes([1; 16])).current[0].revision, 2);
        assert_eq!(loaded.entries().len(), 2);
    }

    #[test]
    fn changes_cross_as_operations_with_equal_hashes() {
        let (mut here, mut there) = (open(1), open(2));
        here.put(&[entry(1, 1)]).expect("a write");
        there.put(&[entry(2, 1)]).expect("a write");
        let there = carry(&here, &there);
        let mut here = carry(&there, &here);
        assert_eq!(here.heads(), there.heads());
        here.put(&[entry(1, 2), (Key::Deleted(EntryId::from_bytes([2; 16])), Value::Bool(true))]).expect("a write");
        let there = carry(&here, &there);
        assert_eq!(here.digest(), there.digest());
        assert!(there.record(EntryId::from_bytes([2; 16])).deleted);
    }

    #[test]
    fn edits_made_apart_are_both_there_and_deleting_wins() {
        let mut base = open(1);
        base.put(&[entry(1, 1)]).expect("a write");
        let mut apart = carry(&base, &open(2));
        base.put(&[entry(1, 2)]).expect("a write");
        apart.put(&[entry(1, 3)]).expect("a write");
        let merged = carry(&apart, &base);
        let id = EntryId::from_bytes([1; 16]);
        assert_eq!(merged.record(id).current.len(), 2);
        assert_eq!(merged.record(id).next_revision(), 4);
        apart.put(&[(Key::Deleted(id), Value::Bool(true))]).expect("a write");
        assert!(carry(&apart, &merged).record(id).deleted);
    }

    #[test]
    fn choosing_the_winner_once_more_settles_it_with_plain_puts() {
        let (mut here, mut there) = (open(1), open(2));
        let star = |on| (Key::Star(EntryId::from_bytes([1; 16])), Value::Bool(on));
        here.put(&[star(true)]).expect("a write");
        there.put(&[star(false)]).expect("a write");
        let mut merged = carry(&there, &here);
        let winner = merged.is_starred(EntryId::from_bytes([1; 16]));
        for on in [winner, !winner] {
            merged.put(&[star(on)]).expect("a write");
            assert_eq!(merged.values(star(on).0), [Value::Bool(on)]);
        }
        assert_eq!(carry(&merged, &there).heads(), merged.heads(), "it can be sent");
        // The same chosen twice apart needs no settling, and makes no change.
        let (mut here, mut there) = (open(3), open(4));
        here.put(&[star(true)]).expect("a write");
        there.put(&[star(true)]).expect("a write");
        let mut merged = carry(&there, &here);
        assert!(merged.put(&[star(true)]).expect("a write").is_empty());
    }

    #[test]
    fn an_import_is_many_changes() {
        let puts: Vec<_> = (0..450_u32)
            .map(|n| {
                let mut id = [0; 16];
                id[..4].copy_from_slice(&n.to_be_bytes());
                (Key::Entry(EntryId::from_bytes(id)), entry(1, n + 1).1)
            })
            .collect();
        let changes = open(1).put(&puts).expect("a write");
        assert_eq!(changes.len(), 5);
        assert!(changes.iter().all(|change| change.bytes.len() <= Vocabulary::CURRENT.limits().change_bytes));
    }

    #[test]
    fn a_gap_a_repeat_and_a_missing_dependency_are_named() {
        let mut doc = open(1);
        doc.put(&[entry(1, 1)]).expect("a write");
        doc.put(&[entry(2, 1)]).expect("a write");
        let proposals = doc.changes_since(&[]).expect("our own changes");
        let empty = open(2).history();
        assert!(matches!(empty.build(&proposals[1]), Err(Misplaced::MissingDependency)));
        let skipped = Proposal { deps: Vec::new(), ..proposals[1].clone() };
        assert!(matches!(empty.build(&skipped), Err(Misplaced::Sequence)));
        assert!(matches!(doc.history().build(&proposals[0]), Err(Misplaced::Taken)));
    }

    #[test]
    fn what_the_other_laptop_would_not_take_is_not_written() {
        let mut doc = Document::new(DocId::Table, Actor::new([1; 16], ANA));
        let long = |length| [(Key::Schedule, Value::Bytes(vec![1; length]))];
        assert!(doc.put(&long(256)).is_ok());
        assert!(matches!(doc.put(&long(257)), Err(DocumentError::TooLarge)));
    }

    #[test]
    fn a_document_is_full_before_its_counters_run_out() {
        let mut begun = open(1);
        begun.put(&[entry(1, 1)]).expect("a write");
        let first = begun.changes_since(&[]).expect("our own changes").remove(0);
        let last_but_one = std::num::NonZeroU64::new(131_071).expect("not 0");
        let mut nearly = open(2);
        nearly.doc.apply_changes(first.build(last_but_one)).expect("it fits");
        nearly.put(&[entry(2, 1)]).expect("the last one");
        assert!(matches!(nearly.put(&[entry(3, 1)]), Err(DocumentError::Full)));
    }
}

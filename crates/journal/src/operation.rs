//! Changes as plain operations: what crosses the wire in place of Automerge's own bytes.
//!
//! Automerge's decoder panics on some bytes and takes in others that it can never load again, so bytes of a partner never
//! reach it. A [`Proposal`] holds the few operations that this journal writes; a change is built from them here, and its
//! hash must be the one that was announced.

use std::num::NonZeroU64;

use automerge::legacy::{ElementId, Key as LegacyKey, ObjectId, Op, OpId, OpType};
use automerge::{Change, ExpandedChange, ScalarValue};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::actor::Actor;
use crate::agreement;
use crate::author_tag::AuthorTag;
use crate::document::DocId;
use crate::error::DocumentError;

/// SHA-256 of a change, as Automerge computes it.
pub type ChangeHash = [u8; 32];

/// The most operations one change may have.
pub const MAX_OPERATIONS: usize = 200;
/// The most bytes one change may have, encoded: 48 KiB.
pub const MAX_CHANGE_BYTES: usize = 48 * 1024;

/// A scalar, of the kinds that documents of ours hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Value {
    /// An encoded record.
    Bytes(Vec<u8>),
    /// A mark.
    Bool(bool),
    /// A setting.
    Int(i64),
}

impl Value {
    pub(crate) fn from_scalar(scalar: &ScalarValue) -> Option<Self> {
        match scalar {
            ScalarValue::Bytes(bytes) => Some(Self::Bytes(bytes.clone())),
            ScalarValue::Boolean(value) => Some(Self::Bool(*value)),
            ScalarValue::Int(value) => Some(Self::Int(*value)),
            _ => None,
        }
    }

    pub(crate) fn to_scalar(&self) -> ScalarValue {
        match self {
            Self::Bytes(bytes) => ScalarValue::Bytes(bytes.clone()),
            Self::Bool(value) => ScalarValue::Boolean(*value),
            Self::Int(value) => ScalarValue::Int(*value),
        }
    }
}

/// The name of an earlier operation: its counter and who made it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct OpRef {
    /// Lamport counter, from 1.
    pub counter: u64,
    /// Who made it.
    pub actor: Actor,
}

/// One step of a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Operation {
    /// A value under a key at the root of a document.
    Put(Put),
    /// A letter in the agreement.
    Insert {
        /// The letter that it follows; none at the beginning.
        after: Option<OpRef>,
        /// The letter.
        letter: char,
    },
    /// A letter taken out of the agreement.
    Remove(OpRef),
}

/// One value written under one key at the root of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Put {
    /// The key, see [`Key`](crate::Key).
    pub key: String,
    /// The value.
    pub value: Value,
    /// The operations under the same key that it replaces, ascending.
    pub replaces: Vec<OpRef>,
}

impl Operation {
    /// The value that it puts, where it is that.
    pub const fn put(&self) -> Option<&Put> {
        if let Self::Put(put) = self { Some(put) } else { None }
    }

    /// The earlier operations that it names.
    pub fn names(&self) -> &[OpRef] {
        match self {
            Self::Put(put) => &put.replaces,
            Self::Insert { after, .. } => after.as_slice(),
            Self::Remove(letter) => std::slice::from_ref(letter),
        }
    }
}

/// A change as somebody proposes it: nothing in it is believed yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// The document it belongs to.
    pub doc: DocId,
    /// Who is said to have made it.
    pub actor: Actor,
    /// Its number among the changes of that actor on this document, from 1.
    pub seq: u64,
    /// The changes it follows.
    pub deps: Vec<ChangeHash>,
    /// What it does, at least one and at most [`MAX_OPERATIONS`].
    pub operations: Vec<Operation>,
    /// What the built change must hash to.
    pub hash: ChangeHash,
}

impl Proposal {
    /// Mirrors one of our own stored changes.
    ///
    /// # Errors
    /// [`DocumentError::ForeignOperation`] when it holds anything but scalars put at the root, and letters of the agreement.
    pub(crate) fn of(doc: DocId, change: &Change) -> Result<Self, DocumentError> {
        let expanded = change.decode();
        let plain = expanded.time == 0 && expanded.message.is_none() && expanded.extra_bytes.is_empty();
        if !plain {
            return Err(DocumentError::ForeignOperation);
        }
        let operations = expanded.operations.iter().map(|op| mirror(op).ok_or(DocumentError::ForeignOperation));
        Ok(Self {
            doc,
            actor: Actor::from_automerge(&expanded.actor_id).ok_or(DocumentError::ForeignOperation)?,
            seq: expanded.seq,
            deps: expanded.deps.iter().map(|dep| dep.0).collect(),
            operations: operations.collect::<Result<_, _>>()?,
            hash: change.hash().0,
        })
    }

    /// What this very proposal with this tag is known by: SHA-256 over all of it. Two that announce one hash and differ in
    /// anything else have two fingerprints, so a false one never stands in the way of the true one.
    pub fn fingerprint(&self, tag: &AuthorTag) -> [u8; 32] {
        let bytes = postcard::to_stdvec(&(self, tag)).expect("plain fields can be encoded");
        Sha256::new().chain_update(b"kintsugi proposal v1").chain_update(bytes).finalize().into()
    }

    /// Builds the change whose first operation has counter `start`. Its hash is not compared here.
    pub(crate) fn build(&self, start: NonZeroU64) -> Change {
        Change::from(ExpandedChange {
            operations: self.operations.iter().map(expand).collect(),
            actor_id: self.actor.to_automerge(),
            hash: None,
            seq: self.seq,
            start_op: start,
            time: 0,
            message: None,
            deps: self.deps.iter().map(|dep| automerge::ChangeHash(*dep)).collect(),
            extra_bytes: Vec::new(),
            author: None,
        })
    }
}

fn mirror(op: &Op) -> Option<Operation> {
    let reference = |id: &OpId| Some(OpRef { counter: id.0, actor: Actor::from_automerge(&id.1)? });
    match (&op.obj, &op.key, &op.action, op.insert) {
        (ObjectId::Root, LegacyKey::Map(key), OpType::Put(scalar), false) => Some(Operation::Put(Put {
            key: key.to_string(),
            value: Value::from_scalar(scalar)?,
            replaces: op.pred.iter().map(reference).collect::<Option<_>>()?,
        })),
        (ObjectId::Id(text), LegacyKey::Seq(place), OpType::Put(ScalarValue::Str(letter)), true)
            if *text == agreement::text_id() && op.pred.is_empty() =>
        {
            let after = match place {
                ElementId::Head => None,
                ElementId::Id(id) => Some(reference(id)?),
            };
            let mut letters = letter.chars();
            let letter = letters.next().filter(|_| letters.next().is_none())?;
            Some(Operation::Insert { after, letter })
        }
        (ObjectId::Id(text), LegacyKey::Seq(ElementId::Id(letter)), OpType::Delete, false)
            if *text == agreement::text_id() && op.pred.iter().eq([letter]) =>
        {
            reference(letter).map(Operation::Remove)
        }
        _ => None,
    }
}

fn expand(op: &Operation) -> Op {
    let id = |reference: &OpRef| OpId(reference.counter, reference.actor.to_automerge());
    let text = ObjectId::Id(agreement::text_id());
    match op {
        Operation::Put(put) => Op {
            action: OpType::Put(put.value.to_scalar()),
            obj: ObjectId::Root,
            key: LegacyKey::from(put.key.as_str()),
            pred: put.replaces.iter().map(id).collect(),
            insert: false,
        },
        Operation::Insert { after, letter } => Op {
            action: OpType::Put(ScalarValue::Str(letter.to_string().into())),
            obj: text,
            key: LegacyKey::Seq(after.as_ref().map_or(ElementId::Head, |after| ElementId::Id(id(after)))),
            pred: [].into_iter().collect(),
            insert: true,
        },
        Operation::Remove(letter) => Op {
            action: OpType::Delete,
            obj: text,
            key: LegacyKey::Seq(ElementId::Id(id(letter))),
            pred: [id(letter)].into_iter().collect(),
            insert: false,
        },
    }
}

//! Changes as plain operations: what crosses the wire in place of Automerge's own bytes.
//!
//! Automerge's decoder panics on some bytes and takes in others that it can never load again, so bytes of a partner never
//! reach it. A [`Proposal`] holds the few operations that this journal writes; a change is built from them here, and its
//! hash must be the one that was announced.

use std::num::NonZeroU64;

use automerge::legacy::{Key as LegacyKey, ObjectId, Op, OpId, OpType};
use automerge::{Change, ExpandedChange, ScalarValue};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::actor::Actor;
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

/// One value written under one key at the root of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operation {
    /// The key, see [`Key`](crate::Key).
    pub key: String,
    /// The value.
    pub value: Value,
    /// The operations under the same key that it replaces, ascending.
    pub replaces: Vec<OpRef>,
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
    /// [`DocumentError::ForeignOperation`] when it holds anything but scalars put at the root.
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
    let (ObjectId::Root, LegacyKey::Map(key), OpType::Put(scalar), false) = (&op.obj, &op.key, &op.action, op.insert)
    else {
        return None;
    };
    let replaces = op.pred.iter().map(|id| Some(OpRef { counter: id.0, actor: Actor::from_automerge(&id.1)? }));
    Some(Operation {
        key: key.to_string(),
        value: Value::from_scalar(scalar)?,
        replaces: replaces.collect::<Option<_>>()?,
    })
}

fn expand(op: &Operation) -> Op {
    Op {
        action: OpType::Put(op.value.to_scalar()),
        obj: ObjectId::Root,
        key: LegacyKey::from(op.key.as_str()),
        pred: op.replaces.iter().map(|id| OpId(id.counter, id.actor.to_automerge())).collect(),
        insert: false,
    }
}

//! Changes as plain operations: what crosses the wire in place of Automerge's own bytes.
//!
//! Automerge's decoder panics on some bytes and takes in others that it can never load again, so bytes of a partner never
//! reach it. A [`Proposal`] holds the few operations that this journal writes; a change is built from them here, and its
//! hash must be the one that was announced.

use std::num::NonZeroU64;

use automerge::legacy::{ElementId, Key as LegacyKey, ObjectId, Op, OpId, OpType};
use automerge::{Change, ExpandedChange, ObjId, ScalarValue};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};

use crate::documents::author_tag::AuthorTag;
use crate::documents::text;
use crate::error::DocumentError;
use crate::names::actor::Actor;
use crate::names::doc_id::DocId;

/// SHA-256 of a change, as Automerge computes it.
pub type ChangeHash = [u8; 32];

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

impl OpRef {
    /// That of an object or a value in a document; `None` of its root.
    pub(crate) fn of(id: &ObjId) -> Option<Self> {
        let ObjId::Id(counter, actor, _) = id else { return None };
        Some(Self { counter: *counter, actor: Actor::from_automerge(actor)? })
    }
}

/// One step of a change. It crosses as bytes with their length, so that one of a later version can be told apart and passed
/// over.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    /// A step that this version cannot take, as it came. No change is built with it.
    Later(Vec<u8>),
}

/// The steps as they cross.
#[derive(Serialize, Deserialize)]
enum Step<'a> {
    Put(#[serde(borrow)] std::borrow::Cow<'a, str>, std::borrow::Cow<'a, Value>, std::borrow::Cow<'a, [OpRef]>),
    Insert(Option<OpRef>, char),
    Remove(OpRef),
}

impl Operation {
    /// The bytes that cross, without their length.
    pub fn to_bytes(&self) -> Vec<u8> {
        use std::borrow::Cow::Borrowed;
        let step = match self {
            Self::Put(Put { key, value, replaces }) => Step::Put(Borrowed(key), Borrowed(value), Borrowed(replaces)),
            Self::Insert { after, letter } => Step::Insert(*after, *letter),
            Self::Remove(letter) => Step::Remove(*letter),
            Self::Later(bytes) => return bytes.clone(),
        };
        postcard::to_stdvec(&step).expect("plain fields can be encoded")
    }

    /// Reads the bytes that crossed. What is not exactly one known step is of a later version.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        let known = match postcard::from_bytes(bytes) {
            Ok(Step::Put(key, value, replaces)) => {
                Self::Put(Put { key: key.into_owned(), value: value.into_owned(), replaces: replaces.into_owned() })
            }
            Ok(Step::Insert(after, letter)) => Self::Insert { after, letter },
            Ok(Step::Remove(letter)) => Self::Remove(letter),
            Err(_) => return Self::Later(bytes.to_vec()),
        };
        if known.to_bytes() == bytes { known } else { Self::Later(bytes.to_vec()) }
    }
}

impl Serialize for Operation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.to_bytes())
    }
}

impl<'de> Deserialize<'de> for Operation {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // A list of bytes and bytes are one in postcard.
        Vec::<u8>::deserialize(deserializer).map(|bytes| Self::from_bytes(&bytes))
    }
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
            Self::Later(_) => &[],
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
    /// What it does, at least one and at most so many as the vocabulary allows.
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

    /// Builds the change whose first operation has counter `start`; `None` where one of its steps is of a later version. Its
    /// hash is not compared here.
    pub(crate) fn build(&self, start: NonZeroU64) -> Option<Change> {
        Some(Change::from(ExpandedChange {
            operations: self.operations.iter().map(expand).collect::<Option<_>>()?,
            actor_id: self.actor.to_automerge(),
            hash: None,
            seq: self.seq,
            start_op: start,
            time: 0,
            message: None,
            deps: self.deps.iter().map(|dep| automerge::ChangeHash(*dep)).collect(),
            extra_bytes: Vec::new(),
            author: None,
        }))
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
            if *text == text::text_id() && op.pred.is_empty() =>
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
            if *text == text::text_id() && op.pred.iter().eq([letter]) =>
        {
            reference(letter).map(Operation::Remove)
        }
        _ => None,
    }
}

fn expand(op: &Operation) -> Option<Op> {
    let id = |reference: &OpRef| OpId(reference.counter, reference.actor.to_automerge());
    let words = ObjectId::Id(text::text_id());
    Some(match op {
        Operation::Put(put) => Op {
            action: OpType::Put(put.value.to_scalar()),
            obj: ObjectId::Root,
            key: LegacyKey::from(put.key.as_str()),
            pred: put.replaces.iter().map(id).collect(),
            insert: false,
        },
        Operation::Insert { after, letter } => Op {
            action: OpType::Put(ScalarValue::Str(letter.to_string().into())),
            obj: words,
            key: LegacyKey::Seq(after.as_ref().map_or(ElementId::Head, |after| ElementId::Id(id(after)))),
            pred: [].into_iter().collect(),
            insert: true,
        },
        Operation::Remove(letter) => Op {
            action: OpType::Delete,
            obj: words,
            key: LegacyKey::Seq(ElementId::Id(id(letter))),
            pred: [id(letter)].into_iter().collect(),
            insert: false,
        },
        Operation::Later(_) => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names::id::PersonId;

    fn name() -> OpRef {
        OpRef { counter: 7, actor: Actor::new([1; 16], PersonId::from_bytes([2; 16])) }
    }

    #[test]
    fn steps_cross_as_bytes_and_come_back() {
        let put = Put { key: "focus".into(), value: Value::Int(-3), replaces: vec![name()] };
        for step in [
            Operation::Put(put),
            Operation::Insert { after: Some(name()), letter: 'ß' },
            Operation::Insert { after: None, letter: 'a' },
            Operation::Remove(name()),
        ] {
            assert_eq!(Operation::from_bytes(&step.to_bytes()), step);
            let crossed = postcard::to_stdvec(&step).expect("plain fields");
            assert_eq!(crossed.len(), step.to_bytes().len() + 1, "bytes, with their length");
            assert_eq!(postcard::from_bytes(&crossed), Ok(step));
        }
    }

    #[test]
    fn a_step_or_a_value_of_a_later_version_is_kept_as_it_came() {
        let step = Operation::Remove(name()).to_bytes();
        let more = [step.as_slice(), &[1]].concat();
        // Key `k`, then a value of an unknown kind.
        let value = [0, 1, b'k', 9, 1, 0];
        for bytes in [&[200, 1, 2][..], &step[..step.len() - 1], &more, &value, &[]] {
            let later = Operation::from_bytes(bytes);
            assert_eq!(later, Operation::Later(bytes.to_vec()));
            assert_eq!(later.to_bytes(), bytes);
            assert!(later.names().is_empty() && later.put().is_none());
        }
    }
}

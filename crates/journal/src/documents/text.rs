//! The one text inside a document: how it begins, and which letters may stand in it.

use std::num::NonZeroU64;

use automerge::legacy::{Key as LegacyKey, ObjectId, Op, OpId, OpType};
use automerge::{ActorId, Automerge, Change, ExpandedChange, ObjType};

use crate::error::DocumentError;

/// The key under which it stands, at the root of the agreement.
pub(crate) const KEY: &str = "text";

/// Nobody's actor: the first change is everybody's.
fn nobody() -> ActorId {
    ActorId::from(&[0; 24][..])
}

/// The text, as the operations name it.
pub(crate) fn text_id() -> OpId {
    OpId(1, nobody())
}

/// The change that begins every agreement.
fn beginning() -> Change {
    let make = Op {
        action: OpType::Make(ObjType::Text),
        obj: ObjectId::Root,
        key: LegacyKey::from(KEY),
        pred: [].into_iter().collect(),
        insert: false,
    };
    Change::from(ExpandedChange {
        operations: vec![make],
        actor_id: nobody(),
        hash: None,
        seq: 1,
        start_op: NonZeroU64::MIN,
        time: 0,
        message: None,
        deps: Vec::new(),
        extra_bytes: Vec::new(),
        author: None,
    })
}

/// The hash of the change that begins every agreement.
pub(crate) fn is_beginning(change: &Change) -> bool {
    change.actor_id() == &nobody()
}

/// An agreement that nobody has written in.
pub(crate) fn begin(doc: &mut Automerge) -> Result<(), DocumentError> {
    Ok(doc.apply_changes([beginning()])?)
}

/// Whether a letter may stand in the agreement: no control character but line ends and tabs.
pub(crate) fn may_stand(letter: char) -> bool {
    !letter.is_control() || matches!(letter, '\n' | '\t')
}

//! A change as it crosses.

use kintsugi_journal::{Actor, AuthorTag, ChangeHash, Form, Operation, Proposal};
use serde::{Deserialize, Serialize};

use super::Name;

/// A change with the tag of the person who made it. Its document and its operations may be of a later version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// Which document.
    pub doc: Name,
    /// Who is said to have made it.
    pub actor: Actor,
    /// Its number among the changes of that actor on this document, from 1.
    pub seq: u64,
    /// The changes it follows.
    pub deps: Vec<ChangeHash>,
    /// What it does.
    pub operations: Vec<Operation>,
    /// What the built change must hash to.
    pub hash: ChangeHash,
    /// The author's tag.
    pub tag: AuthorTag,
}

impl From<(Proposal, AuthorTag)> for Sent {
    fn from((Proposal { doc, actor, seq, deps, operations, hash }, tag): (Proposal, AuthorTag)) -> Self {
        Self { doc: doc.into(), actor, seq, deps, operations, hash, tag }
    }
}

impl Sent {
    /// The proposal, where its document is known.
    pub fn open(self) -> Form<(Proposal, AuthorTag)> {
        let Self { doc, actor, seq, deps, operations, hash, tag } = self;
        match doc.doc() {
            Form::Known(doc) => Form::Known((Proposal { doc, actor, seq, deps, operations, hash }, tag)),
            Form::Later => Form::Later,
            Form::Malformed => Form::Malformed,
        }
    }
}

//! A change as it crosses.

use kintsugi_journal::{Actor, AuthorTag, ChangeHash, Form, Operation, Proposal};
use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::Name;

/// The most steps that are read of one change: more than any vocabulary allows, and few enough for a frame of nothing but
/// empty steps to take little memory.
const MAX_STEPS: usize = 4096;

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
    #[serde(deserialize_with = "few")]
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

fn few<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Operation>, D::Error> {
    struct Few;
    impl<'de> Visitor<'de> for Few {
        type Value = Vec<Operation>;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            write!(f, "at most {MAX_STEPS} steps")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut steps: A) -> Result<Self::Value, A::Error> {
            let mut read = Vec::new();
            while let Some(step) = steps.next_element()? {
                if read.len() == MAX_STEPS {
                    return Err(A::Error::invalid_length(MAX_STEPS + 1, &self));
                }
                read.push(step);
            }
            Ok(read)
        }
    }
    deserializer.deserialize_seq(Few)
}

#[cfg(test)]
mod tests {
    use kintsugi_journal::{Actor, AuthorTag, DocId, PersonId};

    use super::*;
    use crate::frame::{Frame, FrameError};

    fn steps(count: usize) -> Frame {
        let actor = Actor::new([2; 16], PersonId::from_bytes([1; 16]));
        let operations = vec![Operation::Later(Vec::new()); count];
        let (deps, tag) = (Vec::new(), AuthorTag([4; 16]));
        Frame::Change(Sent { doc: DocId::Table.into(), actor, seq: 1, deps, operations, hash: [3; 32], tag })
    }

    /// A step of one byte becomes a hundred bytes of memory.
    #[test]
    fn a_frame_of_nothing_but_small_steps_is_not_read_to_its_end() {
        let most = steps(MAX_STEPS).encode().expect("it fits");
        assert!(Frame::decode(&most[4..]).is_ok());
        for count in [MAX_STEPS + 1, 60_000] {
            let more = steps(count).encode().expect("it fits");
            assert_eq!(Frame::decode(&more[4..]), Err(FrameError::Malformed), "{count}");
        }
    }
}

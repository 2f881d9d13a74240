//! Automerge actors: who claims to have made a change.

use std::fmt;

use automerge::ActorId;
use serde::{Deserialize, Serialize};

use crate::names::id::PersonId;

/// 16 random bytes, then the first 8 bytes of the person's id.
///
/// Made anew by every process that writes, never stored, never reused: an actor that comes back with a restored backup
/// would end the merging of that document for good. The random bytes come first so that neither person wins every tie.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Actor {
    random: [u8; 16],
    person: [u8; 8],
}

impl Actor {
    /// A new actor of this person; `random` comes from the operating system.
    pub fn new(random: [u8; 16], person: PersonId) -> Self {
        Self { random, person: prefix(person) }
    }

    /// Whether it claims to be this person.
    pub fn is_of(self, person: PersonId) -> bool {
        self.person == prefix(person)
    }

    /// The actor of a stored change; `None` when it is not one of ours.
    pub(crate) fn from_automerge(actor: &ActorId) -> Option<Self> {
        let bytes: [u8; 24] = actor.to_bytes().try_into().ok()?;
        let (random, person) = bytes.split_at(16);
        Some(Self { random: random.try_into().ok()?, person: person.try_into().ok()? })
    }

    pub(crate) fn to_automerge(self) -> ActorId {
        let mut bytes = [0; 24];
        bytes[..16].copy_from_slice(&self.random);
        bytes[16..].copy_from_slice(&self.person);
        ActorId::from(&bytes[..])
    }
}

impl fmt::Debug for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Actor({:02x}{:02x}…)", self.random[0], self.random[1])
    }
}

fn prefix(person: PersonId) -> [u8; 8] {
    let [a, b, c, d, e, f, g, h, ..] = *person.as_bytes();
    [a, b, c, d, e, f, g, h]
}
